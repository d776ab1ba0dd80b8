//! Paths that look alike and still tell their files apart, and indexes whose names nearly meet.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}-note.md", index(name))]
pub struct Note {
    pub id: Id<Note>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}-draft.md", name = "notes_name")]
pub struct Draft {
    pub id: Id<Draft>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}/NOTE.md")]
pub struct Folder {
    pub id: Id<Folder>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L4", markdown = "notes/TELOS.md", singleton)]
pub struct Telos {
    #[loom(default = "notes")]
    pub id: Id<Telos>,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Draft, Folder, Telos];

fn main() {
    Loom::in_memory(&SCHEMA).unwrap();
}
