//! Writes by filter, upserts, inserts from a query, and what they give back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use common::{session, two_worlds, two_worlds_in};
use loom_engine::tables::{
    Agent, AgentProfile, AgentTelos, NewAgent, NewAgentTelos, NewPattern, NewWorld, Pattern, PatternFamily,
    PatternScope, Session, SessionStatus, World,
};
use loom_schema::prelude::*;

fn filled() -> Loom {
    let loom = two_worlds();
    for world in ["atlas", "hearth"] {
        let handle = loom.world(world).unwrap();
        handle.insert_many([("a", 1), ("b", 2), ("c", 3)].map(|(id, tokens)| session(id, tokens))).unwrap();
    }
    loom
}

#[test]
fn an_update_by_filter_changes_this_world_only() {
    let loom = filled();
    let (atlas, hearth) = (loom.world("atlas").unwrap(), loom.world("hearth").unwrap());
    let update = || atlas.update_many::<Session>();
    let changed = update()
        .filter(Session::TOKENS_IN.ge(2))
        .set(Session::TOKENS_OUT, Session::TOKENS_IN.plus(100))
        .run()
        .unwrap();
    assert_eq!(changed, 2);
    let tokens = |handle: &loom_schema::WorldHandle<'_>| {
        handle.select::<Session>().order_by(Session::ID.asc()).columns(Session::TOKENS_OUT).all().unwrap()
    };
    assert_eq!((tokens(&atlas), tokens(&hearth)), (vec![0, 102, 103], vec![0, 0, 0]));
    assert_eq!(update().all_rows().set(Session::STATUS, SessionStatus::Closed).run().unwrap(), 3);
    assert_eq!(
        hearth.select::<Session>().filter(Session::STATUS.eq(SessionStatus::Closed)).count().unwrap(),
        0
    );
}

#[test]
fn a_filter_of_an_update_may_follow_foreign_keys() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    atlas.update::<Session>(&Id::new("b")).set(Session::PATTERN_ID, "dialectic").run().unwrap();
    let of_decisions = Session::PATTERN_ID.to(Pattern::FAMILY).eq(PatternFamily::Decision);
    let rows = atlas
        .update_many::<Session>()
        .filter(of_decisions)
        .set(Session::MODEL_USED, "large")
        .returning()
        .unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["b"]);
    let named = atlas
        .update::<Session>(&Id::new("b"))
        .set(Session::MODEL_USED, Session::PATTERN_ID.to(Pattern::NAME))
        .returning_columns(&(Session::MODEL_USED, Session::PATTERN_ID.to(Pattern::FAMILY)));
    assert_eq!(named.unwrap(), (Some("Dialectic".to_owned()), Some(PatternFamily::Decision)));
}

#[test]
fn columns_can_be_returned() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let update = atlas.update::<Session>(&Id::new("a")).set(Session::TOKENS_IN, Session::TOKENS_IN.times(7));
    assert_eq!(update.returning_columns(&(Session::ID, Session::TOKENS_IN)).unwrap(), (Id::new("a"), 7));
    let all = atlas
        .update_many::<Session>()
        .all_rows()
        .set(Session::TOKENS_IN, 9)
        .returning_columns(&Session::TOKENS_IN);
    assert_eq!(all.unwrap(), [9, 9, 9]);
}

#[test]
fn a_delete_by_filter_gives_back_what_went() {
    let loom = two_worlds();
    for (id, family) in [("x", PatternFamily::Analysis), ("y", PatternFamily::Analysis)] {
        let new = NewPattern { name: id.to_owned(), family, purpose: String::new() };
        loom.insert(new.set(Pattern::ID, id)).unwrap();
    }
    let mut gone = loom
        .delete_many::<Pattern>()
        .filter(Pattern::FAMILY.eq(PatternFamily::Analysis))
        .returning()
        .unwrap();
    gone.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(gone.iter().map(|pattern| pattern.id.as_str()).collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(loom.delete_many::<Pattern>().all_rows().run().unwrap(), 1);
    assert_eq!(loom.count::<Pattern>().unwrap(), 0);
}

#[test]
fn a_write_by_filter_that_breaks_a_constraint_changes_nothing() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let error =
        atlas.update_many::<Session>().all_rows().set(Session::TOKENS_IN, Session::TOKENS_IN.minus(2)).run();
    assert_eq!(
        error.unwrap_err().to_string(),
        "sessions.tokens_in, row atlas/one of all rows: breaks its check: tokens_in >= 0"
    );
    assert_eq!(atlas.select::<Session>().columns(Session::TOKENS_IN.sum()).one().unwrap(), Some(6));
    let error = loom.delete_many::<World>().all_rows().run().unwrap_err().to_string();
    assert!(
        error.starts_with("worlds, row atlas: sessions.world_id of row atlas/a references it"),
        "{error}"
    );
}

#[test]
fn an_upsert_by_id_inserts_or_changes_what_the_row_says() {
    let loom = two_worlds();
    let row = |name: &str| {
        NewPattern { name: name.to_owned(), family: PatternFamily::Analysis, purpose: "p".to_owned() }
            .set(Pattern::ID, "spiral")
    };
    let first = loom.upsert(row("Spiral")).on(Pattern::ID).do_update().unwrap();
    loom.update(&first.id).set(Pattern::WORLD_SCOPE, PatternScope::WorldSpecific).run().unwrap();
    loom.update(&first.id).set(Pattern::UPDATED_AT, Timestamp::from_unix_seconds(1)).run().unwrap();
    let second = loom.upsert(row("Spiral II")).on(Pattern::ID).do_update().unwrap();
    assert_eq!((second.name.as_str(), second.world_scope), ("Spiral II", PatternScope::WorldSpecific));
    assert_eq!(second.created_at, first.created_at);
    assert!(second.updated_at > Timestamp::from_unix_seconds(1));
    assert_eq!(loom.upsert(row("Spiral III")).on(Pattern::ID).do_nothing().unwrap(), None);
    let only = loom.upsert(row("Spiral IV").set(Pattern::CONFIG, Json(serde_json::json!({"a": 1}))));
    let only = only.on(Pattern::ID).do_update_only(Pattern::CONFIG).unwrap();
    assert_eq!((only.name.as_str(), only.config.is_some()), ("Spiral II", true));
}

#[test]
fn an_upsert_decides_by_a_key_and_stays_in_its_world() {
    let loom = two_worlds();
    let profile =
        || Json(AgentProfile { role: String::new(), summary: String::new(), strengths: Vec::new() });
    for world in ["atlas", "hearth"] {
        let new = NewAgent { name: "Ada".to_owned(), profile: profile() };
        loom.world(world).unwrap().insert(new.set(Agent::ID, "ada")).unwrap();
    }
    let telos = |purpose: &str| NewAgentTelos { agent_id: Id::new("ada"), core_purpose: purpose.to_owned() };
    let (atlas, hearth) = (loom.operator().world("atlas").unwrap(), loom.operator().world("hearth").unwrap());
    let first = atlas.upsert(telos("one")).on(AgentTelos::AGENT_ID).do_update().unwrap();
    hearth.upsert(telos("other")).on(AgentTelos::AGENT_ID).do_update().unwrap();
    let second = atlas.upsert(telos("two")).on(AgentTelos::AGENT_ID).do_update().unwrap();
    assert_eq!((second.id, second.core_purpose.as_str()), (first.id, "two"));
    assert_eq!(hearth.select::<AgentTelos>().one().unwrap().core_purpose, "other");
    let error = atlas.upsert(telos("three")).on(AgentTelos::CORE_PURPOSE).do_nothing().unwrap_err();
    assert_eq!(
        error.to_string(),
        "agent_telos.core_purpose: an upsert needs a key to decide by; the keys are id, agent_id"
    );
}

#[test]
fn an_insert_from_a_query_takes_the_handles_world() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas.insert_many([("a", 1), ("b", 2)].map(|(id, tokens)| session(id, tokens))).unwrap();
    let source = Session::query().filter(Session::TOKENS_IN.gt(1)).columns((
        Session::ID.as_text().concat("-copy").as_id(),
        Session::STATUS,
        Session::TOKENS_IN.plus(40),
    ));
    let inserted = atlas.insert_select((Session::ID, Session::STATUS, Session::TOKENS_IN), source).unwrap();
    assert_eq!(inserted, 1);
    let copy = atlas.get::<Session>(&Id::new("b-copy")).unwrap().unwrap();
    assert_eq!((copy.tokens_in, copy.tokens_out, copy.world_id.as_str()), (42, 0, "atlas"));
    let again = atlas.insert_select(
        (Session::ID, Session::STATUS),
        Session::query().columns((Session::ID, Session::STATUS)),
    );
    assert!(again.unwrap_err().to_string().starts_with("sessions.id"), "the ids are taken");
}

#[test]
fn who_waits_in_vain_is_told_for_whom() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    loom.with_connection(|connection| connection.busy_timeout(std::time::Duration::from_millis(20))).unwrap();
    let error = loom
        .transaction(|loom| {
            loom.insert(NewWorld { name: "held".to_owned(), purpose: String::new() })?;
            let waiting = std::thread::scope(|scope| {
                let other = scope.spawn(|| {
                    loom.with_connection(|connection| {
                        connection.busy_timeout(std::time::Duration::from_millis(20))
                    })?;
                    // One lease for both, so that the short timeout is the one that counts.
                    loom.snapshot(|loom| {
                        loom.with_connection(|connection| {
                            connection.busy_timeout(std::time::Duration::from_millis(20))
                        })?;
                        loom.insert(NewWorld { name: "waits".to_owned(), purpose: String::new() }).map(drop)
                    })
                });
                other.join().unwrap()
            });
            Ok::<_, loom_schema::Error>(waiting.unwrap_err())
        })
        .unwrap();
    assert!(matches!(error, loom_schema::Error::Busy { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("writing.rs") && text.contains("who_waits_in_vain_is_told_for_whom"), "{text}");
}

#[test]
fn a_snapshot_sees_one_state() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let counts = loom
        .snapshot(|inside| {
            let before = inside.count::<World>()?;
            std::thread::scope(|scope| {
                let new = NewWorld { name: "late".to_owned(), purpose: String::new() };
                scope.spawn(|| loom.insert(new).map(drop)).join().unwrap()
            })?;
            Ok::<_, loom_schema::Error>((before, inside.count::<World>()?))
        })
        .unwrap();
    assert_eq!(counts, (2, 2));
    assert_eq!(loom.count::<World>().unwrap(), 3);
}

#[test]
fn one_row_a_world_is_decided_by_the_world() {
    use loom_engine::tables::{NewWorldTelos, WorldIdentity, WorldTelos};
    let loom = two_worlds();
    let identity = || Json(WorldIdentity { voice: "dry".to_owned(), motto: None, traits: Vec::new() });
    for (world, purpose) in [("atlas", "one"), ("hearth", "other"), ("atlas", "two")] {
        let new = NewWorldTelos { purpose: purpose.to_owned(), identity: identity() };
        loom.operator().world(world).unwrap().upsert(new).on(WorldTelos::WORLD_ID).do_update().unwrap();
    }
    let purpose = |world| loom.world(world).unwrap().select::<WorldTelos>().one().unwrap().purpose;
    assert_eq!((purpose("atlas").as_str(), purpose("hearth").as_str()), ("two", "other"));
}
