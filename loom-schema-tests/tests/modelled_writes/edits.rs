//! Updates and deletes, by id and by filter.

use std::collections::BTreeSet;

use loom_schema::prelude::*;

use crate::changes::{IDS, SetItem, SetPart, WhichItems, children};
use crate::model::{ItemRow, Model, Refused};
use crate::random::Random;
use crate::tables::{Item, Part, Pin, Sort};
use crate::writes::{World, Written, item_of, model, text};

fn set_items(
    after: &mut Model,
    before: &Model,
    w: usize,
    ids: &[String],
    sets: [SetItem; 2],
) -> Result<Vec<(String, ItemRow)>, Refused> {
    let mut changed = Vec::new();
    for id in ids {
        let row = after.worlds[w].items.get_mut(id).unwrap();
        sets.iter().try_for_each(|set| set.apply(before, w, id, row))?;
        changed.push((id.clone(), row.clone()));
    }
    Ok(changed)
}

/// Two changes of one column: the later one counts, in the library before anything is computed.
fn differ<S: std::fmt::Debug>(sets: &[S; 2]) -> bool {
    let column = |set: &S| match text(set).split('(').next().unwrap() {
        "Amount" | "Plus" | "Minus" | "Times" | "AmountOfSort" | "AmountOfParts" | "AmountOfLength" => 0,
        "SmallPlus" => 1,
        "Note" | "NoteAndMore" | "NoteOfSort" => 2,
        "Slug" | "SlugAndMore" => 3,
        "QtyPlus" | "QtyOfItem" | "QtyOfParent" | "QtyOfChildren" => 4,
        "PlacePlus" => 5,
        "Parent" => 6,
        "Sort" => 7,
        _ => 8,
    };
    column(&sets[0]) != column(&sets[1])
}

fn two<S: std::fmt::Debug>(random: &mut Random, one: impl Fn(&mut Random) -> S) -> [S; 2] {
    loop {
        let sets = [one(random), one(random)];
        if differ(&sets) {
            return sets;
        }
    }
}

pub(crate) fn update_item(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let (id, sets) = (random.of(&IDS), two(random, SetItem::random));
    let is_there = before.worlds[w].items.contains_key(id);
    let returns = random.below(2) > 0;
    let expected = model(before, |after| {
        if !is_there {
            return if returns { Err(Refused) } else { Ok("false".to_owned()) };
        }
        let changed = set_items(after, before, w, &[id.to_owned()], sets)?;
        Ok(if returns { text(&changed[0]) } else { "true".to_owned() })
    });
    let key = Id::new(id);
    let update =
        sets[1].on(sets[0].on(world.update::<Item>(&key).set(Item::UPDATED_AT, Timestamp::default())));
    let found =
        if returns { update.returning().map(|item| text(item_of(item))) } else { update.run().map(text) };
    Written { what: format!("update item {id} {sets:?}"), found, expected, may_collide: false }
}

pub(crate) fn update_items(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let (which, sets, then) = (WhichItems::random(random), two(random, SetItem::random), random.below(3));
    let expected = model(before, |after| {
        let ids = matching(before, w, which)?;
        let mut changed = set_items(after, before, w, &ids, sets)?;
        changed.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(match then {
            0 => text(changed.len()),
            1 => text(changed),
            _ => text(
                changed
                    .into_iter()
                    .map(|(id, row)| {
                        let parts = after.worlds[w].parts_of(&id).count();
                        (
                            id,
                            row.amount,
                            row.sort.map(|sort| after.sorts.get(&sort).map(|sort| sort.weight)),
                            parts,
                        )
                    })
                    .collect::<Vec<_>>(),
            ),
        })
    });
    let update = match which.filter() {
        Some(filter) => world.update_many::<Item>().filter(filter),
        None => world.update_many::<Item>().all_rows(),
    };
    let update = sets[1].on(sets[0].on(update.set(Item::UPDATED_AT, Timestamp::default())));
    let found = match then {
        0 => update.run().map(text),
        1 => update
            .returning()
            .map(|rows| sorted(rows.into_iter().map(item_of).collect(), |row| row.0.clone())),
        _ => update
            .returning_columns(&(
                Item::ID,
                Item::AMOUNT,
                Item::SORT_ID.to(Sort::WEIGHT),
                Part::ITEM_ID.count_of(None),
            ))
            .map(|rows| {
                sorted(
                    rows.into_iter()
                        .map(|row| (row.0.into_string(), row.1, row.2.map(Some), row.3))
                        .collect(),
                    |row| row.0.clone(),
                )
            }),
    };
    let may_collide = sets.iter().any(|set| set.is_of_key());
    Written { what: format!("update items {which:?} {sets:?} then {then}"), found, expected, may_collide }
}

fn sorted<R: std::fmt::Debug, K: Ord>(mut rows: Vec<R>, key: impl Fn(&R) -> K) -> String {
    rows.sort_by_key(key);
    text(rows)
}

fn matching(before: &Model, w: usize, which: WhichItems) -> Result<Vec<String>, Refused> {
    let mut ids = Vec::new();
    for id in before.worlds[w].items.keys() {
        if which.matches(before, w, id)? {
            ids.push(id.clone());
        }
    }
    Ok(ids)
}

fn set_parts(
    after: &mut Model,
    before: &Model,
    w: usize,
    ids: &[String],
    sets: [SetPart; 2],
) -> Result<(), Refused> {
    for id in ids {
        let row = after.worlds[w].parts.get_mut(id).unwrap();
        sets.iter().try_for_each(|set| set.apply(before, w, id, row))?;
    }
    Ok(())
}

pub(crate) fn update_part(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let (id, sets) = (random.of(&IDS), two(random, SetPart::random));
    let expected = model(before, |after| {
        let is_there = before.worlds[w].parts.contains_key(id);
        if is_there {
            set_parts(after, before, w, &[id.to_owned()], sets)?;
        }
        Ok(text(is_there))
    });
    let key = Id::new(id);
    let update =
        sets[1].on(sets[0].on(world.update::<Part>(&key).set(Part::UPDATED_AT, Timestamp::default())));
    Written {
        what: format!("update part {id} {sets:?}"),
        found: update.run().map(text),
        expected,
        may_collide: false,
    }
}

pub(crate) fn update_parts(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let (least, sets) = (random.of(&[i64::MIN, 0, 1, 2]), two(random, SetPart::random));
    let rows = &before.worlds[w].parts;
    let ids: Vec<String> =
        rows.iter().filter(|(_, part)| part.qty >= least).map(|(id, _)| id.clone()).collect();
    let expected = model(before, |after| {
        set_parts(after, before, w, &ids, sets)?;
        let now = &after.worlds[w];
        Ok(text(
            ids.iter()
                .map(|id| {
                    let part = &now.parts[id];
                    (
                        id.clone(),
                        part.qty,
                        part.parent.as_ref().map(|parent| now.parts.get(parent).map(|parent| parent.qty)),
                        children(now, id, 1),
                    )
                })
                .collect::<Vec<_>>(),
        ))
    });
    let update = if least == i64::MIN {
        world.update_many::<Part>().all_rows()
    } else {
        world.update_many::<Part>().filter(Part::QTY.ge(least))
    };
    let update = sets[1].on(sets[0].on(update.set(Part::UPDATED_AT, Timestamp::default())));
    let columns =
        (Part::ID, Part::QTY, Part::PARENT_ID.to(Part::QTY), Part::PARENT_ID.count_of(Part::QTY.ge(1)));
    let found = update.returning_columns(&columns).map(|rows| {
        sorted(
            rows.into_iter().map(|row| (row.0.into_string(), row.1, row.2.map(Some), row.3)).collect(),
            |row| row.0.clone(),
        )
    });
    let may_collide = sets.iter().any(|set| set.is_of_key());
    Written { what: format!("update parts from {least} {sets:?}"), found, expected, may_collide }
}

pub(crate) fn delete_one(
    loom: &Loom,
    world: &World<'_>,
    w: usize,
    before: &Model,
    random: &mut Random,
) -> Written {
    let (id, table) = (random.of(&IDS), random.below(5));
    let one = BTreeSet::from([id.to_owned()]);
    let expected = model(before, |after| {
        let rows = &mut after.worlds[w];
        Ok(text(match table {
            0 => after.delete_sort(id),
            1 => {
                rows.delete(&one, &BTreeSet::new())?;
                before.worlds[w].items.contains_key(id)
            }
            2 => {
                let there: BTreeSet<String> =
                    one.iter().filter(|id| rows.parts.contains_key(*id)).cloned().collect();
                rows.delete(&BTreeSet::new(), &there)?;
                !there.is_empty()
            }
            _ => rows.pins.remove(id).is_some(),
        }))
    });
    let found = match table {
        0 => loom.delete::<Sort>(&Id::new(id)),
        1 => world.delete::<Item>(&Id::new(id)),
        2 => world.delete::<Part>(&Id::new(id)),
        _ => world.delete::<Pin>(&Id::new(id)),
    };
    Written { what: format!("delete {id} of {table}"), found: found.map(text), expected, may_collide: false }
}

pub(crate) fn delete_items(world: &World<'_>, w: usize, before: &Model, random: &mut Random) -> Written {
    let (which, returns) = (WhichItems::random(random), random.below(2) > 0);
    let expected = model(before, |after| {
        let ids = matching(before, w, which)?;
        after.worlds[w].delete(&ids.iter().cloned().collect(), &BTreeSet::new())?;
        let gone =
            ids.into_iter().map(|id| (id.clone(), before.worlds[w].items[&id].clone())).collect::<Vec<_>>();
        Ok(if returns { text(gone) } else { text(gone.len()) })
    });
    let delete = match which.filter() {
        Some(filter) => world.delete_many::<Item>().filter(filter),
        None => world.delete_many::<Item>().all_rows(),
    };
    let found = if returns {
        delete.returning().map(|rows| sorted(rows.into_iter().map(item_of).collect(), |row| row.0.clone()))
    } else {
        delete.run().map(text)
    };
    Written { what: format!("delete items {which:?}"), found, expected, may_collide: false }
}
