use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, index(name, name = "notes_a_b_idx"))]
pub struct Note {
    pub id: Id<Note>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, name = "notes_a", layer = "L3", derived)]
pub struct NoteA {
    pub id: Id<NoteA>,
    #[loom(index)]
    pub b: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, NoteA];

fn main() {}
