use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived, layer = "L2")]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(default = 0, default = 1)]
    pub size: i64,
    #[loom(index)]
    #[loom(index)]
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
