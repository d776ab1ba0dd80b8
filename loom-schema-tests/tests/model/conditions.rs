//! Random conditions: as a filter of the library, and as Rust computes them, where each is true or false.

use loom_schema::prelude::*;
use loom_schema::query::{Expression, Filter, Operand};

use crate::tables::{Item, Part, Random, Seen, WORLDS};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Debug)]
pub(crate) enum Ask {
    N(Compare, i64),
    NOrNone(bool, Option<i64>),
    NWithK(Compare),
    Sum(Compare, i64),
    Filled(Compare, i64),
    NIn(Vec<Option<i64>>),
    MIn(Vec<i64>),
    IsNull(bool),
    Flag,
    Label(usize),
    Parent(Compare, i64),
    Grandparent(Compare, i64),
    ParentIsNull,
    HasPart(Option<(Compare, i64)>),
    Parts(Compare, i64),
    NInSelect(Box<Ask>),
    IdInSource(Box<Ask>),
    Not(Box<Ask>),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    Same(Compare, Box<Ask>, Box<Ask>),
}

impl Compare {
    pub(crate) fn random(random: &mut Random) -> Self {
        [Self::Eq, Self::Ne, Self::Lt, Self::Le, Self::Gt, Self::Ge][random.below(6) as usize]
    }

    pub(crate) fn filter<E: Expression>(
        self,
        what: E,
        value: impl Operand<E::Table, E::Value>,
    ) -> Filter<E::Table> {
        match self {
            Self::Eq => what.eq(value),
            Self::Ne => what.ne(value),
            Self::Lt => what.lt(value),
            Self::Le => what.le(value),
            Self::Gt => what.gt(value),
            Self::Ge => what.ge(value),
        }
    }

    fn of<V: PartialOrd>(self, what: &V, value: &V) -> bool {
        match self {
            Self::Eq => what == value,
            Self::Ne => what != value,
            Self::Lt => what < value,
            Self::Le => what <= value,
            Self::Gt => what > value,
            Self::Ge => what >= value,
        }
    }

    /// To `eq` and `ne` a missing value is a value like any other; to the others it is neither less nor more.
    pub(crate) fn holds(self, what: Option<i64>, value: Option<i64>) -> bool {
        match self {
            Self::Eq | Self::Ne => self.of(&what, &value),
            _ => what.zip(value).is_some_and(|(what, value)| self.of(&what, &value)),
        }
    }
}

impl Ask {
    pub(crate) fn random(random: &mut Random, depth: u32) -> Self {
        let boxed = |random: &mut Random| Box::new(Self::random(random, depth - 1));
        if depth > 0 && random.below(5) < 3 {
            return match random.below(7) {
                0 | 1 => Self::Not(boxed(random)),
                2 => Self::All((0..random.below(4)).map(|_| Self::random(random, depth - 1)).collect()),
                3 => Self::Any((0..random.below(4)).map(|_| Self::random(random, depth - 1)).collect()),
                4 => Self::Same(Compare::random(random), boxed(random), boxed(random)),
                5 => Self::NInSelect(boxed(random)),
                _ => Self::IdInSource(boxed(random)),
            };
        }
        let how = Compare::random(random);
        match random.below(15) {
            0 => Self::N(how, random.small()),
            1 => Self::NOrNone(random.flip(), random.maybe()),
            2 => Self::NWithK(how),
            3 => Self::Sum(how, random.small()),
            4 => Self::Filled(how, random.small()),
            5 => Self::NIn(list(random).into_iter().map(|n| random.flip().then_some(n)).collect()),
            6 => Self::MIn(list(random)),
            7 => Self::IsNull(random.flip()),
            8 => Self::Flag,
            9 => Self::Label(random.below(3) as usize),
            10 => Self::Parent(how, random.small()),
            11 => Self::Grandparent(how, random.small()),
            12 => Self::ParentIsNull,
            13 => Self::HasPart(random.flip().then(|| (how, random.small()))),
            _ => Self::Parts(how, random.small()),
        }
    }

    pub(crate) fn filter(&self) -> Filter<Item> {
        let all = |asks: &[Self]| asks.iter().map(Self::filter).collect::<Vec<_>>();
        match self {
            Self::N(how, n) => how.filter(Item::N, *n),
            Self::NOrNone(true, n) => Item::N.eq(*n),
            Self::NOrNone(false, n) => Item::N.ne(*n),
            Self::NWithK(how) => how.filter(Item::N, Item::K),
            Self::Sum(how, n) => how.filter(Item::N.plus(Item::K), *n),
            Self::Filled(how, n) => how.filter(Item::N.unwrap_or(Item::K.unwrap_or(Item::M)), *n),
            Self::NIn(values) => Item::N.is_in(values.iter().copied()),
            Self::MIn(values) => Item::M.is_in(values.iter().copied()),
            Self::IsNull(true) => Item::N.is_null(),
            Self::IsNull(false) => Item::N.is_not_null(),
            Self::Flag => Item::FLAG.eq(true),
            Self::Label(world) => Item::LABEL.starts_with(WORLDS[*world]),
            Self::Parent(how, n) => how.filter(Item::PARENT_ID.to(Item::N), *n),
            Self::Grandparent(how, n) => how.filter(Item::PARENT_ID.to(Item::PARENT_ID).to(Item::M), *n),
            Self::ParentIsNull => Item::PARENT_ID.to(Item::N).is_null(),
            Self::HasPart(size) => Part::ITEM_ID.exists(size.map(|(how, n)| how.filter(Part::SIZE, n))),
            Self::Parts(how, n) => how.filter(Part::ITEM_ID.count_of(None), *n),
            Self::NInSelect(ask) => Item::N.in_select(Item::query().filter(ask.filter()).columns(Item::K)),
            Self::IdInSource(ask) => {
                let source = Item::query().filter(ask.filter());
                Item::N.in_select(Item::query().from_query(source).distinct().columns(Item::N))
            }
            Self::Not(ask) => !ask.filter(),
            Self::All(asks) => Filter::all(all(asks)),
            Self::Any(asks) => Filter::any(all(asks)),
            Self::Same(how, one, other) => how.filter(one.filter(), other.filter()),
        }
    }

    pub(crate) fn holds(&self, item: &Item, seen: &Seen) -> bool {
        let parent = || seen.parent(item);
        match self {
            Self::N(how, n) => how.holds(item.n, Some(*n)),
            Self::NOrNone(equal, n) => (item.n == *n) == *equal,
            Self::NWithK(how) => how.holds(item.n, item.k),
            Self::Sum(how, n) => how.holds(item.n.zip(item.k).map(|(n, k)| n + k), Some(*n)),
            Self::Filled(how, n) => how.holds(item.n.or(item.k).or(Some(item.m)), Some(*n)),
            Self::NIn(values) => values.contains(&item.n),
            Self::MIn(values) => values.contains(&item.m),
            Self::IsNull(is) => item.n.is_none() == *is,
            Self::Flag => item.flag,
            Self::Label(world) => item.label.as_ref().is_some_and(|label| label.starts_with(WORLDS[*world])),
            Self::Parent(how, n) => how.holds(parent().and_then(|parent| parent.n), Some(*n)),
            Self::Grandparent(how, n) => {
                let above = parent().and_then(|parent| seen.parent(parent));
                how.holds(above.map(|above| above.m), Some(*n))
            }
            Self::ParentIsNull => parent().is_none_or(|parent| parent.n.is_none()),
            Self::HasPart(size) => {
                seen.parts_of(item).any(|part| size.is_none_or(|(how, n)| how.holds(part.size, Some(n))))
            }
            Self::Parts(how, n) => {
                how.holds(Some(i64::try_from(seen.parts_of(item).count()).unwrap()), Some(*n))
            }
            Self::NInSelect(ask) => item
                .n
                .is_some_and(|n| seen.items.iter().any(|other| other.k == Some(n) && ask.holds(other, seen))),
            Self::IdInSource(ask) => item
                .n
                .is_some_and(|n| seen.items.iter().any(|other| other.n == Some(n) && ask.holds(other, seen))),
            Self::Not(ask) => !ask.holds(item, seen),
            Self::All(asks) => asks.iter().all(|ask| ask.holds(item, seen)),
            Self::Any(asks) => asks.iter().any(|ask| ask.holds(item, seen)),
            Self::Same(how, one, other) => how.of(&one.holds(item, seen), &other.holds(item, seen)),
        }
    }
}

/// A few values, or so many that they are bound as one.
fn list(random: &mut Random) -> Vec<i64> {
    let length = if random.below(3) == 0 { 15 + random.below(4) } else { random.below(4) };
    let far = random.flip();
    (0..length).map(|n| if far || n == 0 { random.small() * 3 } else { 100 + random.small() }).collect()
}
