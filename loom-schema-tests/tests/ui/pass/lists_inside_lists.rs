//! A list inside a list, and two lists of one key in the files of two tables.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Note, key = "words"))]
pub struct Word {
    pub id: Id<Word>,
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Word, key = "letters"))]
pub struct Letter {
    pub id: Id<Letter>,
    pub word_id: Id<Word>,
    #[loom(position)]
    pub order: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "others/{id}.md")]
pub struct Other {
    pub id: Id<Other>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Other, key = "words"))]
pub struct OtherWord {
    pub id: Id<OtherWord>,
    pub other_id: Id<Other>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Letter, Word, Note, OtherWord, Other];

fn main() {
    Loom::in_memory(&SCHEMA).unwrap();
}
