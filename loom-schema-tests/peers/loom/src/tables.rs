//! The tables of the benchmark. `Session` has the columns of the example's.

use loom_schema::prelude::*;

/// A project: every other row belongs to one.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    pub id: Id<World>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a session can follow.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", markdown = "patterns/{id}.md")]
pub struct Pattern {
    pub id: Id<Pattern>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// One conversation: the parent.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/sessions/{id}.md")]
pub struct Session {
    pub id: Id<Session>,
    pub world_id: Id<World>,
    pub pattern_id: Option<Id<Pattern>>,
    pub status: Status,
    pub sie_id: Option<String>,
    pub model_used: Option<String>,
    #[loom(default = 0, check = "tokens_in >= 0")]
    pub tokens_in: i64,
    #[loom(default = 0, check = "tokens_out >= 0")]
    pub tokens_out: i64,
    pub closed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// How far a session is.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pending,
    Active,
    Closed,
    Failed,
}

/// What a session left behind: the child.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/summaries/{id}.md")]
pub struct Summary {
    pub id: Id<Summary>,
    pub session_id: Id<Session>,
    pub world_id: Id<World>,
    #[loom(body)]
    pub content: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Every table of the benchmark.
pub static TABLES: Schema = schema![World, Pattern, Session, Summary];
