use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, index(Note::NAME), unique("name"), index(name desc))]
pub struct Note {
    pub id: Id<Note>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
