//! The command line: what each command prints, and what it says about wrong input.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test, in helpers too")]

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use loom_engine::tables::LOOM;
use loom_schema::Loom;
use loom_schema::cli::{Status, run_from};
use serde_json::Value;

/// Runs the command line; gives its status, its output and its messages.
fn loom<const N: usize>(arguments: [&str; N]) -> (Status, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["/somewhere/bin/loom"].into_iter().chain(arguments);
    let status = run_from(&LOOM, arguments, &mut out, &mut err);
    (status, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// The output of a command that is fine and has nothing else to say.
fn fine<const N: usize>(arguments: [&str; N]) -> String {
    let (status, out, err) = loom(arguments);
    assert_eq!((status, err.as_str()), (Status::Fine, ""), "{out}");
    out
}

/// The message of a command that prints nothing.
fn refused<const N: usize>(arguments: [&str; N], expected: Status) -> String {
    let (status, out, err) = loom(arguments);
    assert_eq!((status, out.as_str()), (expected, ""), "{err}");
    assert!(err.starts_with("error: "), "{err}");
    err
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn tables_by_layer() {
    insta::assert_snapshot!(fine(["tables"]));
}

#[test]
fn tables_with_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("loom.db");
    drop(Loom::open_database(&LOOM, &database).unwrap());
    let connection = rusqlite::Connection::open(&database).unwrap();
    let sql = "INSERT INTO patterns (id, name, family, purpose, world_scope) VALUES (?1, ?1, 'decision', '', 'global')";
    for id in ["a", "b"] {
        connection.execute(sql, [id]).unwrap();
    }
    drop(connection);
    let files = || -> Vec<_> {
        let entries = fs::read_dir(folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    let before = files();

    insta::assert_snapshot!(fine(["tables", "--database", text(&database)]));
    let json: Value =
        serde_json::from_str(&fine(["tables", "--json", "--database", text(&database)])).unwrap();
    let rows = |name: &str| {
        json.as_array().unwrap().iter().find(|table| table["name"] == name).unwrap()["rows"].clone()
    };
    assert_eq!((rows("patterns"), rows("worlds")), (2.into(), 0.into()));
    assert_eq!(files(), before, "counting leaves nothing behind");
}

/// Permissions mean nothing to root, as whom CI may run; a link to nowhere in the place of a file that SQLite wants to make
/// beside the database stops root as well. Other users are stopped by the permissions, which are taken away too.
#[cfg(unix)]
#[test]
fn tables_of_a_database_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str| {
        let inside = folder.path().join(name);
        fs::create_dir(&inside).unwrap();
        let database = inside.join("loom.db");
        drop(Loom::open_database(&LOOM, &database).unwrap());
        (inside, database)
    };
    let read_only = |path: &Path, read_only: bool| {
        let mut permissions = fs::metadata(path).unwrap().permissions();
        permissions.set_readonly(read_only);
        fs::set_permissions(path, permissions).unwrap();
    };
    let (_, database) = made("file");
    let expected = fine(["tables", "--database", text(&database)]);
    assert!(expected.contains("  0  "), "{expected}");
    read_only(&database, true);
    assert_eq!(fine(["tables", "--database", text(&database)]), expected, "a file that is read-only");

    let nowhere = folder.path().join("no/such/folder");
    let (inside, database) = made("100% ä?#");
    std::os::unix::fs::symlink(&nowhere, inside.join("loom.db-shm")).unwrap();
    read_only(&database, true);
    read_only(&inside, true);
    assert_eq!(fine(["tables", "--database", text(&database)]), expected, "a folder that is read-only");
    read_only(&inside, false);

    // A log holds changes that the file alone does not have.
    let (inside, database) = made("log");
    std::os::unix::fs::symlink(&nowhere, inside.join("loom.db-shm")).unwrap();
    fs::write(inside.join("loom.db-wal"), "changes").unwrap();
    let err = refused(["tables", "--database", text(&database)], Status::Problems);
    assert!(err.contains("count the rows of ") && err.contains("unable to open database file"), "{err}");
}

#[test]
fn tables_as_json() {
    let json: Value = serde_json::from_str(&fine(["--json", "tables"])).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 10);
    let expected = serde_json::json!({
        "name": "operator_telos", "rust_name": "OperatorTelos", "layer": "L4", "scope": "global", "columns": 7,
        "truth": "TELOS.md", "rows": null
    });
    assert_eq!(json[0], expected);
}

#[test]
fn a_missing_database_is_said_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("none.db");
    let (status, out, err) = loom(["tables", "--database", text(&database)]);
    assert_eq!(status, Status::Problems);
    assert!(err.ends_with("none.db: there is no such database\n"), "{err}");
    assert!(out.contains("  sessions "), "the tables are listed all the same: {out}");
    assert!(!database.exists());
}

#[test]
fn a_file_that_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("notes.db");
    fs::write(
        &database,
        "This is a text, and a long one, so that it is not taken for an empty file. ".repeat(20),
    )
    .unwrap();
    let err = refused(["tables", "--database", text(&database)], Status::Problems);
    assert!(err.contains("notes.db") && err.contains("not a database"), "{err}");
    refused(["tables", "--database", text(folder.path())], Status::Problems);
}

#[test]
fn a_database_without_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.execute_batch("CREATE TABLE worlds (id TEXT)").unwrap();
    let (status, out, err) = loom(["tables", "--database", text(&database)]);
    assert_eq!(status, Status::Problems);
    assert_eq!(err.lines().count(), 9, "{err}");
    assert!(err.contains("other.db: there is no table `sessions`\n"), "{err}");
    assert!(out.contains("  -  "), "{out}");
}

#[test]
fn the_exported_ddl_is_the_compilers_and_sqlites() {
    let sql = fine(["export"]);
    assert_eq!(sql, LOOM.ddl().collect::<String>());
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(&sql).unwrap();
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 10);
}

#[test]
fn one_table_is_exported() {
    let sql = fine(["export", "--table", "decisions"]);
    assert!(sql.starts_with("CREATE TABLE \"decisions\" ("), "{sql}");
    assert_eq!(sql.matches("CREATE TABLE").count(), 1);
    let err = refused(["export", "--table", "session"], Status::WrongUse);
    assert_eq!(err, "error: there is no table `session`\nhelp: did you mean `sessions`?\n");
    let err = refused(["export", "--table", "quite-another-thing"], Status::WrongUse);
    assert_eq!(err, "error: there is no table `quite-another-thing`\nhelp: `tables` lists them\n");
    refused(["export", "--json"], Status::WrongUse);
}

#[test]
fn the_ddl_goes_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("schema.sql");
    assert_eq!(fine(["export", "--out", text(&file)]), "");
    assert_eq!(fs::read_to_string(&file).unwrap(), fine(["export"]));
    let err = refused(["export", "--out", text(folder.path())], Status::Problems);
    assert!(err.contains(": write the DDL: "), "{err}");
}

#[test]
fn docs_are_written_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    let (status, out, err) = loom(["docs", "--out", text(&docs), "--check"]);
    assert_eq!((status, out.lines().count()), (Status::Problems, 12));
    assert!(out.starts_with("README.md: missing\n"), "{out}");
    assert!(err.starts_with("error: 12 files are not current in "), "{err}");
    assert!(!docs.exists(), "a check makes nothing");

    assert!(fine(["docs", "--out", text(&docs)]).ends_with("\n12 written, 0 removed, 0 unchanged\n"));
    assert_eq!(fine(["docs", "--out", text(&docs)]), "0 written, 0 removed, 12 unchanged\n");
    assert_eq!(fine(["docs", "--out", text(&docs), "--check"]), "");
    assert_eq!(fine(["docs", "--json", "--out", text(&docs), "--check"]), "[]\n");

    fs::write(docs.join("tables/worlds.md"), "other\n").unwrap();
    let (status, out, _) = loom(["docs", "--json", "--out", text(&docs), "--check"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(status, Status::Problems);
    assert_eq!((&json[0]["path"], &json[0]["line"]), (&"tables/worlds.md".into(), &1.into()));
    let err = refused(["docs", "--out", text(&docs)], Status::Problems);
    assert!(err.contains("was not generated by loom-schema"), "{err}");
}

#[test]
fn an_edited_page_is_named_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    fine(["docs", "--out", text(&docs)]);
    let page = docs.join("tables/worlds.md");
    let edited = fs::read_to_string(&page).unwrap() + "\nMine.\n";
    // A page of a table that the schema no longer has.
    fs::write(docs.join("tables/gone.md"), &edited).unwrap();
    let out = fine(["docs", "--out", text(&docs)]);
    let kept = "kept tables/gone.md: there is no such table, but the page was edited by hand; ";
    assert!(out.starts_with(kept) && out.ends_with("\n0 written, 0 removed, 12 unchanged\n"), "{out}");
    let json: Value = serde_json::from_str(&fine(["docs", "--json", "--out", text(&docs)])).unwrap();
    assert_eq!(json["kept"], serde_json::json!(["tables/gone.md"]));

    fs::write(&page, &edited).unwrap();
    let (status, out, _) = loom(["docs", "--json", "--out", text(&docs), "--check"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let stale: Vec<_> =
        json.as_array().unwrap().iter().map(|stale| (&stale["reason"], &stale["edited"])).collect();
    let yes = Value::from(true);
    assert_eq!(stale, [(&"different".into(), &yes), (&"superfluous".into(), &yes)]);
    assert_eq!(status, Status::Problems);
    let err = refused(["docs", "--out", text(&docs)], Status::Problems);
    assert!(err.contains("tables/worlds.md: write the page: the page is not as it was generated"), "{err}");
    assert_eq!(fs::read_to_string(&page).unwrap(), edited);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    refused(["docs", "--out", text(&file.join("docs"))], Status::Problems);
    refused(["docs", "--out", text(&file)], Status::Problems);
    refused(["docs"], Status::WrongUse);
}

#[test]
fn rules_are_listed_and_explained() {
    let list = fine(["explain"]);
    assert_eq!(list.lines().count(), loom_schema::rules::RULES.len());
    insta::assert_snapshot!(fine(["explain", "nullable_world_id"]));
    for spelling in ["nullable-world-id", "(nullable_world_id)", "Nullable_World_Id"] {
        assert_eq!(fine(["explain", spelling]), fine(["explain", "nullable_world_id"]));
    }
    for rule in loom_schema::rules::RULES {
        let text = fine(["explain", rule.name]);
        assert!(text.starts_with(&format!("{}\n\nRefuses: ", rule.name)), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

#[test]
fn rules_as_json() {
    let json: Value = serde_json::from_str(&fine(["explain", "--json"])).unwrap();
    assert_eq!(json.as_array().unwrap().len(), loom_schema::rules::RULES.len());
    let one: Value = serde_json::from_str(&fine(["explain", "index_twice", "--json"])).unwrap();
    assert_eq!((&one["name"], &one["checked"]), (&"index_twice".into(), &"struct".into()));
}

#[test]
fn unknown_rules_name_the_nearest() {
    let err = refused(["explain", "mising_world"], Status::WrongUse);
    assert_eq!(err, "error: there is no rule `mising_world`\nhelp: did you mean `missing_world_id`?\n");
    let err = refused(["explain", "x"], Status::WrongUse);
    assert!(err.ends_with("help: `explain` without a name lists all rules\n"), "{err}");
}

#[test]
fn help_and_version() {
    insta::assert_snapshot!(fine(["--help"]));
    insta::assert_snapshot!(fine(["export", "--help"]));
    assert_eq!(fine(["--version"]), format!("loom (loom-schema {})\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_use() {
    let err = refused(["tabels"], Status::WrongUse);
    assert!(err.contains("a similar subcommand exists: 'tables'"), "{err}");
    refused(["tables", "--databse", "x"], Status::WrongUse);
    let (status, out, err) = loom([]);
    assert_eq!((status, out.as_str()), (Status::WrongUse, ""));
    assert!(err.contains("Usage: loom [OPTIONS] <COMMAND>"), "{err}");
    assert_eq!([Status::Fine, Status::Problems, Status::WrongUse].map(Status::code), [0, 1, 2]);
}

/// A root folder with one world, and the arguments that sync it.
fn root(folder: &Path) -> [String; 5] {
    let root = folder.join("root");
    fs::create_dir_all(root.join("worlds/atlas")).unwrap();
    fs::write(root.join("worlds/atlas/WORLD.md"), "---\nname: Atlas\n---\n\nA coast.\n").unwrap();
    let database = folder.join("loom.db");
    ["sync", "--root", text(&root), "--database", text(&database)].map(str::to_owned)
}

#[test]
fn files_are_synced() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = root(folder.path());
    let [sync, dir, root, database, path] = arguments.each_ref().map(String::as_str);
    assert_eq!(
        fine([sync, dir, root, database, path]),
        "1 file, 1 change, 0 errors, 0 warnings\n  worlds             1 inserted\n"
    );
    assert_eq!(fine([sync, dir, root, database, path]), "1 file, 0 changes, 0 errors, 0 warnings\n");

    fs::write(Path::new(root).join("worlds/atlas/TELOS.md"), "---\nidentity: 1\n---\n").unwrap();
    let (status, out, err) = loom([sync, dir, root, database, path]);
    assert_eq!((status, err.as_str()), (Status::Problems, ""));
    assert!(out.contains("worlds/atlas/TELOS.md:2:11: "), "{out}");
    let (status, out, _) = loom([sync, "--strict", dir, root, database, path]);
    assert_eq!(status, Status::Problems);
    assert!(out.contains("nothing was written, since the sync is strict"), "{out}");
    refused([sync, "--json", dir, root, database, path], Status::WrongUse);
}

#[test]
fn a_missing_root_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let (root, database) = (folder.path().join("none"), folder.path().join("loom.db"));
    let err = refused(["sync", "--root", text(&root), "--database", text(&database)], Status::Problems);
    assert!(err.contains("none: read the root folder: "), "{err}");
    assert!(err.contains("help: name the folder of Markdown files: `--root FOLDER`"), "{err}");
    assert!(!database.exists());
}

#[test]
fn a_mass_deletion_asks_for_its_option() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = root(folder.path());
    let [sync, dir, root, database, path] = arguments.each_ref().map(String::as_str);
    let patterns = Path::new(root).join("patterns");
    fs::create_dir_all(&patterns).unwrap();
    for number in 0..30 {
        let pattern = "---\nname: A pattern\nfamily: decision\n---\n";
        fs::write(patterns.join(format!("p{number}.md")), pattern).unwrap();
    }
    fine([sync, dir, root, database, path]);
    fs::remove_dir_all(&patterns).unwrap();
    let err = refused([sync, dir, root, database, path], Status::Problems);
    assert!(err.ends_with("\nhelp: add `--allow-mass-delete`\n"), "{err}");
    let out = fine([sync, "--allow-mass-delete", dir, root, database, path]);
    assert!(out.contains("30 deleted"), "{out}");
}

/// Takes a few bytes, then fails.
struct Failing(usize, io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 && !bytes.is_empty() { Err(self.1.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.0 == 0 { Err(self.1.into()) } else { Ok(()) }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for (kind, status) in
        [(io::ErrorKind::BrokenPipe, Status::Fine), (io::ErrorKind::StorageFull, Status::Problems)]
    {
        for command in
            [vec!["export"], vec!["tables"], vec!["explain"], vec!["tables", "--json"], vec!["--help"]]
        {
            let mut err = Vec::new();
            let arguments = ["loom"].into_iter().chain(command.iter().copied());
            assert_eq!(run_from(&LOOM, arguments, &mut Failing(10, kind), &mut err), status, "{command:?}");
            assert_eq!(err.is_empty(), status == Status::Fine, "{command:?}");
        }
    }
    // What was found is still what the exit code says.
    let arguments = ["loom", "docs", "--check", "--out", "/there/is/no/such/folder"];
    let mut gone = Failing(10, io::ErrorKind::BrokenPipe);
    assert_eq!(
        run_from(&LOOM, arguments, &mut gone, &mut Failing(0, io::ErrorKind::BrokenPipe)),
        Status::Problems
    );
}
