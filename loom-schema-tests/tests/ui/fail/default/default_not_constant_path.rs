use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = i64::MAX)]
    pub most: i64,
    #[loom(default = std::f64::consts::PI)]
    pub weight: f64,
    #[loom(default = None)]
    pub rank: Option<i64>,
    #[loom(default = 'a')]
    pub mark: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
