//! A small schema that the compile-time cases stand on: one table of each scope and layer.
//!
//! It is also the proof that what the derives generate passes a strict crate's lints.

#![deny(missing_docs, missing_debug_implementations, unreachable_pub, warnings)]
#![deny(clippy::pedantic, clippy::nursery)]
#![allow(clippy::use_self, reason = "tables name themselves, as in the documentation")]

use loom_schema::prelude::*;

/// An isolated project.
#[derive(LoomTable, Debug, Clone, PartialEq, Eq)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    /// The folder's name.
    pub id: Id<World>,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A way of working, for every world.
#[derive(LoomTable, Debug, Clone, PartialEq, Eq)]
#[loom_table(global, layer = "L3", markdown = "patterns/{id}.md")]
pub struct Pattern {
    /// The file's name.
    pub id: Id<Pattern>,
    /// What the pattern is for.
    #[loom(body)]
    pub purpose: String,
    /// Settings.
    pub config: Option<Json<Vec<String>>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a world is for.
#[derive(LoomTable, Debug, Clone, PartialEq, Eq)]
#[loom_table(world_scoped, layer = "L4", name = "world_telos", markdown = "worlds/{world_id}/TELOS.md")]
pub struct WorldTelos {
    /// Any text.
    pub id: Id<WorldTelos>,
    /// The world.
    #[loom(unique)]
    pub world_id: Id<World>,
    /// Why the world exists.
    #[loom(body)]
    pub purpose: String,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One run of a pattern inside a world.
#[derive(LoomTable, Debug, Clone, PartialEq, Eq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/sessions/{id}.md", index(status))]
pub struct Session {
    /// The file's name.
    pub id: Id<Session>,
    /// The world it happened in.
    pub world_id: Id<World>,
    /// The pattern that was run, if it was one.
    pub pattern_id: Option<Id<Pattern>>,
    /// How far it is.
    pub status: Status,
    /// The model that ran it.
    pub model_used: Option<String>,
    /// How much it read.
    #[loom(default = 0, check = "tokens_in >= 0")]
    pub tokens_in: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How far a session is.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It runs.
    Active,
    /// It is over.
    Closed,
}

/// A remark, which may go again.
#[derive(LoomTable, Debug, Clone, PartialEq, Eq)]
#[loom_table(world_scoped, layer = "L2", derived, deletable)]
pub struct Remark {
    /// Any text.
    pub id: Id<Remark>,
    /// The world it belongs to.
    pub world_id: Id<World>,
    /// The session it is about.
    #[loom(on_delete = "cascade")]
    pub session_id: Id<Session>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// All of them.
pub static SCHEMA: Schema = schema![World, Pattern, WorldTelos, Session, Remark];
