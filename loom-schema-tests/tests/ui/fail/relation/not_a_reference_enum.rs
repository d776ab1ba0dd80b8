use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Status, World};

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L2", derived, deletable)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub status: Status,
    #[loom(no_index)]
    pub other: Status,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
