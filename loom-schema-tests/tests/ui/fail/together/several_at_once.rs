use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(layer = "L7", name = "MyNotes", derived, index(stats), colour = "red")]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Option<Id<World>>,
    #[loom(default = "many", body)]
    pub size: i64,
    #[loom(on_delete = "cascade")]
    pub status: String,
    pub rowid: i64,
    pub created_at: Timestamp,
}

fn main() {}
