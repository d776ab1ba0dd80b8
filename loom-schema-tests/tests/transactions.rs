//! Transactions, threads, and two connections to one file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::{session, two_worlds, two_worlds_in};
use loom_engine::tables::{LOOM, Session};
use loom_schema::Error;
use loom_schema::prelude::*;

#[test]
fn an_error_rolls_back() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let result: Result<(), Error> = atlas.transaction(|atlas| {
        atlas.insert(session("a", 1))?;
        assert_eq!(atlas.count::<Session>()?, 1, "it sees its own writes");
        atlas.insert(session("a", 2))?;
        Ok(())
    });
    assert_eq!(result.unwrap_err().to_string(), "sessions.id, row atlas/a: there is such a row already");
    assert_eq!(atlas.count::<Session>().unwrap(), 0);
}

#[test]
fn a_panic_rolls_back_and_leaves_the_loom_usable() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        atlas.transaction(|atlas| {
            atlas.insert(session("a", 1))?;
            panic!("in the middle");
            #[allow(unreachable_code, reason = "the closure needs a result type")]
            Ok::<(), Error>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(atlas.count::<Session>().unwrap(), 0);
    atlas.insert(session("a", 1)).unwrap();
}

#[test]
fn a_nested_transaction_is_a_savepoint() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    atlas
        .transaction(|atlas| {
            atlas.insert(session("outer", 1))?;
            let inner: Result<(), Error> = atlas.transaction(|atlas| {
                atlas.insert(session("inner", 1))?;
                Err(Error::ManyRows { table: "sessions" })
            });
            assert!(inner.is_err());
            atlas.transaction(|atlas| atlas.insert(session("second", 1)).map(drop))?;
            Ok::<(), Error>(())
        })
        .unwrap();
    let ids = atlas.select::<Session>().order_by(Session::ID.asc()).columns(Session::ID).all().unwrap();
    assert_eq!(ids, [Id::new("outer"), Id::new("second")]);
}

#[test]
fn insert_many_is_all_or_nothing() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let rows = ["a", "b", "a"].map(|id| session(id, 1));
    assert!(atlas.insert_many(rows).is_err());
    assert_eq!(atlas.count::<Session>().unwrap(), 0);
}

#[test]
fn every_handle_of_the_thread_takes_part() {
    let loom = two_worlds();
    let hearth = loom.world("hearth").unwrap();
    let result: Result<(), Error> = loom.transaction(|loom| {
        loom.world("atlas")?.insert(session("a", 1))?;
        hearth.insert(session("b", 1))?;
        Err(Error::ManyRows { table: "sessions" })
    });
    assert!(result.is_err());
    assert_eq!(hearth.count::<Session>().unwrap(), 0);
}

#[test]
fn many_threads_share_one_loom() {
    for in_memory in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let loom = if in_memory { two_worlds() } else { two_worlds_in(folder.path()) };
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let loom = &loom;
                scope.spawn(move || {
                    let atlas = loom.world("atlas").unwrap();
                    for n in 0..25 {
                        atlas.insert(session(&format!("{thread}-{n}"), n)).unwrap();
                        assert!(atlas.select::<Session>().limit(3).all().unwrap().len() <= 3);
                    }
                });
            }
        });
        assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap(), 200, "in memory: {in_memory}");
    }
}

#[test]
fn readers_do_not_wait_for_a_writer_and_do_not_see_its_unfinished_work() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let atlas = loom.world("atlas").unwrap();
    atlas
        .transaction(|inside| {
            inside.insert(session("a", 1))?;
            std::thread::scope(|scope| {
                let seen = scope.spawn(|| atlas.count::<Session>().unwrap()).join();
                assert_eq!(seen.unwrap(), 0);
            });
            Ok::<(), Error>(())
        })
        .unwrap();
    assert_eq!(atlas.count::<Session>().unwrap(), 1);
}

#[test]
fn connections_have_the_settings_that_the_readme_promises() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let setting = |name: &str| -> String {
        loom.with_connection(|connection| {
            connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
        })
        .map(|value| format!("{value:?}"))
        .unwrap()
    };
    assert_eq!(setting("journal_mode"), "Text(\"wal\")");
    assert_eq!(setting("foreign_keys"), "Integer(1)");
    assert_eq!(setting("busy_timeout"), "Integer(5000)");
    let second = Loom::open_database(&LOOM, folder.path().join("loom.db")).unwrap();
    assert_eq!(second.world("atlas").unwrap().count::<Session>().unwrap(), 0);
}
