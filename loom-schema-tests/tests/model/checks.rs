//! What is asked of each handle, and compared with what Rust computes.

use std::collections::BTreeMap;

use loom_schema::prelude::*;
use loom_schema::query::{Expression, Query, Reaches, Read, Window, count, lag, row_number};

use crate::conditions::{Ask, Compare};
use crate::tables::{Item, Part, Random, Seen};

type Key = (String, String);

fn key(item: &Item) -> Key {
    (item.world_id.as_str().to_owned(), item.id.as_str().to_owned())
}

/// A handle on rows of both tables.
pub(crate) trait Handle: Read<Scope: Reaches<Item> + Reaches<Part>> {}

impl<H: Read<Scope: Reaches<Item> + Reaches<Part>>> Handle for H {}

/// Asks random queries, and returns how many.
pub(crate) fn check(handle: &impl Handle, seen: &Seen, in_world: bool, random: &mut Random) -> u64 {
    let ask = Ask::random(random, 3);
    let other = Ask::random(random, 2);
    check_rows(handle, seen, &ask);
    check_groups(handle, seen, &ask, &other, random);
    check_number_groups(handle, seen, &ask, random);
    check_pages(handle, seen, &ask, &other, in_world, random);
    check_relations(handle, seen, &ask, random);
    check_unions(handle, seen, &ask, &other);
    15
}

fn matching<'s>(seen: &'s Seen, ask: &Ask) -> Vec<&'s Item> {
    seen.items.iter().filter(|item| ask.holds(item, seen)).collect()
}

fn sorted(items: &[&Item]) -> Vec<Key> {
    let mut keys: Vec<Key> = items.iter().map(|item| key(item)).collect();
    keys.sort();
    keys
}

fn in_order(query: Query<Item>) -> Query<Item> {
    query.order_by((Item::WORLD_ID.asc(), Item::ID.asc()))
}

/// The condition as a filter, its opposite, as a column, and as an order.
fn check_rows(handle: &impl Handle, seen: &Seen, ask: &Ask) {
    let filter = || ask.filter();
    let keys = |query: Query<Item>| -> Vec<Key> {
        handle.run(in_order(query)).all().unwrap().iter().map(key).collect()
    };
    let expected = matching(seen, ask);
    assert_eq!(keys(Item::query().filter(filter())), sorted(&expected), "{ask:?}");
    let rest: Vec<&Item> = seen.items.iter().filter(|item| !ask.holds(item, seen)).collect();
    assert_eq!(keys(Item::query().filter(!filter())), sorted(&rest), "not {ask:?}");
    assert_eq!(keys(Item::query().filter(filter().eq(false))), sorted(&rest), "{ask:?} is false");
    assert_eq!(handle.run(Item::query().filter(filter())).count().unwrap(), expected.len() as u64);
    let read = handle.run(Item::query().order_by((filter().desc(), Item::WORLD_ID.asc(), Item::ID.asc())));
    let read = read.columns((Item::WORLD_ID, Item::ID, filter())).all().unwrap();
    let read: Vec<(Key, bool)> =
        read.into_iter().map(|(world, id, is)| ((world.into_string(), id.into_string()), is)).collect();
    let first = sorted(&expected).into_iter().map(|key| (key, true));
    let then = sorted(&rest).into_iter().map(|key| (key, false));
    assert_eq!(read, first.chain(then).collect::<Vec<_>>(), "read {ask:?}");
}

fn sum(items: &[&Item]) -> Option<i64> {
    items.iter().filter_map(|item| item.n).reduce(|one, other| one + other)
}

/// Groups of a condition, and only those of several rows, or with or without a sum.
fn check_groups(handle: &impl Handle, seen: &Seen, ask: &Ask, by: &Ask, random: &mut Random) {
    let mut groups: BTreeMap<bool, Vec<&Item>> = BTreeMap::new();
    for item in matching(seen, ask) {
        groups.entry(by.holds(item, seen)).or_default().push(item);
    }
    let (how, n, negated) = (Compare::random(random), random.small(), random.flip());
    let large = how.filter(Item::N.sum(), n).or(count::<Item>().gt(3));
    let query = Item::query().filter(ask.filter()).group_by(by.filter());
    let query = query.having(if negated { !large } else { large }).order_by(by.filter().asc());
    let found =
        handle.run(query).columns((by.filter(), count(), Item::N.sum(), Item::K.max())).all().unwrap();
    let expected: Vec<(bool, i64, Option<i64>, Option<i64>)> = groups
        .iter()
        .filter(|(_, items)| (how.holds(sum(items), Some(n)) || items.len() > 3) != negated)
        .map(|(is, items)| {
            let largest = items.iter().filter_map(|item| item.k).max();
            (*is, i64::try_from(items.len()).unwrap(), sum(items), largest)
        })
        .collect();
    assert_eq!(found, expected, "{ask:?} by {by:?} having {how:?} {n} {negated}");
}

/// Groups of a number that may be missing.
fn check_number_groups(handle: &impl Handle, seen: &Seen, ask: &Ask, random: &mut Random) {
    let mut groups: BTreeMap<(Option<i64>, bool), i64> = BTreeMap::new();
    for item in matching(seen, ask) {
        *groups.entry((item.n, item.k.is_some_and(|k| k > 1))).or_default() += 1;
    }
    let least = random.small();
    let query = Item::query().filter(ask.filter()).group_by(Item::N).group_by(Item::K.gt(1));
    let query = query.having(!count::<Item>().lt(least)).order_by((Item::N.asc(), Item::K.gt(1).asc()));
    let found = handle.run(query).columns((Item::N, Item::K.gt(1), count())).all().unwrap();
    let expected: Vec<_> =
        groups.into_iter().filter(|(_, rows)| *rows >= least).map(|((n, k), rows)| (n, k, rows)).collect();
    assert_eq!(found, expected, "{ask:?}");
    let one = handle.run(Item::query().filter(ask.filter()));
    let (rows, total, least) = one.columns((count(), Item::N.sum(), Item::K.min())).one().unwrap();
    let all = matching(seen, ask);
    let smallest = all.iter().filter_map(|item| item.k).min();
    assert_eq!((rows as usize, total, least), (all.len(), sum(&all), smallest), "{ask:?}");
}

/// Page after page, by a number, a condition, or what stands in for a missing number.
fn check_pages(handle: &impl Handle, seen: &Seen, ask: &Ask, by: &Ask, in_world: bool, random: &mut Random) {
    let size = 1 + random.below(4);
    let down = random.flip();
    match random.below(3) {
        0 => pages(handle, seen, ask, (in_world, down, size), Item::M, |item| item.m),
        1 => pages(handle, seen, ask, (in_world, down, size), by.filter(), |item| by.holds(item, seen)),
        _ => {
            let filled = Item::N.unwrap_or(Item::K.unwrap_or(0));
            pages(handle, seen, ask, (in_world, down, size), filled, |item| item.n.or(item.k).unwrap_or(0));
        }
    }
}

fn pages<E>(
    handle: &impl Handle,
    seen: &Seen,
    ask: &Ask,
    (in_world, down, size): (bool, bool, u64),
    by: E,
    value: impl Fn(&Item) -> E::Value,
) where
    E: Expression<Table = Item> + Clone,
    E::Value: loom_schema::NotNull + Ord,
{
    let mut expected = matching(seen, ask);
    expected.sort_by(|a, b| {
        let order = value(a).cmp(&value(b)).then_with(|| key(a).cmp(&key(b)));
        if down { order.reverse() } else { order }
    });
    let (mut read, mut last) = (Vec::new(), None::<Item>);
    loop {
        let page = Item::query().filter(ask.filter()).limit(size);
        let page = match last.take() {
            None if down => page.order_by((by.clone().desc(), Item::WORLD_ID.desc(), Item::ID.desc())),
            None => page.order_by((by.clone().asc(), Item::WORLD_ID.asc(), Item::ID.asc())),
            Some(item) if in_world && down => page.after_desc(by.clone(), (value(&item), item.id)),
            Some(item) if in_world => page.after(by.clone(), (value(&item), item.id)),
            Some(item) if down => page.after_desc(by.clone(), (value(&item), item.world_id, item.id)),
            Some(item) => page.after(by.clone(), (value(&item), item.world_id, item.id)),
        };
        let page = handle.run(page).all().unwrap();
        assert!(page.len() as u64 <= size);
        let Some(item) = page.last() else { break };
        last = Some(item.clone());
        read.extend(page);
        assert!(read.len() <= expected.len(), "{ask:?}: pages without an end");
    }
    assert_eq!(read.iter().collect::<Vec<_>>(), expected, "{ask:?} in pages of {size}, {down}");
}

/// The parts of each item, in order, with windows over them, and at most so many.
fn check_relations(handle: &impl Handle, seen: &Seen, ask: &Ask, random: &mut Random) {
    let limit = random.flip().then(|| random.below(3));
    let offset = random.flip().then(|| random.below(3));
    let ordered = || Window::<Part>::all().order_by(Part::SIZE.desc()).order_by(Part::ID.asc());
    let mut parts = Part::query().filter(Part::SIZE.ne(0)).order_by((Part::SIZE.desc(), Part::ID.asc()));
    if let Some(limit) = limit {
        parts = parts.limit(limit);
    }
    if let Some(offset) = offset {
        parts = parts.offset(offset);
    }
    let parts = parts.columns((
        Part::ID,
        row_number(ordered()),
        lag(Part::SIZE, ordered()),
        Part::SIZE.sum().over(Window::all()),
        count::<Part>().over(Window::all().partition_by(Part::SIZE.gt(1))),
    ));
    let query = in_order(Item::query().filter(ask.filter()));
    let query = query.with_many_of(Part::ITEM_ID, parts).with_one(Item::PARENT_ID);
    let found = handle.run(query).all().unwrap();
    let mut expected = matching(seen, ask);
    expected.sort_by_key(|item| key(item));
    assert_eq!(found.iter().map(|(item, ..)| item).collect::<Vec<_>>(), expected, "{ask:?}");
    for (item, parts, parent) in found {
        assert_eq!(parent.as_ref(), seen.parent(&item), "{ask:?}");
        let mut own: Vec<&Part> = seen.parts_of(&item).filter(|part| part.size != Some(0)).collect();
        own.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.id.cmp(&b.id)));
        let total = own.iter().filter_map(|part| part.size).reduce(|one, other| one + other);
        let large = |part: &Part| part.size.is_some_and(|size| size > 1);
        let own: Vec<_> = own
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let before = at.checked_sub(1).and_then(|before| own[before].size);
                let alike = own.iter().filter(|other| large(other) == large(part)).count();
                (part.id.clone(), at as i64 + 1, before, total, alike as i64)
            })
            .skip(offset.unwrap_or(0) as usize)
            .take(limit.unwrap_or(99) as usize)
            .collect();
        assert_eq!(parts, own, "parts of {:?}, {limit:?} from {offset:?}", key(&item));
    }
}

/// Rows that come twice, out of a union, each with its parts; and the other set operations.
fn check_unions(handle: &impl Handle, seen: &Seen, ask: &Ask, other: &Ask) {
    let (one, two) = (Item::query().filter(ask.filter()), Item::query().filter(other.filter()));
    let source = one.clone().union_all(two.clone()).union_all(one.clone());
    let parts = Part::query().order_by(Part::ID.asc());
    let query = in_order(Item::query().from_query(source)).with_many_of(Part::ITEM_ID, parts);
    let found = handle.run(query).all().unwrap();
    let (left, right) = (matching(seen, ask), matching(seen, other));
    let expected: Vec<&Item> = left.iter().chain(&right).chain(&left).copied().collect();
    assert_eq!(sorted(&found.iter().map(|(item, _)| item).collect::<Vec<_>>()), sorted(&expected));
    for (item, parts) in &found {
        let mut own: Vec<&Part> = seen.parts_of(item).collect();
        own.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(parts.iter().collect::<Vec<_>>(), own);
    }
    let keys = |query: Query<Item>| {
        let mut rows: Vec<Key> = handle.run(query).all().unwrap().iter().map(key).collect();
        rows.sort();
        rows
    };
    let is_in = |items: &[&Item], item: &Item| items.iter().any(|other| key(other) == key(item));
    let those = |test: &dyn Fn(&Item) -> bool| {
        sorted(&seen.items.iter().filter(|item| test(item)).collect::<Vec<_>>())
    };
    assert_eq!(
        keys(one.clone().union(two.clone())),
        those(&|item| is_in(&left, item) || is_in(&right, item))
    );
    assert_eq!(
        keys(one.clone().intersect(two.clone())),
        those(&|item| is_in(&left, item) && is_in(&right, item))
    );
    assert_eq!(keys(one.except(two)), those(&|item| is_in(&left, item) && !is_in(&right, item)));
}
