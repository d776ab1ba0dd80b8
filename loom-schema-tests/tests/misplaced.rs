//! Aggregates, window functions, orders and empty lists where they mean nothing, or something else than they say: refused
//! in our words, or what was meant.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(missing_docs, reason = "the tables are made for one test, and documented by their names")]

use loom_schema::prelude::*;
use loom_schema::query::{Filter, Window, count, row_number};

/// An isolated project.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Something that stands beside something else, or beside nothing.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Item {
    pub id: Id<Item>,
    pub world_id: Id<World>,
    pub size: i64,
    pub real: f64,
    #[loom(default = false)]
    pub flag: bool,
    #[loom(no_foreign_key)]
    pub beside: Id<Item>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, Item];

/// `c` is infinite, and stands beside nothing.
fn filled() -> Loom {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    loom.insert(NewWorld {}.set(World::ID, "atlas")).unwrap();
    let atlas = loom.world("atlas").unwrap();
    for (id, size, real, beside) in [("c", 3, f64::INFINITY, "x"), ("a", 1, 1.5, "b"), ("b", 2, 2.5, "a")] {
        atlas.insert(NewItem { size, real, beside: beside.into() }.set(Item::ID, id)).unwrap();
    }
    loom
}

fn is_refused<T: std::fmt::Debug>(result: loom_schema::Result<T>, words: &str) {
    let error = result.unwrap_err().to_string();
    assert!(error.starts_with("items: ") && error.contains(words), "{error}");
    assert!(!error.contains("SELECT") && !error.contains("UPDATE"), "{error}");
}

fn number() -> loom_schema::query::Expr<Item, i64> {
    row_number(Window::all())
}

#[test]
fn an_empty_list_is_an_order_and_a_group_like_any_other_condition() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    // SQLite itself folds some of them into a number, and a number is the place of a column.
    let none = || Item::SIZE.is_in(Vec::<i64>::new());
    let constant = [
        (Filter::<Item>::all([]), true),
        (Filter::any([]), false),
        (!Filter::any([]), true),
        (none(), false),
        (!none(), true),
        (none().and(Item::SIZE.gt(1)), false),
        (Item::SIZE.gt(1).and(none()), false),
        (Filter::any([Filter::any([]), none()]), false),
        (Filter::all([none(), none()]).or(Filter::all([])), true),
        (none().eq(true), false),
    ];
    for (empty, is) in constant {
        let items = || atlas.select::<Item>();
        // By nothing that differs, and then by the size.
        let ordered = items().order_by((empty.clone().desc(), Item::SIZE.desc())).columns(Item::ID);
        assert_eq!(ordered.all().unwrap(), [Id::new("c"), Id::new("b"), Id::new("a")]);
        let groups = items().group_by(empty.clone()).columns((empty, count()));
        assert_eq!(groups.all().unwrap(), [(is, 3)]);
    }
}

#[test]
fn a_float_that_is_not_a_number_makes_a_condition_false_and_its_opposite_true() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let zero = || Item::REAL.minus(Item::REAL).ge(0.0);
    assert_eq!(atlas.select::<Item>().filter(zero()).count().unwrap(), 2);
    assert_eq!(atlas.select::<Item>().filter(!zero()).columns(Item::ID).all().unwrap(), [Id::new("c")]);
    let read = atlas.select::<Item>().order_by(Item::ID.asc()).columns((zero(), !zero())).all().unwrap();
    assert_eq!(read, [(true, false), (true, false), (false, true)]);
}

#[test]
fn a_write_asks_a_row_that_is_not_there_and_the_condition_is_false() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let flags = |flag: Filter<Item>| {
        let update = atlas.update_many::<Item>().all_rows().set(Item::FLAG, flag.clone());
        let mut returned = update.returning_columns(&(Item::ID, Item::FLAG, flag)).unwrap();
        returned.sort_by(|one, other| one.0.cmp(&other.0));
        returned.into_iter().map(|(_, flag, said)| (flag, said)).collect::<Vec<_>>()
    };
    let beside_large = || Item::BESIDE.to(Item::SIZE).gt(1);
    assert_eq!(flags(beside_large()), [(true, true), (false, false), (false, false)]);
    assert_eq!(flags(!beside_large()), [(false, false), (true, true), (true, true)]);
}

#[test]
fn a_distinct_query_is_ordered_by_what_it_reads() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let distinct = || atlas.select::<Item>().distinct();
    is_refused(
        distinct().order_by(Item::SIZE.desc()).columns(Item::FLAG).all(),
        "a distinct query is ordered by",
    );
    let pairs = distinct().order_by(Item::SIZE.plus(1).desc()).columns((Item::FLAG, Item::SIZE));
    assert_eq!(pairs.all().unwrap(), [(false, 3), (false, 2), (false, 1)]);
    assert_eq!(distinct().order_by(Item::REAL.asc()).columns((Item::ID, Item::SIZE)).count().unwrap(), 3);
    assert_eq!(distinct().order_by(Item::REAL.desc()).all().unwrap()[0].id, "c");
}

#[test]
fn aggregates_and_windows_stand_where_there_are_several_rows() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let items = || atlas.select::<Item>();
    is_refused(items().having(Item::SIZE.gt(1)).all(), "`having` is asked of groups");
    is_refused(items().having(count::<Item>().gt(1)).all(), "`having` is asked of groups");
    is_refused(items().order_by(count::<Item>().asc()).columns(Item::ID).all(), "no groups to be ordered by");
    let groups = || items().group_by(Item::SIZE);
    is_refused(groups().having(number().gt(1)).columns(Item::SIZE).all(), "asked before there are windows");
    is_refused(items().group_by(Item::SIZE.sum()).columns(count()).all(), "not by an aggregate");
    is_refused(items().group_by(number()).columns(count()).all(), "not by an aggregate");
    is_refused(items().columns(Item::SIZE.sum().max()).all(), "not over another aggregate");
    is_refused(items().columns(number().max()).all(), "not over another aggregate");
    let all = || Window::<Item>::all();
    is_refused(
        items().columns(row_number(all().order_by(number().asc()))).all(),
        "not over or ordered by another",
    );
    is_refused(items().columns(Item::SIZE.plus(1).over(all())).all(), "follows the aggregate itself");
    is_refused(items().columns(Item::SIZE.gt(1).over(all())).all(), "follows an aggregate");
    is_refused(items().columns(Item::SIZE.count_distinct().over(all())).all(), "not of distinct values");
    // What has a meaning keeps it.
    assert_eq!(items().having(count::<Item>().gt(1)).columns(Item::SIZE.sum()).all().unwrap(), [Some(6)]);
    let sums = groups().order_by(Item::SIZE.asc()).columns(Item::SIZE.sum().sum().over(all()));
    assert_eq!(sums.all().unwrap(), [Some(6); 3]);

    let set = |size| atlas.update_many::<Item>().all_rows().set(Item::SIZE, size);
    is_refused(set(count()).run(), "a write sees one row at a time");
    is_refused(set(number()).run(), "a write sees one row at a time");
    let update = || atlas.update_many::<Item>().all_rows().set(Item::SIZE, 4);
    is_refused(update().returning_columns(&count::<Item>()), "a write sees one row at a time");
    is_refused(update().returning_columns(&number()), "a write sees one row at a time");
    assert_eq!(items().filter(Item::SIZE.eq(4)).count().unwrap(), 0);
}
