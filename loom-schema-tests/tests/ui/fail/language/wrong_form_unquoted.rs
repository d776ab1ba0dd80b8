use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = L3, derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(check = size > 0)]
    pub size: i64,
    #[loom(on_delete = cascade)]
    pub pattern_id: Id<Pattern>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
