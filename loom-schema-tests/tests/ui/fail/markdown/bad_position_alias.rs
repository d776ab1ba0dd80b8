use loom_schema::prelude::*;

pub type Place = String;

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
    #[loom(position)]
    pub order: Place,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Word];

fn main() {}
