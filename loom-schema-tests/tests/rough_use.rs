//! Rough use: processes that are killed, threads that panic, raw transactions, and far more threads than connections.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod child;
mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use child::Process;
use common::{session, two_worlds, two_worlds_in};
use loom_engine::tables::{LOOM, Session, World};
use loom_schema::prelude::*;
use loom_schema::{Error, Loom};

/// Inserts two sessions, or none.
fn pair(loom: &Loom, id: &str) -> Result<(), Error> {
    loom.transaction(|loom| {
        let atlas = loom.world("atlas")?;
        atlas.insert(session(&format!("{id}-a"), 1))?;
        atlas.insert(session(&format!("{id}-b"), 1)).map(drop)
    })
}

fn sessions(loom: &Loom) -> u64 {
    loom.world("atlas").unwrap().count::<Session>().unwrap()
}

fn assert_sound(loom: &Loom) {
    let check: String =
        loom.with_connection(|c| c.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
    assert_eq!(check, "ok");
    let atlas = loom.world("atlas").unwrap();
    let firsts = atlas.select::<Session>().filter(Session::ID.as_text().ends_with("-a")).count().unwrap();
    assert_eq!(sessions(loom), firsts * 2, "a pair is written as a whole");
}

#[test]
#[ignore = "the work of a child process"]
fn child_writes_pairs() {
    let Some(folder) = child::folder() else { return };
    let loom = Loom::open_database(&LOOM, folder.join("loom.db")).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let loom = &loom;
            scope.spawn(move || {
                for n in 0.. {
                    pair(loom, &format!("{}-{thread}-{n}", std::process::id())).unwrap();
                    if n == 2 && thread == 0 {
                        child::say("writing");
                    }
                }
            });
        }
    });
}

#[test]
fn a_process_that_is_killed_in_the_middle_of_writes_leaves_whole_transactions() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let mut before = 0;
    for round in 0..12 {
        let mut other = Process::start("child_writes_pairs", folder.path());
        assert_eq!(other.hear(), "writing");
        // At some moment in between, another one each time.
        std::thread::sleep(Duration::from_micros(round * 1_370));
        if round % 2 == 0 {
            pair(&loom, &format!("own-{round}")).unwrap();
        }
        other.kill();
        let again = Loom::open_database(&LOOM, folder.path().join("loom.db")).unwrap();
        assert_sound(&again);
        pair(&loom, &format!("after-{round}")).unwrap();
        let now = sessions(&again);
        assert!(now > before, "{now}, {before}");
        before = now;
    }
    assert_sound(&loom);
}

#[test]
fn threads_that_panic_do_not_hold_up_the_others() {
    let folder = tempfile::tempdir().unwrap();
    for loom in [two_worlds_in(folder.path()), two_worlds()] {
        std::thread::scope(|scope| {
            for thread in 0..6 {
                let loom = &loom;
                scope.spawn(move || {
                    for n in 0..20 {
                        let id = format!("{thread}-{n}");
                        let panics = (thread * 7 + n) % 3 == 0;
                        let result = catch_unwind(AssertUnwindSafe(|| {
                            loom.transaction(|loom| {
                                pair(loom, &id)?;
                                assert!(!panics, "in the middle");
                                Ok::<_, Error>(())
                            })
                        }));
                        assert_eq!(result.is_err(), panics);
                    }
                });
            }
        });
        assert_eq!(sessions(&loom), 2 * 80);
        assert_sound(&loom);
    }
}

#[test]
fn raw_transactions_and_ours_take_turns_at_sqlites_lock() {
    let folder = tempfile::tempdir().unwrap();
    for loom in [two_worlds_in(folder.path()), two_worlds()] {
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let loom = &loom;
                scope.spawn(move || {
                    for n in 0..25 {
                        let id = format!("{thread}-{n}");
                        if thread % 2 == 0 {
                            pair(loom, &id).unwrap();
                            continue;
                        }
                        // The typed writes within belong to the raw transaction.
                        loom.with_connection(|connection| {
                            connection.execute_batch("BEGIN IMMEDIATE")?;
                            let atlas = loom.world("atlas").unwrap();
                            atlas.insert(session(&format!("{id}-a"), 1)).unwrap();
                            atlas.insert(session(&format!("{id}-b"), 1)).unwrap();
                            connection.execute_batch(if n % 5 == 0 { "ROLLBACK" } else { "COMMIT" })
                        })
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(sessions(&loom), 2 * (50 + 40));
        assert_sound(&loom);
    }
}

#[test]
fn sixty_four_threads_write_and_read() {
    let folder = tempfile::tempdir().unwrap();
    for loom in [two_worlds_in(folder.path()), two_worlds()] {
        std::thread::scope(|scope| {
            for thread in 0..64 {
                let loom = &loom;
                scope.spawn(move || {
                    for n in 0..5 {
                        pair(loom, &format!("{thread}-{n}")).unwrap();
                        assert!(sessions(loom).is_multiple_of(2));
                        loom.snapshot(|loom| {
                            let before = sessions(loom);
                            std::thread::yield_now();
                            assert_eq!(sessions(loom), before);
                            Ok::<_, Error>(())
                        })
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(sessions(&loom), 2 * 5 * 64);
        assert_sound(&loom);
    }
}

#[test]
fn a_loom_that_is_dropped_leaves_the_others_on_the_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loom.db");
    let stop = AtomicBool::new(false);
    let loom = Arc::new(two_worlds_in(folder.path()));
    let written = std::thread::scope(|scope| {
        let (shared, stop) = (Arc::clone(&loom), &stop);
        drop(loom);
        let writer = scope.spawn(move || {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                pair(&shared, &format!("w-{written}")).unwrap();
                written += 1;
            }
            written
        });
        // Each is the last one to know of its own connections when it goes.
        for n in 0..60 {
            let other = Loom::open_database(&LOOM, &path).unwrap();
            pair(&other, &format!("o-{n}")).unwrap();
            drop(other);
        }
        stop.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    });
    let loom = Loom::open_database(&LOOM, &path).unwrap();
    assert_eq!(sessions(&loom), 2 * (written + 60));
    assert_sound(&loom);
}

#[test]
fn a_thread_holds_turns_on_two_files() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (two_worlds_in(first.path()), two_worlds_in(second.path()));
    first
        .transaction(|first| {
            pair(first, "a")?;
            second.transaction(|second| {
                pair(second, "a")?;
                pair(first, "b")
            })?;
            second.insert(loom_engine::tables::NewWorld { name: "W".to_owned(), purpose: String::new() })?;
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!((sessions(&first), sessions(&second)), (4, 2));
    assert_eq!(second.count::<World>().unwrap(), 3);
}
