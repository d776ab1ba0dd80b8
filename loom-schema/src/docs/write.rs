//! The generated files in a folder: writing them, and telling whether they are current.

use std::fmt;
use std::io::{Error as IoError, ErrorKind};
use std::path::Path;

use super::save;
use super::seal::{self, State};
use super::{DocFile, generate};
use crate::error::{Error, Result};
use crate::table::Schema;

/// What [`write()`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files that were new or different, by their paths below the folder.
    pub written: Vec<String>,
    /// The generated pages that the schema no longer has.
    pub removed: Vec<String>,
    /// Pages that the schema no longer has either, but that somebody has edited: they were not removed.
    pub kept: Vec<String>,
    /// How many files were current already.
    pub unchanged: usize,
}

/// A file that is not what the schema would make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The file's path below the folder, with `/` between the parts.
    pub path: String,
    /// What is wrong with it.
    pub reason: StaleReason,
    /// Whether it holds something that was not generated, so that [`write()`] neither replaces nor removes it.
    pub edited: bool,
}

/// What is wrong with a generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaleReason {
    /// It is not there.
    Missing,
    /// It holds something else.
    Different {
        /// The first line that differs, counted from 1.
        line: usize,
        /// That line as it should be; `None` if the file should have ended.
        expected: Option<String>,
        /// That line as it is; `None` if the file has ended.
        found: Option<String>,
    },
    /// It was generated once, and the schema has no such table any more.
    Superfluous,
}

/// Writes the documentation of `schema` into the folder `dir`, which is made if it is not there.
///
/// Only files that differ are written, line ends (LF or CRLF) aside. Pages that were generated for tables which no
/// longer exist are removed; every other file is left alone.
///
/// Each file contains a hash of its content, which shows edits: a page that was edited by hand is neither replaced nor
/// removed ([`Written::kept`]). A page without a hash, from a version that wrote none, counts as
/// edited unless it is what would be generated now. A file is replaced as a whole, and never through a symbolic link.
///
/// # Errors
///
/// [`Error::Io`] if the file system refuses, or if a file would have to be replaced that somebody has edited, that was not
/// generated, or that is a symbolic link; then nothing has been written.
pub fn write(schema: &Schema, dir: impl AsRef<Path>) -> Result<Written> {
    let dir = dir.as_ref();
    let files = generate(schema);
    refuse_linked_folder(dir)?;
    let mut result = Written::default();
    let (mut new, mut changed, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for file in &files {
        let found = read(dir, &file.path)?;
        if found.as_ref().is_some_and(|found| found.is(&file.content)) {
            result.unchanged += 1;
        } else if save::is_link(&dir.join(&file.path)) {
            refused.push((file, LINK));
        } else {
            match found.map(|found| found.state(&file.path, Some(&file.content))) {
                None => new.push(file),
                Some(State::Untouched) => changed.push(file),
                Some(State::Edited) => refused.push((file, EDITED)),
                Some(State::Foreign) => refused.push((file, FOREIGN)),
            }
        }
    }
    if !refused.is_empty() {
        return Err(refusal(dir, &refused));
    }
    let superfluous = superfluous(dir, &files)?;
    for file in &new {
        let path = dir.join(&file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| io(folder, "make the folder", source))?;
        }
        save::create(&path, &file.content).map_err(|source| io(&path, WRITE, source))?;
    }
    for file in &changed {
        let path = dir.join(&file.path);
        save::replace(&path, &file.content).map_err(|source| io(&path, WRITE, source))?;
    }
    let is_written = |file: &&DocFile| new.iter().chain(&changed).any(|written| written.path == file.path);
    result.written = files.iter().filter(is_written).map(|file| file.path.clone()).collect();
    for (path, state) in superfluous {
        if state == State::Edited {
            result.kept.push(path);
            continue;
        }
        let full = dir.join(&path);
        std::fs::remove_file(&full).map_err(|source| io(&full, "remove the page", source))?;
        result.removed.push(path);
    }
    Ok(result)
}

/// Compares the documentation in the folder `dir` with what `schema` makes now; changes nothing.
///
/// Line ends (LF or CRLF) aside, current files are equal byte by byte. A folder that is not there has all its files
/// missing. Symbolic links are followed.
///
/// # Errors
///
/// [`Error::Io`] if a file or the folder cannot be read.
pub fn check(schema: &Schema, dir: impl AsRef<Path>) -> Result<Vec<Stale>> {
    let dir = dir.as_ref();
    let files = generate(schema);
    let mut stale = Vec::new();
    for DocFile { path, content } in &files {
        let (reason, edited) = match read(dir, path)? {
            None => (StaleReason::Missing, false),
            Some(found) if found.is(content) => continue,
            Some(found) => {
                let edited = found.state(path, Some(content)) != State::Untouched;
                (difference(&found.text, content), edited)
            }
        };
        stale.push(Stale { path: path.clone(), reason, edited });
    }
    for (path, state) in superfluous(dir, &files)? {
        stale.push(Stale { path, reason: StaleReason::Superfluous, edited: state == State::Edited });
    }
    Ok(stale)
}

const WRITE: &str = "write the page";
const FOREIGN: &str = "the file was not generated by loom-schema; move it, or choose another folder";
const EDITED: &str = "the page is not as it was generated (its content hash is missing or does not match), and what somebody \
                      wrote into it would be lost; copy what you want to keep, delete the page, and try again";
const LINK: &str = "there is a symbolic link in the page's place; delete it, and try again";

/// The error for the first of the files, with the names of the others.
fn refusal(dir: &Path, refused: &[(&DocFile, &str)]) -> Error {
    let Some(((first, why), others)) = refused.split_first() else {
        return io(dir, WRITE, IoError::other("no page can be written"));
    };
    let others: Vec<_> = others.iter().map(|(file, _)| format!("`{}`", file.path)).collect();
    let more =
        if others.is_empty() { String::new() } else { format!("; look at {} as well", others.join(", ")) };
    io(&dir.join(&first.path), WRITE, IoError::new(ErrorKind::AlreadyExists, format!("{why}{more}")))
}

/// What is below a linked folder is somewhere else, and somebody else's.
fn refuse_linked_folder(dir: &Path) -> Result<()> {
    let folder = dir.join("tables");
    if !save::is_link(&folder) {
        return Ok(());
    }
    let message =
        "the folder is a symbolic link; put a folder in its place, or choose another one for the docs";
    Err(io(&folder, "write the pages", IoError::new(ErrorKind::AlreadyExists, message)))
}

fn io(path: &Path, doing: &'static str, source: IoError) -> Error {
    Error::Io { path: path.to_owned(), doing, source }
}

/// A file as it is.
struct Found {
    /// With LF as its line ends. What is no text is shown with replacement characters.
    text: String,
    /// Whether all of it is text.
    is_text: bool,
}

impl Found {
    /// Whether it is this, apart from the line ends that a checkout may have changed.
    fn is(&self, content: &str) -> bool {
        self.is_text && self.text == unix(content)
    }

    fn state(&self, path: &str, now: Option<&str>) -> State {
        match seal::state(path, &self.text, now) {
            State::Untouched if !self.is_text => State::Edited,
            state => state,
        }
    }
}

/// The file, or `None` if it is not there.
fn read(dir: &Path, path: &str) -> Result<Option<Found>> {
    let path = dir.join(path);
    match std::fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            Ok(Some(Found { text: unix(&text), is_text: matches!(text, std::borrow::Cow::Borrowed(_)) }))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            let folder = path.parent().unwrap_or(&path);
            let message = "there is a file in the folder's place; move it, or choose another folder";
            Err(io(folder, "read the pages", IoError::new(error.kind(), message)))
        }
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            let message =
                "there is a folder in the page's place; move it, or choose another folder for the docs";
            Err(io(&path, "read the page", IoError::new(error.kind(), message)))
        }
        Err(source) => Err(io(&path, "read the page", source)),
    }
}

fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Generated pages in `tables/` that are not among `files`, by name, and whether somebody has edited them.
fn superfluous(dir: &Path, files: &[DocFile]) -> Result<Vec<(String, State)>> {
    let folder = dir.join("tables");
    let failed = |source| io(&folder, "list the pages", source);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(failed(source)),
    };
    let mut superfluous = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        // A generated page has an ASCII name.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("tables/{name}");
        let is_page = name.ends_with(".md") && entry.file_type().map_err(failed)?.is_file();
        if is_page
            && files.iter().all(|file| file.path != path)
            && let Some(found) = read(dir, &path)?
        {
            let state = found.state(&path, None);
            superfluous.extend((state != State::Foreign).then_some((path, state)));
        }
    }
    superfluous.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(superfluous)
}

/// The first line that differs. Lines are compared without their ends; if only those differ, it is the last line.
fn difference(found: &str, expected: &str) -> StaleReason {
    let (found, expected) = (unix(found), unix(expected));
    let (mut found, mut expected) = (found.split('\n'), expected.split('\n'));
    let mut line = 0;
    loop {
        line += 1;
        match (found.next(), expected.next()) {
            (Some(found), Some(expected)) if found == expected => {}
            (found, expected) => {
                let (expected, found) = (expected.map(str::to_owned), found.map(str::to_owned));
                return StaleReason::Different { line, expected, found };
            }
        }
    }
}

/// Characters of a line that a message shows.
const SHOWN: usize = 80;

/// A line for a terminal; of a long one, the part where it begins to differ from the other.
fn excerpt(text: &str, other: &str) -> String {
    let alike = text.chars().zip(other.chars()).take_while(|(left, right)| left == right).count();
    let skipped = if text.chars().count() > SHOWN { alike.saturating_sub(SHOWN / 2) } else { 0 };
    let mut characters = text.chars().skip(skipped);
    let mut part = if skipped > 0 { "…" } else { "" }.to_owned();
    part.extend(characters.by_ref().take(SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }));
    part.extend(characters.next().map(|_| '…'));
    part
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            StaleReason::Missing => write!(f, "{}: missing", self.path)?,
            StaleReason::Superfluous => write!(f, "{}: superfluous, there is no such table", self.path)?,
            StaleReason::Different { line, expected, found } => {
                let shown = |text: &Option<String>, other: &Option<String>| match text {
                    Some(text) => format!("`{}`", excerpt(text, other.as_deref().unwrap_or_default())),
                    None => "the end of the file".to_owned(),
                };
                let (expected, found) = (shown(expected, found), shown(found, expected));
                write!(f, "{}:{line}: expected {expected}, found {found}", self.path)?;
            }
        }
        if self.edited {
            f.write_str("; edited by hand: copy what you want to keep, then delete the file")?;
        }
        Ok(())
    }
}
