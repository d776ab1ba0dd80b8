use loom_schema::prelude::*;

// A mistake in another derive stays one error, and ours beside it.
#[derive(LoomTable, Serialize)]
#[loom_table(global, layer = "L3")]
pub struct Note {
    pub id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
