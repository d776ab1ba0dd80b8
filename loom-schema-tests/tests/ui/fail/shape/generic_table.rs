use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note<T> {
    pub id: Id<Note<T>>,
    pub world_id: Id<World>,
    pub value: Json<T>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
