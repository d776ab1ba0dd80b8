//! Selects made of selects: subqueries, selects from a select, set operations.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

mod common;

use common::{filled, texts};
use loom_engine::tables::{Pattern, PatternFamily, Session, SessionStatus, SessionSummary, SummaryKind};
use loom_schema::prelude::*;
use loom_schema::query::Filter;

#[test]
fn subqueries_stay_in_the_world() {
    let loom = filled();
    let (atlas, hearth) = (loom.world("atlas").unwrap(), loom.world("hearth").unwrap());
    let summarized = || Session::ID.in_select(SessionSummary::query().columns(SessionSummary::SESSION_ID));
    let ids = |handle: &loom_schema::WorldHandle<'_>, filter: Filter<Session>| {
        texts(
            handle
                .select::<Session>()
                .filter(filter)
                .order_by(Session::ID.asc())
                .columns(Session::ID)
                .all()
                .unwrap(),
        )
    };
    assert_eq!(ids(&atlas, summarized()), ["a", "b"]);
    assert_eq!(ids(&hearth, summarized()), Vec::<String>::new());
    let checkpoint = || SessionSummary::SESSION_ID.exists(SessionSummary::TYPE.eq(SummaryKind::Checkpoint));
    assert_eq!(ids(&atlas, checkpoint()), ["a"]);
    assert_eq!(ids(&hearth, checkpoint()), Vec::<String>::new());
    assert_eq!(ids(&atlas, !SessionSummary::SESSION_ID.exists(None)), ["c", "d"]);
    let counts: Vec<i64> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .columns(SessionSummary::SESSION_ID.count_of(None))
        .all()
        .unwrap();
    assert_eq!(counts, [2, 1, 0, 0]);
    let global = Session::PATTERN_ID.in_select(
        Pattern::query().filter(Pattern::FAMILY.eq(PatternFamily::Decision)).columns(nullable_id()),
    );
    assert_eq!(ids(&atlas, global), ["a", "b"]);
}

/// `patterns.id` as the nullable value that a foreign key column has.
fn nullable_id() -> loom_schema::query::Expr<Pattern, Option<Id<Pattern>>> {
    Pattern::ID.max()
}

#[test]
fn common_table_expressions_and_set_operations() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let small = || Session::query().filter(Session::TOKENS_IN.le(20));
    let closed = || Session::query().filter(Session::STATUS.eq(SessionStatus::Closed));
    let ids = |query: loom_schema::query::Query<Session, _>| -> Vec<String> {
        texts(atlas.run(query).all().unwrap())
    };
    let largest_of_small = Session::query().from_query(small().order_by(Session::TOKENS_IN.desc()).limit(1));
    assert_eq!(atlas.run(largest_of_small).one().unwrap().id, "b");
    let union =
        small().columns(Session::ID).union(closed().columns(Session::ID)).order_by(Session::ID.desc());
    assert_eq!(ids(union), ["d", "b", "a"]);
    let all = small()
        .columns(Session::ID)
        .union_all(small().columns(Session::ID))
        .order_by(Session::ID.asc())
        .limit(3);
    assert_eq!(ids(all), ["a", "a", "b"]);
    let both =
        small().columns(Session::ID).intersect(SessionSummary::query().columns(SessionSummary::SESSION_ID));
    assert_eq!(ids(both.order_by(Session::ID.asc())), ["a", "b"]);
    let rest = Session::query()
        .columns(Session::ID)
        .except(SessionSummary::query().columns(SessionSummary::SESSION_ID));
    assert_eq!(ids(rest.order_by(Session::ID.asc())), ["c", "d"]);
}

#[test]
fn what_is_said_before_a_union_is_of_one_side_and_what_is_said_after_it_of_the_whole() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let all = || Session::query().columns(Session::ID);
    let only = |id: &str| all().filter(Session::ID.eq(id));
    let last = || all().order_by(Session::ID.desc()).limit(1);
    let ids = |query: loom_schema::query::Query<Session, _>| -> Vec<String> {
        texts(atlas.run(query).all().unwrap())
    };
    assert_eq!(ids(only("a").union(last())), ["a", "d"]);
    assert_eq!(ids(last().union(only("a"))), ["a", "d"]);
    assert_eq!(ids(last().union(all()).order_by(Session::ID.desc()).limit(2)), ["d", "c"]);
    assert_eq!(ids(all().except(only("a").union(only("b")))), ["c", "d"]);
    assert_eq!(ids(all().except(only("a")).union(only("a"))), ["a", "b", "c", "d"]);
    let source = || Session::query().from_query(Session::query().filter(Session::ID.eq("c")));
    assert_eq!(ids(only("a").union(source().columns(Session::ID))), ["a", "c"]);
    let whole = || Session::query().filter(Session::ID.eq("a")).union(source());
    assert_eq!(ids(Session::query().from_query(whole()).columns(Session::ID)), ["a", "c"]);
    let errors = [
        atlas.run(all().union(all()).filter(Session::ID.eq("a"))).all().map(drop),
        atlas.run(all().union_all(all()).distinct()).all().map(drop),
        atlas.run(whole().columns(Session::STATUS)).all().map(drop),
        atlas.run(whole().with_many(SessionSummary::SESSION_ID)).all().map(drop),
        atlas.run(whole().from_query(Session::query())).all().map(drop),
    ];
    for error in errors {
        let error = error.unwrap_err().to_string();
        assert!(error.contains("said before it"), "{error}");
    }
    let with = Session::query().from_query(whole()).order_by(Session::ID.asc());
    let with = atlas.run(with.with_many(SessionSummary::SESSION_ID)).all().unwrap();
    assert_eq!(with.iter().map(|(_, summaries)| summaries.len()).collect::<Vec<_>>(), [2, 0]);

    atlas.update::<Session>(&Id::new("c")).set(Session::MODEL_USED, "small").run().unwrap();
    let models = || Session::query().columns(Session::MODEL_USED);
    let sorted = models().union(models()).order_by(Session::MODEL_USED.asc().nulls_last());
    assert_eq!(atlas.run(sorted).all().unwrap(), [Some("small".to_owned()), None]);
}
