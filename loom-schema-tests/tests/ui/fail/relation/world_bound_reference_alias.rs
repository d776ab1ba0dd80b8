use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session, World};

type SessionId = Id<Session>;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub session_id: SessionId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![World, Pattern, Session, Note];

fn main() {}
