//! What updates set and which rows they match, to the library and to the model.

use loom_schema::prelude::*;
use loom_schema::query::{Filter, Update};

use crate::model::{ItemRow, Model, PartRow, Refused};
use crate::random::Random;
use crate::tables::{Item, Part, Sort};

pub(crate) const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
pub(crate) const TEXTS: [&str; 6] = ["x", "X", "y%", "_", "\0x", "é"];
const NUMBERS: [i64; 9] = [0, 1, 2, 3, -1, 100, i64::MAX, i64::MIN, 1 << 62];

pub(crate) fn number(random: &mut Random) -> i64 {
    random.of(&NUMBERS)
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum SetItem {
    Amount(i64),
    Plus(i64),
    Minus(i64),
    Times(i64),
    AmountOfSort,
    AmountOfParts(i64),
    AmountOfLength,
    SmallPlus(i64),
    Note(Option<&'static str>),
    NoteAndMore(&'static str),
    NoteOfSort,
    Slug(&'static str),
    SlugAndMore(&'static str),
    Sort(Option<&'static str>),
}

impl SetItem {
    pub(crate) fn random(random: &mut Random) -> Self {
        let (number, text) = (number(random), random.of(&TEXTS));
        let maybe = random.below(3) > 0;
        match random.below(14) {
            0 => Self::Amount(number),
            1 => Self::Plus(number),
            2 => Self::Minus(number),
            3 => Self::Times(number),
            4 => Self::AmountOfSort,
            5 => Self::AmountOfParts(number),
            6 => Self::AmountOfLength,
            7 => Self::SmallPlus(random.of(&[1, -1, 100, -100, i64::MAX])),
            8 => Self::Note(maybe.then_some(text)),
            9 => Self::NoteAndMore(text),
            10 => Self::NoteOfSort,
            11 => Self::Slug(text),
            12 => Self::SlugAndMore(text),
            _ => Self::Sort(maybe.then(|| random.of(&IDS))),
        }
    }

    pub(crate) fn on<B>(self, update: Update<'_, Item, B>) -> Update<'_, Item, B> {
        match self {
            Self::Amount(to) => update.set(Item::AMOUNT, to),
            Self::Plus(by) => update.set(Item::AMOUNT, Item::AMOUNT.plus(by)),
            Self::Minus(by) => update.set(Item::AMOUNT, Item::AMOUNT.minus(by)),
            Self::Times(by) => update.set(Item::AMOUNT, Item::AMOUNT.times(by)),
            Self::AmountOfSort => update.set(Item::AMOUNT, Item::SORT_ID.to(Sort::WEIGHT).unwrap_or(7)),
            Self::AmountOfParts(least) => {
                update.set(Item::AMOUNT, Part::ITEM_ID.count_of(Part::QTY.ge(least)))
            }
            Self::AmountOfLength => update.set(Item::AMOUNT, Item::SLUG.length().unwrap_or(-1)),
            Self::SmallPlus(by) => update.set(Item::SMALL, Item::SMALL.plus(by)),
            Self::Note(to) => update.set(Item::NOTE, to.map(str::to_owned)),
            Self::NoteAndMore(more) => update.set(Item::NOTE, Item::NOTE.concat(more)),
            Self::NoteOfSort => update.set(Item::NOTE, Item::SORT_ID.to(Sort::CODE)),
            Self::Slug(to) => update.set(Item::SLUG, to),
            Self::SlugAndMore(more) => update.set(Item::SLUG, Item::SLUG.concat(more)),
            Self::Sort(to) => update.set(Item::SORT_ID, to.map(Id::new)),
        }
    }

    /// Changes `row`, which is what the row `id` becomes; `model` is what was there before.
    pub(crate) fn apply(
        self,
        model: &Model,
        world: usize,
        id: &str,
        row: &mut ItemRow,
    ) -> Result<(), Refused> {
        let old = &model.worlds[world].items[id];
        let sort = old.sort.as_ref().map(|sort| &model.sorts[sort]);
        match self {
            Self::Amount(to) => row.amount = to,
            Self::Plus(by) => row.amount = old.amount.checked_add(by).ok_or(Refused)?,
            Self::Minus(by) => row.amount = old.amount.checked_sub(by).ok_or(Refused)?,
            Self::Times(by) => row.amount = old.amount.checked_mul(by).ok_or(Refused)?,
            Self::AmountOfSort => row.amount = sort.map_or(7, |sort| sort.weight),
            Self::AmountOfParts(least) => {
                let count = model.worlds[world].parts_of(id).filter(|part| part.qty >= least).count();
                row.amount = i64::try_from(count).unwrap();
            }
            Self::AmountOfLength => row.amount = i64::try_from(old.slug.chars().count()).unwrap(),
            Self::SmallPlus(by) => row.small = old.small.checked_add(by).ok_or(Refused)?,
            Self::Note(to) => row.note = to.map(str::to_owned),
            Self::NoteAndMore(more) => row.note = old.note.as_ref().map(|note| note.clone() + more),
            Self::NoteOfSort => row.note = sort.map(|sort| sort.code.clone()),
            Self::Slug(to) => row.slug = to.to_owned(),
            Self::SlugAndMore(more) => row.slug = old.slug.clone() + more,
            Self::Sort(to) => row.sort = to.map(str::to_owned),
        }
        Ok(())
    }

    pub(crate) fn is_of_key(self) -> bool {
        matches!(self, Self::Slug(_) | Self::SlugAndMore(_))
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum SetPart {
    QtyPlus(i64),
    QtyOfItem,
    QtyOfParent,
    QtyOfChildren(i64),
    PlacePlus(i64),
    Parent(Option<&'static str>),
    Item(&'static str),
}

impl SetPart {
    pub(crate) fn random(random: &mut Random) -> Self {
        let number = number(random);
        match random.below(7) {
            0 => Self::QtyPlus(number),
            1 => Self::QtyOfItem,
            2 => Self::QtyOfParent,
            3 => Self::QtyOfChildren(number),
            4 => Self::PlacePlus(random.of(&[1, -1, 5, i64::MAX])),
            5 => Self::Parent((random.below(3) > 0).then(|| random.of(&IDS))),
            _ => Self::Item(random.of(&IDS)),
        }
    }

    pub(crate) fn on<B>(self, update: Update<'_, Part, B>) -> Update<'_, Part, B> {
        match self {
            Self::QtyPlus(by) => update.set(Part::QTY, Part::QTY.plus(by)),
            Self::QtyOfItem => update.set(Part::QTY, Part::ITEM_ID.to(Item::AMOUNT)),
            Self::QtyOfParent => update.set(Part::QTY, Part::PARENT_ID.to(Part::QTY).unwrap_or(1)),
            Self::QtyOfChildren(least) => {
                update.set(Part::QTY, Part::PARENT_ID.count_of(Part::QTY.ge(least)))
            }
            Self::PlacePlus(by) => update.set(Part::PLACE, Part::PLACE.plus(by)),
            Self::Parent(to) => update.set(Part::PARENT_ID, to.map(Id::new)),
            Self::Item(to) => update.set(Part::ITEM_ID, to),
        }
    }

    pub(crate) fn apply(
        self,
        model: &Model,
        world: usize,
        id: &str,
        row: &mut PartRow,
    ) -> Result<(), Refused> {
        let rows = &model.worlds[world];
        let old = &rows.parts[id];
        match self {
            Self::QtyPlus(by) => row.qty = old.qty.checked_add(by).ok_or(Refused)?,
            Self::QtyOfItem => row.qty = rows.items[&old.item].amount,
            Self::QtyOfParent => row.qty = old.parent.as_ref().map_or(1, |parent| rows.parts[parent].qty),
            Self::QtyOfChildren(least) => row.qty = children(rows, id, least),
            Self::PlacePlus(by) => row.place = old.place.checked_add(by).ok_or(Refused)?,
            Self::Parent(to) => row.parent = to.map(str::to_owned),
            Self::Item(to) => row.item = to.to_owned(),
        }
        Ok(())
    }

    pub(crate) fn is_of_key(self) -> bool {
        matches!(self, Self::PlacePlus(_) | Self::Item(_))
    }
}

/// How many parts of the part `id` are as many as `least`.
pub(crate) fn children(rows: &crate::model::WorldRows, id: &str, least: i64) -> i64 {
    let is_child = |part: &&PartRow| part.parent.as_deref() == Some(id) && part.qty >= least;
    i64::try_from(rows.parts.values().filter(is_child).count()).unwrap()
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum WhichItems {
    All,
    AmountOver(i64),
    AmountAnd(i64),
    OfSort(&'static str),
    WithParts(i64),
    Without(&'static str),
    Holding(&'static str),
    NotHolding(&'static str),
}

impl WhichItems {
    pub(crate) fn random(random: &mut Random) -> Self {
        let (number, text) = (number(random), random.of(&TEXTS));
        match random.below(8) {
            0 => Self::All,
            1 => Self::AmountOver(number),
            2 => Self::AmountAnd(number),
            3 => Self::OfSort(text),
            4 => Self::WithParts(number),
            5 => Self::Without(random.of(&IDS)),
            6 => Self::Holding(text),
            _ => Self::NotHolding(text),
        }
    }

    /// The condition; `None` for every row.
    pub(crate) fn filter(self) -> Option<Filter<Item>> {
        Some(match self {
            Self::All => return None,
            Self::AmountOver(least) => Item::AMOUNT.gt(least),
            Self::AmountAnd(more) => Item::AMOUNT.plus(more).gt(0),
            Self::OfSort(code) => Item::SORT_ID.to(Sort::CODE).eq(code),
            Self::WithParts(least) => Part::ITEM_ID.exists(Part::QTY.ge(least)),
            Self::Without(sort) => Item::SORT_ID.ne(sort),
            Self::Holding(text) => Item::NOTE.contains(text),
            Self::NotHolding(text) => !Item::NOTE.contains(text),
        })
    }

    pub(crate) fn matches(self, model: &Model, world: usize, id: &str) -> Result<bool, Refused> {
        let item = &model.worlds[world].items[id];
        let holds = |text: &str| {
            let note = item.note.as_ref();
            note.is_some_and(|note| note.to_ascii_lowercase().contains(&text.to_ascii_lowercase()))
        };
        Ok(match self {
            Self::All => true,
            Self::AmountOver(least) => item.amount > least,
            Self::AmountAnd(more) => item.amount.checked_add(more).ok_or(Refused)? > 0,
            Self::OfSort(code) => item.sort.as_ref().is_some_and(|sort| model.sorts[sort].code == code),
            Self::WithParts(least) => model.worlds[world].parts_of(id).any(|part| part.qty >= least),
            Self::Without(sort) => item.sort.as_deref() != Some(sort),
            Self::Holding(text) => holds(text),
            Self::NotHolding(text) => !holds(text),
        })
    }
}
