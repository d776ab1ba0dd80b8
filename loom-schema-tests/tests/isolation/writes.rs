//! Random writes in one world, and what is checked of each.

use std::collections::BTreeMap;

use loom_engine::tables::{Agent, NewSession, Session, SessionStatus, SessionSummary, SummaryKind};
use loom_schema::WorldHandle;
use loom_schema::prelude::*;
use proptest::option;
use proptest::prelude::*;

use crate::conditions::{Ask, ask};
use crate::worlds::{Held, WORLDS};

/// A write of sessions by a random filter, or of one session.
#[derive(Clone, Debug)]
pub(crate) enum Change {
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

pub(crate) fn change() -> impl Strategy<Value = Change> {
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

/// Makes the change, checks what it says it did, and what it did to its own world.
pub(crate) fn check_change(handle: &WorldHandle<'_>, world: &str, change: &Change, held: &Held) {
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
