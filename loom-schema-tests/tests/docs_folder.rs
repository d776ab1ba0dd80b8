//! What writing and checking the docs does to a folder where other people's words and files are.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test, in helpers too")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::nasty::{NASTY, World};
use loom_schema::docs::{MARKER, StaleReason, Written, check, generate, write};
use loom_schema::prelude::*;

/// The same tables, but for all except one: an older or a newer version of a program.
static LESS: Schema = schema![World];

/// A folder with the pages of `NASTY`.
fn written() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    write(&NASTY, &docs).unwrap();
    (folder, docs)
}

fn edit(path: &Path, from: &str, to: &str) -> String {
    let text = fs::read_to_string(path).unwrap();
    let edited = text.replacen(from, to, 1);
    assert_ne!(edited, text);
    fs::write(path, &edited).unwrap();
    edited
}

/// Every file below the folder, with its bytes; what a link leads to does not count.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(self::files(&entry.path()));
        } else if entry.file_type().unwrap().is_file() {
            files.push((entry.path(), fs::read(entry.path()).unwrap()));
        }
    }
    files.sort();
    files
}

/// The message of a `write` that changes nothing.
fn refused(schema: &Schema, docs: &Path) -> String {
    let before = files(docs);
    let message = write(schema, docs).unwrap_err().to_string();
    assert_eq!(files(docs), before, "{message}");
    message
}

fn shown(schema: &Schema, docs: &Path) -> Vec<String> {
    check(schema, docs).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn a_superfluous_page_goes_unless_somebody_has_edited_it() {
    let (_folder, docs) = written();
    let edited =
        edit(&docs.join("tables/notes.md"), "## Keys\n", "## Keys\n\nAsk Mara before you add one.\n");
    // A checkout that changes the line ends is no edit.
    let tallies = docs.join("tables/tallies.md");
    fs::write(&tallies, fs::read_to_string(&tallies).unwrap().replace('\n', "\r\n")).unwrap();

    let stale = check(&LESS, &docs).unwrap();
    let superfluous: Vec<_> = stale.iter().filter(|stale| stale.reason == StaleReason::Superfluous).collect();
    let superfluous: Vec<_> = superfluous.iter().map(|stale| (stale.path.as_str(), stale.edited)).collect();
    assert_eq!(superfluous, [("tables/notes.md", true), ("tables/tallies.md", false)]);
    let shown = shown(&LESS, &docs);
    assert!(
        shown.contains(&"tables/tallies.md: superfluous, there is no such table".to_owned()),
        "{shown:?}"
    );
    let notes = "tables/notes.md: superfluous, there is no such table; edited by hand: copy what you want to keep, then \
                 delete the file";
    assert!(shown.contains(&notes.to_owned()), "{shown:?}");

    let Written { removed, kept, .. } = write(&LESS, &docs).unwrap();
    assert_eq!((removed, kept), (vec!["tables/tallies.md".to_owned()], vec!["tables/notes.md".to_owned()]));
    assert_eq!(fs::read_to_string(docs.join("tables/notes.md")).unwrap(), edited);
    assert!(!tallies.exists());

    // Without its first line it is somebody's own.
    edit(&docs.join("tables/notes.md"), &format!("{MARKER}\n"), "");
    assert_eq!(check(&LESS, &docs).unwrap(), []);
}

#[test]
fn an_edited_page_is_not_overwritten() {
    for path in ["README.md", "tables/worlds.md", "schema.json"] {
        let (_folder, docs) = written();
        let page = docs.join(path);
        edit(&page, "worlds", "realms");
        // The other pages are stale as well, and not edited.
        let stale = check(&LESS, &docs).unwrap();
        let edited: Vec<_> =
            stale.iter().filter(|stale| stale.edited).map(|stale| stale.path.as_str()).collect();
        assert_eq!(edited, [path]);
        for schema in [&LESS, &NASTY] {
            let message = refused(schema, &docs);
            assert!(
                message.contains(&format!("{path}: write the page: the page is not as it was generated")),
                "{message}"
            );
            assert!(message.contains("delete the page, and try again"), "{message}");
        }
        fs::remove_file(&page).unwrap();
        write(&LESS, &docs).unwrap();
        assert_eq!(check(&LESS, &docs).unwrap(), []);
    }
}

#[test]
fn all_edited_pages_are_named_at_once() {
    let (_folder, docs) = written();
    for path in ["README.md", "tables/notes.md", "tables/worlds.md"] {
        edit(&docs.join(path), "\n\n", "\n\nMine.\n\n");
    }
    let message = refused(&NASTY, &docs);
    assert!(message.ends_with("; look at `tables/worlds.md`, `tables/notes.md` as well"), "{message}");
}

#[test]
fn bytes_that_are_no_text_are_an_edit() {
    let (_folder, docs) = written();
    let page = docs.join("tables/notes.md");
    let mut bytes = fs::read(&page).unwrap();
    bytes.extend(b"Gr\xfc\xdfe\n");
    fs::write(&page, bytes).unwrap();
    assert!(refused(&NASTY, &docs).contains("the page is not as it was generated"));
    assert_eq!(write(&LESS, &docs).unwrap().kept, ["tables/notes.md"]);
}

/// A page as versions made it that wrote no hash.
fn without_hash(docs: &Path, path: &str) -> String {
    let page = docs.join(path);
    let text = fs::read_to_string(&page).unwrap();
    let lines: Vec<_> = text.split_inclusive('\n').filter(|line| !line.contains("content")).collect();
    let old = lines.concat();
    assert_eq!(text.lines().count(), old.lines().count() + 1);
    fs::write(&page, &old).unwrap();
    old
}

#[test]
fn a_page_without_a_hash_is_replaced_only_where_nothing_is_lost() {
    let (_folder, docs) = written();
    for path in ["tables/worlds.md", "tables/tallies.md"] {
        without_hash(&docs, path);
    }
    let written = write(&NASTY, &docs).unwrap();
    assert_eq!(written.written, ["tables/worlds.md", "tables/tallies.md"]);
    assert_eq!(check(&NASTY, &docs).unwrap(), []);

    // Whether this page was edited, nobody can tell: there is nothing to compare it with.
    without_hash(&docs, "tables/tallies.md");
    assert_eq!(write(&LESS, &docs).unwrap().kept, ["tables/tallies.md"]);
    write(&NASTY, &docs).unwrap();
    let page = docs.join("tables/worlds.md");
    without_hash(&docs, "tables/worlds.md");
    edit(&page, "Where notes are.", "Where my notes are.");
    assert!(
        refused(&NASTY, &docs)
            .contains("tables/worlds.md: write the page: the page is not as it was generated")
    );
}

#[test]
fn writing_leaves_no_other_files() {
    let (_folder, docs) = written();
    write(&LESS, &docs).unwrap();
    write(&NASTY, &docs).unwrap();
    let mut found: Vec<_> = files(&docs).into_iter().map(|(path, _)| path).collect();
    let mut expected: Vec<_> = generate(&NASTY).into_iter().map(|file| docs.join(file.path)).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_page_is_replaced_and_not_written_into() {
    let (folder, docs) = written();
    let (page, other) = (docs.join("README.md"), folder.path().join("other.md"));
    fs::hard_link(&page, &other).unwrap();
    let before = fs::read(&page).unwrap();
    assert!(write(&LESS, &docs).unwrap().written.contains(&"README.md".to_owned()));
    assert_eq!(fs::read(&other).unwrap(), before, "who has the old page open reads all of it");
    assert_ne!(fs::read(&page).unwrap(), before);
}

#[test]
fn a_stale_line_is_shown_in_short_and_harmlessly() {
    let (_folder, docs) = written();
    let page = docs.join("tables/notes.md");
    let text = fs::read_to_string(&page).unwrap();
    let long = text.lines().find(|line| line.contains("| `title` |")).unwrap();
    fs::write(&page, text.replace(long, &(long.to_owned() + "\u{1b}[31m red"))).unwrap();
    let shown = shown(&NASTY, &docs);
    assert!(shown[0].starts_with("tables/notes.md:") && shown[0].chars().count() < 300, "{shown:?}");
    assert!(shown[0].contains("\u{fffd}[31m red`") && !shown[0].contains('\u{1b}'), "{shown:?}");
}

#[cfg(unix)]
#[test]
fn files_and_folders_in_each_others_places_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    fs::create_dir_all(folder.path().join("a/tables/notes.md")).unwrap();
    fs::create_dir_all(folder.path().join("b")).unwrap();
    fs::write(folder.path().join("b/tables"), "mine").unwrap();
    for (docs, message) in [
        ("file", "file: read the pages: there is a file in the folder's place"),
        ("a", "a/tables/notes.md: read the page: there is a folder in the page's place"),
        ("b", "b/tables: read the pages: there is a file in the folder's place"),
    ] {
        let before = files(folder.path());
        let docs = folder.path().join(docs);
        for error in [write(&NASTY, &docs).unwrap_err(), check(&NASTY, &docs).unwrap_err()] {
            assert!(error.to_string().contains(message), "{error}");
        }
        assert_eq!(files(folder.path()), before);
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn nothing_is_written_through_a_link() {
        for path in ["README.md", "tables/notes.md", "schema.json"] {
            for is_dangling in [true, false] {
                let (folder, docs) = written();
                let (page, target) = (docs.join(path), folder.path().join("elsewhere.md"));
                if !is_dangling {
                    fs::copy(&page, &target).unwrap();
                    edit(&target, "notes", "other");
                }
                fs::remove_file(&page).unwrap();
                symlink(&target, &page).unwrap();
                let before = files(folder.path());
                let message = refused(&NASTY, &docs);
                assert!(
                    message.contains(&format!("{path}: write the page: there is a symbolic link")),
                    "{message}"
                );
                assert_eq!(files(folder.path()), before);
                assert!(page.is_symlink());
                assert_eq!(target.exists(), !is_dangling);
            }
        }
    }

    #[test]
    fn a_link_to_a_superfluous_page_stays() {
        let (folder, docs) = written();
        let (page, target) = (docs.join("tables/tallies.md"), folder.path().join("elsewhere.md"));
        fs::rename(&page, &target).unwrap();
        symlink(&target, &page).unwrap();
        assert_eq!(write(&LESS, &docs).unwrap().removed, ["tables/notes.md"]);
        assert!(page.is_symlink() && target.exists());
    }

    #[test]
    fn a_linked_folder_of_pages_is_refused() {
        let (folder, docs) = written();
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(docs.join("tables"), &elsewhere).unwrap();
        symlink(&elsewhere, docs.join("tables")).unwrap();
        let before = files(folder.path());
        for schema in [&LESS, &NASTY] {
            let message = write(schema, &docs).unwrap_err().to_string();
            assert!(message.contains("tables: write the pages: the folder is a symbolic link"), "{message}");
        }
        assert_eq!(files(folder.path()), before);
        // Reading follows links, as in a build that assembles its sources from them.
        assert_eq!(check(&NASTY, &docs).unwrap(), []);
    }

    #[test]
    fn the_folder_itself_may_be_a_link() {
        let (folder, docs) = written();
        let link = folder.path().join("link");
        symlink(&docs, &link).unwrap();
        fs::remove_file(docs.join("README.md")).unwrap();
        assert_eq!(write(&NASTY, &link).unwrap().written, ["README.md"]);
        assert!(docs.join("README.md").is_file());
    }

    #[test]
    fn a_replaced_page_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, docs) = written();
        let page = docs.join("README.md");
        fs::set_permissions(&page, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(write(&LESS, &docs).unwrap().written.contains(&"README.md".to_owned()));
        assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
