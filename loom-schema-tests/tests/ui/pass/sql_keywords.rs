//! Columns named like keywords of SQL and of Rust.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived, name = "order", index(r#type, order), unique(values, references))]
pub struct Order {
    pub id: Id<Order>,
    pub r#type: String,
    pub order: i64,
    pub values: String,
    pub references: Option<Id<Order>>,
    #[loom(default = "x", check = "\"select\" <> ''")]
    pub select: String,
    pub r#match: Option<bool>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Order];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let row = NewOrder { r#type: "a".into(), order: 1, values: "b".into() };
    let row = loom.insert(row.set(Order::MATCH, true).set(Order::REFERENCES, None)).unwrap();
    let found = loom.select::<Order>().filter(Order::TYPE.eq("a").and(Order::SELECT.eq("x"))).one().unwrap();
    assert_eq!(found.id, row.id);
}
