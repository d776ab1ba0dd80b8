use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table = "notes"]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global layer = "L3")]
pub struct Other {
    pub id: Id<Other>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
