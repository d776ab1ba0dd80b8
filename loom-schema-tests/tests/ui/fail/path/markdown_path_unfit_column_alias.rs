use loom_schema::prelude::*;

pub type Weight = f64;
pub type Maybe = Option<i64>;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}/{weight}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub weight: Weight,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "words/{id}/{rank}.md")]
pub struct Word {
    pub id: Id<Word>,
    pub rank: Maybe,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Word];

fn main() {}
