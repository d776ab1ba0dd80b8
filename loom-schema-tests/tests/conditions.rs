//! Conditions: true or false wherever they stand, as deep and as long as a program makes them, and refused where they
//! would mean something else than they say.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(missing_docs, reason = "the tables are made for one test, and documented by their names")]

use std::collections::BTreeMap;

use loom_schema::prelude::*;
use loom_schema::query::{Filter, MAX_DEPTH, Window, count, row_number};

/// An isolated project.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Something with a value that may be missing.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Item {
    pub id: Id<Item>,
    pub world_id: Id<World>,
    pub size: i64,
    pub weight: Option<i64>,
    pub label: Option<String>,
    #[loom(no_foreign_key)]
    pub beside: Id<Item>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A part of an item.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Part {
    pub id: Id<Part>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub item_id: Id<Item>,
    pub size: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, Item, Part];

/// Items `a` to `d`, two of them without a weight, with as many parts as their size.
fn filled() -> Loom {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    loom.insert(NewWorld {}.set(World::ID, "atlas")).unwrap();
    let atlas = loom.world("atlas").unwrap();
    let items =
        [("a", 1, Some(1), "b"), ("b", 2, Some(9), "nowhere"), ("c", 3, None, "a"), ("d", 0, None, "d")];
    for (id, size, weight, beside) in items {
        let item = NewItem { size, beside: beside.into() }.set(Item::ID, id).set(Item::WEIGHT, weight);
        atlas.insert(item.set(Item::LABEL, weight.map(|weight| format!("w{weight}")))).unwrap();
        for part in 0..size {
            let new = NewPart { item_id: id.into(), size: part };
            atlas.insert(new.set(Part::ID, format!("{id}{part}"))).unwrap();
        }
    }
    loom
}

/// Each condition over a missing value, and for which items it holds.
fn conditions() -> Vec<(Filter<Item>, [bool; 4])> {
    let heavy = || Item::WEIGHT.gt(5);
    let sizes = || Part::query().columns(Part::SIZE);
    let weights = || Item::query().columns(Item::WEIGHT);
    vec![
        (heavy(), [false, true, false, false]),
        (!heavy(), [true, false, true, true]),
        (!!heavy(), [false, true, false, false]),
        (!!!heavy(), [true, false, true, true]),
        (Item::WEIGHT.le(5), [true, false, false, false]),
        (!Item::WEIGHT.le(5), [false, true, true, true]),
        (heavy().and(Item::SIZE.gt(0)), [false, true, false, false]),
        (!heavy().and(Item::SIZE.gt(0)), [true, false, true, true]),
        (heavy().or(Item::SIZE.gt(2)), [false, true, true, false]),
        (!heavy().or(Item::SIZE.gt(2)), [true, false, false, true]),
        (!(!heavy()).and(Item::SIZE.ge(0)), [false, true, false, false]),
        (Item::WEIGHT.is_in([9, 10]), [false, true, false, false]),
        (!Item::WEIGHT.is_in([9, 10]), [true, false, true, true]),
        (Item::WEIGHT.is_in([Some(9), None]), [false, true, true, true]),
        (!Item::WEIGHT.is_in([Some(9), None]), [true, false, false, false]),
        (!Item::WEIGHT.is_in(Vec::<i64>::new()), [true, true, true, true]),
        (Item::SIZE.in_select(sizes()), [true, true, false, true]),
        // The query reads NULLs, so that SQL knows of nothing that it is not among them.
        (Item::WEIGHT.in_select(weights()), [true, true, false, false]),
        (!Item::WEIGHT.in_select(weights().filter(Item::SIZE.ne(1))), [true, false, true, true]),
        (Item::LABEL.starts_with("w"), [true, true, false, false]),
        (!Item::LABEL.starts_with("w"), [false, false, true, true]),
        (Item::WEIGHT.plus(1).gt(5).eq(Item::SIZE.gt(5)), [true, false, true, true]),
        (Item::WEIGHT.eq(9), [false, true, false, false]),
        (!Item::WEIGHT.eq(9), [true, false, true, true]),
        (Item::WEIGHT.ne(9), [true, false, true, true]),
        (Item::BESIDE.to(Item::WEIGHT).gt(5), [true, false, false, false]),
    ]
}

#[test]
fn a_condition_is_true_or_false_wherever_it_stands() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    for (number, (condition, expected)) in conditions().into_iter().enumerate() {
        let items = || atlas.select::<Item>().order_by(Item::ID.asc());
        let ids = |rows: Vec<Id<Item>>| rows.into_iter().map(Id::into_string).collect::<Vec<_>>();
        let those = |wanted: bool| {
            let all = ["a", "b", "c", "d"].iter().zip(expected).filter(move |(_, is)| *is == wanted);
            all.map(|(id, _)| (*id).to_owned()).collect::<Vec<_>>()
        };
        // A path along a column that is no foreign key leaves out what it does not find.
        let joins = number == 25;
        let read = items().columns((Item::ID, condition.clone())).all().unwrap();
        let said: BTreeMap<_, _> = read.into_iter().map(|(id, is)| (id.into_string(), is)).collect();
        for (id, is) in ["a", "b", "c", "d"].iter().zip(expected) {
            let missing = joins && *id == "b";
            assert_eq!(said.get(*id).copied(), (!missing).then_some(is), "{number}: {id}");
        }
        if joins {
            continue;
        }
        let matching = items().filter(condition.clone()).columns(Item::ID).all().unwrap();
        assert_eq!(ids(matching), those(true), "{number}");
        let not = items().filter(!condition.clone()).columns(Item::ID).all().unwrap();
        assert_eq!(ids(not), those(false), "{number}");
        for is in [true, false] {
            let equal = items().filter(condition.clone().eq(is)).columns(Item::ID).all().unwrap();
            assert_eq!(ids(equal), those(is), "{number}");
            let different = items().filter(condition.clone().ne(!is)).columns(Item::ID).all().unwrap();
            assert_eq!(ids(different), those(is), "{number}");
        }
        let groups = atlas.select::<Item>().group_by(condition.clone()).columns((condition.clone(), count()));
        let groups: BTreeMap<bool, i64> = groups.all().unwrap().into_iter().collect();
        for is in [true, false] {
            let rows = those(is).len();
            assert_eq!(groups.get(&is).copied().unwrap_or(0), i64::try_from(rows).unwrap(), "{number}");
        }
        let having = atlas.select::<Item>().group_by(Item::ID).having(condition.clone()).columns(Item::ID);
        assert_eq!(having.count().unwrap(), those(true).len() as u64, "{number}");
        let ordered = atlas.select::<Item>().order_by((condition.clone().desc(), Item::ID.asc()));
        let expected_order = [those(true), those(false)].concat();
        assert_eq!(ids(ordered.columns(Item::ID).all().unwrap()), expected_order, "{number}");
        // In pages of one.
        let (mut seen, mut last) = (Vec::new(), None);
        loop {
            let page = atlas.select::<Item>().limit(1);
            let page = match last.take() {
                None => page.order_by((condition.clone().asc(), Item::ID.asc())),
                Some(key) => page.after(condition.clone(), key),
            };
            let Some((is, id)) = page.columns((condition.clone(), Item::ID)).optional().unwrap() else {
                break;
            };
            seen.push(id.as_str().to_owned());
            last = Some((is, id));
        }
        assert_eq!(seen, [those(false), those(true)].concat(), "{number}");
        let counted = atlas.select::<Part>().filter(Part::ITEM_ID.to(Item::SIZE).gt(0)).count().unwrap();
        assert_eq!(counted, 6);
    }
}

#[test]
fn an_index_serves_a_condition_that_filters_rows() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let (sql, _) =
        atlas.select::<Item>().filter(Item::WEIGHT.gt(5).and(Item::LABEL.lt("x"))).to_sql().unwrap();
    assert!(!sql.contains("IS TRUE"), "{sql}");
    // Of what is never NULL, there is nothing to decide.
    let (sql, _) =
        atlas.select::<Item>().filter(!Item::SIZE.gt(5)).columns(Item::SIZE.lt(3)).to_sql().unwrap();
    assert!(!sql.contains("TRUE"), "{sql}");
}

#[test]
fn an_expression_that_is_too_deep_is_an_error_and_never_the_end_of_the_program() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let run = |filter: Filter<Item>| atlas.select::<Item>().filter(filter).count();
    let mut not = Item::SIZE.gt(0);
    for _ in 0..20_000 {
        not = !not;
    }
    assert_eq!(run(not).unwrap(), 3);
    let nested = |levels: usize| {
        let mut filter = Item::SIZE.gt(0);
        for level in 0..levels {
            filter = if level % 2 == 0 { filter.and(Item::SIZE.lt(9)) } else { filter.or(Item::SIZE.gt(7)) };
        }
        filter
    };
    assert_eq!(run(nested(200)).unwrap(), 3);
    assert_eq!(run(!nested(200)).unwrap(), 1);
    for levels in [MAX_DEPTH + 1, 5_000, 50_000] {
        let error = run(nested(levels)).unwrap_err().to_string();
        assert!(error.contains("too deep: at most 256 levels"), "{error}");
        assert!(error.len() < 300, "{error}");
    }
    let mut right = Item::SIZE.gt(0);
    for level in 0..5_000 {
        right = if level % 2 == 0 { Item::SIZE.lt(9).and(right) } else { Item::SIZE.gt(7).or(right) };
    }
    assert!(run(right).is_err());
    let mut sum = Item::SIZE.plus(0);
    for _ in 0..5_000 {
        sum = sum.plus(1);
    }
    assert!(run(sum.gt(0)).is_err());
    let mut equal = Item::SIZE.gt(0);
    for _ in 0..5_000 {
        equal = equal.eq(true);
    }
    assert!(run(equal).is_err());
    let mut query = Item::query();
    for _ in 0..5_000 {
        query = Item::query().filter(Item::ID.in_select(query.columns(Item::ID)));
    }
    assert!(atlas.run(query).count().is_err());
    let mut query = Item::query();
    for _ in 0..5_000 {
        query = Item::query().from_query(query);
    }
    let error = atlas.run(query).count().unwrap_err().to_string();
    assert!(error.contains("at most 32 queries"), "{error}");
    let mut query = Item::query().columns(Item::ID);
    for _ in 0..5_000 {
        query = query.limit(3).union(Item::query().columns(Item::ID));
    }
    let error = atlas.run(query).count().unwrap_err().to_string();
    assert!(error.contains("at most 32 queries"), "{error}");
}

#[test]
fn a_deep_expression_fits_a_small_stack() {
    let work = || {
        let loom = filled();
        let atlas = loom.world("atlas").unwrap();
        let mut filter = Item::WEIGHT.gt(0);
        let mut levels = 0;
        // As deep as can be: one level more is the error.
        loop {
            let next = if levels % 2 == 0 {
                (!filter.clone()).and(Item::SIZE.lt(9))
            } else {
                filter.clone().or(Item::SIZE.gt(7))
            };
            match atlas.select::<Item>().filter(next.clone()).columns(next.clone()).all() {
                Ok(_) => filter = next,
                Err(error) => break assert!(error.to_string().contains("too deep"), "{error}"),
            }
            levels += 1;
        }
        assert!(levels > 100, "{levels}");
        drop(format!("{filter:?}"));
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn lists_of_any_length_are_conditions() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let run = |filter: Filter<Item>| atlas.select::<Item>().filter(filter).count();
    let many = |terms: i64| (0..terms).map(|term| Item::SIZE.ne(term + 10));
    for terms in [1_001, 5_000] {
        assert_eq!(run(Filter::all(many(terms))).unwrap(), 4);
        assert_eq!(run(Filter::any(many(terms))).unwrap(), 4);
        assert_eq!(run(!Filter::all(many(terms))).unwrap(), 0);
    }
    let mut chain = Item::SIZE.ge(0);
    let mut query = atlas.select::<Item>();
    for term in 0..2_000 {
        chain = chain.and(Item::SIZE.ne(term + 10));
        query = query.filter(Item::SIZE.ne(term + 10));
    }
    assert_eq!(run(chain).unwrap(), 4);
    assert_eq!(query.count().unwrap(), 4);
    let error = run(Filter::any(many(33_000))).unwrap_err().to_string();
    assert!(error.contains("at most 32,766 values"), "{error}");
    assert!(error.len() < 300);

    for values in [0, 16, 17, 32_767, 200_000] {
        let numbers = (1..=values).map(|n| if n == 1 { 2 } else { n + 100 });
        assert_eq!(run(Item::SIZE.is_in(numbers)).unwrap(), u64::from(values > 0));
        let words = (0..values).map(|n| if n == 0 { "w9".to_owned() } else { format!("x{n}") });
        assert_eq!(run(Item::LABEL.is_in(words.clone())).unwrap(), u64::from(values > 0));
        let with_null = words.map(Some).chain([None]);
        assert_eq!(run(Item::LABEL.is_in(with_null)).unwrap(), 2 + u64::from(values > 0));
    }
    let (_, bound) = atlas.select::<Item>().filter(Item::SIZE.is_in(0..100)).to_sql().unwrap();
    assert_eq!(bound, ["\"atlas\"", "100 values"]);
}

#[test]
fn an_empty_filter_writes_nothing() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let empty = || Filter::<Part>::all(Vec::new());
    let none = || Filter::<Part>::any(Vec::new());
    for filter in
        [empty(), empty().and(empty()), !none(), empty().or(Part::SIZE.gt(5)), Filter::all([empty()])]
    {
        let error = atlas.delete_many::<Part>().filter(filter.clone()).run().unwrap_err().to_string();
        assert!(error.contains("every row is `.all_rows()`"), "{error}");
        let update = atlas.update_many::<Part>().filter(filter).set(Part::SIZE, 0);
        assert!(update.run().is_err());
    }
    assert_eq!(atlas.delete_many::<Part>().filter(none()).run().unwrap(), 0);
    assert_eq!(atlas.delete_many::<Part>().filter(empty().and(Part::SIZE.gt(5))).run().unwrap(), 0);
    assert_eq!(atlas.count::<Part>().unwrap(), 6);
    // A select without a condition reads everything, as an empty search form does.
    assert_eq!(atlas.select::<Part>().filter(empty()).count().unwrap(), 6);
    assert_eq!(atlas.delete_many::<Part>().all_rows().run().unwrap(), 6);
}

#[test]
fn what_differs_within_a_group_is_not_read() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let refused = |error: loom_schema::Error| {
        assert!(error.to_string().contains("a grouped query reads what it groups by"), "{error}");
    };
    let groups = || atlas.select::<Part>().group_by(Part::ITEM_ID);
    refused(groups().all().unwrap_err());
    refused(groups().first().unwrap_err());
    refused(groups().columns((Part::ITEM_ID, Part::SIZE)).all().unwrap_err());
    refused(groups().columns(Part::ITEM_ID.to(Item::SIZE)).all().unwrap_err());
    refused(groups().order_by(Part::SIZE.asc()).columns(Part::ITEM_ID).all().unwrap_err());
    refused(groups().having(Part::SIZE.gt(1)).columns(Part::ITEM_ID).all().unwrap_err());
    refused(atlas.select::<Part>().columns((Part::ID, count())).all().unwrap_err());
    refused(groups().with_one(Part::ITEM_ID).all().unwrap_err());
    // What is the same in a whole group.
    let sums = groups().order_by(Part::SIZE.sum().desc()).columns((Part::ITEM_ID, Part::SIZE.sum()));
    assert_eq!(sums.first().unwrap(), Some((Id::new("c"), Some(3))));
    let shifted = atlas.select::<Part>().group_by(Part::SIZE.plus(1)).columns(Part::SIZE.plus(1).plus(1));
    assert_eq!(shifted.count().unwrap(), 3);
    let ranked = row_number(Window::all().order_by(Part::SIZE.sum().desc()));
    let ranked = groups().order_by(Part::ITEM_ID.asc()).columns((Part::ITEM_ID, ranked)).all().unwrap();
    assert_eq!(ranked.iter().map(|(_, rank)| *rank).collect::<Vec<_>>(), [3, 2, 1]);
    // A group of one row.
    assert_eq!(atlas.select::<Part>().group_by(Part::ID).all().unwrap().len(), 6);
    let across = loom.across_worlds("a test");
    refused(across.select::<Part>().group_by(Part::ID).all().unwrap_err());
    assert_eq!(across.select::<Part>().group_by(Part::WORLD_ID).group_by(Part::ID).all().unwrap().len(), 6);
    assert_eq!(groups().columns(Part::ITEM_ID).count().unwrap(), 3);
}

#[test]
fn aggregates_and_windows_are_no_filters() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let window = || row_number::<Item>(Window::all()).le(1);
    for filter in [Item::SIZE.sum().gt(1), window(), window().and(Item::SIZE.gt(0)), !Item::SIZE.max().eq(1)]
    {
        let error = atlas.select::<Item>().filter(filter.clone()).all().unwrap_err().to_string();
        assert!(error.contains("an aggregate stands in `having`"), "{error}");
        let error =
            atlas.update_many::<Item>().filter(filter).set(Item::SIZE, 1).run().unwrap_err().to_string();
        assert!(error.contains("an aggregate stands in `having`"), "{error}");
    }
}

#[test]
fn a_write_may_set_what_a_foreign_key_leads_to() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let update =
        atlas.update_many::<Part>().all_rows().set(Part::SIZE, Part::ITEM_ID.to(Item::SIZE).times(10));
    assert_eq!(update.run().unwrap(), 6);
    let sizes = atlas.select::<Part>().order_by(Part::ID.asc()).columns(Part::SIZE).all().unwrap();
    assert_eq!(sizes, [10, 20, 20, 30, 30, 30]);
    let far = Part::ITEM_ID.to(Item::BESIDE).to(Item::SIZE).plus(Part::SIZE);
    let update = atlas.update(&Id::<Part>::new("a0")).set(Part::SIZE, far);
    assert_eq!(update.returning().unwrap().size, 12);
    // The parts of the row itself are counted, and those of no other.
    let counted = Part::ITEM_ID.count_of(Part::SIZE.gt(12));
    assert_eq!(atlas.update_many::<Item>().all_rows().set(Item::SIZE, counted).run().unwrap(), 4);
    let sizes = atlas.select::<Item>().order_by(Item::ID.asc()).columns(Item::SIZE).all().unwrap();
    assert_eq!(sizes, [0, 2, 3, 0]);
}

#[test]
fn a_row_that_names_no_other_does_not_fail_the_query() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let items = || atlas.select::<Item>().order_by(Item::ID.asc());
    let pairs = items().with_one(Item::BESIDE).all().unwrap();
    let pairs: Vec<_> = pairs.iter().map(|(item, beside)| (item.id.as_str(), beside.id.as_str())).collect();
    // As with `.to(…)`, `b` is left out: it stands beside nothing.
    assert_eq!(pairs, [("a", "b"), ("c", "a"), ("d", "d")]);
    assert_eq!(items().with_one(Item::BESIDE).count().unwrap(), 3);
    let kept = items().with_one_of(Item::BESIDE, Item::query().columns(Item::ID)).all().unwrap();
    assert_eq!(
        kept.iter().map(|(_, beside)| beside.is_some()).collect::<Vec<_>>(),
        [true, false, true, true]
    );
}
