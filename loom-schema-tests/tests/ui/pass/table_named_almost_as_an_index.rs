//! A table may have the name of an index that does not exist.

use loom_schema::prelude::*;

type Text = String;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    // An alias might be a foreign key, whose index would be `notes_name_idx`.
    pub name: Text,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, name = "notes_name_idx", layer = "L3", derived)]
pub struct Other {
    pub id: Id<Other>,
    #[loom(index)]
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Other];

fn main() {
    Loom::in_memory(&SCHEMA).unwrap();
}
