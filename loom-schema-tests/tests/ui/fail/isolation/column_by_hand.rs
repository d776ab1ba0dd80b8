//! A column that would move a row into another world.

use loom_schema::prelude::*;
use loom_schema::query::Free;
use loom_schema::Column;
use loom_schema_tests::fixture::{Session, World};

pub const NEW: Column<Session, Id<World>, Free> = Column::new(1);
pub const WORLD: Column<Session, Id<World>, Free> = loom_schema::__private::column(1);
pub const ID: Column<Session, Id<Session>, Free> = loom_schema::__private::column(0);

fn main() {}
