use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(default = 300)]
    pub size: u8,
    #[loom(default = -3)]
    pub length: u32,
    #[loom(default = 99999999999999999999)]
    pub number: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
