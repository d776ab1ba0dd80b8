use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Note, key = "notes"))]
pub struct Note {
    pub id: Id<Note>,
    pub parent_id: Option<Id<Note>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note];

fn main() {}
