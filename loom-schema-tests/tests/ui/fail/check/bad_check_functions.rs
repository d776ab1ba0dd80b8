use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "a < random()")]
    pub a: i64,
    #[loom(check = "b < unixepoch('now')")]
    pub b: Timestamp,
    #[loom(check = "c < current_timestamp")]
    pub c: String,
    #[loom(check = "lenght(d) < 80")]
    pub d: String,
    #[loom(check = "e = max(e)")]
    pub e: i64,
    #[loom(check = "f < count(*)")]
    pub f: f64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
