//! What a select can ask: expressions, joins along foreign keys, groups, windows, pages, parameters; and its plan.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use common::{filled, session, texts, two_worlds};
use loom_engine::tables::{Decision, Pattern, PatternFamily, Session, SessionStatus, SessionSummary, World};
use loom_schema::prelude::*;
use loom_schema::query::{Filter, Param, Window, count, dense_rank, lag, prepare, rank, row_number};

#[test]
fn joins_follow_foreign_keys_and_the_optional_side_becomes_an_option() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let names: Vec<(Id<Session>, Option<String>, Option<PatternFamily>)> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .columns((
            Session::ID,
            Session::PATTERN_ID.to(Pattern::NAME),
            Session::PATTERN_ID.to(Pattern::FAMILY),
        ))
        .all()
        .unwrap();
    assert_eq!(names[0], (Id::new("a"), Some("Dialectic".to_owned()), Some(PatternFamily::Decision)));
    assert_eq!(names[3], (Id::new("d"), None, None));

    let through: Vec<(Id<SessionSummary>, Option<String>, i64)> = atlas
        .select::<SessionSummary>()
        .filter(SessionSummary::SESSION_ID.to(Session::STATUS).eq(SessionStatus::Active))
        .order_by(SessionSummary::SESSION_ID.to(Session::TOKENS_IN).desc())
        .order_by(SessionSummary::ID.asc())
        .columns((
            SessionSummary::ID,
            SessionSummary::SESSION_ID.to(Session::PATTERN_ID).to(Pattern::NAME),
            SessionSummary::SESSION_ID.to(Session::TOKENS_IN),
        ))
        .all()
        .unwrap();
    assert_eq!(through.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), ["s3", "s1", "s2"]);
    assert_eq!(through[0], (Id::new("s3"), Some("Dialectic".to_owned()), 20));
}

#[test]
fn whole_rows_can_be_joined() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let rows: Vec<(Id<Session>, Option<Pattern>, World)> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .columns((Session::ID, Session::PATTERN_ID.row(), Session::WORLD_ID.row()))
        .all()
        .unwrap();
    assert_eq!(rows[0].1.as_ref().unwrap().name, "Dialectic");
    assert_eq!((rows[3].1.as_ref(), rows[3].2.id.as_str()), (None, "atlas"));
}

#[test]
fn expressions_compare_columns_text_and_json() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let ids = |filter: Filter<Session>| {
        texts(
            atlas
                .select::<Session>()
                .filter(filter)
                .order_by(Session::ID.asc())
                .columns(Session::ID)
                .all()
                .unwrap(),
        )
    };
    assert_eq!(ids(Session::TOKENS_IN.gt(Session::TOKENS_OUT.plus(25))), ["c", "d"]);
    assert_eq!(ids(Session::TOKENS_IN.times(2).minus(10).eq(50)), ["c"]);
    assert_eq!(ids(Session::PATTERN_ID.to(Pattern::NAME).contains("lect")), ["a", "b"]);
    assert_eq!(ids(Session::MODEL_USED.unwrap_or("none").eq("none")), ["a", "b", "c", "d"]);
    assert_eq!(ids(Filter::all([])), ["a", "b", "c", "d"]);
    assert_eq!(ids(Filter::any([])), Vec::<String>::new());

    atlas.update::<Session>(&Id::new("a")).set(Session::MODEL_USED, "100%_sure\\").run().unwrap();
    atlas.update::<Session>(&Id::new("b")).set(Session::MODEL_USED, "100 sure").run().unwrap();
    assert_eq!(ids(Session::MODEL_USED.contains("%_")), ["a"], "wildcards are ordinary characters");
    assert_eq!(ids(Session::MODEL_USED.ends_with("e\\")), ["a"]);
    assert_eq!(ids(Session::MODEL_USED.starts_with("100")), ["a", "b"]);
    assert_eq!(ids(Session::MODEL_USED.like("100_sure")), ["b"]);
    assert_eq!(ids(Session::MODEL_USED.upper().eq("100 SURE")), ["b"]);
    assert_eq!(ids(Session::MODEL_USED.length().gt(8)), ["a"]);

    let about: Vec<String> = atlas
        .select::<SessionSummary>()
        .filter(SessionSummary::CONTENT.text_at("$.headline").eq("about b"))
        .columns(SessionSummary::CONTENT.text_at("$.points[0]").unwrap_or("nothing"))
        .all()
        .unwrap();
    assert_eq!(about, ["one"]);
}

#[test]
fn an_optional_filter_vanishes() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let search = |status: Option<SessionStatus>, least: Option<i64>| {
        atlas
            .select::<Session>()
            .filter(status.map(|status| Session::STATUS.eq(status)))
            .filter(least.map(|least| Session::TOKENS_IN.ge(least)))
            .count()
            .unwrap()
    };
    assert_eq!((search(None, None), search(Some(SessionStatus::Active), None)), (4, 3));
    assert_eq!(search(Some(SessionStatus::Active), Some(20)), 2);
}

#[test]
fn nulls_go_where_they_are_told() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    atlas.update::<Session>(&Id::new("c")).set(Session::MODEL_USED, "small").run().unwrap();
    let first = |order| {
        atlas.select::<Session>().order_by(order).order_by(Session::ID.asc()).first().unwrap().unwrap().id
    };
    assert_eq!(first(Session::MODEL_USED.asc()), "a");
    assert_eq!(first(Session::MODEL_USED.asc().nulls_last()), "c");
    assert_eq!(first(Session::MODEL_USED.desc()), "c");
    assert_eq!(first(Session::MODEL_USED.desc().nulls_first()), "a");
}

#[test]
fn aggregates_count_over_all_rows_and_over_groups() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let all: (i64, Option<i64>, Option<f64>, Option<i64>, Option<i64>, i64) = atlas
        .select::<Session>()
        .columns((
            count(),
            Session::TOKENS_IN.sum(),
            Session::TOKENS_IN.avg(),
            Session::TOKENS_IN.min(),
            Session::TOKENS_IN.max(),
            Session::STATUS.count_distinct(),
        ))
        .one()
        .unwrap();
    assert_eq!(all, (4, Some(100), Some(25.0), Some(10), Some(40), 2));
    let none = atlas.select::<Decision>().columns((count(), Decision::CREATED_AT.max())).one().unwrap();
    assert_eq!(none, (0, None));

    let groups: Vec<(SessionStatus, i64, Option<i64>)> = atlas
        .select::<Session>()
        .group_by(Session::STATUS)
        .having(Session::TOKENS_IN.sum().ge(50))
        .order_by(Session::STATUS.asc())
        .columns((Session::STATUS, count(), Session::TOKENS_IN.sum()))
        .all()
        .unwrap();
    assert_eq!(groups, [(SessionStatus::Active, 3, Some(60))]);
    let by_name: Vec<(Option<String>, i64)> = atlas
        .select::<Session>()
        .group_by(Session::PATTERN_ID.to(Pattern::NAME))
        .order_by(count::<Session>().desc())
        .order_by(Session::PATTERN_ID.to(Pattern::NAME).asc())
        .columns((Session::PATTERN_ID.to(Pattern::NAME), count()))
        .all()
        .unwrap();
    assert_eq!(by_name, [(None, 2), (Some("Dialectic".to_owned()), 2)]);
}

#[test]
fn distinct_exists_and_counts() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    assert_eq!(atlas.select::<Session>().distinct().columns(Session::STATUS).all().unwrap().len(), 2);
    assert_eq!(atlas.select::<Session>().distinct().columns(Session::STATUS).count().unwrap(), 2);
    assert!(atlas.select::<Session>().filter(Session::ID.eq("a")).exists().unwrap());
    assert!(!atlas.select::<Session>().filter(Session::ID.eq("z")).exists().unwrap());
}

#[test]
fn window_functions_look_at_other_rows() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let by_tokens = || Window::all().order_by(Session::TOKENS_IN.asc());
    let rows: Vec<(i64, i64, i64, Option<i64>, Option<i64>)> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .columns((
            row_number(Window::all().partition_by(Session::STATUS).order_by(Session::TOKENS_IN.desc())),
            rank(Window::all().order_by(Session::STATUS.asc())),
            dense_rank(Window::all().order_by(Session::STATUS.asc())),
            lag(Session::TOKENS_IN, by_tokens()),
            Session::TOKENS_IN.sum().over(by_tokens()),
        ))
        .all()
        .unwrap();
    assert_eq!(rows[0], (3, 1, 1, None, Some(10)));
    assert_eq!(rows[3], (1, 4, 2, Some(30), Some(100)));
}

#[test]
fn keyset_pages_cost_the_same_and_lose_nothing() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert_many((0..25).map(|n| session(&format!("s{n:02}"), n / 3))).unwrap();
    let mut seen = Vec::new();
    let mut last: Option<(i64, Id<Session>)> = None;
    loop {
        let page = atlas.select::<Session>().limit(4);
        let page = match last.take() {
            Some(last) => page.after(Session::TOKENS_IN, last),
            None => page.order_by(Session::TOKENS_IN.asc()).order_by(Session::ID.asc()),
        };
        let rows = page.all().unwrap();
        let Some(end) = rows.last() else { break };
        last = Some((end.tokens_in, end.id.clone()));
        seen.extend(rows.into_iter().map(|row| row.id.into_string()));
    }
    assert_eq!(seen, (0..25).map(|n| format!("s{n:02}")).collect::<Vec<_>>());
}

#[test]
fn a_prepared_query_runs_with_new_values_in_any_world() {
    let loom = filled();
    let busy = prepare(|(status, least): (Param<SessionStatus>, Param<i64>)| {
        Session::query()
            .filter(Session::STATUS.eq(status).and(Session::TOKENS_IN.ge(least)))
            .order_by(Session::ID.asc())
            .columns(Session::ID)
    });
    let (atlas, hearth) = (loom.world("atlas").unwrap(), loom.world("hearth").unwrap());
    assert_eq!(texts(busy.all(&atlas, (SessionStatus::Active, 20)).unwrap()), ["b", "c"]);
    assert_eq!(texts(busy.all(&hearth, (SessionStatus::Active, 20)).unwrap()), ["b", "c", "d"]);
    assert_eq!(busy.first(&atlas, (SessionStatus::Closed, 0)).unwrap(), Some(Id::new("d")));
    let across = loom.across_worlds("a test");
    assert_eq!(busy.all(&across, (SessionStatus::Active, 30)).unwrap().len(), 3);
}

#[test]
fn across_worlds_reads_everything_and_joins_within_each_world() {
    let loom = filled();
    let across = loom.across_worlds("how much is there");
    assert_eq!(across.count::<Session>().unwrap(), 8);
    let worlds: Vec<(Id<World>, i64)> = across
        .select::<Session>()
        .group_by(Session::WORLD_ID)
        .order_by(Session::WORLD_ID.asc())
        .columns((Session::WORLD_ID, SessionSummary::SESSION_ID.count_of(None).sum().unwrap_or(0)))
        .all()
        .unwrap();
    assert_eq!(worlds, [(Id::new("atlas"), 3), (Id::new("hearth"), 0)]);
    let with = across.select::<Session>().order_by(Session::WORLD_ID.asc()).order_by(Session::ID.asc());
    let with = with.with_many(SessionSummary::SESSION_ID).all().unwrap();
    let counts: Vec<usize> = with.iter().map(|(_, summaries)| summaries.len()).collect();
    assert_eq!(counts, [2, 1, 0, 0, 0, 0, 0, 0], "hearth's session `a` has none of atlas's summaries");
}

#[test]
fn the_statement_and_its_plan_can_be_seen() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let query = atlas.select::<Session>().filter(Session::TOKENS_IN.gt(5)).columns(Session::ID).limit(3);
    let (sql, values) = query.to_sql().unwrap();
    assert_eq!(
        sql,
        "SELECT _t0.\"id\" FROM \"sessions\" AS _t0 WHERE _t0.\"world_id\" = ?1 AND (_t0.\"tokens_in\" > ?2) LIMIT ?3+0 OFFSET ?4+0"
    );
    assert_eq!(values, ["\"atlas\"", "5", "3", "0"]);
    assert!(query.explain().unwrap()[0].contains("USING INDEX"), "{:?}", query.explain());
}

#[test]
fn a_cached_statement_is_never_prepared_again() {
    use rusqlite::StatementStatus;
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let plain = Session::query().filter(Session::TOKENS_IN.gt(5)).limit(2).offset(1);
    let ordered =
        plain.clone().filter(Session::STATUS.eq(SessionStatus::Active)).order_by(Session::CREATED_AT.desc());
    for query in [plain, ordered] {
        let (sql, _) = atlas.run(query.clone()).to_sql().unwrap();
        // Within a transaction it is one connection, whose statement can be asked.
        loom.transaction(|_| {
            for _ in 0..50 {
                atlas.run(query.clone()).all()?;
            }
            let asked = |status| {
                loom.with_connection(|connection| Ok(connection.prepare_cached(&sql)?.get_status(status)))
            };
            assert_eq!(asked(StatementStatus::RePrepare)?, 0, "{sql}");
            assert_eq!(asked(StatementStatus::Run)?, 50, "and it is the statement that was counted");
            Ok::<(), loom_schema::Error>(())
        })
        .unwrap();
    }
}

#[test]
fn a_query_that_no_index_serves_can_be_made_to_fail_a_test() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    atlas.select::<Session>().filter(Session::TOKENS_IN.gt(1)).uses_indexes().unwrap();
    atlas.select::<Session>().filter(Session::PATTERN_ID.to(Pattern::NAME).eq("x")).uses_indexes().unwrap();
    loom.select::<Pattern>().uses_indexes().unwrap();
    loom.select::<Pattern>().filter(Pattern::ID.eq("dialectic")).uses_indexes().unwrap();
    let by_name = loom.select::<Pattern>().filter(Pattern::NAME.eq("Dialectic"));
    let error = by_name.uses_indexes().unwrap_err().to_string();
    assert_eq!(error, "patterns: the query reads every row, and no index serves it: SCAN _t0");
    loom.delete_many::<Pattern>().filter(Pattern::NAME.eq("nobody")).run().unwrap();
    let empty = Loom::in_memory(&loom_engine::tables::LOOM).unwrap();
    empty.select::<Pattern>().filter(Pattern::NAME.eq("Dialectic")).uses_indexes().unwrap();
}

#[test]
fn a_condition_is_a_value_like_any_other() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    atlas.update::<Session>(&Id::new("a")).set(Session::MODEL_USED, "small").run().unwrap();
    let count = |filter: Filter<Session>| atlas.select::<Session>().filter(filter).count().unwrap();
    let is_a = || Session::ID.eq("a");
    assert_eq!(count(is_a().ne(Session::MODEL_USED.is_null())), 4);
    assert_eq!(count(is_a().eq(Session::ID.is_in(["a"]))), 4);
    assert_eq!(count(is_a().eq(!is_a())), 0);
    assert_eq!(count((!is_a()).eq(is_a())), 0);
    assert_eq!(count(is_a().eq(Session::ID.as_text().contains("a"))), 4);
    assert_eq!(count(Session::ID.as_text().contains("a").is_in([false])), 3);
}

#[test]
fn the_first_of_no_rows_is_none() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    assert_eq!(atlas.select::<Session>().limit(0).first().unwrap(), None);
    assert!(!atlas.select::<Session>().limit(0).exists().unwrap());
}

#[test]
fn a_parameter_may_stand_in_a_relation() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let named = prepare(|(name,): (Param<String>,)| {
        let pattern = Pattern::query().filter(Pattern::NAME.eq(name)).columns(Pattern::ID);
        Session::query().filter(Session::ID.eq("a")).with_one_of(Session::PATTERN_ID, pattern)
    });
    let found = |name: &str| named.all(&atlas, (name.to_owned(),)).unwrap().remove(0).1;
    assert_eq!((found("Dialectic"), found("Spiral")), (Some(Id::new("dialectic")), None));
}

#[test]
fn a_condition_can_be_read_and_is_false_where_it_is_unknown() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    atlas.update::<Session>(&Id::new("b")).set(Session::MODEL_USED, "large").run().unwrap();
    let read: Vec<(bool, bool)> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .columns((Session::MODEL_USED.gt("a"), Session::TOKENS_IN.ge(20)))
        .all()
        .unwrap();
    assert_eq!(read, [(false, false), (true, true), (false, true), (false, true)]);
}

#[test]
fn keyset_pages_descend_as_well() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert_many((0..10).map(|n| session(&format!("s{n}"), n / 3))).unwrap();
    let next =
        |last| atlas.select::<Session>().limit(3).after_desc(Session::TOKENS_IN, last).columns(Session::ID);
    assert_eq!(texts(next((2, Id::new("s7"))).all().unwrap()), ["s6", "s5", "s4"]);
}

#[test]
fn several_orders_stand_in_a_tuple() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let ids = atlas
        .select::<Session>()
        .order_by((Session::STATUS.desc(), Session::TOKENS_IN.desc()))
        .columns(Session::ID);
    assert_eq!(texts(ids.all().unwrap()), ["d", "c", "b", "a"]);
}
