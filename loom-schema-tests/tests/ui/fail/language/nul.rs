use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Kind {
    #[loom(rename = "a\0b")]
    One,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}\0.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = "a\0b", section = "\0")]
    pub a: String,
    #[loom(check = "b <> '\0'", key = "b\0")]
    pub b: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", name = "no\0tes", markdown(inside = Note, key = "li\0st"), index(a, name = "words_\0"))]
pub struct Word {
    pub id: Id<Word>,
    pub a: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
