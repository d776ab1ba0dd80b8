use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(default = "none")]
    pub size: i64,
    #[loom(default = 1)]
    pub name: String,
    #[loom(default = 1)]
    pub is_open: bool,
    #[loom(default = 1.5)]
    pub at: Timestamp,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
