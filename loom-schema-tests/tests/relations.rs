//! Relations along foreign keys, nested, filtered and limited.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use common::with_summaries;
use loom_engine::tables::{NewPatternStep, Pattern, PatternStep, Session, SessionSummary, SummaryKind};
use loom_schema::prelude::*;
use loom_schema::query::{Window, count, row_number};

#[test]
fn both_directions_of_a_foreign_key() {
    let loom = with_summaries(3, 2);
    let atlas = loom.world("atlas").unwrap();
    atlas.update::<Session>(&Id::new("s001")).set(Session::PATTERN_ID, "dialectic").run().unwrap();
    let many: Vec<(Session, Vec<SessionSummary>)> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .with_many(SessionSummary::SESSION_ID)
        .all()
        .unwrap();
    assert_eq!(many.len(), 3);
    for (session, summaries) in &many {
        assert_eq!(summaries.len(), 2);
        assert!(
            summaries.iter().all(|summary| summary.session_id == session.id && summary.world_id == "atlas")
        );
    }
    let one: Vec<(SessionSummary, Session)> =
        atlas.select::<SessionSummary>().with_one(SessionSummary::SESSION_ID).all().unwrap();
    assert!(
        one.iter().all(|(summary, session)| summary.session_id == session.id && session.world_id == "atlas")
    );
    let both: Vec<(Session, Option<Pattern>, Vec<SessionSummary>)> = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .with_one(Session::PATTERN_ID)
        .with_many(SessionSummary::SESSION_ID)
        .all()
        .unwrap();
    let patterns: Vec<bool> = both.iter().map(|(_, pattern, _)| pattern.is_some()).collect();
    assert_eq!(patterns, [false, true, false]);
}

#[test]
fn the_related_side_is_filtered_ordered_and_limited_for_each_row() {
    let loom = with_summaries(3, 4);
    let atlas = loom.world("atlas").unwrap();
    let newest = SessionSummary::query()
        .filter(SessionSummary::TYPE.eq(SummaryKind::Checkpoint))
        .order_by(SessionSummary::ID.desc())
        .limit(2)
        .columns(SessionSummary::ID);
    let rows = atlas
        .select::<Session>()
        .order_by(Session::ID.asc())
        .with_many_of(SessionSummary::SESSION_ID, newest)
        .all()
        .unwrap();
    let ids: Vec<Vec<&str>> = rows.iter().map(|(_, ids)| ids.iter().map(Id::as_str).collect()).collect();
    assert_eq!(ids, [["s000-3", "s000-2"], ["s001-3", "s001-2"], ["s002-3", "s002-2"]]);
    let second = SessionSummary::query().order_by(SessionSummary::ID.asc()).limit(1).offset(1);
    let rows = atlas.select::<Session>().with_many_of(SessionSummary::SESSION_ID, second).all().unwrap();
    assert!(
        rows.iter()
            .all(|(session, found)| found.len() == 1 && found[0].id == format!("{}-1", session.id).as_str())
    );
}

#[test]
fn a_row_that_comes_twice_has_its_relations_twice() {
    let loom = with_summaries(2, 2);
    let atlas = loom.world("atlas").unwrap();
    let twice = Session::query().union_all(Session::query());
    let rows =
        atlas.run(Session::query().from_query(twice).with_many(SessionSummary::SESSION_ID)).all().unwrap();
    assert_eq!(rows.iter().map(|(_, summaries)| summaries.len()).collect::<Vec<_>>(), [2; 4]);
}

#[test]
fn relations_nest() {
    let loom = with_summaries(2, 2);
    let atlas = loom.world("atlas").unwrap();
    atlas.update_many::<Session>().all_rows().set(Session::PATTERN_ID, Id::new("dialectic")).run().unwrap();
    for order in 1..=3 {
        let step = NewPatternStep {
            pattern_id: Id::new("dialectic"),
            order,
            name: format!("step {order}"),
            agent_id: "scribe".to_owned(),
        };
        loom.insert(step).unwrap();
    }
    let pattern = Pattern::query().with_many_of(
        PatternStep::PATTERN_ID,
        PatternStep::query().order_by(PatternStep::ORDER.asc()).columns(PatternStep::NAME),
    );
    let session = Session::query().with_one_of(Session::PATTERN_ID, pattern);
    let rows =
        atlas.select::<SessionSummary>().with_one_of(SessionSummary::SESSION_ID, session).all().unwrap();
    assert_eq!(rows.len(), 4);
    for (summary, session) in rows {
        let (session, pattern) = session.unwrap();
        assert_eq!(session.id, summary.session_id);
        let (pattern, steps) = pattern.unwrap();
        assert_eq!((pattern.id.as_str(), steps.len(), steps[2].as_str()), ("dialectic", 3, "step 3"));
    }
}

#[test]
fn many_to_many_goes_through_a_link_table() {
    mod club {
        use loom_schema::prelude::*;

        #[derive(LoomTable, Debug, Clone, PartialEq)]
        #[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
        pub(super) struct World {
            pub(super) id: Id<World>,
            pub(super) created_at: Timestamp,
            pub(super) updated_at: Timestamp,
        }

        #[derive(LoomTable, Debug, Clone, PartialEq)]
        #[loom_table(world_scoped, layer = "L3", derived)]
        pub(super) struct Member {
            pub(super) id: Id<Member>,
            pub(super) world_id: Id<World>,
            pub(super) created_at: Timestamp,
            pub(super) updated_at: Timestamp,
        }

        #[derive(LoomTable, Debug, Clone, PartialEq)]
        #[loom_table(world_scoped, layer = "L3", derived)]
        pub(super) struct Club {
            pub(super) id: Id<Club>,
            pub(super) world_id: Id<World>,
            pub(super) created_at: Timestamp,
            pub(super) updated_at: Timestamp,
        }

        #[derive(LoomTable, Debug, Clone, PartialEq)]
        #[loom_table(world_scoped, layer = "L3", derived, unique(member_id, club_id))]
        pub(super) struct Membership {
            pub(super) id: Id<Membership>,
            pub(super) world_id: Id<World>,
            pub(super) member_id: Id<Member>,
            pub(super) club_id: Id<Club>,
            pub(super) created_at: Timestamp,
            pub(super) updated_at: Timestamp,
        }

        pub(super) static CLUBS: Schema = schema![World, Member, Club, Membership];
    }
    use club::{CLUBS, Club, Member, Membership, NewClub, NewMember, NewMembership, NewWorld, World};

    let loom = Loom::in_memory(&CLUBS).unwrap();
    for world in ["w", "v"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
        let handle = loom.world(world).unwrap();
        for id in ["ada", "bo"] {
            handle.insert(NewMember {}.set(Member::ID, id)).unwrap();
        }
        for id in ["chess", "rowing", "tea"] {
            handle.insert(NewClub {}.set(Club::ID, id)).unwrap();
        }
    }
    let w = loom.world("w").unwrap();
    for (member, club) in [("ada", "chess"), ("ada", "tea"), ("bo", "tea")] {
        w.insert(NewMembership { member_id: Id::new(member), club_id: Id::new(club) }).unwrap();
    }
    let clubs = Club::query().order_by(Club::ID.desc()).columns(Club::ID);
    let members = w.select::<Member>().order_by(Member::ID.asc());
    let rows = members.with_through(Membership::MEMBER_ID, Membership::CLUB_ID, clubs).all().unwrap();
    let found: Vec<(&str, Vec<&str>)> = rows
        .iter()
        .map(|(member, clubs)| (member.id.as_str(), clubs.iter().map(Id::as_str).collect()))
        .collect();
    assert_eq!(found, [("ada", vec!["tea", "chess"]), ("bo", vec!["tea"])]);
    let one = Club::query().order_by(Club::ID.asc()).limit(1);
    let rows = w.select::<Member>().order_by(Member::ID.asc()).with_through(
        Membership::MEMBER_ID,
        Membership::CLUB_ID,
        one,
    );
    assert_eq!(rows.all().unwrap()[0].1[0].id, "chess");
    let others = w
        .select::<Club>()
        .filter(!Membership::CLUB_ID.exists(Membership::MEMBER_ID.eq("ada")))
        .all()
        .unwrap();
    assert_eq!(others.iter().map(|club| club.id.as_str()).collect::<Vec<_>>(), ["rowing"]);
}

#[test]
fn a_window_function_in_a_relation_is_over_the_rows_of_one_parent() {
    let loom = with_summaries(3, 4);
    let atlas = loom.world("atlas").unwrap();
    let numbered = || {
        let newest_first = || Window::all().order_by(SessionSummary::ID.desc());
        let columns = (SessionSummary::ID, row_number(newest_first()), count().over(Window::all()));
        SessionSummary::query().order_by(SessionSummary::ID.asc()).columns(columns)
    };
    let sessions = || Session::query().order_by(Session::ID.asc());
    for limit in [None, Some(2)] {
        let query = limit.map_or_else(numbered, |rows| numbered().limit(rows));
        for (_, summaries) in
            atlas.run(sessions().with_many_of(SessionSummary::SESSION_ID, query)).all().unwrap()
        {
            let numbers: Vec<_> = summaries.iter().map(|(_, number, of)| (*number, *of)).collect();
            let expected = [(4, 4), (3, 4), (2, 4), (1, 4)];
            assert_eq!(numbers, expected[..limit.map_or(4, |_| 2)]);
        }
    }
    // In the order, and across worlds, where ids repeat.
    let by_number = SessionSummary::query()
        .order_by(row_number(Window::all().order_by(SessionSummary::ID.desc())).asc())
        .columns(SessionSummary::ID);
    let across = loom.across_worlds("a test");
    let all = across.run(sessions().with_many_of(SessionSummary::SESSION_ID, by_number)).all().unwrap();
    for (_, ids) in all {
        assert_eq!(ids.len(), 4);
        assert!(ids.is_sorted_by(|left, right| left > right), "{ids:?}");
    }
}
