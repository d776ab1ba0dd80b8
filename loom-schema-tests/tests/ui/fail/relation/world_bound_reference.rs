use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub session_id: Id<Session>,
    pub last_id: Option<Id<Session>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
