//! Columns of an insert, a key and an update that no column constant names, such as `world_id`.

use loom_schema::Column;
use loom_schema::prelude::*;
use loom_schema::query::{Free, KeyColumns, InsertColumns, UpdateColumns};
use loom_schema_tests::fixture::{Session, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Place {
    pub id: Id<Place>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl InsertColumns<Place> for Column<Session, i64, Free> {
    type Values = (Id<World>, Id<Place>);

    fn positions(&self) -> Vec<usize> {
        vec![1, 0]
    }
}

impl KeyColumns<Place> for Column<Session, i64, Free> {
    fn key_positions(&self) -> loom_schema::query::Positions {
        unreachable!()
    }
}

pub struct Mine;

impl UpdateColumns<Place> for Mine {
    fn update_positions(&self) -> Vec<usize> {
        vec![1]
    }
}

fn main() {}
