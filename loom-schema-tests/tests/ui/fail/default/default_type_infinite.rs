use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = 1e999)]
    pub a: f64,
    #[loom(default = -1e999)]
    pub b: Option<f64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
