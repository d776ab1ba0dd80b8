//! Connections that raw SQL has changed, and connections at the end of a thread.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};

use common::{session, two_worlds, two_worlds_in};
use loom_engine::tables::{Session, World};
use loom_schema::prelude::*;
use loom_schema::{Error, Loom};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// A file and a database in memory, one after the other.
fn both(test: impl Fn(&Loom, bool)) {
    let folder = tempfile::tempdir().unwrap();
    test(&two_worlds_in(folder.path()), true);
    test(&two_worlds(), false);
}

/// Everything about a connection that raw SQL could have changed.
fn state(loom: &Loom) -> Vec<String> {
    let pragmas = [
        "foreign_keys",
        "query_only",
        "synchronous",
        "busy_timeout",
        "journal_mode",
        "recursive_triggers",
        "ignore_check_constraints",
        "cache_size",
        "temp_store",
        "defer_foreign_keys",
        "trusted_schema",
        "reverse_unordered_selects",
        "locking_mode",
        "writable_schema",
        "legacy_alter_table",
    ];
    loom.with_connection(|connection| {
        let mut state = Vec::new();
        for name in pragmas {
            let value: rusqlite::types::Value =
                connection.pragma_query_value(None, name, |row| row.get(0))?;
            state.push(format!("{name} {value:?}"));
        }
        for sql in [
            "SELECT group_concat(name) FROM pragma_database_list WHERE name <> 'temp'",
            "SELECT group_concat(name) FROM sqlite_temp_schema",
            "SELECT 'a' LIKE 'A'",
            "SELECT group_concat(name) FROM worlds",
            "SELECT count(*) FROM pragma_function_list WHERE name = 'double'",
        ] {
            let value: rusqlite::types::Value = connection.query_row(sql, [], |row| row.get(0))?;
            state.push(format!("{sql} {value:?}"));
        }
        Ok(state)
    })
    .unwrap()
}

/// Leaves as much behind as it can.
fn soil(connection: &Connection) -> rusqlite::Result<()> {
    connection.create_scalar_function("double", 1, FunctionFlags::default(), |context| {
        Ok(context.get::<i64>(0)? * 2)
    })?;
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.execute_batch(
        "ATTACH ':memory:' AS \"other's\"; CREATE TABLE \"other's\".worlds (a);
         CREATE TEMP TABLE worlds AS SELECT 'shadow' AS id, 'shadow' AS name;
         CREATE TEMP VIEW \"a view\" AS SELECT 1;
         CREATE TEMP TRIGGER stop BEFORE INSERT ON main.sessions BEGIN SELECT raise(ABORT, 'stopped'); END;
         PRAGMA case_sensitive_like = on; PRAGMA synchronous = off; PRAGMA cache_size = 10; PRAGMA busy_timeout = 7;
         PRAGMA recursive_triggers = on; PRAGMA ignore_check_constraints = on; PRAGMA temp_store = memory;
         PRAGMA defer_foreign_keys = on; PRAGMA trusted_schema = off; PRAGMA reverse_unordered_selects = on;
         PRAGMA writable_schema = on; PRAGMA legacy_alter_table = on; PRAGMA foreign_keys = off; PRAGMA query_only = on;",
    )
}

#[test]
fn raw_sql_leaves_nothing_on_a_connection() {
    both(|loom, is_file| {
        let before = state(loom);
        loom.with_connection(soil).unwrap();
        assert_eq!(state(loom), before, "file: {is_file}");
        assert_eq!(loom.count::<World>().unwrap(), 2);
        loom.world("atlas").unwrap().insert(session("a", 1)).unwrap();
        let stray = session("b", 1).set(Session::PATTERN_ID, "nowhere");
        assert!(matches!(loom.world("atlas").unwrap().insert(stray), Err(Error::Constraint { .. })));
    });
}

#[test]
fn nor_does_a_panic_in_raw_sql() {
    both(|loom, is_file| {
        let before = state(loom);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            loom.with_connection(|connection| {
                soil(connection)?;
                connection.execute_batch("BEGIN")?;
                panic!("in the middle");
                #[allow(unreachable_code, reason = "the closure needs a result type")]
                Ok(())
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(state(loom), before, "file: {is_file}");
    });
}

#[test]
fn within_a_transaction_the_connection_is_the_same_until_its_end() {
    both(|loom, is_file| {
        let before = state(loom);
        loom.transaction(|loom| {
            loom.world("atlas")?.insert(session("a", 1))?;
            loom.with_connection(|connection| {
                connection.execute_batch("CREATE TEMP TABLE mine (a); PRAGMA recursive_triggers = on")
            })?;
            loom.with_connection(|connection| connection.execute("INSERT INTO mine VALUES (1)", []))?;
            loom.world("atlas")?.insert(session("b", 1))?;
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(state(loom), before, "file: {is_file}");
        assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap(), 2);
    });
}

#[test]
fn while_rows_are_handed_over_the_next_statement_finds_the_connection_clean() {
    both(|loom, is_file| {
        let before = state(loom);
        let mut seen = 0;
        loom.select::<World>()
            .each(|world| {
                loom.with_connection(|connection| {
                    connection.execute_batch("PRAGMA foreign_keys = off; PRAGMA query_only = on")
                })?;
                let stray = session(world.id.as_str(), 1).set(Session::PATTERN_ID, "nowhere");
                assert!(matches!(loom.world("atlas")?.insert(stray), Err(Error::Constraint { .. })));
                seen += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, 2);
        assert_eq!(state(loom), before, "file: {is_file}");
    });
}

#[test]
fn raw_sql_within_raw_sql_leaves_the_outer_one_its_transaction() {
    both(|loom, is_file| {
        loom.with_connection(|connection| {
            connection.execute_batch("BEGIN; UPDATE worlds SET name = 'Inner'")?;
            assert!(loom.with_connection(|inner| inner.execute_batch("SELECT 1")).is_ok());
            connection.execute_batch("COMMIT")
        })
        .unwrap();
        let named = loom.select::<World>().filter(World::NAME.eq("Inner")).count().unwrap();
        assert_eq!(named, 2, "file: {is_file}");
    });
}

#[test]
fn a_raw_query_cannot_change_the_connection_either() {
    both(|loom, is_file| {
        let before = state(loom);
        for sql in [
            "PRAGMA foreign_keys = off",
            " -- a comment\n PRAGMA case_sensitive_like = on",
            "/* another */ PRAGMA query_only = on",
            "CREATE TEMP TABLE worlds (id)",
            "ATTACH ':memory:' AS other",
            "BEGIN",
        ] {
            assert!(loom.query_raw::<World>(sql, []).is_err(), "{sql}");
            assert_eq!(state(loom), before, "{sql}, file: {is_file}");
        }
        let sql = "-- by hand\nUPDATE worlds SET name = upper(id) WHERE id = ?1 RETURNING *";
        assert_eq!(loom.query_raw::<World>(sql, ["atlas"]).unwrap()[0].name, "ATLAS");
    });
}

#[test]
fn raw_sql_does_not_close_the_last_connection_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let log = folder.path().join("loom.db-wal");
    assert!(log.metadata().unwrap().len() > 0);
    loom.with_connection(|connection| connection.execute_batch("SELECT 1")).unwrap();
    assert!(
        log.exists() && log.metadata().unwrap().len() > 0,
        "the write-ahead log goes with the last connection"
    );
    drop(loom);
    assert!(!log.exists());
}

/// Runs its work when it is dropped.
struct Finally(Option<Box<dyn FnOnce()>>);

impl Drop for Finally {
    fn drop(&mut self) {
        if let Some(work) = self.0.take() {
            work();
        }
    }
}

thread_local! {
    static AT_THE_END: RefCell<Option<Finally>> = const { RefCell::new(None) };
}

#[test]
fn a_loom_is_used_in_the_destructor_of_a_thread_local_value() {
    for in_memory in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let loom = Arc::new(if in_memory { two_worlds() } else { two_worlds_in(folder.path()) });
        let (sender, receiver) = mpsc::channel();
        let inside = Arc::clone(&loom);
        let thread = std::thread::spawn(move || {
            let used = Arc::clone(&inside);
            let work = move || {
                let done = inside.transaction(|loom| {
                    let atlas = loom.world("atlas")?;
                    atlas.insert(session("a", 1))?;
                    loom.with_connection(|connection| connection.execute_batch("SELECT 1"))?;
                    atlas.count::<Session>()
                });
                sender.send(done).unwrap();
            };
            // The system destroys a thread's values in an order of its own: here, this one after those that came later.
            AT_THE_END.with_borrow_mut(|end| *end = Some(Finally(Some(Box::new(work)))));
            used.count::<World>().unwrap()
        });
        assert_eq!(thread.join().unwrap(), 2);
        assert_eq!(receiver.recv().unwrap().unwrap(), 1, "in memory: {in_memory}");
        assert_eq!(loom.world("atlas").unwrap().count::<Session>().unwrap(), 1);
    }
}
