//! Names that operators and other tools give to files and folders.
#![cfg(unix)]

mod folder;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use folder::Folder;
use loom_engine::tables::{Session, SessionStatus};
use loom_schema::Severity;
use loom_schema::prelude::*;

#[test]
fn a_name_that_is_not_unicode_is_reported_and_its_neighbours_are_read() {
    let folder = Folder::small();
    let sessions = folder.path().join("worlds/atlas/sessions");
    let name = OsStr::from_bytes(b"gr\xfcn.md");
    if std::fs::write(sessions.join(name), "---\nstatus: active\n---\n").is_err() {
        return; // such a file system has no such names
    }
    let below = folder.path().join("worlds").join(OsStr::from_bytes(b"gr\xfcn"));
    std::fs::create_dir_all(&below).unwrap();
    std::fs::write(below.join("WORLD.md"), "---\nname: A\n---\n").unwrap();
    let report = folder.sync();
    assert_eq!((report.errors(), report.warnings()), (2, 0), "{report}");
    assert!(
        report.problems.iter().all(|problem| problem.message == "the path is not valid Unicode"),
        "{report}"
    );
    assert_eq!(folder.value("SELECT count(*) FROM sessions"), "1");
}

#[test]
fn names_with_line_breaks_and_signs_are_ids_like_others() {
    let folder = Folder::small();
    let names = [
        "a\nb",
        "a|b",
        "`a`",
        "a b",
        " a",
        "a.md",
        "..a",
        "\u{1b}[31m",
        "ä",
        "a\u{308}",
        "%",
        "'; --",
        "\"",
        "{id}",
        "C:",
    ];
    for name in names {
        folder.write(&format!("worlds/atlas/sessions/{name}.md"), "---\nstatus: actve\n---\n");
    }
    let report = folder.sync();
    assert_eq!(report.errors(), names.len() - 1, "`..a.md` is hidden: {report}");
    for problem in &report.problems {
        assert!(!problem.path.chars().any(char::is_control), "{problem:?}");
        assert_eq!((problem.line, problem.column, problem.severity), (2, 9, Severity::Error), "{problem}");
    }
    for name in names {
        folder.write(&format!("worlds/atlas/sessions/{name}.md"), "---\nstatus: active\n---\n");
    }
    assert_eq!(folder.clean().table("sessions").unwrap().inserted, names.len() - 1);
    for id in ["a\nb", "'; --", "{id}"] {
        let found = folder.loom.world("atlas").unwrap().get::<Session>(&Id::new(id)).unwrap();
        assert_eq!(found.map(|row| row.status), Some(SessionStatus::Active), "{id:?}");
    }
    assert_eq!(folder.clean().changes(), 0);
}

#[test]
fn a_folder_in_a_files_place_is_looked_into() {
    let folder = Folder::small();
    folder.load();
    let path = "worlds/atlas/sessions/kickoff.md";
    folder.remove(path);
    folder.write(&format!("{path}/inner.md"), "---\nstatus: active\n---\n");
    let report = folder.sync();
    assert_eq!((report.warnings(), report.errors()), (1, 0), "{report}");
    assert_eq!(report.problems[0].path, format!("{path}/inner.md"));
    assert_eq!(report.table("sessions").unwrap().deleted, 1);
}
