use loom_schema::prelude::*;
use loom_schema_tests::fixture::Pattern;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "patterns/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Pattern, Note];

fn main() {}
