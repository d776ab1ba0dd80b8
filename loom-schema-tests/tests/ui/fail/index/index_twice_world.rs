use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, name = "notes", layer = "L3", derived, index(status, name = "notes_world_idx"))]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub status: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
