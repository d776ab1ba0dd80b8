//! Tables that try to break whatever shows them.
#![allow(missing_docs, reason = "some are left out on purpose")]

use loom_schema::prelude::*;

/// Where notes are.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub(crate) struct World {
    pub(crate) id: Id<World>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A note | with a pipe, `a | b`, <b>bold</b>, e.g. this. A second sentence.
///
/// # A heading
///
/// - a list
///
/// <!-- a comment that nobody closes
///
/// ```
/// # no heading
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(
    world_scoped,
    layer = "L2",
    markdown = "worlds/{world_id}/notes/{title}.md",
    deletable,
    unique(title),
    index(state, created_at)
)]
pub(crate) struct Note {
    pub(crate) id: Id<Note>,
    pub(crate) world_id: Id<World>,
    /// A | pipe, `a | b` in code,
    /// and an escaped \| one.
    #[loom(default = "it's `a` | b \\| c\n<b>")]
    pub(crate) title: String,
    /// One:
    /// - first
    /// - second
    ///
    /// Two.
    #[loom(check = "\"order\" > 0 OR 'a' || 'b' = 'ab'")]
    pub(crate) order: i64,
    #[loom(default = "no")]
    pub(crate) state: State,
    #[loom(on_delete = "cascade")]
    pub(crate) pk: Option<Id<Note>>,
    #[loom(key = "on")]
    pub(crate) r#type: bool,
    #[loom(default = -0.25)]
    pub(crate) weight: f64,
    #[loom(default = "# not a comment: a text")]
    pub(crate) label: String,
    pub(crate) picture: Option<Vec<u8>>,
    #[loom(section = "A | B")]
    pub(crate) extra: Json<Vec<String>>,
    #[loom(body)]
    pub(crate) text: String,
    #[loom(derived, default = 0)]
    pub(crate) used: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    #[loom(rename = "a | b")]
    Pipe,
    No,
    #[loom(rename = "x: y # z")]
    Colon,
}

#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub(crate) struct Tally {
    pub(crate) id: Id<Tally>,
    pub(crate) of: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

pub(crate) static NASTY: Schema = schema![World, Note, Tally];
