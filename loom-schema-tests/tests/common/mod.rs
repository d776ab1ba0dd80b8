//! What the runtime tests start from.
#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod nasty;

use loom_engine::tables::{
    LOOM, NewPattern, NewSession, NewSessionSummary, NewWorld, Pattern, PatternFamily, Session,
    SessionStatus, SessionSummary, Summary, SummaryKind, World,
};
use loom_schema::prelude::*;

/// A database in memory with the worlds `atlas` and `hearth`, and the pattern `dialectic`.
pub(crate) fn two_worlds() -> Loom {
    let loom = Loom::in_memory(&LOOM).unwrap();
    fill(&loom);
    loom
}

/// The same in a file.
pub(crate) fn two_worlds_in(folder: &std::path::Path) -> Loom {
    let loom = Loom::open_database(&LOOM, folder.join("loom.db")).unwrap();
    fill(&loom);
    loom
}

fn fill(loom: &Loom) {
    for id in ["atlas", "hearth"] {
        let world = NewWorld { name: id.to_uppercase(), purpose: "A test".to_owned() };
        loom.insert(world.set(World::ID, id)).unwrap();
    }
    let pattern = NewPattern {
        name: "Dialectic".to_owned(),
        family: PatternFamily::Decision,
        purpose: "Thesis and antithesis".to_owned(),
    };
    loom.insert(pattern.set(Pattern::ID, "dialectic")).unwrap();
}

/// A session with this id and so many tokens.
pub(crate) fn session(id: &str, tokens: i64) -> loom_schema::query::Draft<Session> {
    NewSession { status: SessionStatus::Active }.set(Session::ID, id).set(Session::TOKENS_IN, tokens)
}

/// Both worlds with so many sessions, each with so many summaries, the first of which is final.
pub(crate) fn with_summaries(sessions: usize, summaries: usize) -> Loom {
    let loom = two_worlds();
    for world in ["atlas", "hearth"] {
        let handle = loom.world(world).unwrap();
        for s in 0..sessions {
            let id = format!("s{s:03}");
            handle.insert(session(&id, i64::try_from(s).unwrap())).unwrap();
            for n in 0..summaries {
                let headline = format!("{world} {s} {n}");
                let content = Summary { headline, points: Vec::new(), open_questions: Vec::new() };
                let kind = if n == 0 { SummaryKind::Final } else { SummaryKind::Checkpoint };
                let new =
                    NewSessionSummary { session_id: Id::new(&id), r#type: kind, content: Json(content) };
                handle.insert(new.set(SessionSummary::ID, format!("{id}-{n}"))).unwrap();
            }
        }
    }
    loom
}

fn summary(
    id: &str,
    session: &str,
    kind: SummaryKind,
    headline: &str,
) -> loom_schema::query::Draft<SessionSummary> {
    let content =
        Summary { headline: headline.to_owned(), points: vec!["one".to_owned()], open_questions: Vec::new() };
    NewSessionSummary { session_id: Id::new(session), r#type: kind, content: Json(content) }
        .set(SessionSummary::ID, id)
}

/// Two worlds with the same session ids; only atlas has summaries, and a pattern on two sessions.
pub(crate) fn filled() -> Loom {
    let loom = two_worlds();
    for world in ["atlas", "hearth"] {
        let handle = loom.world(world).unwrap();
        for (id, tokens) in [("a", 10), ("b", 20), ("c", 30), ("d", 40)] {
            handle.insert(session(id, tokens)).unwrap();
        }
    }
    let atlas = loom.world("atlas").unwrap();
    for id in ["a", "b"] {
        atlas.update::<Session>(&Id::new(id)).set(Session::PATTERN_ID, "dialectic").run().unwrap();
    }
    atlas.update::<Session>(&Id::new("d")).set(Session::STATUS, SessionStatus::Closed).run().unwrap();
    for (id, session, kind) in [
        ("s1", "a", SummaryKind::Checkpoint),
        ("s2", "a", SummaryKind::Final),
        ("s3", "b", SummaryKind::Final),
    ] {
        atlas.insert(summary(id, session, kind, &format!("about {session}"))).unwrap();
    }
    loom
}

/// The ids as text.
pub(crate) fn texts<T>(ids: Vec<Id<T>>) -> Vec<String> {
    ids.into_iter().map(Id::into_string).collect()
}
