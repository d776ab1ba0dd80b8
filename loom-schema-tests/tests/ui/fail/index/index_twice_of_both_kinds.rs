use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(unique, index)]
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived, index(created_at))]
pub struct Word {
    pub id: Id<Word>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
