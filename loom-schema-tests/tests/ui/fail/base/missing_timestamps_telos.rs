use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L4", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
}

fn main() {}
