use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(key = "a\nb")]
    pub a: String,
    #[loom(key = " b")]
    pub b: String,
    #[loom(section = "A\nB")]
    pub c: String,
    #[loom(section = "## D")]
    pub d: String,
    // The headings `### #1` and `### C#` have these texts.
    #[loom(section = "#1")]
    pub e: String,
    #[loom(section = "C#")]
    pub f: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Note, key = "words "))]
pub struct Word {
    pub id: Id<Word>,
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
