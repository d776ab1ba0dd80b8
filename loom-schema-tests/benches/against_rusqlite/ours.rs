//! The workloads through the typed API.

use std::path::Path;

use loom_engine::tables::{LOOM, NewSession, NewWorld, Session, SessionStatus, World};
use loom_schema::WorldHandle;
use loom_schema::prelude::*;

use super::{Side, timed};

pub(super) fn workloads(path: &Path) -> Vec<(&'static str, u32, Side<'static>)> {
    let loom: &'static Loom = Box::leak(Box::new(Loom::open_database(&LOOM, path).expect("a database")));
    for id in ["atlas", "scratch"] {
        let world = NewWorld { name: id.to_owned(), purpose: "A benchmark".to_owned() };
        loom.insert(world.set(World::ID, id)).expect("a world");
    }
    let atlas: &'static WorldHandle<'static> = Box::leak(Box::new(loom.world("atlas").expect("atlas")));
    let scratch: &'static WorldHandle<'static> = Box::leak(Box::new(loom.world("scratch").expect("scratch")));
    atlas.insert_many((0..10_000).map(row)).expect("rows");
    let ids: Vec<Id<Session>> = (0..10_000).map(|n| Id::new(format!("session-{n:05}"))).collect();
    let ids: &'static [Id<Session>] = Box::leak(ids.into_boxed_slice());
    let clear = || {
        loom.with_connection(|connection| {
            connection.execute("DELETE FROM sessions WHERE world_id = 'scratch'", [])
        })
        .expect("cleared");
    };
    vec![
        (
            "insert 10,000 one by one, one transaction",
            10_000,
            Box::new(move || {
                clear();
                timed(|| {
                    scratch
                        .transaction(|scratch| {
                            for n in 0..10_000 {
                                scratch.insert(row(n))?;
                            }
                            Ok::<(), loom_schema::Error>(())
                        })
                        .expect("inserted");
                })
            }),
        ),
        (
            "insert_many 10,000",
            10_000,
            Box::new(move || {
                clear();
                timed(|| {
                    assert_eq!(scratch.insert_many((0..10_000).map(row)).expect("inserted").len(), 10_000);
                })
            }),
        ),
        (
            "load 10,000 rows",
            10_000,
            Box::new(move || {
                timed(|| assert_eq!(atlas.select::<Session>().all().expect("rows").len(), 10_000))
            }),
        ),
        (
            "get by key, 10,000 times",
            10_000,
            Box::new(move || {
                timed(|| {
                    for id in ids {
                        assert!(atlas.get(id).expect("a row").is_some());
                    }
                })
            }),
        ),
        (
            "filter, order, limit 50, 200 times",
            200,
            Box::new(move || {
                timed(|| {
                    for n in 0..200 {
                        let rows = atlas
                            .select::<Session>()
                            .filter(Session::STATUS.eq(SessionStatus::Active).and(Session::TOKENS_IN.gt(n)))
                            .order_by(Session::CREATED_AT.desc())
                            .limit(50)
                            .all();
                        assert_eq!(rows.expect("rows").len(), 50);
                    }
                })
            }),
        ),
        (
            "update one column by key, 10,000 times, one tx",
            10_000,
            Box::new(move || {
                timed(|| {
                    atlas
                        .transaction(|atlas| {
                            for id in ids {
                                atlas.update(id).set(Session::TOKENS_OUT, 7).run()?;
                            }
                            Ok::<(), loom_schema::Error>(())
                        })
                        .expect("updated");
                })
            }),
        ),
    ]
}

fn row(n: i64) -> loom_schema::query::Draft<Session> {
    NewSession { status: if n % 3 == 0 { SessionStatus::Closed } else { SessionStatus::Active } }
        .set(Session::ID, format!("session-{n:05}"))
        .set(Session::MODEL_USED, "large")
        .set(Session::TOKENS_IN, n)
        .set(Session::CREATED_AT, Timestamp::from_unix_seconds(n))
}
