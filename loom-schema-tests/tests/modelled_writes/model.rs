//! What the tables hold, in Rust.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SortRow {
    pub(crate) code: String,
    pub(crate) weight: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemRow {
    pub(crate) sort: Option<String>,
    pub(crate) slug: String,
    pub(crate) amount: i64,
    /// Of an `i8`, but wide, as an expression over it is.
    pub(crate) small: i64,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PartRow {
    pub(crate) item: String,
    pub(crate) parent: Option<String>,
    pub(crate) place: i64,
    pub(crate) qty: i64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct WorldRows {
    pub(crate) items: BTreeMap<String, ItemRow>,
    pub(crate) parts: BTreeMap<String, PartRow>,
    /// The part of each pin.
    pub(crate) pins: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) sorts: BTreeMap<String, SortRow>,
    pub(crate) worlds: [WorldRows; 2],
}

/// A write that breaks a constraint, or computes what 64 bits do not hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Refused;

impl Model {
    /// Itself, if every constraint holds.
    pub(crate) fn valid(self) -> Result<Self, Refused> {
        let is_valid = distinct(self.sorts.values().map(|sort| &sort.code))
            && self.worlds.iter().all(|world| world.is_valid(&self.sorts));
        if is_valid { Ok(self) } else { Err(Refused) }
    }

    pub(crate) fn delete_sort(&mut self, id: &str) -> bool {
        for item in self.worlds.iter_mut().flat_map(|world| world.items.values_mut()) {
            item.sort.take_if(|sort| sort == id);
        }
        self.sorts.remove(id).is_some()
    }
}

impl WorldRows {
    fn is_valid(&self, sorts: &BTreeMap<String, SortRow>) -> bool {
        distinct(self.items.values().map(|item| &item.slug))
            && distinct(self.parts.values().map(|part| (&part.item, part.place)))
            && self.items.values().all(|item| {
                item.sort.as_ref().is_none_or(|sort| sorts.contains_key(sort))
                    && i8::try_from(item.small).is_ok()
            })
            && self.parts.values().all(|part| {
                self.items.contains_key(&part.item)
                    && part.parent.as_ref().is_none_or(|parent| self.parts.contains_key(parent))
                    && part.qty >= 0
            })
            && self.pins.values().all(|part| self.parts.contains_key(part))
    }

    /// Deletes these items and parts with all that follows them.
    pub(crate) fn delete(
        &mut self,
        items: &BTreeSet<String>,
        parts: &BTreeSet<String>,
    ) -> Result<(), Refused> {
        let mut going = parts.clone();
        going.extend(
            self.parts.iter().filter(|(_, part)| items.contains(&part.item)).map(|(id, _)| id.clone()),
        );
        loop {
            let follows = |part: &PartRow| part.parent.as_ref().is_some_and(|parent| going.contains(parent));
            let more: Vec<String> = self
                .parts
                .iter()
                .filter(|(id, part)| follows(part) && !going.contains(*id))
                .map(|(id, _)| id.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            going.extend(more);
        }
        if self.pins.values().any(|part| going.contains(part)) {
            return Err(Refused);
        }
        self.items.retain(|id, _| !items.contains(id));
        self.parts.retain(|id, _| !going.contains(id));
        Ok(())
    }

    pub(crate) fn parts_of<'m>(&'m self, item: &'m str) -> impl Iterator<Item = &'m PartRow> {
        self.parts.values().filter(move |part| part.item == item)
    }
}

fn distinct<K: Ord>(keys: impl Iterator<Item = K>) -> bool {
    let mut seen = BTreeSet::new();
    keys.into_iter().all(|key| seen.insert(key))
}
