//! Queries one inside the other, wherever a query may stand: as many as fit, and an error for one more.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

mod common;

use common::filled;
use loom_engine::tables::Session;
use loom_schema::prelude::*;
use loom_schema::query::{Filter, Query};

type Ids = Query<Session, loom_schema::Column<Session, Id<Session>, loom_schema::query::OnInsert>>;

fn among(query: Query<Session>) -> Filter<Session> {
    Session::ID.in_select(query.columns(Session::ID))
}

fn ids() -> Ids {
    Session::query().columns(Session::ID)
}

/// A query around a query, for each place where one may stand.
fn around() -> Vec<(&'static str, fn(Query<Session>) -> Query<Session>)> {
    vec![
        ("filter", |query| Session::query().filter(among(query))),
        ("order", |query| Session::query().order_by(among(query).asc())),
        ("columns", |query| {
            let with = Session::query().columns(among(query));
            Session::query().filter(Session::TOKENS_IN.gt(5).in_select(with))
        }),
        ("group", |query| {
            Session::query().filter(among(Session::query().group_by(Session::ID).group_by(among(query))))
        }),
        ("having", |query| {
            Session::query().filter(among(Session::query().group_by(Session::ID).having(among(query))))
        }),
        ("page", |query| Session::query().after(among(query), (true, Id::new("a")))),
        ("source", |query| {
            let from = Session::query().from_query(Session::query().filter(among(query)));
            Session::query().filter(among(from))
        }),
        ("source of a filter", |query| Session::query().filter(among(Session::query().from_query(query)))),
        ("union", |query| {
            let union = ids().union(Session::query().filter(among(query)).columns(Session::ID));
            Session::query().filter(Session::ID.in_select(union))
        }),
        ("first of a union", |query| {
            let union = query.columns(Session::ID).union(ids()).limit(9);
            Session::query().filter(Session::ID.in_select(union))
        }),
    ]
}

/// Runs `work` with little stack.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn a_query_that_is_too_deep_is_an_error_wherever_it_stands() {
    on_a_small_stack(|| {
        let loom = filled();
        let atlas = loom.world("atlas").unwrap();
        for (place, around) in around() {
            let mut query = Session::query();
            for _ in 0..5_000 {
                query = around(query);
            }
            let error = atlas.run(query).count().unwrap_err().to_string();
            assert!(error.contains("too deep") || error.contains("at most 32 queries"), "{place}: {error}");
            assert!(error.len() < 300, "{place}: {error}");
        }
    });
}

#[test]
fn the_deepest_query_of_each_kind_fits_a_small_stack() {
    on_a_small_stack(|| {
        let loom = filled();
        let atlas = loom.world("atlas").unwrap();
        let deepest = |mut query: Query<Session>, around: fn(Query<Session>) -> Query<Session>| {
            let mut levels = 0;
            loop {
                let next = around(query.clone());
                if atlas.run(next.clone()).to_sql().is_err() {
                    return (query, levels);
                }
                (query, levels) = (next, levels + 1);
            }
        };
        // A page is written three times: in its condition twice, and in its order.
        for (place, around) in around().into_iter().filter(|(place, _)| *place != "page") {
            let (query, levels) = deepest(Session::query(), around);
            assert!(levels >= 8, "{place}: {levels}");
            let (query, _) = deepest(query, |query| Session::query().from_query(query));
            drop(format!("{query:?}"));
        }
    });
}
