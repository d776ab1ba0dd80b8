//! A table that calls itself the one of the worlds.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Realm {
    pub id: Id<Realm>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl loom_schema::WorldTable for Realm {}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Place {
    pub id: Id<Place>,
    pub world_id: Id<Realm>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
