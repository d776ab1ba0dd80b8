use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, derived)]
pub struct Chicken {
    pub id: Id<Chicken>,
    pub egg_id: Option<Id<Egg>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3")]
pub struct Egg {
    pub id: Id<Egg>,
    pub chicken_id: Id<Chicken>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Chicken, Egg];

fn main() {}
