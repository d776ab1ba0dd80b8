use loom_schema::prelude::*;
use loom_schema_tests::fixture::Pattern;

type Key = i64;
type WorldKey = Id<Pattern>;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Key,
    pub world_id: WorldKey,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
