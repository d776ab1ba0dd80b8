//! Random conditions on sessions: as a filter of the library, and as the oracle's truth.

use loom_engine::tables::{Decision, Pattern, Session, SessionSummary, SummaryKind, World};
use loom_schema::prelude::*;
use loom_schema::query::{Expression, Filter, Operand, Query};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::worlds::{Held, STATUSES, WORLDS};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A condition on sessions, twice: as the library's, and as Rust's. Text is that of any of the worlds.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
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

pub(crate) fn ask() -> impl Strategy<Value = Ask> {
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

impl Ask {
    pub(crate) fn filter(&self) -> Filter<Session> {
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

    /// A comparison with NULL is false, and its opposite true.
    pub(crate) fn matches(&self, session: &Session, held: &Held) -> bool {
        let model = |(world, n): (usize, usize)| format!("{}-{n}", WORLDS[world]);
        let of = |text: &Option<String>, test: &dyn Fn(&str) -> bool| text.as_deref().is_some_and(test);
        let sie = session.sie_id.as_deref().unwrap();
        match self {
            Self::TokensIn(how, n) => holds(*how, &session.tokens_in, n),
            Self::Tokens(how) => holds(*how, &session.tokens_in, &session.tokens_out),
            Self::Sum(how, n) => holds(*how, &(session.tokens_in + session.tokens_out), n),
            Self::Between(low, high) => *low <= session.tokens_in && session.tokens_in <= *high,
            Self::Status(status) => session.status == STATUSES[*status],
            Self::StatusIn(all) => all.iter().any(|status| session.status == STATUSES[*status]),
            Self::Id(how, n) => holds(*how, &session.id.as_str(), &format!("s{n}").as_str()),
            Self::Model(Compare::Ne, world, n) => session.model_used != Some(model((*world, *n))),
            Self::Model(how, world, n) => {
                of(&session.model_used, &|text| holds(*how, &text, &model((*world, *n)).as_str()))
            }
            Self::ModelIn(all) => all.iter().any(|one| one.map(model) == session.model_used),
            Self::ModelIsNull(is) => session.model_used.is_none() == *is,
            Self::ModelContains(world) => {
                of(&session.model_used, &|text| text.contains(&WORLDS[*world][1..]))
            }
            Self::ModelOrNone(n) => {
                session.model_used.as_deref().unwrap_or(session.id.as_str()).ends_with(&n.to_string())
            }
            Self::SieStarts(world) => sie.starts_with(WORLDS[*world]),
            Self::PatternNamed(named) => session.pattern_id.is_some() == *named,
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
            Self::Not(ask) => !ask.matches(session, held),
            Self::And(a, b) => a.matches(session, held) && b.matches(session, held),
            Self::Or(a, b) => a.matches(session, held) || b.matches(session, held),
            Self::Same(a, b) => a.matches(session, held) == b.matches(session, held),
        }
    }
}

fn largest(rows: u64) -> Query<Session> {
    Session::query().order_by(Session::TOKENS_IN.desc()).order_by(Session::ID.asc()).limit(rows)
}
