//! Reading and writing rows through the typed handles.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use common::{session, two_worlds};
use loom_engine::tables::{
    Agent, AgentProfile, AgentTelos, Decision, NewAgent, NewAgentTelos, NewDecision, NewOperatorTelos,
    NewPatternStep, NewSession, OperatorTelos, Pattern, PatternStep, Session, SessionStatus, Tempo, World,
    WorldStatus,
};
use loom_schema::prelude::*;

#[test]
fn an_insert_fills_in_what_nobody_says() {
    let loom = two_worlds();
    let before = Timestamp::now();
    let inserted =
        loom.world("atlas").unwrap().insert(NewSession { status: SessionStatus::Pending }).unwrap();
    assert_eq!(inserted.id.as_str().len(), 36);
    assert_eq!(inserted.world_id, "atlas");
    assert_eq!((inserted.tokens_in, inserted.pattern_id.as_ref(), inserted.closed_at), (0, None, None));
    assert!(inserted.created_at >= before && inserted.created_at == inserted.updated_at);
    let stored = loom.world("atlas").unwrap().get(&inserted.id).unwrap();
    assert_eq!(stored, Some(inserted), "what the insert returns is what is stored");
}

#[test]
fn generated_ids_sort_by_time() {
    let ids: Vec<Id<World>> = (0..100).map(|_| Id::generate()).collect();
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(ids, sorted);
}

#[test]
fn set_takes_what_the_column_holds_and_optional_columns_take_the_inner_value() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let closed = Timestamp::from_unix_seconds(-5);
    let session = atlas
        .insert(
            NewSession { status: SessionStatus::Closed }
                .set(Session::MODEL_USED, "large")
                .set(Session::PATTERN_ID, Id::new("dialectic"))
                .set(Session::SIE_ID, None)
                .set(Session::CLOSED_AT, closed)
                .set(Session::CREATED_AT, Timestamp::from_unix_seconds(7)),
        )
        .unwrap();
    assert_eq!(session.model_used.as_deref(), Some("large"));
    assert_eq!(session.pattern_id, Some(Id::new("dialectic")));
    assert_eq!((session.closed_at, session.created_at.unix_seconds()), (Some(closed), 7));
}

#[test]
fn one_id_lives_in_two_worlds_and_neither_sees_the_other() {
    let loom = two_worlds();
    let (atlas, hearth) = (loom.world("atlas").unwrap(), loom.world("hearth").unwrap());
    atlas.insert(session("kickoff", 1)).unwrap();
    hearth.insert(session("kickoff", 2)).unwrap();
    hearth.insert(session("only-here", 3)).unwrap();

    assert_eq!(atlas.get::<Session>(&Id::new("kickoff")).unwrap().unwrap().tokens_in, 1);
    assert_eq!(atlas.get::<Session>(&Id::new("only-here")).unwrap(), None);
    assert_eq!((atlas.count::<Session>().unwrap(), hearth.count::<Session>().unwrap()), (1, 2));
    atlas.update::<Session>(&Id::new("kickoff")).set(Session::TOKENS_IN, 10).run().unwrap();
    assert_eq!(hearth.get::<Session>(&Id::new("kickoff")).unwrap().unwrap().tokens_in, 2);
    let everything =
        atlas.select::<Session>().filter(Session::TOKENS_IN.ge(0).or(Session::TOKENS_IN.lt(0))).all();
    assert!(everything.unwrap().iter().all(|session| session.world_id == "atlas"));
}

#[test]
fn filters_compare_every_kind_of_column() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    for (id, tokens) in [("a", 1), ("b", 2), ("c", 3), ("d", 4)] {
        atlas.insert(session(id, tokens)).unwrap();
    }
    atlas.update::<Session>(&Id::new("d")).set(Session::STATUS, SessionStatus::Closed).run().unwrap();
    atlas.update::<Session>(&Id::new("c")).set(Session::MODEL_USED, "small").run().unwrap();
    let ids = |filter| -> Vec<String> {
        let found =
            atlas.select::<Session>().filter(filter).order_by(Session::ID.asc()).columns(Session::ID).all();
        found.unwrap().into_iter().map(Id::into_string).collect()
    };
    assert_eq!(ids(Session::TOKENS_IN.gt(1).and(Session::STATUS.eq(SessionStatus::Active))), ["b", "c"]);
    assert_eq!(ids(Session::TOKENS_IN.between(2, 3)), ["b", "c"]);
    assert_eq!(ids(Session::TOKENS_IN.is_in([1, 4, 9])), ["a", "d"]);
    assert_eq!(ids(Session::TOKENS_IN.is_in(Vec::<i64>::new())), Vec::<String>::new());
    assert_eq!(ids(Session::MODEL_USED.is_null()), ["a", "b", "d"]);
    assert_eq!(ids(Session::MODEL_USED.eq(None)), ["a", "b", "d"]);
    assert_eq!(ids(Session::MODEL_USED.eq("small")), ["c"]);
    assert_eq!(ids(Session::MODEL_USED.ne("small")), ["a", "b", "d"], "NULL differs from every value");
    assert_eq!(ids(Session::MODEL_USED.is_in([None, Some("small".to_owned())])), ["a", "b", "c", "d"]);
    assert_eq!(ids(!Session::TOKENS_IN.le(2)), ["c", "d"]);
    assert_eq!(ids(Session::ID.eq("a").or(Session::STATUS.ne(SessionStatus::Active))), ["a", "d"]);
}

#[test]
fn values_never_become_sql() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let nasty = "x' OR '1'='1\"; DROP TABLE sessions; --";
    atlas.insert(session(nasty, 1)).unwrap();
    atlas.insert(session("other", 1)).unwrap();
    assert_eq!(atlas.select::<Session>().filter(Session::ID.eq(nasty)).count().unwrap(), 1);
    assert_eq!(atlas.get::<Session>(&Id::new(nasty)).unwrap().unwrap().id, nasty);
}

#[test]
fn order_limit_and_offset_page_through() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert_many((0..10).map(|n| session(&format!("s{n}"), n / 2))).unwrap();
    let page = |offset| -> Vec<String> {
        let rows =
            atlas.select::<Session>().order_by(Session::TOKENS_IN.desc()).limit(4).offset(offset).all();
        rows.unwrap().into_iter().map(|session| session.id.into_string()).collect()
    };
    assert_eq!(page(0), ["s8", "s9", "s6", "s7"], "ties are broken by the id");
    assert_eq!(page(8), ["s0", "s1"]);
    assert_eq!(page(20), Vec::<String>::new());
    assert_eq!(atlas.select::<Session>().offset(9).all().unwrap().len(), 1, "an offset needs no limit");
    assert_eq!(atlas.select::<Session>().limit(3).count().unwrap(), 3);
    assert_eq!(atlas.select::<Session>().limit(0).all().unwrap(), []);
}

#[test]
fn columns_give_values_and_tuples() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert(session("a", 5)).unwrap();
    let pairs: Vec<(Id<Session>, SessionStatus, Option<String>)> =
        atlas.select::<Session>().columns((Session::ID, Session::STATUS, Session::MODEL_USED)).all().unwrap();
    assert_eq!(pairs, [(Id::new("a"), SessionStatus::Active, None)]);
    let path: Option<Option<String>> = atlas.select::<Session>().columns(Session::MD_PATH).first().unwrap();
    assert_eq!(path, Some(None), "the program's row has no file");
}

#[test]
fn one_optional_and_first_differ_in_what_they_refuse() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let select = || atlas.select::<Session>();
    assert_eq!(select().first().unwrap(), None);
    assert_eq!(select().optional().unwrap(), None);
    assert_eq!(select().one().unwrap_err().to_string(), "sessions: there is no row that matches the query");
    atlas.insert(session("a", 1)).unwrap();
    assert_eq!(select().one().unwrap().id, "a");
    atlas.insert(session("b", 1)).unwrap();
    assert_eq!(select().first().unwrap().unwrap().id, "a");
    let two = "sessions: more than one row, where one was asked for";
    assert_eq!(select().one().unwrap_err().to_string(), two);
    assert_eq!(select().optional().unwrap_err().to_string(), two);
}

#[test]
fn each_hands_rows_over_one_at_a_time_and_can_stop() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert_many((0..5).map(|n| session(&n.to_string(), n))).unwrap();
    let mut seen = Vec::new();
    let stopped = atlas.select::<Session>().order_by(Session::ID.asc()).each(|session| {
        seen.push(session.id.into_string());
        // Another query on the same thread, while this one runs.
        assert_eq!(atlas.count::<Session>()?, 5);
        if seen.len() == 2 { Err(loom_schema::Error::ManyRows { table: "sessions" }) } else { Ok(()) }
    });
    assert!(stopped.is_err());
    assert_eq!(seen, ["0", "1"]);
}

#[test]
fn an_update_moves_updated_at_and_returns_the_row() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let long_ago = Timestamp::from_unix_seconds(1);
    atlas.insert(session("a", 1).set(Session::UPDATED_AT, long_ago)).unwrap();
    let id = Id::<Session>::new("a");
    let updated = atlas.update(&id).set(Session::STATUS, SessionStatus::Closed).returning().unwrap();
    assert_eq!(updated.status, SessionStatus::Closed);
    assert!(updated.updated_at > long_ago);
    assert_eq!(atlas.get(&id).unwrap(), Some(updated));
    atlas.update(&id).set(Session::UPDATED_AT, long_ago).run().unwrap();
    assert_eq!(atlas.get(&id).unwrap().unwrap().updated_at, long_ago, "set explicitly, it stays");
    let twice = atlas.update(&id).set(Session::TOKENS_IN, 1).set(Session::TOKENS_IN, 2).returning().unwrap();
    assert_eq!(twice.tokens_in, 2, "the last set counts");
}

#[test]
fn an_update_of_no_row_says_so() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let id = Id::<Session>::new("nobody");
    assert!(!atlas.update(&id).set(Session::TOKENS_IN, 1).run().unwrap());
    let error = atlas.update(&id).set(Session::TOKENS_IN, 1).returning().unwrap_err();
    assert_eq!(error.to_string(), "sessions: there is no row atlas/nobody");
}

#[test]
fn deleting_a_pattern_deletes_its_steps() {
    let loom = two_worlds();
    let step = NewPatternStep {
        pattern_id: Id::new("dialectic"),
        order: 1,
        name: "Thesis".to_owned(),
        agent_id: "scribe".to_owned(),
    };
    loom.insert(step.set(PatternStep::TEMPO_MODE, Tempo::Adagio)).unwrap();
    assert_eq!(loom.count::<PatternStep>().unwrap(), 1);
    assert!(loom.delete::<Pattern>(&Id::new("dialectic")).unwrap());
    assert_eq!(loom.count::<PatternStep>().unwrap(), 0);
    assert!(!loom.delete::<Pattern>(&Id::new("dialectic")).unwrap());
}

#[test]
fn the_operator_writes_telos() {
    let loom = two_worlds();
    let operator = loom.operator();
    let telos = operator.insert(NewOperatorTelos { values: Json(vec!["care".to_owned()]) }).unwrap();
    assert_eq!(telos.id, "operator");
    assert_eq!(loom.get::<OperatorTelos>(&telos.id).unwrap(), Some(telos), "everybody reads it");
    let second = NewOperatorTelos { values: Json(Vec::new()) }.set(OperatorTelos::ID, "second");
    assert_eq!(
        operator.insert(second).unwrap_err().to_string(),
        "operator_telos.id, row second: \"second\" is not the only row's id, operator"
    );

    let atlas = loom.world("atlas").unwrap();
    let profile =
        AgentProfile { role: "scribe".to_owned(), summary: "writes".to_owned(), strengths: Vec::new() };
    let agent = atlas.insert(NewAgent { name: "Ada".to_owned(), profile: Json(profile) }).unwrap();
    let telos = NewAgentTelos { agent_id: agent.id.clone(), core_purpose: "To write".to_owned() };
    operator.world("atlas").unwrap().insert(telos).unwrap();
    let again = NewAgentTelos { agent_id: agent.id.clone(), core_purpose: "To rest".to_owned() };
    let error = operator.world("atlas").unwrap().insert(again.set(AgentTelos::ID, "x")).unwrap_err();
    assert_eq!(error.to_string(), "agent_telos.agent_id, row atlas/x: another row has the same value");
    assert_eq!(atlas.get::<Agent>(&agent.id).unwrap().unwrap().profile.role, "scribe");
}

#[test]
fn every_broken_constraint_names_table_column_and_row() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert(session("a", 1)).unwrap();
    let message = |result: loom_schema::Result<Session>| result.unwrap_err().to_string();
    assert_eq!(
        message(atlas.insert(session("a", 1))),
        "sessions.id, row atlas/a: there is such a row already"
    );
    assert_eq!(
        message(atlas.insert(session("b", -1))),
        "sessions.tokens_in, row atlas/b: -1 breaks its check: tokens_in >= 0"
    );
    assert_eq!(
        message(atlas.insert(session("b", 1).set(Session::PATTERN_ID, "dialectik"))),
        "sessions.pattern_id, row atlas/b: \"dialectik\" is not in patterns"
    );
    assert_eq!(message(atlas.insert(session("", 1))), "sessions.id: an id cannot be empty");
    let update =
        atlas.update::<Session>(&Id::new("a")).set(Session::PATTERN_ID, "dialectik").run().unwrap_err();
    assert_eq!(update.to_string(), "sessions.pattern_id, row atlas/a: \"dialectik\" is not in patterns");
    let update = atlas.update::<Session>(&Id::new("a")).set(Session::TOKENS_OUT, -7).run().unwrap_err();
    assert_eq!(update.to_string(), "sessions.tokens_out, row atlas/a: -7 breaks its check: tokens_out >= 0");
    let delete = loom.delete::<World>(&Id::new("atlas")).unwrap_err();
    assert_eq!(delete.to_string(), "worlds, row atlas: sessions.world_id of row atlas/a references it");
}

#[test]
fn the_database_refuses_a_reference_into_another_world() {
    let loom = two_worlds();
    loom.world("hearth").unwrap().insert(session("there", 1)).unwrap();
    let atlas = loom.world("atlas").unwrap();
    let decision = NewDecision {
        session_id: Id::new("there"),
        r#type: "scope".to_owned(),
        content: Json(serde_json::json!({})),
    };
    let error = atlas.insert(decision.set(Decision::ID, "d")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "decisions.session_id, row atlas/d: \"there\" is not in sessions of world atlas"
    );
}

#[test]
fn a_world_that_does_not_exist_is_an_error_that_lists_those_that_do() {
    let loom = two_worlds();
    let error = loom.world("atlantis").unwrap_err();
    assert_eq!(error.to_string(), "there is no world `atlantis`; there are atlas, hearth");
}

#[test]
fn a_stored_value_of_the_wrong_type_is_named() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert(session("a", 1)).unwrap();
    loom.with_connection(|connection| {
        connection.pragma_update(None, "ignore_check_constraints", true)?;
        connection.execute("UPDATE sessions SET status = 'opne'", [])
    })
    .unwrap();
    let expected = "sessions.status, row atlas/a: expected one of pending, initializing, primacy, active, \
                    summarizing, closed, failed, found \"opne\"";
    assert_eq!(atlas.select::<Session>().all().unwrap_err().to_string(), expected);
    assert_eq!(atlas.get::<Session>(&Id::new("a")).unwrap_err().to_string(), expected);
}

#[test]
fn a_table_that_is_not_listed_says_so() {
    /// Not in the schema.
    #[derive(LoomTable, Debug)]
    #[allow(dead_code, reason = "no row of it is ever read")]
    #[loom_table(global, layer = "L3", derived)]
    struct Stranger {
        id: Id<Stranger>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
    let loom = two_worlds();
    let expected = "table `strangers` is not listed in the `schema![…]` that this Loom was opened with";
    assert_eq!(loom.select::<Stranger>().all().unwrap_err().to_string(), expected);
    assert_eq!(loom.insert(NewStranger {}).unwrap_err().to_string(), expected);
}

#[test]
fn timestamps_are_exact_in_both_directions() {
    for seconds in [0, -1, 1_773_480_413, -62_135_596_800, 253_402_300_799] {
        let point = Timestamp::from_unix_seconds(seconds);
        assert_eq!(point.to_string().parse::<Timestamp>(), Ok(point), "{point}");
    }
    for (text, seconds) in [
        ("2026-03-14T09:26:53Z", 1_773_480_413),
        ("2026-03-14T11:26:53+02:00", 1_773_480_413),
        ("2026-03-14 09:26:53Z", 1_773_480_413),
        ("2026-03-14", 1_773_446_400),
    ] {
        assert_eq!(text.parse::<Timestamp>().map(Timestamp::unix_seconds), Ok(seconds), "{text}");
    }
    for wrong in ["", "yesterday", "2026-02-30", "2026-03-14T09:26:53.5Z", "2026-03-14T09:26:53", "14.3.2026"]
    {
        assert!(wrong.parse::<Timestamp>().is_err(), "{wrong}");
    }
}

#[test]
fn enums_are_their_texts() {
    assert_eq!(WorldStatus::VARIANTS, ["active", "archived"]);
    assert_eq!(loom_engine::tables::PatternScope::WorldSpecific.text(), "world-specific");
    assert_eq!(WorldStatus::from_text("Active"), None);
}
