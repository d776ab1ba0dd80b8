use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived, primary_key(id, slug))]
pub struct Note {
    #[loom(primary_key)]
    pub id: Id<Note>,
    #[loom(primary_key)]
    pub slug: String,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
