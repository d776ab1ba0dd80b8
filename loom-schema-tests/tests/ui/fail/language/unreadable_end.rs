use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = )]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = )]
    pub rank: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
