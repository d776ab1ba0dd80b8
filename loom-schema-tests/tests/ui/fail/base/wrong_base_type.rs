use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: i64,
    pub world_id: String,
    pub created_at: i64,
    pub updated_at: Option<Timestamp>,
}

fn main() {}
