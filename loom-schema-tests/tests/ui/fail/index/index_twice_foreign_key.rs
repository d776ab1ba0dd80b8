use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived, index(status, name = "notes_pattern_idx"))]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub status: String,
    pub pattern_id: Id<Pattern>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
