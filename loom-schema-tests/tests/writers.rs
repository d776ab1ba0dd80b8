//! Many writers: each has its turn, and whoever waits too long is told for whom.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod child;
mod common;

use std::sync::Barrier;
use std::time::{Duration, Instant};

use child::Process;
use common::{session, two_worlds, two_worlds_in};
use loom_engine::tables::{LOOM, NewWorld, Session, World};
use loom_schema::prelude::*;
use loom_schema::{Error, Loom};

/// How long writers compete.
const RACE: Duration = Duration::from_secs(3);

/// How often each of eight threads does this in the time of a race.
fn race(loom: &Loom, work: impl Fn(&Loom, &str) -> Result<(), Error> + Sync) -> Vec<u32> {
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let (start, work) = (&start, &work);
                scope.spawn(move || {
                    start.wait();
                    let end = Instant::now() + RACE;
                    let mut done = 0;
                    while Instant::now() < end {
                        work(loom, &format!("{}-{thread}-{done}", std::process::id())).unwrap();
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// A transaction of two milliseconds.
fn short_transaction(loom: &Loom, id: &str) -> Result<(), Error> {
    loom.transaction(|loom| {
        loom.world("atlas")?.insert(session(id, 1))?;
        std::thread::sleep(Duration::from_millis(2));
        Ok(())
    })
}

fn single_write(loom: &Loom, id: &str) -> Result<(), Error> {
    loom.world("atlas")?.insert(session(id, 1)).map(drop)
}

/// Every kind of single write.
fn every_single_write(loom: &Loom, id: &str) -> Result<(), Error> {
    let new = || NewWorld { name: "W".to_owned(), purpose: String::new() }.set(World::ID, id);
    loom.insert(new())?;
    loom.update::<World>(&Id::new(id)).set(World::NAME, "X").run()?;
    loom.upsert(new()).on(World::ID).do_update()?;
    loom.update_many::<World>().filter(World::ID.eq(id)).set(World::NAME, "Y").returning()?;
    let columns = (World::ID, World::NAME, World::PURPOSE);
    let copy = World::query().filter(World::ID.eq(id)).columns((
        World::ID.as_text().concat("-copy").as_id(),
        World::NAME,
        World::PURPOSE,
    ));
    loom.insert_select(columns, copy)?;
    loom.delete_many::<World>().filter(World::ID.as_text().starts_with(id)).run()?;
    Ok(())
}

#[track_caller]
fn assert_fair(done: &[u32]) {
    let (least, most) = (done.iter().min().unwrap(), done.iter().max().unwrap());
    assert!(*least > 0 && least * 3 >= *most, "{done:?}");
}

#[test]
fn transactions_of_eight_threads_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    assert_fair(&race(&two_worlds_in(folder.path()), short_transaction));
}

#[test]
fn single_writes_of_eight_threads_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    assert_fair(&race(&two_worlds_in(folder.path()), every_single_write));
}

#[test]
fn threads_take_turns_with_a_database_in_memory() {
    assert_fair(&race(&two_worlds(), short_transaction));
}

#[test]
fn two_looms_on_one_file_share_one_queue() {
    let folder = tempfile::tempdir().unwrap();
    let first = two_worlds_in(folder.path());
    // Another way to the same file.
    #[cfg(unix)]
    let path = {
        std::os::unix::fs::symlink(folder.path(), folder.path().join("link")).unwrap();
        folder.path().join("link/loom.db")
    };
    #[cfg(not(unix))]
    let path = folder.path().join("loom.db");
    let second = Loom::open_database(&LOOM, path).unwrap();
    let done = race(&first, |first, id| {
        let odd = std::thread::current().id();
        let is_second = format!("{odd:?}").chars().any(|c| "13579".contains(c));
        short_transaction(if is_second { &second } else { first }, id)
    });
    assert_fair(&done);
}

/// Runs the race in this process and in another one; the writes of each thread.
fn race_with_a_child(work: &str, own: fn(&Loom, &str) -> Result<(), Error>) -> Vec<u32> {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let mut other = Process::start(work, folder.path());
    assert_eq!(other.hear(), "ready");
    other.tell("go");
    let mut done = race(&loom, own);
    done.extend(other.hear().split(' ').map(|count| count.parse::<u32>().unwrap()));
    done
}

#[test]
fn transactions_of_two_processes_take_turns() {
    assert_fair(&race_with_a_child("child_runs_transactions", short_transaction));
}

#[test]
fn single_writes_of_two_processes_take_turns() {
    assert_fair(&race_with_a_child("child_runs_single_writes", single_write));
}

fn child_races(work: fn(&Loom, &str) -> Result<(), Error>) {
    let Some(folder) = child::folder() else { return };
    let loom = Loom::open_database(&LOOM, folder.join("loom.db")).unwrap();
    child::say("ready");
    child::hear();
    let done: Vec<_> = race(&loom, work).iter().map(ToString::to_string).collect();
    child::say(done.join(" "));
}

#[test]
#[ignore = "the work of a child process"]
fn child_runs_transactions() {
    child_races(short_transaction);
}

#[test]
#[ignore = "the work of a child process"]
fn child_runs_single_writes() {
    child_races(single_write);
}

#[test]
#[ignore = "the work of a child process"]
fn child_holds_the_lock() {
    let Some(folder) = child::folder() else { return };
    let loom = Loom::open_database(&LOOM, folder.join("loom.db")).unwrap();
    loom.transaction(|loom| {
        loom.world("atlas")?.insert(session("lost", 1))?;
        child::say("ready");
        child::hear();
        Ok::<_, Error>(())
    })
    .unwrap();
    child::say("done");
}

/// Runs `work` on a connection that waits a tenth of a second for the same holder.
fn impatient<R>(loom: &Loom, work: impl FnOnce(&Loom) -> Result<R, Error>) -> Result<R, Error> {
    let mut result = None;
    loom.with_connection(|connection| {
        connection.busy_timeout(Duration::from_millis(100))?;
        result = Some(work(loom));
        Ok(())
    })?;
    result.unwrap()
}

fn seconds(text: &str) -> f64 {
    let (before, _) = text.split_once(" s").unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_killed_process_leaves_no_lock_behind() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let mut other = Process::start("child_holds_the_lock", folder.path());
    assert_eq!(other.hear(), "ready");
    assert!(impatient(&loom, |loom| single_write(loom, "early")).is_err(), "the child holds the lock");
    other.kill();
    single_write(&loom, "a").unwrap();
    short_transaction(&loom, "b").unwrap();
    let ids = loom.world("atlas").unwrap().select::<Session>().columns(Session::ID).all().unwrap();
    assert_eq!(common::texts(ids), ["a", "b"]);
}

#[test]
fn another_process_is_named_and_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let mut other = Process::start("child_holds_the_lock", folder.path());
    assert_eq!(other.hear(), "ready");
    for work in [single_write, short_transaction] {
        let text = impatient(&loom, |loom| work(loom, "a")).unwrap_err().to_string();
        assert!(text.contains(&format!("is locked by process {}, for at least ", other.id())), "{text}");
        assert!((0.1..5.0).contains(&seconds(&text)), "{text}");
    }
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| single_write(&loom, "a"));
        other.tell("go");
        waiting.join().unwrap().unwrap();
    });
    assert_eq!(other.hear(), "done");
    assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap(), 2);
}

#[test]
fn the_thread_and_the_place_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let other = Loom::open_database(&LOOM, folder.path().join("loom.db")).unwrap();
    let texts = loom
        .transaction(|_| {
            let wait = |work: fn(&Loom, &str) -> Result<(), Error>| {
                impatient(&other, |loom| work(loom, "a")).unwrap_err().to_string()
            };
            let texts = std::thread::scope(|scope| {
                let waiting = [single_write, short_transaction].map(|work| scope.spawn(move || wait(work)));
                waiting.map(|waiting| waiting.join().unwrap())
            });
            Ok::<_, Error>(texts)
        })
        .unwrap();
    assert!(
        texts[0].starts_with("insert into `sessions`: the database is locked by the transaction"),
        "{texts:?}"
    );
    assert!(
        texts[1].starts_with("begin a transaction: the database is locked by the transaction"),
        "{texts:?}"
    );
    for text in texts {
        assert!(text.contains(" at ") && text.contains("writers.rs:"), "{text}");
        assert!(text.ends_with(", in thread `the_thread_and_the_place_are_named`"), "{text}");
        assert!((0.1..5.0).contains(&seconds(&text)), "{text}");
    }
}

#[test]
fn a_queue_that_moves_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let start = Barrier::new(8);
    // Eight turns of sixty milliseconds are far more than the timeout of each.
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (loom, start) = (&loom, &start);
            scope.spawn(move || {
                start.wait();
                impatient(loom, |loom| {
                    loom.transaction(|loom| {
                        std::thread::sleep(Duration::from_millis(60));
                        single_write(loom, &thread.to_string())
                    })
                })
                .unwrap();
            });
        }
    });
    assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap(), 8);
}

#[test]
fn another_loom_on_the_same_file_does_not_wait_for_its_own_thread() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let other = Loom::open_database(&LOOM, folder.path().join("loom.db")).unwrap();
    for work in [single_write, short_transaction] {
        let inner = loom.transaction(|_| Ok::<_, Error>(work(&other, "a"))).unwrap();
        let text = inner.unwrap_err().to_string();
        assert!(text.contains("writers.rs:") && text.contains("this thread itself"), "{text}");
    }
    single_write(&other, "a").unwrap();
}

#[test]
fn another_program_is_named_to_all_who_wait() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let other = rusqlite::Connection::open(folder.path().join("loom.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let write = |thread: usize| {
        let work = if thread.is_multiple_of(2) { single_write } else { short_transaction };
        work(&loom, &thread.to_string())
    };
    // Whoever waits behind the first is not told that the first is to blame.
    std::thread::scope(|scope| {
        let write = &write;
        let threads: Vec<_> = (0..6).map(|thread| scope.spawn(move || write(thread))).collect();
        for thread in threads {
            let error = thread.join().unwrap().unwrap_err();
            assert!(matches!(error, Error::Busy { .. }), "{error}");
            assert!(error.to_string().contains("another program"), "{error}");
        }
    });
    other.execute_batch("COMMIT").unwrap();
    for thread in 0..6 {
        write(thread).unwrap();
    }
}

#[test]
fn a_snapshot_that_writes_keeps_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let waiting = loom
        .snapshot(|inside| {
            single_write(inside, "a")?;
            std::thread::scope(|scope| {
                let other = scope.spawn(|| impatient(&loom, |loom| single_write(loom, "b")));
                Ok::<_, Error>(other.join().unwrap())
            })
        })
        .unwrap();
    let text = waiting.unwrap_err().to_string();
    assert!(text.contains("the insert into `sessions` begun"), "{text}");
    single_write(&loom, "b").unwrap();

    // Many of them at once: each is written or told that it is outdated, and none waits for another.
    let written = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let loom = &loom;
                scope.spawn(move || {
                    let write = |n: u32| {
                        loom.snapshot(|loom| {
                            loom.count::<World>()?;
                            loom.transaction(|loom| single_write(loom, &format!("{thread}-{n}")))
                        })
                    };
                    (0..50)
                        .filter(|n| match write(*n) {
                            Ok(()) => true,
                            Err(Error::Outdated { .. }) => false,
                            Err(other) => panic!("{other}"),
                        })
                        .count()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap() as usize, written + 2);
}

#[test]
fn an_existing_database_is_opened_while_another_writes() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let path = folder.path().join("loom.db");
    loom.transaction(|loom| {
        single_write(loom, "a")?;
        let other =
            std::thread::scope(|scope| scope.spawn(|| Loom::open_database(&LOOM, &path)).join().unwrap())?;
        assert_eq!(other.world("atlas")?.count::<Session>()?, 0);
        Ok::<_, Error>(())
    })
    .unwrap();
}

#[test]
fn without_lock_files_the_process_has_its_own_queue() {
    let folder = tempfile::tempdir().unwrap();
    // Neither can be opened as a file, by nobody.
    for name in ["loom.db-loom-gate", "loom.db-loom-lock"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    let loom = two_worlds_in(folder.path());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let loom = &loom;
            scope.spawn(move || short_transaction(loom, &thread.to_string()).unwrap());
        }
    });
    assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap(), 4);
}
