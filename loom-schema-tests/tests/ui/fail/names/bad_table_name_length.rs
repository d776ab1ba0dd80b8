use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, name = "a_name_that_goes_on_and_on_and_on_until_no_reader_remembers_its_start", layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
