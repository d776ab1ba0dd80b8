//! Tables of a program's own that claim another scope, another layer or another role than they declare.

use loom_schema::prelude::*;
use loom_schema::query::{AsProgram, Global, Includes, Reaches, Writes};
use loom_schema_tests::fixture::World;

/// A note.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L2", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What the notes are for.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L4", derived)]
pub struct Purpose {
    pub id: Id<Purpose>,
    pub world_id: Id<World>,
    pub updated_at: Timestamp,
}

impl Reaches<Note> for Global {}
impl Includes<Note> for loom_schema::__private::reach::Global {}
impl Writes<Purpose> for AsProgram {}
impl loom_schema::GlobalTable for Note {}
impl loom_schema::WritableTable for Purpose {}
impl loom_schema::DeletableTable for Note {}

fn main() {}
