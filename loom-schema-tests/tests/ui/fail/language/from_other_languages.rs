use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived, table = "notes", schema = "main", rename_all = "snake_case")]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(nullable)]
    pub text: String,
    #[loom(type = "TEXT")]
    pub kind: String,
    #[loom(references = "patterns.id")]
    pub pattern_id: String,
    #[loom(foreign_key = "patterns")]
    pub other_id: String,
    #[loom(rename = "n")]
    pub name: String,
    #[loom(not_null, column = "s", skip)]
    pub size: i64,
    #[loom(auto_increment)]
    pub number: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
