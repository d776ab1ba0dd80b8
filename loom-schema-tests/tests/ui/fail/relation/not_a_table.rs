use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

pub struct Author {
    pub name: String,
}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub author_id: Id<Author>,
    pub editor_id: Option<Id<Author>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
