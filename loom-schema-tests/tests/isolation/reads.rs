//! What is checked of a random select: its rows, groups, windows and relations, and its set operations with another.

use std::collections::{BTreeMap, BTreeSet};

use loom_engine::tables::{Decision, Pattern, Session, SessionSummary, World};
use loom_schema::WorldHandle;
use loom_schema::prelude::*;
use loom_schema::query::{Query, Window, count, lag, row_number};

use crate::selects::Asked;
use crate::worlds::{Held, STATUSES};

/// Rows, their values, counts: everything that a query without relations can give.
pub(crate) fn check_rows(handle: &WorldHandle<'_>, asked: &Asked, held: &Held) {
    let expected: Vec<Session> = asked.expected(held).into_iter().cloned().collect();
    let run = || handle.run(asked.query());
    assert_eq!(run().all().unwrap(), expected);
    assert_eq!(run().count().unwrap(), expected.len() as u64);
    assert_eq!(run().exists().unwrap(), !expected.is_empty());
    assert_eq!(run().first().unwrap(), expected.first().cloned());
    let mut each = Vec::new();
    run()
        .each(|session| {
            each.push(session);
            Ok(())
        })
        .unwrap();
    assert_eq!(each, expected);
    let values = run()
        .columns((
            Session::ID,
            Session::SIE_ID,
            Session::WORLD_ID.to(World::ID),
            Session::PATTERN_ID.to(Pattern::NAME).is_null(),
            SessionSummary::SESSION_ID.count_of(None),
            Decision::SESSION_ID.count_of(Decision::SESSION_ID.to(Session::SIE_ID).ne("nobody")),
            Session::WORLD_ID.row(),
        ))
        .all()
        .unwrap();
    assert_eq!(values.len(), expected.len());
    for (row, session) in values.into_iter().zip(&expected) {
        let (id, sie, world, no_pattern, summaries, decisions, world_row) = row;
        assert_eq!((&id, &sie, &world), (&session.id, &session.sie_id, &session.world_id));
        assert_eq!(no_pattern, session.pattern_id.is_none());
        assert_eq!(usize::try_from(summaries).unwrap(), held.summaries_of(session).len());
        assert_eq!(usize::try_from(decisions).unwrap(), held.decisions_of(session));
        assert_eq!(world_row.id, session.world_id);
    }
}

/// Groups and windows, over all rows that match.
pub(crate) fn check_aggregates(handle: &WorldHandle<'_>, asked: &Asked, held: &Held) {
    let asked = Asked { by: Vec::new(), limit: None, offset: None, ..asked.clone() };
    let mut groups: BTreeMap<usize, Vec<&Session>> = BTreeMap::new();
    for session in asked.matching(held) {
        let status = STATUSES.iter().position(|status| *status == session.status).unwrap();
        groups.entry(status).or_default().push(session);
    }
    let mut query = Session::query().group_by(Session::STATUS);
    for ask in asked.source.iter().chain(&asked.asks) {
        query = query.filter(ask.filter());
    }
    let columns = (Session::STATUS, count(), Session::TOKENS_IN.sum(), Session::MODEL_USED.max());
    let more_than_one = query.clone().having(count::<Session>().gt(1)).columns(Session::STATUS);
    let found = handle.run(query.columns(columns)).all().unwrap();
    assert_eq!(found.len(), groups.len());
    for (status, rows, tokens, model) in found {
        let group = &groups[&STATUSES.iter().position(|one| *one == status).unwrap()];
        assert_eq!(usize::try_from(rows).unwrap(), group.len());
        assert_eq!(tokens, Some(group.iter().map(|session| session.tokens_in).sum()));
        assert_eq!(model, group.iter().filter_map(|session| session.model_used.clone()).max());
    }
    let large = groups.values().filter(|group| group.len() > 1).count();
    assert_eq!(handle.run(more_than_one).all().unwrap().len(), large);

    let by_tokens = || Window::all().order_by(Session::TOKENS_IN.desc()).order_by(Session::ID.asc());
    let windows = handle
        .run(asked.query())
        .columns((
            Session::ID,
            row_number(by_tokens().partition_by(Session::STATUS)),
            lag(Session::SIE_ID, by_tokens()),
            count::<Session>().over(Window::all()),
        ))
        .all()
        .unwrap();
    let all = asked.matching(held);
    assert_eq!(windows.len(), all.len());
    for (id, number, before, of_all) in windows {
        let own = all.iter().find(|session| session.id == id).unwrap();
        let in_front = |other: &&&Session| {
            (std::cmp::Reverse(other.tokens_in), &other.id) < (std::cmp::Reverse(own.tokens_in), &own.id)
        };
        let same = all.iter().filter(in_front).filter(|other| other.status == own.status).count();
        assert_eq!(usize::try_from(number).unwrap(), same + 1);
        assert_eq!(before.is_some(), all.iter().any(|other| in_front(&other)));
        assert!(before.is_none() || before == own.sie_id);
        assert_eq!(usize::try_from(of_all).unwrap(), all.len());
    }
}

/// Relations: to one, to many, filtered and limited for each, nested in both directions.
pub(crate) fn check_relations(handle: &WorldHandle<'_>, asked: &Asked, held: &Held) {
    let each = asked.limit.unwrap_or(9);
    let session = Session::query().with_many(Decision::SESSION_ID).with_one(Session::PATTERN_ID);
    let summaries = SessionSummary::query()
        .order_by(SessionSummary::ID.desc())
        .limit(each)
        .with_one_of(SessionSummary::SESSION_ID, session);
    let found = handle
        .run(asked.query())
        .with_one(Session::PATTERN_ID)
        .with_many_of(SessionSummary::SESSION_ID, summaries)
        .with_many_of(Decision::SESSION_ID, Decision::query().columns(Decision::TYPE))
        .with_one(Session::WORLD_ID)
        .all()
        .unwrap();
    let expected = asked.expected(held);
    assert_eq!(found.len(), expected.len());
    for ((session, pattern, summaries, decisions, world), expected) in found.into_iter().zip(expected) {
        assert_eq!(&session, expected);
        assert_eq!(pattern.map(|pattern| pattern.id), session.pattern_id);
        assert_eq!(world.id, session.world_id);
        assert_eq!(decisions, vec![session.sie_id.clone().unwrap(); held.decisions_of(&session)]);
        let mut own = held.summaries_of(&session);
        own.reverse();
        own.truncate(usize::try_from(each).unwrap());
        assert_eq!(summaries.iter().map(|(summary, _)| summary).collect::<Vec<_>>(), own);
        for (_, back) in &summaries {
            let (back, decisions, _) = back.as_ref().unwrap();
            assert_eq!(back, &session);
            assert_eq!(decisions.len(), held.decisions_of(&session));
            assert!(decisions.iter().all(|decision| Some(&decision.r#type) == session.sie_id.as_ref()));
        }
    }
}

/// Set operations of two queries, each with its own limit.
pub(crate) fn check_sets(handle: &WorldHandle<'_>, left: &Asked, right: &Asked, held: &Held) {
    let columns = || (Session::ID, Session::SIE_ID);
    let query = |asked: &Asked| asked.query().columns(columns());
    let ids = |query: Query<Session, _>| -> Vec<String> {
        let rows: Vec<(Id<Session>, Option<String>)> =
            handle.run(query.order_by(Session::ID.asc())).all().unwrap();
        for (_, sie) in &rows {
            assert_eq!(sie.as_deref(), held.sessions[0].sie_id.as_deref());
        }
        rows.into_iter().map(|(id, _)| id.into_string()).collect()
    };
    let set = |asked: &Asked| -> BTreeSet<String> {
        asked.expected(held).iter().map(|session| session.id.as_str().to_owned()).collect()
    };
    let (l, r) = (set(left), set(right));
    let sorted = |ids: &mut dyn Iterator<Item = &String>| -> Vec<String> { ids.cloned().collect() };
    assert_eq!(ids(query(left).union(query(right))), sorted(&mut l.union(&r)));
    assert_eq!(ids(query(left).intersect(query(right))), sorted(&mut l.intersection(&r)));
    assert_eq!(ids(query(left).except(query(right))), sorted(&mut l.difference(&r)));
    assert_eq!(ids(query(left).union_all(query(right))).len(), l.len() + r.len());
    // What is nested on either side stays nested, whatever SQLite's precedence is.
    let both = || query(left).union(query(right));
    assert!(ids(query(left).except(both())).is_empty());
    let rest: BTreeSet<String> = both_without(&l, &r);
    assert_eq!(ids(both().except(query(left).intersect(query(right)))), sorted(&mut rest.iter()));
    let all = Session::query().columns(columns());
    let summaries = SessionSummary::query()
        .columns((SessionSummary::SESSION_ID, SessionSummary::SESSION_ID.to(Session::SIE_ID)));
    let with: BTreeSet<String> =
        held.summaries.iter().map(|summary| summary.session_id.as_str().to_owned()).collect();
    assert_eq!(ids(all.intersect(summaries)), sorted(&mut with.iter()));
}

fn both_without(l: &BTreeSet<String>, r: &BTreeSet<String>) -> BTreeSet<String> {
    l.symmetric_difference(r).cloned().collect()
}
