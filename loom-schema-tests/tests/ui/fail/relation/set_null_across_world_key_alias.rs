use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session, World};

type SessionId = Option<Id<Session>>;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L2", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(on_delete = "set null")]
    pub session_id: SessionId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![World, Pattern, Session, Note];

fn main() {}
