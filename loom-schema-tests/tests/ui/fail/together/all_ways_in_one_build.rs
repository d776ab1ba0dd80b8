use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Session, Status};

// Tokens, types, values and the schema are checked by different parts of the compiler; one build shows them all.
#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub session_id: Id<Session>,
    pub place: std::net::IpAddr,
    #[loom(default = "x")]
    pub status: Status,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3")]
pub struct Other {
    pub id: Id<Other>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Session, Session];

pub fn example(loom: &Loom) {
    let _ = loom.select::<Session>();
}

fn main() {}
