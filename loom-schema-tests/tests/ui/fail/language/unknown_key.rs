use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived, lyer = "L2", whatever)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(defualt = 0)]
    pub size: i64,
    #[loom(whatever)]
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
