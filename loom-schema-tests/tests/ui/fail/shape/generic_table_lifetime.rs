use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note<'n> {
    pub id: Id<Note<'n>>,
    pub world_id: Id<World>,
    pub text: &'n str,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
