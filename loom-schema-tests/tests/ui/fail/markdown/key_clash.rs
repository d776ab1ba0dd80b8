use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", markdown = "worlds/{world_id}/notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub model: String,
    #[loom(key = "model")]
    pub engine: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
