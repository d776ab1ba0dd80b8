use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, World};

#[derive(LoomTable)]
#[loom_table(global, name = "patterns", layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![World, Pattern, Note];

fn main() {}
