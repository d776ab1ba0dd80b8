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
    #[loom(position)]
    pub order: i64,
    #[loom(position)]
    pub place: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Note, key = "lines"))]
pub struct Line {
    pub id: Id<Line>,
    pub note_id: Id<Note>,
    #[loom(position)]
    pub order: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
