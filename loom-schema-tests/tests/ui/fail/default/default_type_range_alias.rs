use loom_schema::prelude::*;

pub type Small = u8;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = 300)]
    pub a: Small,
    #[loom(default = -1)]
    pub b: Option<Small>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
