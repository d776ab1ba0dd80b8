use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub name: String,
    #[loom(no_foreign_key)]
    pub size: i64,
    #[loom(no_index)]
    pub text: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
