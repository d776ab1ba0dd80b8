use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(on_delete = "set null")]
    pub pattern_id: Id<Pattern>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
