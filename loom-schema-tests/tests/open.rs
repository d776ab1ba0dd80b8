//! Opening databases that are not what the program expects.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

use loom_engine::tables::{LOOM, World};
use loom_schema::prelude::*;
use rusqlite::Connection;

/// Opens a database that `change` was run on, and gives the differences.
fn differences(change: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loom.db");
    drop(Loom::open_database(&LOOM, &path).unwrap());
    Connection::open(&path).unwrap().execute_batch(change).unwrap();
    match Loom::open_database(&LOOM, &path) {
        Ok(_) => Vec::new(),
        Err(loom_schema::Error::Drift { differences, .. }) => differences,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_database_of_the_same_schema_opens() {
    assert_eq!(differences(""), Vec::<String>::new());
}

#[test]
fn what_was_changed_by_hand_is_spelled_out() {
    for (change, expected) in [
        ("DROP INDEX sessions_world_idx", "index sessions_world_idx is missing in the database"),
        ("CREATE INDEX mine ON sessions (status)", "index mine is in the database only"),
        ("CREATE TABLE mine (a)", "table mine is in the database only"),
        ("DROP TABLE decisions", "table decisions is missing in the database"),
        ("ALTER TABLE sessions DROP COLUMN sie_id", "column sessions.sie_id is missing in the database"),
        ("ALTER TABLE sessions ADD COLUMN mood TEXT", "column sessions.mood is in the database only"),
        ("CREATE VIEW v AS SELECT 1", "view or trigger v is in the database only"),
        (
            "DROP INDEX agents_world_idx; CREATE INDEX agents_world_idx ON agents (world_id)",
            "index agents_world_idx: the program has `create index agents_world_idx on agents ( world_id , created_at )`, \
             the database `create index agents_world_idx on agents ( world_id )`",
        ),
    ] {
        let found = differences(change);
        assert!(found.iter().any(|line| line == expected), "{change}: {found:#?}");
    }
}

#[test]
fn a_changed_column_or_check_is_shown_as_both_sides_have_it() {
    let rebuild = |from: &str, to: &str| {
        let ddl = LOOM.ddl().find(|ddl| ddl.contains("CREATE TABLE \"worlds\"")).unwrap();
        assert!(ddl.contains(from));
        differences(&format!("DROP TABLE worlds; {}", ddl.replace(from, to)))
    };
    assert_eq!(
        rebuild("\"status\" TEXT NOT NULL DEFAULT 'active'", "\"status\" TEXT"),
        ["column worlds.status: the program has TEXT NOT NULL DEFAULT 'active', the database TEXT"]
    );
    let check = rebuild("'archived'", "'gone'");
    assert_eq!(check.len(), 1);
    assert!(check[0].contains("'archived'") && check[0].contains("'gone'"), "{check:?}");
    assert_eq!(rebuild("CREATE TABLE", "create  table"), Vec::<String>::new(), "spelling is no difference");
}

#[test]
fn a_refused_database_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loom.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE notes (a); INSERT INTO notes VALUES (1)")
        .unwrap();
    let error = Loom::open_database(&LOOM, &path).unwrap_err().to_string();
    assert!(error.contains("table worlds is missing in the database"), "{error}");
    assert!(error.contains("table notes is in the database only"), "{error}");
    let left: i64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 1);
}

#[test]
fn a_file_that_is_no_database_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "this is a text and no database at all, but long enough to have a header").unwrap();
    let error = Loom::open_database(&LOOM, &path).unwrap_err().to_string();
    assert!(error.contains("notes.txt") && error.contains("not a database"), "{error}");
    assert!(Loom::open_database(&LOOM, folder.path().join("no/such/folder/loom.db")).is_err());
}

#[test]
fn rows_survive_closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("loom.db");
    let world = loom_engine::tables::NewWorld { name: "Atlas".to_owned(), purpose: "Maps".to_owned() };
    let inserted = Loom::open_database(&LOOM, &path).unwrap().insert(world).unwrap();
    let again = Loom::open_database(&LOOM, &path).unwrap();
    assert_eq!(again.get::<World>(&inserted.id).unwrap(), Some(inserted));
}

#[test]
fn text_is_stored_as_utf_8_or_the_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str, sql: &str| {
        let path = folder.path().join(name);
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    for (name, sql) in [
        ("empty.db", ""),
        ("unwritten.db", "PRAGMA encoding = 'UTF-16'"),
        ("without-tables.db", "PRAGMA encoding = 'UTF-16le'; VACUUM; PRAGMA user_version = 1"),
    ] {
        let path = made(name, sql);
        drop(Loom::open_database(&LOOM, &path).unwrap());
        let connection = Connection::open(&path).unwrap();
        let encoding: String = connection.pragma_query_value(None, "encoding", |row| row.get(0)).unwrap();
        assert_eq!(encoding, "UTF-8", "{name}");
    }
    for (name, sql) in [
        ("emptied.db", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE notes (a); DROP TABLE notes"),
        ("tables.db", &format!("PRAGMA encoding = 'UTF-16le'; {}", LOOM.ddl().collect::<String>())),
    ] {
        let error = Loom::open_database(&LOOM, made(name, sql)).unwrap_err();
        assert!(matches!(error, loom_schema::Error::Encoding { .. }), "{name}: {error}");
        let text = error.to_string();
        assert!(text.contains(name) && text.contains("stores text as UTF-16le"), "{text}");
    }
}

#[test]
fn a_name_that_looks_like_sqlites_hides_nothing() {
    let rename = "PRAGMA writable_schema = on;
         CREATE TRIGGER stop BEFORE INSERT ON sessions BEGIN SELECT 1; END; CREATE TABLE mine (a); CREATE VIEW v AS SELECT 1;
         UPDATE sqlite_schema SET name = 'sqlite_' || name, tbl_name = iif(type = 'trigger', tbl_name, 'sqlite_' || name),
             sql = replace(replace(replace(sql, 'stop', 'sqlite_stop'), 'mine', 'sqlite_mine'), ' v ', ' sqlite_v ')
         WHERE name IN ('stop', 'mine', 'v');";
    assert_eq!(
        differences(rename),
        [
            "table sqlite_mine is in the database only",
            "view or trigger sqlite_stop is in the database only",
            "view or trigger sqlite_v is in the database only"
        ]
    );
    // SQLite's own tables are no difference.
    assert_eq!(differences("ANALYZE"), Vec::<String>::new());
}

#[test]
fn a_table_named_like_a_function_of_sqlites_does_not_hide_the_others() {
    let found = differences(
        "CREATE TABLE pragma_table_xinfo (name, type, \"notnull\", dflt_value, pk);
         CREATE TABLE pragma_foreign_key_list (id, seq, \"table\", \"from\", \"to\", on_delete);
         CREATE TABLE pragma_table_list (a); ALTER TABLE sessions DROP COLUMN sie_id",
    );
    assert_eq!(
        found,
        [
            "column sessions.sie_id is missing in the database",
            "table pragma_foreign_key_list is in the database only",
            "table pragma_table_list is in the database only",
            "table pragma_table_xinfo is in the database only",
        ]
    );
}
