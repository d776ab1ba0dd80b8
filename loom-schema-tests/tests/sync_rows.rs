//! Which rows a sync writes, keeps and deletes.

mod folder;

use folder::Folder;
use loom_engine::tables::{NewSession, Pattern, PatternStep, Session, SessionStatus};
use loom_schema::prelude::*;
use loom_schema::{Error, Severity, SyncOptions};

#[test]
fn only_what_differs_is_written() {
    let folder = Folder::small();
    folder.load();
    folder.sql("UPDATE sessions SET created_at = 1, updated_at = 2, last_synced_at = 3");
    folder.sql("UPDATE pattern_steps SET created_at = 1, updated_at = 2, last_synced_at = 3");
    assert_eq!(folder.clean().changes(), 0);
    assert_eq!(folder.value("SELECT updated_at || ' ' || last_synced_at FROM sessions"), "2 3");

    // A change below the front matter is none of the row's, but the file's hash is another one.
    folder.write(
        "worlds/atlas/sessions/kickoff.md",
        "---\nstatus: active\npattern_id: dialectic\ntokens_in: 12\n---\nX\n",
    );
    assert_eq!(folder.clean().table("sessions").unwrap().updated, 1);
    assert_eq!(folder.value("SELECT created_at || ' ' || updated_at FROM sessions"), "1 2");
    assert_ne!(folder.value("SELECT last_synced_at FROM sessions"), "3");

    folder.write("worlds/atlas/sessions/kickoff.md", "---\nstatus: closed\n---\nX\n");
    assert_eq!(folder.clean().table("sessions").unwrap().updated, 1);
    assert_eq!(folder.value("SELECT created_at FROM sessions"), "1");
    assert_ne!(folder.value("SELECT updated_at FROM sessions"), "2");
    assert_eq!(folder.value("SELECT pattern_id FROM sessions"), "NULL", "an absent key is NULL again");
    assert_eq!(folder.value("SELECT tokens_in FROM sessions"), "0", "or the default");
}

#[test]
fn stated_times_are_taken() {
    let folder = Folder::small();
    let text = "---\nstatus: active\ncreated_at: 1970-01-02\nupdated_at: 1970-01-01T01:00:00+01:00\n---\n";
    folder.write("worlds/atlas/sessions/kickoff.md", text);
    folder.load();
    assert_eq!(folder.value("SELECT created_at || ' ' || updated_at FROM sessions"), "86400 0");
}

#[test]
fn a_bad_file_keeps_its_last_good_row() {
    let folder = Folder::small();
    folder.load();
    folder.write(
        "patterns/dialectic.md",
        "---\nname: New name\nfamily: decision\nsteps:\n  - {name: Only}\n---\n",
    );
    let report = folder.sync();
    assert_eq!((report.errors(), report.changes()), (1, 0), "{report}");
    assert_eq!(report.table("pattern_steps").unwrap().stale, 2);
    assert_eq!(folder.value("SELECT name FROM patterns"), "Dialectic");
    assert_eq!(folder.value("SELECT status FROM loom_files WHERE path LIKE 'patterns/%'"), "stale");
    assert!(
        folder.value("SELECT diagnostics FROM loom_files WHERE path LIKE 'patterns/%'").contains("agent_id")
    );
    // The session that references it is as good as it was.
    assert_eq!(report.table("sessions").unwrap().unchanged, 1);

    folder.write("patterns/dialectic.md", "---\nname: New name\nfamily: decision\n---\n");
    let report = folder.clean();
    assert_eq!(report.table("pattern_steps").unwrap().deleted, 2);
    assert_eq!(folder.value("SELECT name FROM patterns"), "New name");
    assert_eq!(
        folder.value("SELECT status || diagnostics FROM loom_files WHERE path LIKE 'patterns/%'"),
        "ok[]"
    );
}

#[test]
fn a_strict_sync_takes_all_or_nothing() {
    let folder = Folder::small();
    folder.write("worlds/atlas/sessions/bad.md", "---\nstatus: bad\n---\n");
    let strict = SyncOptions { strict: true, ..SyncOptions::default() };
    let report = folder.sync_with(strict).unwrap();
    assert!(report.rolled_back && report.errors() == 1, "{report}");
    assert_eq!(folder.value("SELECT (SELECT count(*) FROM worlds) + (SELECT count(*) FROM loom_files)"), "0");
    folder.remove("worlds/atlas/sessions/bad.md");
    assert!(!folder.sync_with(strict).unwrap().rolled_back);
    assert_eq!(folder.value("SELECT count(*) FROM worlds"), "2");
}

#[test]
fn deleted_files_take_their_rows() {
    let folder = Folder::small();
    folder.load();
    folder.remove("worlds/atlas/sessions/kickoff.md");
    folder.remove("patterns/dialectic.md");
    let report = folder.clean();
    assert_eq!(report.table("sessions").unwrap().deleted, 1);
    assert_eq!(report.table("pattern_steps").unwrap().deleted, 2);
    assert_eq!(folder.value("SELECT count(*) FROM loom_files"), "3");
}

#[test]
fn a_row_whose_file_is_gone_stays_while_another_file_needs_it() {
    let folder = Folder::small();
    let summary = "---\nsession_id: kickoff\ntype: final\n---\n\n# SUMMARY\n\n```yaml\nheadline: x\n```\n";
    folder.write("worlds/atlas/summaries/end.md", summary);
    folder.load();
    folder.remove("worlds/atlas/sessions/kickoff.md");
    insta::assert_snapshot!(folder.problems());
    assert_eq!(folder.value("SELECT count(*) FROM sessions"), "1");
    folder.remove("worlds/atlas/summaries/end.md");
    assert_eq!(folder.clean().table("sessions").unwrap().deleted, 1);
}

#[test]
fn rows_of_the_program_are_left_alone() {
    let folder = Folder::small();
    folder.load();
    let atlas = folder.loom.world("atlas").unwrap();
    let row = NewSession { status: SessionStatus::Pending }.set(Session::ID, "own");
    let row = atlas.insert(row.set(Session::PATTERN_ID, "dialectic")).unwrap();
    assert_eq!(folder.clean().changes(), 0);

    // A row that would go along with the pattern, if that could go.
    folder.sql("INSERT INTO pattern_steps (id, pattern_id, \"order\", name, agent_id) VALUES ('own', 'dialectic', 9, 'x', 'y')");

    // Files may reference it, and it keeps what it references.
    folder.write("worlds/atlas/decisions/d.md", "---\nsession_id: own\ntype: x\ncontent: {}\n---\n");
    assert_eq!(folder.clean().table("decisions").unwrap().inserted, 1);
    folder.remove("worlds/atlas/sessions/kickoff.md");
    folder.remove("patterns/dialectic.md");
    insta::assert_snapshot!(folder.problems());
    assert_eq!(folder.value("SELECT count(*) FROM patterns"), "1");
    assert_eq!(folder.value("SELECT count(*) FROM pattern_steps WHERE md_path IS NULL"), "1");
    assert_eq!(atlas.get(&row.id).unwrap(), Some(row));

    // A file of the same key takes it over, as Markdown is canonical.
    folder.write("patterns/dialectic.md", "---\nname: Back\nfamily: decision\n---\n");
    folder.write("worlds/atlas/sessions/own.md", "---\nstatus: closed\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT status || md_path FROM sessions"), "closedworlds/atlas/sessions/own.md");
}

#[test]
fn a_row_of_the_program_keeps_its_unique_value() {
    let folder = Folder::small();
    folder.load();
    folder.sql("INSERT INTO agent_telos (id, world_id, agent_id, core_purpose) VALUES ('own', 'atlas', 'scribe', 'x')");
    folder.write("worlds/atlas/agents/scribe/TELOS.md", "---\n---\nTo write.\n");
    insta::assert_snapshot!(folder.problems());
    folder.sql("DELETE FROM agent_telos");
    folder.load();
    assert_eq!(folder.value("SELECT id || agent_id FROM agent_telos"), "scribescribe");
}

#[test]
fn a_moved_list_entry_keeps_its_row() {
    let folder = Folder::small();
    let pattern = |name: &str, steps: &str| {
        folder.write(
            &format!("patterns/{name}.md"),
            format!("---\nname: {name}\nfamily: decision\nsteps: [{steps}]\n---\n"),
        );
    };
    pattern("one", "{id: first, name: A, agent_id: a}");
    pattern("two", "");
    folder.load();
    folder.sql("UPDATE pattern_steps SET created_at = 5");
    // The old owner's file goes: its cascade must not catch the step.
    folder.remove("patterns/one.md");
    pattern("two", "{id: new, name: B, agent_id: b}, {id: first, name: A, agent_id: a}");
    let report = folder.clean();
    let steps = report.table("pattern_steps").unwrap();
    assert_eq!((steps.inserted, steps.updated, steps.deleted), (1, 1, 0));
    assert_eq!(
        folder.value(
            "SELECT pattern_id || \"order\" || created_at || md_path FROM pattern_steps WHERE id = 'first'"
        ),
        "two25patterns/two.md"
    );
}

#[test]
fn a_new_id_in_the_same_place_is_a_new_row() {
    let folder = Folder::small();
    let telos = |id: &str| {
        folder.write("worlds/atlas/TELOS.md", format!("---\nid: {id}\nidentity: {{voice: dry}}\n---\n"));
    };
    telos("one");
    folder.load();
    // `world_telos` has one row a world: the old one has to go first.
    telos("two");
    let report = folder.clean();
    let rows = report.table("world_telos").unwrap();
    assert_eq!((rows.inserted, rows.deleted), (1, 1));
    assert_eq!(folder.value("SELECT id FROM world_telos"), "two");
}

#[test]
fn two_worlds_may_use_the_same_ids() {
    let folder = Folder::small();
    folder.write("worlds/hearth/sessions/kickoff.md", "---\nstatus: failed\n---\n");
    folder.write("worlds/hearth/sessions/2.md", "---\nstatus: failed\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT count(*) FROM sessions WHERE id = 'kickoff'"), "2");
    // A reference stays in its world.
    folder.write("worlds/atlas/decisions/d.md", "---\nsession_id: \"2\"\ntype: x\ncontent: {}\n---\n");
    insta::assert_snapshot!(folder.problems());
}

#[test]
fn most_rows_are_not_deleted_by_accident() {
    let folder = Folder::small();
    for number in 0..30 {
        folder.write(&format!("worlds/hearth/sessions/{number}.md"), "---\nstatus: failed\n---\n");
    }
    folder.load();
    std::fs::remove_dir_all(folder.path().join("worlds/hearth/sessions")).unwrap();
    let refused = folder.loom.sync().unwrap_err();
    assert!(matches!(refused, Error::MassDelete { going: 30, of: 37 }), "{refused}");
    insta::assert_snapshot!(refused);
    assert_eq!(folder.value("SELECT count(*) FROM sessions"), "31");
    let report = folder.sync_with(SyncOptions { allow_mass_delete: true, ..SyncOptions::default() }).unwrap();
    assert_eq!(report.table("sessions").unwrap().deleted, 30);
}

#[test]
fn a_root_that_is_not_there_deletes_nothing() {
    let folder = Folder::small();
    folder.load();
    let moved = folder.path().with_extension("moved");
    std::fs::rename(folder.path(), &moved).unwrap();
    let missing = folder.loom.sync().unwrap_err();
    assert!(matches!(missing, Error::Io { .. }), "{missing}");
    std::fs::write(folder.path(), "a file").unwrap();
    assert!(matches!(folder.loom.sync(), Err(Error::Io { .. })));
    std::fs::remove_file(folder.path()).unwrap();
    std::fs::rename(&moved, folder.path()).unwrap();
    assert_eq!(folder.clean().changes(), 0);

    let without = Loom::in_memory(folder.loom.schema()).unwrap();
    assert!(matches!(without.sync(), Err(Error::NoRoot)));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_not_gone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::small();
    folder.write("worlds/atlas/sessions/other.md", "---\nstatus: failed\n---\n");
    folder.load();
    let mode = |path: &str, mode: u32| {
        std::fs::set_permissions(folder.path().join(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("worlds/atlas/sessions/kickoff.md", 0o000);
    if std::fs::read(folder.path().join("worlds/atlas/sessions/kickoff.md")).is_ok() {
        return; // the superuser reads everything
    }
    let report = folder.sync();
    assert_eq!((report.errors(), report.changes()), (1, 0), "{report}");
    assert!(
        report.problems[0]
            .to_string()
            .starts_with("worlds/atlas/sessions/kickoff.md:1:1: the file cannot be read")
    );
    mode("worlds/atlas", 0o000);
    let report = folder.sync();
    assert_eq!((report.errors(), report.changes()), (1, 0), "{report}");
    assert_eq!(report.table("sessions").unwrap().stale, 2);
    mode("worlds/atlas", 0o755);
    mode("worlds/atlas/sessions/kickoff.md", 0o644);
    assert_eq!(folder.clean().changes(), 0);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let folder = Folder::small();
    let link = |path: &str, to: &str| std::os::unix::fs::symlink(to, folder.path().join(path)).unwrap();
    link("worlds/atlas/sessions/link.md", "kickoff.md");
    link("worlds/atlas/sessions/dangling.md", "nowhere.md");
    link("worlds/loop", "..");
    let report = folder.sync();
    assert_eq!((report.warnings(), report.errors()), (3, 0), "{report}");
    assert_eq!(folder.value("SELECT count(*) FROM sessions"), "1");
}

#[test]
fn hidden_and_other_files_are_skipped() {
    let folder = Folder::small();
    folder.write(".obsidian/notes/x.md", "no");
    folder.write("worlds/atlas/sessions/.kickoff.md.swp", "no");
    folder.write("worlds/atlas/sessions/.tmp.md", "no");
    folder.write("worlds/atlas/sessions/photo.jpg", b"\xff\xd8");
    assert_eq!(folder.clean().files, 5);
}

#[test]
fn a_sync_inside_a_transaction_is_part_of_it() {
    let folder = Folder::small();
    let result: Result<(), Error> = folder.loom.transaction(|loom| {
        assert!(loom.sync()?.is_clean());
        assert_eq!(loom.count::<Pattern>()?, 1);
        assert_eq!(loom.count::<PatternStep>()?, 2);
        // Foreign keys are checked at once again, not at the end of the transaction.
        let raw = |c: &rusqlite::Connection| c.execute("UPDATE sessions SET pattern_id = 'none'", []);
        assert!(loom.with_connection(raw).is_err());
        Err(Error::ManyRows { table: "patterns" })
    });
    assert!(result.is_err());
    assert_eq!(folder.value("SELECT count(*) FROM patterns"), "0");
}

#[test]
fn problems_come_by_path_and_line() {
    let folder = Folder::small();
    folder.write("b.md", "");
    folder.write("a.md", "");
    folder.write("worlds/atlas/sessions/a.md", "---\nclosed_at: x\ntokens_in: y\n---\n");
    let report = folder.sync();
    let places: Vec<_> = report.problems.iter().map(|p| (p.path.as_str(), p.line, p.severity)).collect();
    let session = "worlds/atlas/sessions/a.md";
    let expected = [
        ("a.md", 1, Severity::Warning),
        ("b.md", 1, Severity::Warning),
        (session, 1, Severity::Error),
        (session, 2, Severity::Error),
        (session, 3, Severity::Error),
    ];
    assert_eq!(places, expected);
}
