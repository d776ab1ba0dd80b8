use loom_schema::prelude::*;
use loom_schema_tests::fixture::Pattern;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Pattern, key = "notes"))]
pub struct Note {
    pub id: Id<Note>,
    pub pattern_id: Id<Pattern>,
    #[loom(body)]
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
