use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    #[loom(default = "one")]
    pub id: Id<Note>,
    #[loom(default = " ")]
    pub parent_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, singleton)]
pub struct Only {
    #[loom(default = "")]
    pub id: Id<Only>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
