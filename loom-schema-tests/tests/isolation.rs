//! Random queries through one world's handle never return, count or change a row of another world, and give what the
//! same query gives when it is computed in Rust.
//!
//! The three worlds hold the same ids, and every text in a row names its world, so that a row of another world, or a
//! join into one, is seen at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::two_worlds;
use loom_engine::tables::{
    Agent, AgentProfile, Decision, NewAgent, NewDecision, NewSession, NewSessionSummary, NewWorld, Pattern,
    Session, SessionStatus, SessionSummary, Summary, SummaryKind, World,
};
use loom_schema::WorldHandle;
use loom_schema::prelude::*;
use loom_schema::query::{Expression, Filter, Operand, Order, Query, Window, count, lag, row_number};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const WORLDS: [&str; 3] = ["atlas", "hearth", "mirror"];
const STATUSES: [SessionStatus; 3] = [SessionStatus::Pending, SessionStatus::Active, SessionStatus::Closed];

/// What one world holds: sessions `s0`, `s1`, …, and for each its summaries and decisions.
#[derive(Clone, Debug)]
struct Row {
    status: usize,
    has_model: bool,
    has_pattern: bool,
    tokens_in: i64,
    tokens_out: i64,
    summaries: usize,
    decisions: usize,
}

fn row() -> impl Strategy<Value = Row> {
    (0..3_usize, any::<bool>(), any::<bool>(), 0..6_i64, 0..6_i64, 0..3_usize, 0..2_usize).prop_map(
        |(status, has_model, has_pattern, tokens_in, tokens_out, summaries, decisions)| Row {
            status,
            has_model,
            has_pattern,
            tokens_in,
            tokens_out,
            summaries,
            decisions,
        },
    )
}

/// The rows of the three worlds, of different lengths, so that their ids overlap and are not the same.
fn worlds() -> impl Strategy<Value = [Vec<Row>; 3]> {
    [vec(row(), 0..7), vec(row(), 0..7), vec(row(), 1..7)]
}

fn fill(worlds: &[Vec<Row>; 3]) -> Loom {
    let loom = two_worlds();
    let mirror = NewWorld { name: "MIRROR".to_owned(), purpose: "A test".to_owned() };
    loom.insert(mirror.set(World::ID, "mirror")).unwrap();
    loom.transaction(|loom| {
        for (world, rows) in WORLDS.iter().zip(worlds) {
            let handle = loom.world(world)?;
            for (n, row) in rows.iter().enumerate() {
                fill_session(&handle, world, n, row)?;
            }
        }
        Ok::<(), loom_schema::Error>(())
    })
    .unwrap();
    loom
}

fn fill_session(handle: &WorldHandle<'_>, world: &str, n: usize, row: &Row) -> loom_schema::Result<()> {
    let id = format!("s{n}");
    handle.insert(
        NewSession { status: STATUSES[row.status] }
            .set(Session::ID, id.as_str())
            .set(Session::SIE_ID, world.to_owned())
            .set(Session::MODEL_USED, row.has_model.then(|| format!("{world}-{}", n % 3)))
            .set(Session::PATTERN_ID, row.has_pattern.then(|| Id::new("dialectic")))
            .set(Session::TOKENS_IN, row.tokens_in)
            .set(Session::TOKENS_OUT, row.tokens_out),
    )?;
    for k in 0..row.summaries {
        let content =
            Summary { headline: format!("{world} {n} {k}"), points: Vec::new(), open_questions: Vec::new() };
        let kind = if k == 0 { SummaryKind::Final } else { SummaryKind::Checkpoint };
        let new = NewSessionSummary { session_id: Id::new(&id), r#type: kind, content: Json(content) };
        handle.insert(new.set(SessionSummary::ID, format!("{id}-{k}")))?;
    }
    for k in 0..row.decisions {
        let content = Json(serde_json::json!({ "world": world }));
        let new = NewDecision { session_id: Id::new(&id), r#type: world.to_owned(), content };
        handle.insert(new.set(Decision::ID, format!("{id}-{k}")))?;
    }
    Ok(())
}

/// A world as Rust sees it: what the oracle computes with.
struct Held {
    sessions: Vec<Session>,
    summaries: Vec<SessionSummary>,
    decisions: Vec<Decision>,
}

impl Held {
    /// Read without any query of the library: each row by its key.
    fn of(handle: &WorldHandle<'_>, rows: &[Row]) -> Self {
        let (mut sessions, mut summaries, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
        for (n, row) in rows.iter().enumerate() {
            sessions.push(handle.get::<Session>(&Id::new(format!("s{n}"))).unwrap().unwrap());
            for k in 0..row.summaries {
                summaries.push(handle.get::<SessionSummary>(&Id::new(format!("s{n}-{k}"))).unwrap().unwrap());
            }
            for k in 0..row.decisions {
                decisions.push(handle.get::<Decision>(&Id::new(format!("s{n}-{k}"))).unwrap().unwrap());
            }
        }
        Self { sessions, summaries, decisions }
    }

    fn summaries_of(&self, session: &Session) -> Vec<&SessionSummary> {
        self.summaries.iter().filter(|summary| summary.session_id == session.id).collect()
    }

    fn decisions_of(&self, session: &Session) -> usize {
        self.decisions.iter().filter(|decision| decision.session_id == session.id).count()
    }
}

#[derive(Clone, Copy, Debug)]
enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A condition on sessions, twice: as the library's, and as Rust's. Text is that of any of the worlds.
#[derive(Clone, Debug)]
enum Ask {
    TokensIn(Compare, i64),
    Tokens(Compare),
    Sum(Compare, i64),
    Between(i64, i64),
    Status(usize),
    StatusIn(Vec<usize>),
    Id(Compare, usize),
    Model(Compare, usize, usize),
    ModelIn(Vec<Option<(usize, usize)>>),
    ModelIsNull(bool),
    ModelContains(usize),
    ModelOrNone(usize),
    SieStarts(usize),
    PatternNamed(bool),
    WorldNamed(usize),
    HasSummary(Option<bool>),
    SummariesSay(usize),
    Summaries(Compare, i64),
    InSummaries(Option<usize>),
    InDecisions,
    InLargest(u64),
    Not(Box<Ask>),
    And(Box<Ask>, Box<Ask>),
    Or(Box<Ask>, Box<Ask>),
    Same(Box<Ask>, Box<Ask>),
}

fn compare() -> impl Strategy<Value = Compare> {
    use Compare::{Eq, Ge, Gt, Le, Lt, Ne};
    prop_oneof![Just(Eq), Just(Ne), Just(Lt), Just(Le), Just(Gt), Just(Ge)]
}

fn ask() -> impl Strategy<Value = Ask> {
    let model = || (0..3_usize, 0..3_usize);
    let leaf = prop_oneof![
        (compare(), 0..6_i64).prop_map(|(how, n)| Ask::TokensIn(how, n)),
        compare().prop_map(Ask::Tokens),
        (compare(), 0..9_i64).prop_map(|(how, n)| Ask::Sum(how, n)),
        (0..6_i64, 0..6_i64).prop_map(|(low, high)| Ask::Between(low, high)),
        (0..3_usize).prop_map(Ask::Status),
        vec(0..3_usize, 0..3).prop_map(Ask::StatusIn),
        (compare(), 0..7_usize).prop_map(|(how, n)| Ask::Id(how, n)),
        (compare(), model()).prop_map(|(how, (world, n))| Ask::Model(how, world, n)),
        vec(option::of(model()), 0..3).prop_map(Ask::ModelIn),
        any::<bool>().prop_map(Ask::ModelIsNull),
        (0..3_usize).prop_map(Ask::ModelContains),
        (0..3_usize).prop_map(Ask::ModelOrNone),
        (0..3_usize).prop_map(Ask::SieStarts),
        any::<bool>().prop_map(Ask::PatternNamed),
        (0..3_usize).prop_map(Ask::WorldNamed),
        option::of(any::<bool>()).prop_map(Ask::HasSummary),
        (0..3_usize).prop_map(Ask::SummariesSay),
        (compare(), 0..3_i64).prop_map(|(how, n)| Ask::Summaries(how, n)),
        option::of(0..3_usize).prop_map(Ask::InSummaries),
        Just(Ask::InDecisions),
        (0..4_u64).prop_map(Ask::InLargest),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let both = || (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            inner.clone().prop_map(|ask| Ask::Not(Box::new(ask))),
            both().prop_map(|(a, b)| Ask::And(a, b)),
            both().prop_map(|(a, b)| Ask::Or(a, b)),
            both().prop_map(|(a, b)| Ask::Same(a, b)),
        ]
    })
}

fn compared<E: Expression>(
    how: Compare,
    what: E,
    value: impl Operand<E::Table, E::Value>,
) -> Filter<E::Table> {
    match how {
        Compare::Eq => what.eq(value),
        Compare::Ne => what.ne(value),
        Compare::Lt => what.lt(value),
        Compare::Le => what.le(value),
        Compare::Gt => what.gt(value),
        Compare::Ge => what.ge(value),
    }
}

fn holds<V: PartialOrd>(how: Compare, what: &V, value: &V) -> bool {
    match how {
        Compare::Eq => what == value,
        Compare::Ne => what != value,
        Compare::Lt => what < value,
        Compare::Le => what <= value,
        Compare::Gt => what > value,
        Compare::Ge => what >= value,
    }
}

/// SQL's truth: `None` for a comparison with NULL.
type Truth = Option<bool>;

impl Ask {
    fn filter(&self) -> Filter<Session> {
        let model = |(world, n): (usize, usize)| format!("{}-{n}", WORLDS[world]);
        match self {
            Self::TokensIn(how, n) => compared(*how, Session::TOKENS_IN, *n),
            Self::Tokens(how) => compared(*how, Session::TOKENS_IN, Session::TOKENS_OUT),
            Self::Sum(how, n) => compared(*how, Session::TOKENS_IN.plus(Session::TOKENS_OUT), *n),
            Self::Between(low, high) => Session::TOKENS_IN.between(*low, *high),
            Self::Status(status) => Session::STATUS.eq(STATUSES[*status]),
            Self::StatusIn(all) => Session::STATUS.is_in(all.iter().map(|status| STATUSES[*status])),
            Self::Id(how, n) => compared(*how, Session::ID, format!("s{n}")),
            Self::Model(how, world, n) => compared(*how, Session::MODEL_USED, model((*world, *n))),
            Self::ModelIn(all) => Session::MODEL_USED.is_in(all.iter().map(|one| one.map(model))),
            Self::ModelIsNull(true) => Session::MODEL_USED.is_null(),
            Self::ModelIsNull(false) => Session::MODEL_USED.is_not_null(),
            Self::ModelContains(world) => Session::MODEL_USED.contains(&WORLDS[*world][1..]),
            Self::ModelOrNone(n) => {
                Session::MODEL_USED.unwrap_or(Session::ID.as_text()).ends_with(&n.to_string())
            }
            Self::SieStarts(world) => Session::SIE_ID.starts_with(WORLDS[*world]),
            Self::PatternNamed(true) => Session::PATTERN_ID.to(Pattern::NAME).eq("Dialectic"),
            Self::PatternNamed(false) => Session::PATTERN_ID.to(Pattern::NAME).is_null(),
            Self::WorldNamed(world) => Session::WORLD_ID.to(World::NAME).lower().eq(WORLDS[*world]),
            Self::HasSummary(last) => SessionSummary::SESSION_ID.exists(last.map(|last| {
                SessionSummary::TYPE.eq(if last { SummaryKind::Final } else { SummaryKind::Checkpoint })
            })),
            Self::SummariesSay(world) => SessionSummary::SESSION_ID
                .exists(SessionSummary::CONTENT.text_at("$.headline").starts_with(WORLDS[*world])),
            Self::Summaries(how, n) => compared(*how, SessionSummary::SESSION_ID.count_of(None), *n),
            Self::InSummaries(world) => {
                let says = |world: usize| {
                    SessionSummary::SESSION_ID.to(Session::SIE_ID).eq(WORLDS[world].to_owned())
                };
                let query = SessionSummary::query().filter(world.map(says));
                Session::ID.in_select(query.columns(SessionSummary::SESSION_ID))
            }
            Self::InDecisions => {
                Session::ID.in_select(Decision::query().distinct().columns(Decision::SESSION_ID))
            }
            Self::InLargest(rows) => Session::ID.in_select(largest(*rows).columns(Session::ID)),
            Self::Not(ask) => !ask.filter(),
            Self::And(a, b) => a.filter().and(b.filter()),
            Self::Or(a, b) => a.filter().or(b.filter()),
            Self::Same(a, b) => a.filter().eq(b.filter()),
        }
    }

    fn truth(&self, session: &Session, held: &Held) -> Truth {
        let model = |(world, n): (usize, usize)| format!("{}-{n}", WORLDS[world]);
        let of = |text: &Option<String>, test: &dyn Fn(&str) -> bool| text.as_deref().map(test);
        let sie = session.sie_id.as_deref().unwrap();
        let truth = match self {
            Self::TokensIn(how, n) => holds(*how, &session.tokens_in, n),
            Self::Tokens(how) => holds(*how, &session.tokens_in, &session.tokens_out),
            Self::Sum(how, n) => holds(*how, &(session.tokens_in + session.tokens_out), n),
            Self::Between(low, high) => *low <= session.tokens_in && session.tokens_in <= *high,
            Self::Status(status) => session.status == STATUSES[*status],
            Self::StatusIn(all) => all.iter().any(|status| session.status == STATUSES[*status]),
            Self::Id(how, n) => holds(*how, &session.id.as_str(), &format!("s{n}").as_str()),
            Self::Model(Compare::Ne, world, n) => session.model_used != Some(model((*world, *n))),
            Self::Model(how, world, n) => {
                return of(&session.model_used, &|text| holds(*how, &text, &model((*world, *n)).as_str()));
            }
            Self::ModelIn(all) => {
                let found = all.iter().any(|one| one.map(model) == session.model_used);
                let nothing_to_compare = all.iter().all(Option::is_none);
                return match &session.model_used {
                    None if !found && !nothing_to_compare => None,
                    _ => Some(found),
                };
            }
            Self::ModelIsNull(is) => session.model_used.is_none() == *is,
            Self::ModelContains(world) => {
                return of(&session.model_used, &|text| text.contains(&WORLDS[*world][1..]));
            }
            Self::ModelOrNone(n) => {
                session.model_used.as_deref().unwrap_or(session.id.as_str()).ends_with(&n.to_string())
            }
            Self::SieStarts(world) => sie.starts_with(WORLDS[*world]),
            Self::PatternNamed(true) => return session.pattern_id.as_ref().map(|_| true),
            Self::PatternNamed(false) => session.pattern_id.is_none(),
            Self::WorldNamed(world) => sie == WORLDS[*world],
            Self::HasSummary(None) => !held.summaries_of(session).is_empty(),
            Self::HasSummary(Some(last)) => held
                .summaries_of(session)
                .iter()
                .any(|summary| (summary.r#type == SummaryKind::Final) == *last),
            Self::SummariesSay(world) => sie == WORLDS[*world] && !held.summaries_of(session).is_empty(),
            Self::Summaries(how, n) => {
                holds(*how, &i64::try_from(held.summaries_of(session).len()).unwrap(), n)
            }
            Self::InSummaries(world) => {
                world.is_none_or(|world| sie == WORLDS[world]) && !held.summaries_of(session).is_empty()
            }
            Self::InDecisions => held.decisions_of(session) > 0,
            Self::InLargest(rows) => {
                let mut all: Vec<&Session> = held.sessions.iter().collect();
                all.sort_by(|a, b| b.tokens_in.cmp(&a.tokens_in).then(a.id.cmp(&b.id)));
                all.iter().take(usize::try_from(*rows).unwrap()).any(|one| one.id == session.id)
            }
            Self::Not(ask) => return ask.truth(session, held).map(|truth| !truth),
            Self::And(a, b) => match (a.truth(session, held), b.truth(session, held)) {
                (Some(false), _) | (_, Some(false)) => false,
                (Some(true), Some(true)) => true,
                _ => return None,
            },
            Self::Or(a, b) => match (a.truth(session, held), b.truth(session, held)) {
                (Some(true), _) | (_, Some(true)) => true,
                (Some(false), Some(false)) => false,
                _ => return None,
            },
            Self::Same(a, b) => match (a.truth(session, held), b.truth(session, held)) {
                (Some(a), Some(b)) => a == b,
                _ => return None,
            },
        };
        Some(truth)
    }

    fn matches(&self, session: &Session, held: &Held) -> bool {
        self.truth(session, held) == Some(true)
    }
}

fn largest(rows: u64) -> Query<Session> {
    Session::query().order_by(Session::TOKENS_IN.desc()).order_by(Session::ID.asc()).limit(rows)
}

#[derive(Clone, Copy, Debug)]
enum By {
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
struct Asked {
    world: usize,
    asks: Vec<Ask>,
    by: Vec<By>,
    limit: Option<u64>,
    offset: Option<u64>,
    /// Select from what this gives.
    source: Option<Ask>,
}

fn asked() -> impl Strategy<Value = Asked> {
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
    fn query(&self) -> Query<Session> {
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

    fn matching<'h>(&self, held: &'h Held) -> Vec<&'h Session> {
        let asks = self.source.iter().chain(&self.asks);
        held.sessions.iter().filter(|session| asks.clone().all(|ask| ask.matches(session, held))).collect()
    }

    fn expected<'h>(&self, held: &'h Held) -> Vec<&'h Session> {
        let mut rows = self.matching(held);
        rows.sort_by(|a, b| {
            let by = self.by.iter().map(|by| by.compare(a, b, held));
            by.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(a.id.cmp(&b.id))
        });
        let size = |rows: Option<u64>, all: usize| rows.map_or(all, |rows| usize::try_from(rows).unwrap());
        rows.into_iter().skip(size(self.offset, 0)).take(size(self.limit, usize::MAX)).collect()
    }
}

/// Rows, their values, counts: everything that a query without relations can give.
fn check_rows(handle: &WorldHandle<'_>, asked: &Asked, held: &Held) {
    let expected: Vec<Session> = asked.expected(held).into_iter().cloned().collect();
    let run = || handle.run(asked.query());
    assert_eq!(run().all().unwrap(), expected);
    assert_eq!(run().count().unwrap(), expected.len() as u64);
    assert_eq!(run().exists().unwrap(), !expected.is_empty());
    assert_eq!(run().first().unwrap(), expected.first().cloned());
    let mut each = Vec::new();
    run()
        .each(|session| {
            each.push(session);
            Ok(())
        })
        .unwrap();
    assert_eq!(each, expected);
    let values = run()
        .columns((
            Session::ID,
            Session::SIE_ID,
            Session::WORLD_ID.to(World::ID),
            Session::PATTERN_ID.to(Pattern::NAME).is_null(),
            SessionSummary::SESSION_ID.count_of(None),
            Decision::SESSION_ID.count_of(Decision::SESSION_ID.to(Session::SIE_ID).ne("nobody")),
            Session::WORLD_ID.row(),
        ))
        .all()
        .unwrap();
    assert_eq!(values.len(), expected.len());
    for (row, session) in values.into_iter().zip(&expected) {
        let (id, sie, world, no_pattern, summaries, decisions, world_row) = row;
        assert_eq!((&id, &sie, &world), (&session.id, &session.sie_id, &session.world_id));
        assert_eq!(no_pattern, session.pattern_id.is_none());
        assert_eq!(usize::try_from(summaries).unwrap(), held.summaries_of(session).len());
        assert_eq!(usize::try_from(decisions).unwrap(), held.decisions_of(session));
        assert_eq!(world_row.id, session.world_id);
    }
}

/// Groups and windows, over all rows that match.
fn check_aggregates(handle: &WorldHandle<'_>, asked: &Asked, held: &Held) {
    let asked = Asked { by: Vec::new(), limit: None, offset: None, ..asked.clone() };
    let mut groups: BTreeMap<usize, Vec<&Session>> = BTreeMap::new();
    for session in asked.matching(held) {
        let status = STATUSES.iter().position(|status| *status == session.status).unwrap();
        groups.entry(status).or_default().push(session);
    }
    let mut query = Session::query().group_by(Session::STATUS);
    for ask in asked.source.iter().chain(&asked.asks) {
        query = query.filter(ask.filter());
    }
    let columns = (Session::STATUS, count(), Session::TOKENS_IN.sum(), Session::MODEL_USED.max());
    let more_than_one = query.clone().having(count::<Session>().gt(1)).columns(Session::STATUS);
    let found = handle.run(query.columns(columns)).all().unwrap();
    assert_eq!(found.len(), groups.len());
    for (status, rows, tokens, model) in found {
        let group = &groups[&STATUSES.iter().position(|one| *one == status).unwrap()];
        assert_eq!(usize::try_from(rows).unwrap(), group.len());
        assert_eq!(tokens, Some(group.iter().map(|session| session.tokens_in).sum()));
        assert_eq!(model, group.iter().filter_map(|session| session.model_used.clone()).max());
    }
    let large = groups.values().filter(|group| group.len() > 1).count();
    assert_eq!(handle.run(more_than_one).all().unwrap().len(), large);

    let by_tokens = || Window::all().order_by(Session::TOKENS_IN.desc()).order_by(Session::ID.asc());
    let windows = handle
        .run(asked.query())
        .columns((
            Session::ID,
            row_number(by_tokens().partition_by(Session::STATUS)),
            lag(Session::SIE_ID, by_tokens()),
            count::<Session>().over(Window::all()),
        ))
        .all()
        .unwrap();
    let all = asked.matching(held);
    assert_eq!(windows.len(), all.len());
    for (id, number, before, of_all) in windows {
        let own = all.iter().find(|session| session.id == id).unwrap();
        let in_front = |other: &&&Session| {
            (std::cmp::Reverse(other.tokens_in), &other.id) < (std::cmp::Reverse(own.tokens_in), &own.id)
        };
        let same = all.iter().filter(in_front).filter(|other| other.status == own.status).count();
        assert_eq!(usize::try_from(number).unwrap(), same + 1);
        assert_eq!(before.is_some(), all.iter().any(|other| in_front(&other)));
        assert!(before.is_none() || before == own.sie_id);
        assert_eq!(usize::try_from(of_all).unwrap(), all.len());
    }
}

/// Relations: to one, to many, filtered and limited for each, nested in both directions.
fn check_relations(handle: &WorldHandle<'_>, asked: &Asked, held: &Held) {
    let each = asked.limit.unwrap_or(9);
    let session = Session::query().with_many(Decision::SESSION_ID).with_one(Session::PATTERN_ID);
    let summaries = SessionSummary::query()
        .order_by(SessionSummary::ID.desc())
        .limit(each)
        .with_one_of(SessionSummary::SESSION_ID, session);
    let found = handle
        .run(asked.query())
        .with_one(Session::PATTERN_ID)
        .with_many_of(SessionSummary::SESSION_ID, summaries)
        .with_many_of(Decision::SESSION_ID, Decision::query().columns(Decision::TYPE))
        .with_one(Session::WORLD_ID)
        .all()
        .unwrap();
    let expected = asked.expected(held);
    assert_eq!(found.len(), expected.len());
    for ((session, pattern, summaries, decisions, world), expected) in found.into_iter().zip(expected) {
        assert_eq!(&session, expected);
        assert_eq!(pattern.map(|pattern| pattern.id), session.pattern_id);
        assert_eq!(world.id, session.world_id);
        assert_eq!(decisions, vec![session.sie_id.clone().unwrap(); held.decisions_of(&session)]);
        let mut own = held.summaries_of(&session);
        own.reverse();
        own.truncate(usize::try_from(each).unwrap());
        assert_eq!(summaries.iter().map(|(summary, _)| summary).collect::<Vec<_>>(), own);
        for (_, back) in &summaries {
            let (back, decisions, _) = back.as_ref().unwrap();
            assert_eq!(back, &session);
            assert_eq!(decisions.len(), held.decisions_of(&session));
            assert!(decisions.iter().all(|decision| Some(&decision.r#type) == session.sie_id.as_ref()));
        }
    }
}

/// Set operations of two queries, each with its own limit.
fn check_sets(handle: &WorldHandle<'_>, left: &Asked, right: &Asked, held: &Held) {
    let columns = || (Session::ID, Session::SIE_ID);
    let query = |asked: &Asked| asked.query().columns(columns());
    let ids = |query: Query<Session, _>| -> Vec<String> {
        let rows: Vec<(Id<Session>, Option<String>)> =
            handle.run(query.order_by(Session::ID.asc())).all().unwrap();
        for (_, sie) in &rows {
            assert_eq!(sie.as_deref(), held.sessions[0].sie_id.as_deref());
        }
        rows.into_iter().map(|(id, _)| id.into_string()).collect()
    };
    let set = |asked: &Asked| -> BTreeSet<String> {
        asked.expected(held).iter().map(|session| session.id.as_str().to_owned()).collect()
    };
    let (l, r) = (set(left), set(right));
    let sorted = |ids: &mut dyn Iterator<Item = &String>| -> Vec<String> { ids.cloned().collect() };
    assert_eq!(ids(query(left).union(query(right))), sorted(&mut l.union(&r)));
    assert_eq!(ids(query(left).intersect(query(right))), sorted(&mut l.intersection(&r)));
    assert_eq!(ids(query(left).except(query(right))), sorted(&mut l.difference(&r)));
    assert_eq!(ids(query(left).union_all(query(right))).len(), l.len() + r.len());
    // What is nested on either side stays nested, whatever SQLite's precedence is.
    let both = || query(left).union(query(right));
    assert!(ids(query(left).except(both())).is_empty());
    let rest: BTreeSet<String> = both_without(&l, &r);
    assert_eq!(ids(both().except(query(left).intersect(query(right)))), sorted(&mut rest.iter()));
    let all = Session::query().columns(columns());
    let summaries = SessionSummary::query()
        .columns((SessionSummary::SESSION_ID, SessionSummary::SESSION_ID.to(Session::SIE_ID)));
    let with: BTreeSet<String> =
        held.summaries.iter().map(|summary| summary.session_id.as_str().to_owned()).collect();
    assert_eq!(ids(all.intersect(summaries)), sorted(&mut with.iter()));
}

fn both_without(l: &BTreeSet<String>, r: &BTreeSet<String>) -> BTreeSet<String> {
    l.symmetric_difference(r).cloned().collect()
}

/// A write of sessions by a random filter, or of one session.
#[derive(Clone, Debug)]
enum Change {
    Add(Ask, i64),
    Close(Option<Ask>),
    Summaries(Ask),
    One(usize, i64),
    DeleteOneAgent(usize),
    Upsert(usize, i64),
    UpsertNothing(usize),
    Copy(Ask),
    CopyOfSummaries,
    DeleteAgents(usize),
    DeleteAgentsWith(Ask),
    DeleteAllAgents,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (ask(), 1..9_i64).prop_map(|(ask, n)| Change::Add(ask, n)),
        option::of(ask()).prop_map(Change::Close),
        ask().prop_map(Change::Summaries),
        (0..9_usize, 0..9_i64).prop_map(|(id, n)| Change::One(id, n)),
        (0..9_usize).prop_map(Change::DeleteOneAgent),
        (0..9_usize, 0..9_i64).prop_map(|(id, n)| Change::Upsert(id, n)),
        (0..9_usize).prop_map(Change::UpsertNothing),
        ask().prop_map(Change::Copy),
        Just(Change::CopyOfSummaries),
        (0..3_usize).prop_map(Change::DeleteAgents),
        ask().prop_map(Change::DeleteAgentsWith),
        Just(Change::DeleteAllAgents),
    ]
}

/// One agent in each world for each session: rows that may be deleted.
fn add_agents(loom: &Loom, worlds: &[Vec<Row>; 3]) {
    for (world, rows) in WORLDS.iter().zip(worlds) {
        let handle = loom.world(world).unwrap();
        for n in 0..rows.len() {
            let profile = AgentProfile { role: String::new(), summary: String::new(), strengths: Vec::new() };
            let agent = NewAgent { name: format!("{world}-{}", n % 3), profile: Json(profile) };
            handle.insert(agent.set(Agent::ID, format!("s{n}"))).unwrap();
        }
    }
}

/// Every value of every row, by world, straight from SQLite.
fn everything(loom: &Loom) -> BTreeMap<String, Vec<String>> {
    let mut worlds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in ["sessions", "session_summaries", "decisions", "agents"] {
        let rows = loom.with_connection(|connection| {
            let mut statement =
                connection.prepare(&format!("SELECT world_id, * FROM {table} ORDER BY world_id, id"))?;
            let width = statement.column_count();
            let rows = statement.query_map([], |row| {
                let cells: rusqlite::Result<Vec<rusqlite::types::Value>> =
                    (1..width).map(|at| row.get(at)).collect();
                Ok((row.get::<_, String>(0)?, format!("{table} {:?}", cells?)))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        });
        for (world, row) in rows.unwrap() {
            worlds.entry(world).or_default().push(row);
        }
    }
    worlds
}

/// Makes the change, checks what it says it did, and what it did to its own world.
fn check_change(handle: &WorldHandle<'_>, world: &str, change: &Change, held: &Held) {
    let matching = |ask: &Ask| -> BTreeMap<String, &Session> {
        let matching = held.sessions.iter().filter(|session| ask.matches(session, held));
        matching.map(|session| (session.id.as_str().to_owned(), session)).collect()
    };
    match change {
        Change::Add(ask, n) => {
            let update = handle.update_many::<Session>().filter(ask.filter());
            let sum = Session::TOKENS_IN.plus(*n);
            let rows = update.set(Session::TOKENS_OUT, sum).returning().unwrap();
            let expected = matching(ask);
            assert_eq!(rows.len(), expected.len());
            for row in rows {
                assert_eq!((row.world_id.as_str(), row.tokens_out), (world, row.tokens_in + n));
                assert!(expected.contains_key(row.id.as_str()));
            }
        }
        Change::Close(ask) => {
            let update = handle.update_many::<Session>();
            let update = match ask {
                Some(ask) => update.filter(ask.filter()),
                None => update.all_rows(),
            };
            let changed = update.set(Session::STATUS, SessionStatus::Closed).run().unwrap();
            let expected = ask.as_ref().map_or(held.sessions.len(), |ask| matching(ask).len());
            assert_eq!(changed, expected as u64);
        }
        Change::Summaries(ask) => {
            let ids = Session::query().filter(ask.filter()).columns(Session::ID);
            let update = handle.update_many::<SessionSummary>();
            let update = update.filter(SessionSummary::SESSION_ID.in_select(ids));
            let columns = (SessionSummary::SESSION_ID, SessionSummary::WORLD_ID);
            let rows = update
                .set(SessionSummary::TYPE, SummaryKind::Checkpoint)
                .returning_columns(&columns)
                .unwrap();
            let expected = matching(ask);
            let all = held.summaries.iter().filter(|one| expected.contains_key(one.session_id.as_str()));
            assert_eq!(rows.len(), all.count());
            assert!(rows.iter().all(|(_, of)| of.as_str() == world));
        }
        Change::One(id, n) => {
            let update = handle.update::<Session>(&Id::new(format!("s{id}"))).set(Session::TOKENS_IN, *n);
            assert_eq!(update.run().unwrap(), *id < held.sessions.len());
        }
        Change::DeleteOneAgent(id) => {
            let gone = handle.delete::<Agent>(&Id::new(format!("s{id}"))).unwrap();
            assert_eq!(gone, *id < held.sessions.len());
        }
        Change::Upsert(id, n) => {
            let new = NewSession { status: SessionStatus::Active }.set(Session::TOKENS_IN, *n);
            let new = new.set(Session::ID, format!("s{id}"));
            let row = handle.upsert(new).on(Session::ID).do_update().unwrap();
            assert_eq!((row.world_id.as_str(), row.tokens_in), (world, *n));
            let known = held.sessions.iter().find(|session| session.id == row.id);
            assert_eq!(row.sie_id, known.and_then(|session| session.sie_id.clone()));
        }
        Change::UpsertNothing(id) => {
            let new = NewSession { status: SessionStatus::Active }.set(Session::ID, format!("s{id}"));
            let row = handle.upsert(new).on(Session::ID).do_nothing().unwrap();
            assert_eq!(row.is_none(), *id < held.sessions.len());
        }
        Change::Copy(ask) => {
            let source = Session::query().filter(ask.filter()).columns((
                Session::ID.as_text().concat("-copy").as_id(),
                Session::STATUS,
                Session::SIE_ID,
            ));
            let columns = (Session::ID, Session::STATUS, Session::SIE_ID);
            let copied = handle.insert_select(columns, source).unwrap();
            assert_eq!(copied, matching(ask).len() as u64);
            let copies = handle.select::<Session>().filter(Session::ID.as_text().ends_with("-copy")).all();
            assert!(copies.unwrap().iter().all(|copy| copy.sie_id.as_deref() == Some(world)));
        }
        Change::CopyOfSummaries => {
            let source = SessionSummary::query().columns((
                SessionSummary::ID.as_text().as_id(),
                SessionSummary::SESSION_ID.to(Session::STATUS),
                SessionSummary::SESSION_ID.to(Session::SIE_ID),
            ));
            let columns = (Session::ID, Session::STATUS, Session::SIE_ID);
            assert_eq!(handle.insert_select(columns, source).unwrap(), held.summaries.len() as u64);
        }
        Change::DeleteAgents(of) => {
            let delete = handle.delete_many::<Agent>().filter(Agent::NAME.starts_with(WORLDS[*of]));
            let gone = delete.returning().unwrap();
            let expected = if WORLDS[*of] == world { held.sessions.len() } else { 0 };
            assert_eq!(gone.len(), expected);
            assert!(gone.iter().all(|agent| agent.world_id == world));
        }
        Change::DeleteAgentsWith(ask) => {
            let ids = Session::query().filter(ask.filter()).columns(Session::ID.as_text());
            let delete = handle.delete_many::<Agent>().filter(Agent::ID.as_text().in_select(ids));
            assert_eq!(delete.run().unwrap(), matching(ask).len() as u64);
        }
        Change::DeleteAllAgents => {
            let gone = handle.delete_many::<Agent>().all_rows().run().unwrap();
            assert_eq!(gone, held.sessions.len() as u64);
            assert_eq!(handle.count::<Agent>().unwrap(), 0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_stay_in_their_world_and_are_right(worlds in worlds(), queries in vec(asked(), 2..6)) {
        let loom = fill(&worlds);
        for asked in &queries {
            let handle = loom.world(WORLDS[asked.world]).unwrap();
            let held = Held::of(&handle, &worlds[asked.world]);
            check_rows(&handle, asked, &held);
            check_aggregates(&handle, asked, &held);
            check_relations(&handle, asked, &held);
            if !held.sessions.is_empty() {
                check_sets(&handle, asked, &queries[0], &held);
            }
        }
    }

    #[test]
    fn writes_stay_in_their_world(worlds in worlds(), world in 0..3_usize, change in change()) {
        let loom = fill(&worlds);
        add_agents(&loom, &worlds);
        let handle = loom.world(WORLDS[world]).unwrap();
        let held = Held::of(&handle, &worlds[world]);
        let mut before = everything(&loom);
        check_change(&handle, WORLDS[world], &change, &held);
        let mut after = everything(&loom);
        before.remove(WORLDS[world]);
        after.remove(WORLDS[world]);
        prop_assert_eq!(before, after);
    }
}
