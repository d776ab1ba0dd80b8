use loom_schema::prelude::*;

#[derive(LoomEnum, Clone, Copy)]
pub enum Kind {
    Plain,
    #[loom(rename = "and/or")]
    AndOr,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{kind}/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub kind: Kind,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note];

fn main() {}
