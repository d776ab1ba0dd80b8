use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Status, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(default = "actve")]
    pub status: Status,
    #[loom(default = "Closed")]
    pub other: Option<Status>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
