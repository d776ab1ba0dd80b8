use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom(world_scoped, layer = "L3")]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom_table(default = 0)]
    pub size: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomEnum, Clone, Copy)]
#[loom(rename = "size")]
pub enum Size {
    Small,
}

fn main() {}
