use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub a: Vec<u8>,
    #[loom(body)]
    pub b: Vec<u8>,
    pub c: Option<Vec<u8>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Note, key = "words"))]
pub struct Word {
    pub id: Id<Word>,
    pub note_id: Id<Note>,
    pub a: Vec<u8>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Cache {
    pub id: Id<Cache>,
    pub a: Vec<u8>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
