use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Two, key = "ones"))]
pub struct One {
    pub id: Id<One>,
    pub two_id: Id<Two>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Three, key = "twos"))]
pub struct Two {
    pub id: Id<Two>,
    pub three_id: Id<Three>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = One, key = "threes"))]
pub struct Three {
    pub id: Id<Three>,
    pub one_id: Id<One>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = Two, key = "leaves"))]
pub struct Leaf {
    pub id: Id<Leaf>,
    pub two_id: Id<Two>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Leaf, One, Two, Three];

fn main() {}
