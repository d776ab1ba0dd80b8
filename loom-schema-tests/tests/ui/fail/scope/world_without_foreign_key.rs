use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L2", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(no_foreign_key)]
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
