use loom_schema::prelude::*;

pub type Scan = Vec<u8>;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub scan: Scan,
    pub maybe: Option<Scan>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note];

fn main() {}
