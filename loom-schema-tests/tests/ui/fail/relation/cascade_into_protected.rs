use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session, World};

type PatternId = Id<Pattern>;

// What happened; a world may take its rows along.
#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L2", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(on_delete = "cascade")]
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub session_id: Id<Session>,
    #[loom(on_delete = "cascade")]
    pub pattern_id: PatternId,
    #[loom(on_delete = "set null")]
    pub last_id: Option<Id<Pattern>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

// Telos.
#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L4", derived)]
pub struct Aim {
    pub id: Id<Aim>,
    #[loom(on_delete = "cascade")]
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub pattern_id: Id<Pattern>,
    #[loom(on_delete = "set null")]
    pub other_id: Option<Id<Pattern>>,
    #[loom(on_delete = "set null")]
    pub parent_id: Option<Id<Aim>>,
    #[loom(on_delete = "restrict")]
    pub last_id: Id<Pattern>,
    pub updated_at: Timestamp,
}

fn main() {}
