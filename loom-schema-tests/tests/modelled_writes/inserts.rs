//! Inserts, upserts, and inserts from a query.

use loom_schema::prelude::*;
use loom_schema::query::Draft;

use crate::changes::{IDS, TEXTS, number};
use crate::model::{ItemRow, Model, PartRow, Refused, SortRow};
use crate::random::Random;
use crate::tables::{Item, NewItem, NewPart, NewPin, NewSort, Part, Pin, Sort};
use crate::writes::{World, Written, item_of, model, part_of, text};

/// An item with an id and random columns, the columns that it names, and how it is inserted.
fn new_item(random: &mut Random) -> (String, ItemRow, [bool; 4], Draft<Item>) {
    let id = random.of(&IDS).to_owned();
    let mut row = ItemRow { sort: None, slug: random.of(&TEXTS).to_owned(), amount: 0, small: 0, note: None };
    let named = [0; 4].map(|_| random.below(2) > 0);
    let mut draft = NewItem { slug: row.slug.clone() }.set(Item::ID, id.as_str());
    if named[0] {
        row.sort = (random.below(4) > 0).then(|| random.of(&IDS).to_owned());
        draft = draft.set(Item::SORT_ID, row.sort.clone().map(Id::new));
    }
    if named[1] {
        row.amount = number(random);
        draft = draft.set(Item::AMOUNT, row.amount);
    }
    if named[2] {
        row.small = random.of(&[-128, 0, 1, 127]);
        draft = draft.set(Item::SMALL, i8::try_from(row.small).unwrap());
    }
    if named[3] {
        row.note = (random.below(4) > 0).then(|| random.of(&TEXTS).to_owned());
        draft = draft.set(Item::NOTE, row.note.clone());
    }
    (id, row, named, draft)
}

fn new_part(random: &mut Random) -> (String, PartRow, Draft<Part>) {
    let id = random.of(&IDS).to_owned();
    let parent = (random.below(2) > 0).then(|| random.of(&IDS).to_owned());
    let (item, place, qty) = (random.of(&IDS).to_owned(), random.of(&[1, 2, 3]), random.of(&[-1, 0, 1, 5]));
    let draft = NewPart { item_id: Id::new(item.as_str()), place }
        .set(Part::ID, id.as_str())
        .set(Part::PARENT_ID, parent.clone().map(Id::new))
        .set(Part::QTY, qty);
    (id, PartRow { item, parent, place, qty }, draft)
}

pub(crate) fn insert_sort(loom: &Loom, before: &Model, random: &mut Random) -> Written {
    let (id, code, weight) = (random.of(&IDS), random.of(&TEXTS).to_owned(), number(random));
    let draft = NewSort { code: code.clone() }.set(Sort::ID, id).set(Sort::WEIGHT, weight);
    let is_upsert = random.below(2) > 0;
    let found = if is_upsert { loom.upsert(draft).on(Sort::ID).do_update() } else { loom.insert(draft) };
    let expected = model(before, |after| {
        let old = after.sorts.insert(id.to_owned(), SortRow { code, weight });
        if old.is_some() && !is_upsert { Err(Refused) } else { Ok(text((id, weight))) }
    });
    let found = found.map(|sort| text((sort.id.as_str(), sort.weight)));
    Written { what: format!("insert sort {id}"), found, expected, may_collide: false }
}

pub(crate) fn insert_items(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let new: Vec<_> = (0..=random.below(3)).map(|_| new_item(random)).collect();
    let what = format!("insert items {:?}", new.iter().map(|new| (&new.0, &new.1)).collect::<Vec<_>>());
    let expected = model(before, |after| {
        for (id, row, ..) in &new {
            if after.worlds[w].items.insert(id.clone(), row.clone()).is_some() {
                return Err(Refused);
            }
        }
        Ok(text(new.iter().map(|new| (&new.0, &new.1)).collect::<Vec<_>>()))
    });
    let rows = world.insert_many(new.into_iter().map(|new| new.3));
    let found = rows.map(|rows| text(rows.into_iter().map(item_of).collect::<Vec<_>>()));
    Written { what, found, expected, may_collide: false }
}

pub(crate) fn upsert_item(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let (id, new, named, draft) = new_item(random);
    let (by_id, then) = (random.below(2) > 0, random.below(4));
    let what = format!("upsert item {id} {new:?} naming {named:?} by id {by_id} then {then}");
    let items = &before.worlds[w].items;
    let there =
        if by_id { items.get_key_value(&id) } else { items.iter().find(|(_, item)| item.slug == new.slug) };
    // A row that collides with two keys at once.
    let other = if by_id { false } else { items.contains_key(&id) };
    let expected = model(before, |after| {
        let Some((old_id, old)) = there else {
            let taken = after.worlds[w].items.insert(id.clone(), new.clone()).is_some();
            return if taken { Err(Refused) } else { Ok(text(Some((id.clone(), new.clone())))) };
        };
        let mut row = old.clone();
        let takes = match then {
            0 => return Ok(text(None::<(String, ItemRow)>)),
            1 => [true, named[0], named[1], named[2], named[3]],
            2 => [false, false, true, false, true],
            _ => [true, true, false, false, false],
        };
        if takes[0] {
            row.slug.clone_from(&new.slug);
        }
        if takes[1] {
            row.sort.clone_from(&new.sort);
        }
        if takes[2] {
            row.amount = new.amount;
        }
        if takes[3] {
            row.small = new.small;
        }
        if takes[4] {
            row.note.clone_from(&new.note);
        }
        after.worlds[w].items.insert(old_id.clone(), row.clone());
        Ok(text(Some((old_id.clone(), row))))
    });
    let upsert = world.upsert(draft);
    let upsert = if by_id { upsert.on(Item::ID) } else { upsert.on(Item::SLUG) };
    let found = match then {
        0 => upsert.do_nothing(),
        1 => upsert.do_update().map(Some),
        2 => upsert.do_update_only((Item::NOTE, Item::AMOUNT)).map(Some),
        _ => upsert.do_update_only((Item::SORT_ID, Item::SLUG)).map(Some),
    };
    Written {
        what,
        found: found.map(|item| text(item.map(item_of))),
        expected,
        may_collide: there.is_some() && other,
    }
}

pub(crate) fn insert_part(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    if random.below(4) == 0 {
        let (id, part) = (random.of(&IDS), random.of(&IDS));
        let expected =
            model(before, |after| match after.worlds[w].pins.insert(id.to_owned(), part.to_owned()) {
                Some(_) => Err(Refused),
                None => Ok(text(part)),
            });
        let pin = world.insert(NewPin { part_id: Id::new(part) }.set(Pin::ID, id));
        let found = pin.map(|pin| text(pin.part_id.as_str()));
        return Written { what: format!("insert pin {id} of {part}"), found, expected, may_collide: false };
    }
    let (id, row, draft) = new_part(random);
    let what = format!("insert part {id} {row:?}");
    let by_place = random.below(2) > 0;
    let expected = model(before, |after| {
        let parts = &mut after.worlds[w].parts;
        let there =
            parts.iter().find(|(_, part)| by_place && (&part.item, part.place) == (&row.item, row.place));
        let key = there.map_or(id.clone(), |(id, _)| id.clone());
        let is_update = there.is_some();
        if (row.qty < 0 && is_update) || (parts.insert(key.clone(), row.clone()).is_some() && !is_update) {
            return Err(Refused);
        }
        Ok(text((key, row.clone())))
    });
    let is_double = by_place && before.worlds[w].parts.contains_key(&id);
    let found = if by_place {
        world.upsert(draft).on((Part::ITEM_ID, Part::PLACE)).do_update()
    } else {
        world.insert(draft)
    };
    Written { what, found: found.map(|part| text(part_of(part))), expected, may_collide: is_double }
}

pub(crate) fn insert_from_a_query(
    world: &World<'_>,
    w: usize,
    before: &Model,
    random: &mut Random,
) -> Written {
    let (suffix, by) = (random.of(&["", "1", "2"]), random.of(&[0, 10, i64::MAX]));
    let query = Part::query().filter(Part::ID.as_text().length().eq(1)).columns((
        Part::ID.as_text().concat(suffix).as_id(),
        Part::ITEM_ID,
        Part::PLACE.plus(by),
        Part::ITEM_ID.to(Item::AMOUNT),
    ));
    let expected = model(before, |after| {
        let mut inserted = 0;
        for (id, part) in before.worlds[w].parts.iter().filter(|(id, _)| id.chars().count() == 1) {
            let place = part.place.checked_add(by).ok_or(Refused)?;
            let qty = before.worlds[w].items[&part.item].amount;
            let row = PartRow { item: part.item.clone(), parent: None, place, qty };
            if after.worlds[w].parts.insert(format!("{id}{suffix}"), row).is_some() {
                return Err(Refused);
            }
            inserted += 1;
        }
        Ok(text(inserted))
    });
    let found = world.insert_select((Part::ID, Part::ITEM_ID, Part::PLACE, Part::QTY), query).map(text);
    Written { what: format!("insert parts from parts {suffix} {by}"), found, expected, may_collide: false }
}
