//! Rights that a program gives to whoever reads across worlds.

use loom_schema::prelude::*;
use loom_schema::query::{AcrossWorlds, AsReader, Finds, Writes};
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Place {
    pub id: Id<Place>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Writes<Place> for AsReader {}
impl Finds<Place> for AcrossWorlds {}

fn main() {}
