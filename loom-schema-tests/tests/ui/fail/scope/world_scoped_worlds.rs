use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
