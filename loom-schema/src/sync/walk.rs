//! Finding the Markdown files below the root.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::report::{Problem, Severity};
use crate::error::{Error, Result};

/// What is below the root.
pub(super) struct Walk {
    /// The Markdown files, relative to the root, sorted.
    pub(super) files: Vec<String>,
    /// Folders that could not be listed: what is below them is not known to be gone.
    pub(super) unreadable: BTreeSet<String>,
    /// What was found wrong on the way.
    pub(super) problems: Vec<Problem>,
}

/// Lists the Markdown files. Hidden files and folders are skipped, symbolic links are not followed.
///
/// The root itself must be a folder that can be listed; an error is no empty folder.
pub(super) fn walk(root: &Path) -> Result<Walk> {
    let refused = |source| Error::Io { path: root.to_owned(), doing: "read the root folder", source };
    std::fs::read_dir(root).map_err(refused)?;
    let mut walk = Walk { files: Vec::new(), unreadable: BTreeSet::new(), problems: Vec::new() };
    let entries = WalkDir::new(root)
        .follow_links(false)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_hidden(entry));
    for entry in entries {
        match entry {
            Ok(entry) => walk.take(root, &entry),
            Err(error) if error.depth() == 0 => return Err(refused(error.into())),
            Err(error) => walk.refused(root, &error),
        }
    }
    walk.files.sort();
    walk.twins();
    Ok(walk)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// The path below the root with `/` between its parts, and whether that is all there is to say: a name that is not
/// Unicode loses something.
fn relative(root: &Path, path: &Path) -> (String, bool) {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    let path_is_text = path.strip_prefix(root).unwrap_or(path).to_str().is_some();
    (parts.join("/"), path_is_text)
}

impl Walk {
    fn take(&mut self, root: &Path, entry: &DirEntry) {
        let (path, is_text) = relative(root, entry.path());
        let kind = entry.file_type();
        let is_markdown = entry.path().extension().is_some_and(|end| end.eq_ignore_ascii_case("md"));
        if kind.is_symlink() {
            let message = "symbolic links are not followed";
            let problem = Problem::whole(&path, Severity::Warning, message);
            self.problems.push(problem.with_help("replace the link with the file or folder itself"));
            // What is behind it is not known, and so not known to be gone.
            self.unreadable.insert(path);
        } else if kind.is_dir() || !is_markdown {
            // Folders are listed; other files are none of the sync's.
        } else if !kind.is_file() {
            self.problems.push(Problem::whole(&path, Severity::Warning, "this is not a regular file"));
        } else if is_text {
            self.files.push(path);
        } else {
            let problem = Problem::whole(&path, Severity::Error, "the path is not valid Unicode");
            self.problems.push(problem.with_help("rename the file or its folder"));
        }
    }

    fn refused(&mut self, root: &Path, error: &walkdir::Error) {
        let (path, _) = relative(root, error.path().unwrap_or(root));
        let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        let problem = Problem::whole(&path, Severity::Error, format!("cannot be listed: {why}"));
        let help = "make it readable; until then, rows from the files below it stay as they are";
        self.problems.push(problem.with_help(help));
        self.unreadable.insert(path);
    }

    /// Reports files and folders that many file systems treat as the same.
    fn twins(&mut self) {
        let mut spellings: HashMap<String, &str> = HashMap::new();
        let mut found = BTreeMap::new();
        for path in &self.files {
            for end in path.match_indices('/').map(|(end, _)| end).chain([path.len()]) {
                let above = &path[..end];
                let first = *spellings.entry(above.to_lowercase()).or_insert(above);
                if first != above {
                    found.insert(above, first);
                    break; // what is below it differs as well
                }
            }
        }
        let problems = found.into_iter().map(|(path, first)| {
            let message = format!("differs from `{first}` only in upper and lower case");
            let problem = Problem::whole(path, Severity::Warning, message);
            problem.with_help("rename one of them: many file systems treat them as the same")
        });
        self.problems.extend(problems);
    }

    /// Whether it is unknown if this file exists.
    pub(super) fn is_unknown(&self, path: &str) -> bool {
        !self.unreadable.is_empty()
            && path
                .match_indices('/')
                .map(|(end, _)| &path[..end])
                .chain([path])
                .any(|above| self.unreadable.contains(above))
    }
}
