use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

// The second references a table that is broken; only the first's own mistake is told.
#[derive(LoomTable)]
#[loom_table(layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Link {
    pub id: Id<Link>,
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
