use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Chicken {
    pub id: Id<Chicken>,
    pub egg_id: Id<Egg>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Egg {
    pub id: Id<Egg>,
    pub chicken_id: Id<Chicken>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Nest {
    pub id: Id<Nest>,
    pub egg_id: Id<Egg>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Chicken, Egg, Nest];

fn main() {}
