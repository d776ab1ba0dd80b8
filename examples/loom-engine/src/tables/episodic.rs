//! L2 Episodic: what happened, in which world. Append-mostly.

use loom_schema::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Pattern, World};

/// One run of a pattern inside a world.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/sessions/{id}.md")]
pub struct Session {
    pub id: Id<Session>,
    pub world_id: Id<World>,
    /// The pattern that was run, if it was one.
    pub pattern_id: Option<Id<Pattern>>,
    pub status: SessionStatus,
    /// The Session Intent Envelope it started from.
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
pub enum SessionStatus {
    Pending,
    Initializing,
    Primacy,
    Active,
    Summarizing,
    Closed,
    Failed,
}

/// What a session leaves behind for the next one.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/summaries/{id}.md")]
pub struct SessionSummary {
    pub id: Id<SessionSummary>,
    pub session_id: Id<Session>,
    pub world_id: Id<World>,
    pub r#type: SummaryKind,
    /// The summary, point by point.
    #[loom(section = "SUMMARY")]
    pub content: Json<Summary>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// When in a session a summary was made.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SummaryKind {
    Checkpoint,
    Final,
}

/// The SUMMARY section of a session summary.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub headline: String,
    #[serde(default)]
    pub points: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_questions: Vec<String>,
}

/// What was decided in a session, and why.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/decisions/{id}.md")]
pub struct Decision {
    pub id: Id<Decision>,
    pub session_id: Id<Session>,
    pub world_id: Id<World>,
    /// What it is about: scope, naming, tooling, …
    pub r#type: String,
    /// The decision, its reason and what else was considered.
    pub content: Json<serde_json::Value>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}
