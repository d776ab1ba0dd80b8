use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub names: Vec<String>,
    pub size: u64,
    pub ratio: f32,
    pub long: usize,
    pub text: &'static str,
    pub nested: Option<Option<String>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
