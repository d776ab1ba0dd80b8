use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", markdown = "worlds/{world_id}/{slug}.md", unique(slug))]
pub struct Note {
    #[loom(derived)]
    pub id: Id<Note>,
    #[loom(section = "WORLD")]
    pub world_id: Id<World>,
    pub slug: String,
    #[loom(body)]
    pub created_at: Timestamp,
    #[loom(derived)]
    pub updated_at: Timestamp,
}

fn main() {}
