use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

pub type OfWorld = Id<World>;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L4", derived)]
pub struct Telos {
    pub id: Id<Telos>,
    #[loom(on_delete = "set null")]
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Word {
    pub id: Id<Word>,
    #[loom(on_delete = "set null")]
    pub world_id: OfWorld,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
