use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "true) OR (true")]
    pub a: i64,
    #[loom(check = "(b > 0")]
    pub b: i64,
    #[loom(check = "c > 0, c < 9")]
    pub c: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
