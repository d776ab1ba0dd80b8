//! Random selects of sessions, by conditions, order and limits, and the rows that the oracle expects of them.

use loom_engine::tables::{Session, SessionStatus, SessionSummary};
use loom_schema::prelude::*;
use loom_schema::query::{Expression, Order, Query};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::conditions::{Ask, ask};
use crate::worlds::Held;

#[derive(Clone, Copy, Debug)]
pub(crate) enum By {
    TokensIn(bool),
    Status(bool),
    /// Descending, and where NULLs go, if it is said.
    Model(bool, Option<bool>),
    Summaries(bool),
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![
        any::<bool>().prop_map(By::TokensIn),
        any::<bool>().prop_map(By::Status),
        (any::<bool>(), option::of(any::<bool>())).prop_map(|(down, last)| By::Model(down, last)),
        any::<bool>().prop_map(By::Summaries),
    ]
}

impl By {
    fn order(self) -> Order<Session> {
        fn directed<E: Expression>(what: E, down: bool) -> Order<E::Table> {
            if down { what.desc() } else { what.asc() }
        }
        match self {
            Self::TokensIn(down) => directed(Session::TOKENS_IN, down),
            Self::Status(down) => directed(Session::STATUS, down),
            Self::Model(down, None) => directed(Session::MODEL_USED, down),
            Self::Model(down, Some(true)) => directed(Session::MODEL_USED, down).nulls_last(),
            Self::Model(down, Some(false)) => directed(Session::MODEL_USED, down).nulls_first(),
            Self::Summaries(down) => directed(SessionSummary::SESSION_ID.count_of(None), down),
        }
    }

    fn compare(self, a: &Session, b: &Session, held: &Held) -> std::cmp::Ordering {
        let directed = |order: std::cmp::Ordering, down: bool| if down { order.reverse() } else { order };
        let status = |session: &Session| match session.status {
            SessionStatus::Active => "active",
            SessionStatus::Closed => "closed",
            _ => "pending",
        };
        match self {
            Self::TokensIn(down) => directed(a.tokens_in.cmp(&b.tokens_in), down),
            Self::Status(down) => directed(status(a).cmp(status(b)), down),
            Self::Model(down, last) => {
                let last = last.unwrap_or(down);
                let place = |session: &Session| session.model_used.is_none() == last;
                place(a).cmp(&place(b)).then_with(|| directed(a.model_used.cmp(&b.model_used), down))
            }
            Self::Summaries(down) => {
                directed(held.summaries_of(a).len().cmp(&held.summaries_of(b).len()), down)
            }
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) world: usize,
    pub(crate) asks: Vec<Ask>,
    pub(crate) by: Vec<By>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
    /// Select from what this gives.
    pub(crate) source: Option<Ask>,
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    (
        0..3_usize,
        vec(ask(), 0..3),
        vec(by(), 0..3),
        option::of(0..5_u64),
        option::of(0..4_u64),
        option::of(ask()),
    )
        .prop_map(|(world, asks, by, limit, offset, source)| Asked {
            world,
            asks,
            by,
            limit,
            offset,
            source,
        })
}

impl Asked {
    pub(crate) fn query(&self) -> Query<Session> {
        let mut query = Session::query();
        if let Some(source) = &self.source {
            query = query.from_query(Session::query().filter(source.filter()));
        }
        for ask in &self.asks {
            query = query.filter(ask.filter());
        }
        for by in &self.by {
            query = query.order_by(by.order());
        }
        // Ends in the id, so that the oracle knows the order of what is equal.
        query = query.order_by(Session::ID.asc());
        if let Some(limit) = self.limit {
            query = query.limit(limit);
        }
        if let Some(offset) = self.offset {
            query = query.offset(offset);
        }
        query
    }

    pub(crate) fn matching<'h>(&self, held: &'h Held) -> Vec<&'h Session> {
        let asks = self.source.iter().chain(&self.asks);
        held.sessions.iter().filter(|session| asks.clone().all(|ask| ask.matches(session, held))).collect()
    }

    pub(crate) fn expected<'h>(&self, held: &'h Held) -> Vec<&'h Session> {
        let mut rows = self.matching(held);
        rows.sort_by(|a, b| {
            let by = self.by.iter().map(|by| by.compare(a, b, held));
            by.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(a.id.cmp(&b.id))
        });
        let size = |rows: Option<u64>, all: usize| rows.map_or(all, |rows| usize::try_from(rows).unwrap());
        rows.into_iter().skip(size(self.offset, 0)).take(size(self.limit, usize::MAX)).collect()
    }
}
