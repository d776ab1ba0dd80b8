use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table = "global"]
pub struct Word {
    pub id: Id<Word>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(scope = "global", layer = "L3", derived)]
pub struct Line {
    pub id: Id<Line>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
