//! Names that a schema may choose, and that the library's own SQL uses in a similar form.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(missing_docs, reason = "the tables are made for one test, and documented by their names")]

use loom_schema::prelude::*;
use loom_schema::query::{Window, row_number};

/// An isolated project.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A table named like an alias.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived, name = "t0")]
pub struct First {
    pub id: Id<First>,
    pub world_id: Id<World>,
    #[loom(unique)]
    pub loom_n: i64,
    pub t1: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Another one, whose columns have the names of what queries number and count.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived, name = "t1")]
pub struct Second {
    pub id: Id<Second>,
    pub world_id: Id<World>,
    pub t0: Id<First>,
    pub loom_n: i64,
    pub n: i64,
    pub loom_source: Option<String>,
    pub value: Option<String>,
    pub source: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A third one.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived, name = "source")]
pub struct Third {
    pub id: Id<Third>,
    pub world_id: Id<World>,
    #[loom(unique)]
    pub excluded: i64,
    pub t0: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A table named like the function that binds lists.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived, name = "values")]
pub struct Fourth {
    pub id: Id<Fourth>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, First, Second, Third, Fourth];

#[test]
fn names_of_tables_and_columns_never_meet_those_of_the_librarys_own_sql() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    loom.insert(NewWorld {}.set(World::ID, "atlas")).unwrap();
    let atlas = loom.world("atlas").unwrap();
    for (id, n) in [("a", 1), ("b", 2)] {
        atlas.insert(NewFirst { loom_n: n, t1: n }.set(First::ID, id)).unwrap();
        for second in 0..3 {
            let new = NewSecond { t0: id.into(), loom_n: 10 - second, n: second };
            atlas.insert(new.set(Second::ID, format!("{id}{second}"))).unwrap();
        }
    }
    let limited = Second::query().order_by(Second::N.desc()).limit(2).columns((Second::N, Second::LOOM_N));
    let rows =
        atlas.select::<First>().order_by(First::ID.asc()).with_many_of(Second::T0, limited).all().unwrap();
    assert_eq!(rows.iter().map(|(_, seconds)| seconds.clone()).collect::<Vec<_>>(), [[(2, 8), (1, 9)]; 2]);
    let counts = atlas.select::<First>().columns((First::LOOM_N, Second::T0.count_of(Second::N.gt(0))));
    assert_eq!(counts.order_by(First::ID.asc()).all().unwrap(), [(1, 2), (2, 2)]);
    let update = atlas.update_many::<First>().filter(Second::T0.exists(None));
    assert_eq!(update.set(First::T1, Second::T0.count_of(None)).run().unwrap(), 2);
    assert_eq!(atlas.select::<First>().columns(First::T1).all().unwrap(), [3, 3]);
    let top = Second::query().order_by(Second::ID.asc()).limit(4);
    let from = Second::query().from_query(top).columns((Second::T0.to(First::T1), Second::LOOM_SOURCE));
    assert_eq!(atlas.run(from).all().unwrap().len(), 4);
    let numbers = row_number(Window::all().partition_by(Second::T0).order_by(Second::LOOM_N.asc()));
    assert_eq!(atlas.select::<Second>().columns(numbers).all().unwrap().len(), 6);
    let new = |excluded, t0| NewThird { excluded, t0 }.set(Third::ID, "third");
    atlas.insert(new(1, 1)).unwrap();
    let changed = atlas.upsert(new(2, 5)).on(Third::ID).do_update().unwrap();
    assert_eq!((changed.excluded, changed.t0), (2, 5));
    loom.insert(NewFourth {}.set(Fourth::ID, "fourth")).unwrap();
    let ids = (0..100).map(|n| format!("id{n}")).chain(["fourth".to_owned()]);
    assert_eq!(loom.select::<Fourth>().filter(Fourth::ID.is_in(ids)).count().unwrap(), 1);
}
