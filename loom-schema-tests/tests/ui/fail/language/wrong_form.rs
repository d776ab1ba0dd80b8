use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = 2, name(notes), derived = true, index)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(default)]
    pub size: i64,
    #[loom(check(size > 0))]
    pub other: i64,
    #[loom(unique = true)]
    pub name: String,
    #[loom(on_delete = "delete")]
    pub pattern_id: Id<Pattern>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
