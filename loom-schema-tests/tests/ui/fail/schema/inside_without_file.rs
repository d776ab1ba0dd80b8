use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Tally {
    pub id: Id<Tally>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Tally, key = "counts"))]
pub struct Count {
    pub id: Id<Count>,
    pub tally_id: Id<Tally>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Tally, Count];

fn main() {}
