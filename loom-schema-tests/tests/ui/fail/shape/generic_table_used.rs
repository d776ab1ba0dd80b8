use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note<const N: usize> {
    pub id: Id<Self>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![World, Note<1>];

fn main() {}
