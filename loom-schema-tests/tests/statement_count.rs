//! How many statements a query with relations takes. A test of its own: `tracing` decides once for the whole program
//! whether anybody listens, and other tests, on other threads, do not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::with_summaries;
use loom_engine::tables::{NewPattern, Pattern, PatternFamily, Session, SessionSummary};
use loom_schema::prelude::*;

/// Counts the statements that are run while it is the thread's subscriber.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl tracing::Subscriber for Counter {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "loom_schema::sql"
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

fn statements(work: impl FnOnce()) -> usize {
    let counter = Counter::default();
    tracing::subscriber::with_default(counter.clone(), work);
    counter.0.load(Ordering::Relaxed)
}

#[test]
fn statements_are_counted() {
    // One after the other, for the reason above.
    the_number_of_statements_does_not_depend_on_the_number_of_rows();
    rows_that_come_many_times_out_of_a_union_cost_no_further_statement();
    each_verb_sends_one_event_for_its_statement();
}

fn the_number_of_statements_does_not_depend_on_the_number_of_rows() {
    let counts: Vec<usize> = [1, 40]
        .into_iter()
        .map(|sessions| {
            let loom = with_summaries(sessions, 3);
            let atlas = loom.world("atlas").unwrap();
            statements(|| {
                let rows = atlas
                    .select::<Session>()
                    .with_one(Session::PATTERN_ID)
                    .with_many_of(
                        SessionSummary::SESSION_ID,
                        SessionSummary::query().with_one(SessionSummary::SESSION_ID),
                    )
                    .all()
                    .unwrap();
                assert_eq!(rows.len(), sessions);
            })
        })
        .collect();
    // The rows, their summaries, and the sessions of those. No session has a pattern, so that none is asked for.
    assert_eq!(counts, [3, 3]);
}

fn rows_that_come_many_times_out_of_a_union_cost_no_further_statement() {
    let loom = with_summaries(2, 3);
    let atlas = loom.world("atlas").unwrap();
    let mut rows = Session::query();
    for _ in 1..400 {
        rows = rows.union_all(Session::query());
    }
    let with = || Session::query().from_query(rows.clone()).with_many(SessionSummary::SESSION_ID);
    let counted = statements(|| {
        let all = atlas.run(with()).all().unwrap();
        assert_eq!(all.len(), 800);
        assert!(all.iter().all(|(session, summaries)| {
            summaries.len() == 3 && summaries.iter().all(|summary| summary.session_id == session.id)
        }));
    });
    assert_eq!(counted, 2);
}

fn each_verb_sends_one_event_for_its_statement() {
    let loom = with_summaries(2, 3);
    let atlas = loom.world("atlas").unwrap();
    let pattern =
        || NewPattern { name: "Tide".into(), family: PatternFamily::Decision, purpose: "Waiting.".into() };
    let (known, unknown): (Id<Pattern>, Id<Pattern>) = ("tide".into(), "none".into());
    loom.insert(pattern().set(Pattern::ID, "tide")).unwrap();
    let counted: Vec<(&str, usize)> = vec![
        ("get", statements(|| assert!(loom.get(&known).unwrap().is_some()))),
        ("get of nothing", statements(|| assert!(loom.get(&unknown).unwrap().is_none()))),
        ("select", statements(|| drop(atlas.select::<Session>().all().unwrap()))),
        ("first", statements(|| drop(atlas.select::<Session>().first().unwrap()))),
        ("count", statements(|| assert_eq!(atlas.count::<Session>().unwrap(), 2))),
        ("each", statements(|| atlas.select::<Session>().each(|_| Ok(())).unwrap())),
        ("insert", statements(|| drop(loom.insert(pattern()).unwrap()))),
        ("refused insert", statements(|| assert!(loom.insert(pattern().set(Pattern::ID, "tide")).is_err()))),
        (
            "upsert",
            statements(|| {
                drop(loom.upsert(pattern().set(Pattern::ID, "tide")).on(Pattern::ID).do_update().unwrap());
            }),
        ),
        ("update", statements(|| assert!(loom.update(&known).set(Pattern::NAME, "Ebb").run().unwrap()))),
        (
            "update of nothing",
            statements(|| {
                assert!(!loom.update(&unknown).set(Pattern::NAME, "Ebb").run().unwrap());
            }),
        ),
        (
            "update returning",
            statements(|| {
                drop(loom.update(&known).set(Pattern::NAME, "Ebb").returning().unwrap());
            }),
        ),
        (
            "update by filter",
            statements(|| {
                let update = loom.update_many::<Pattern>().filter(Pattern::NAME.eq("Ebb"));
                assert_eq!(update.set(Pattern::NAME, "Tide").run().unwrap(), 1);
            }),
        ),
        ("delete of nothing", statements(|| assert!(!loom.delete(&unknown).unwrap()))),
        ("delete", statements(|| assert!(loom.delete(&known).unwrap()))),
        (
            "delete by filter",
            statements(|| {
                assert!(loom.delete_many::<Pattern>().filter(Pattern::NAME.eq("Tide")).run().unwrap() > 0);
            }),
        ),
    ];
    let wrong: Vec<_> = counted.iter().filter(|(_, events)| *events != 1).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let three = statements(|| drop(loom.insert_many([pattern(), pattern(), pattern()]).unwrap()));
    assert_eq!(three, 3);
}
