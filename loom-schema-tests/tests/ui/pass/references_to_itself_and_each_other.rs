use loom_schema::prelude::*;

/// A tree.
#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Node {
    pub id: Id<Node>,
    #[loom(on_delete = "set null")]
    pub parent_id: Option<Id<Node>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// `Self` is the struct, here as everywhere.
#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Leaf {
    pub id: Id<Self>,
    pub next_id: Option<Id<Self>>,
    pub node_id: Id<Node>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Chicken {
    pub id: Id<Chicken>,
    pub egg_id: Option<Id<Egg>>,
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

pub static SCHEMA: Schema = schema![Node, Leaf, Egg, Chicken];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let chicken = loom.insert(NewChicken {}).unwrap();
    let egg = loom.insert(NewEgg { chicken_id: chicken.id.clone() }).unwrap();
    loom.update(&chicken.id).set(Chicken::EGG_ID, &egg.id).run().unwrap();
    let root = loom.insert(NewNode {}).unwrap();
    let leaf = loom.insert(NewLeaf { node_id: root.id.clone() }).unwrap();
    loom.insert(NewLeaf { node_id: root.id }.set(Leaf::NEXT_ID, leaf.id)).unwrap();
}
