use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note(pub String);

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Link {
    pub id: Id<Link>,
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Link];

fn main() {}
