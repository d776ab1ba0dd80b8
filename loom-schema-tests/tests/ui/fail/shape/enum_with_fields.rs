use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomEnum, Clone, Copy)]
pub enum Size {
    Small,
    Exactly(i64),
    Between { low: i64, high: i64 },
}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(default = "small")]
    pub size: Size,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
