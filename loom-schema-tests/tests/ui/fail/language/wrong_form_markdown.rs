use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown)]
pub struct A {
    pub id: Id<A>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(path = "a/{id}.md"))]
pub struct B {
    pub id: Id<B>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown(inside = "patterns"))]
pub struct C {
    pub id: Id<C>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
