//! What the three worlds hold, as it is made up, as it is stored, and as the oracle sees it.

use std::collections::BTreeMap;

use loom_engine::tables::{
    Agent, AgentProfile, Decision, NewAgent, NewDecision, NewSession, NewSessionSummary, NewWorld, Session,
    SessionStatus, SessionSummary, Summary, SummaryKind, World,
};
use loom_schema::WorldHandle;
use loom_schema::prelude::*;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::two_worlds;

pub(crate) const WORLDS: [&str; 3] = ["atlas", "hearth", "mirror"];
pub(crate) const STATUSES: [SessionStatus; 3] =
    [SessionStatus::Pending, SessionStatus::Active, SessionStatus::Closed];

/// What one world holds: sessions `s0`, `s1`, …, and for each its summaries and decisions.
#[derive(Clone, Debug)]
pub(crate) struct Row {
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
pub(crate) fn worlds() -> impl Strategy<Value = [Vec<Row>; 3]> {
    [vec(row(), 0..7), vec(row(), 0..7), vec(row(), 1..7)]
}

pub(crate) fn fill(worlds: &[Vec<Row>; 3]) -> Loom {
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
pub(crate) struct Held {
    pub(crate) sessions: Vec<Session>,
    pub(crate) summaries: Vec<SessionSummary>,
    pub(crate) decisions: Vec<Decision>,
}

impl Held {
    /// Read without any query of the library: each row by its key.
    pub(crate) fn of(handle: &WorldHandle<'_>, rows: &[Row]) -> Self {
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

    pub(crate) fn summaries_of(&self, session: &Session) -> Vec<&SessionSummary> {
        self.summaries.iter().filter(|summary| summary.session_id == session.id).collect()
    }

    pub(crate) fn decisions_of(&self, session: &Session) -> usize {
        self.decisions.iter().filter(|decision| decision.session_id == session.id).count()
    }
}

/// One agent in each world for each session: rows that may be deleted.
pub(crate) fn add_agents(loom: &Loom, worlds: &[Vec<Row>; 3]) {
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
pub(crate) fn everything(loom: &Loom) -> BTreeMap<String, Vec<String>> {
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
