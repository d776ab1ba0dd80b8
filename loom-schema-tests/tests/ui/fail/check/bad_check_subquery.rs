use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "a < (SELECT max(a) FROM notes)")]
    pub a: i64,
    #[loom(check = "EXISTS (SELECT 1)")]
    pub b: i64,
    #[loom(check = "c IN (VALUES (1))")]
    pub c: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
