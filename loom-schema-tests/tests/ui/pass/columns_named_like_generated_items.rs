//! Column constants beside the trait's own constants and methods of the same names.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "things/{id}.md")]
pub struct Thing {
    pub id: Id<Thing>,
    pub ddl: String,
    pub table: String,
    pub identity: i64,
    pub entry: Option<i64>,
    pub new: bool,
    #[loom(key = "md")]
    pub decode: Option<String>,
    pub statements: Option<String>,
    #[loom(default = 0.5)]
    pub cells: f64,
    pub self_id: Option<Id<Thing>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Thing {
    /// The user's own.
    pub const DEFAULT: i64 = 1;

    pub fn new() -> NewThing {
        NewThing { ddl: "d".into(), table: "t".into(), identity: Self::DEFAULT, new: true }
    }
}

pub static SCHEMA: Schema = schema![Thing];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    loom.insert(Thing::new().set(Thing::CELLS, 1.5)).unwrap();
    let found = loom.select::<Thing>().filter(Thing::DDL.eq("d").and(Thing::TABLE.eq("t"))).one().unwrap();
    assert_eq!(found.identity, 1);
    assert!(<Thing as loom_schema::LoomTable>::DDL.contains("\"ddl\" TEXT NOT NULL"));
}
