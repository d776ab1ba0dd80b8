use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Session, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub session_id: Id<Session>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
