//! One write at a time, through the library and in the model.

use loom_schema::Error;
use loom_schema::prelude::*;

use crate::edits::{delete_items, delete_one, update_item, update_items, update_part, update_parts};
use crate::inserts::{insert_from_a_query, insert_items, insert_part, insert_sort, upsert_item};
use crate::model::{ItemRow, Model, PartRow, Refused, SortRow};
use crate::random::Random;
use crate::tables::{Item, Part, Pin, Sort};

/// What a write returned, as text, and what it is to have returned and left.
pub(crate) struct Written {
    pub(crate) what: String,
    pub(crate) found: Result<String, Error>,
    pub(crate) expected: Result<(Model, String), Refused>,
    /// Whether SQLite may refuse it on the way, since it checks unique keys row by row.
    pub(crate) may_collide: bool,
}

pub(crate) type World<'l> = loom_schema::WorldHandle<'l>;

pub(crate) fn text<T: std::fmt::Debug>(value: T) -> String {
    format!("{value:?}")
}

/// Runs `change` on a copy of the model.
pub(crate) fn model(
    model: &Model,
    change: impl FnOnce(&mut Model) -> Result<String, Refused>,
) -> Result<(Model, String), Refused> {
    let mut copy = model.clone();
    let returned = change(&mut copy)?;
    Ok((copy.valid()?, returned))
}

pub(crate) fn item_of(item: Item) -> (String, ItemRow) {
    let Item { id, sort_id, slug, amount, small, note, .. } = item;
    (
        id.into_string(),
        ItemRow { sort: sort_id.map(Id::into_string), slug, amount, small: small.into(), note },
    )
}

pub(crate) fn part_of(part: Part) -> (String, PartRow) {
    let Part { id, item_id, parent_id, place, qty, .. } = part;
    (
        id.into_string(),
        PartRow { item: item_id.into_string(), parent: parent_id.map(Id::into_string), place, qty },
    )
}

/// What the library reads, which is every row.
pub(crate) fn read(loom: &Loom, worlds: [&World<'_>; 2]) -> Model {
    let sorts = loom.select::<Sort>().all().unwrap().into_iter();
    Model {
        sorts: sorts
            .map(|sort| (sort.id.into_string(), SortRow { code: sort.code, weight: sort.weight }))
            .collect(),
        worlds: worlds.map(|world| crate::model::WorldRows {
            items: world.select::<Item>().all().unwrap().into_iter().map(item_of).collect(),
            parts: world.select::<Part>().all().unwrap().into_iter().map(part_of).collect(),
            pins: world
                .select::<Pin>()
                .all()
                .unwrap()
                .into_iter()
                .map(|pin| (pin.id.into_string(), pin.part_id.into_string()))
                .collect(),
        }),
    }
}

/// Any write but a transaction.
pub(crate) fn random(loom: &Loom, handles: [&World<'_>; 2], before: &Model, random: &mut Random) -> Written {
    let w = random.below(2);
    match random.below(30) {
        0 | 1 => insert_sort(loom, before, random),
        2..=4 => insert_items(handles[w], w, before, random),
        5..=7 => upsert_item(handles[w], w, before, random),
        8 | 9 => update_item(handles[w], w, before, random),
        10..=12 => update_items(handles[w], w, before, random),
        13 | 14 => update_part(handles[w], w, before, random),
        15..=19 => update_parts(handles[w], w, before, random),
        20..=25 => insert_part(handles[w], w, before, random),
        26 => insert_from_a_query(handles[w], w, before, random),
        27 | 28 => delete_one(loom, handles[w], w, before, random),
        _ => delete_items(handles[w], w, before, random),
    }
}
