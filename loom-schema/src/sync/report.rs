//! What a sync did, and what it found wrong.

use std::fmt;

use crate::markdown::{Fault, harmless};

/// What a sync did, and what it found wrong where.
#[must_use = "the report says what is wrong in the files"]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncReport {
    /// Files that belong to a table.
    pub files: usize,
    /// One entry for each table that is filled from Markdown, in the order of the schema.
    pub tables: Vec<TableReport>,
    /// What is wrong, by path, line and column.
    pub problems: Vec<Problem>,
    /// Whether a strict sync found an error, so that the database is as it was before. The counts of
    /// [`tables`](Self::tables) are then what it would have done.
    pub rolled_back: bool,
}

/// What a sync did to one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableReport {
    /// The table.
    pub table: &'static str,
    /// Rows that were not there before.
    pub inserted: usize,
    /// Rows that were written because their values, their file's path or its content differ.
    pub updated: usize,
    /// Rows that are as their file says, and were not written.
    pub unchanged: usize,
    /// Rows whose file, or whose place in it, is gone; and rows that go with them.
    pub deleted: usize,
    /// Rows that stay as they last were, since their file has errors.
    pub stale: usize,
}

/// One thing that is wrong in the folder of Markdown files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file or folder, relative to the root, with `/` between its parts.
    pub path: String,
    /// The line, counted from 1; 1 for what is about the whole file or folder.
    pub line: u32,
    /// The column in characters, counted from 1; 1 for what is about the whole file or folder.
    pub column: u32,
    /// Whether the file is left out because of it.
    pub severity: Severity,
    /// What is wrong: lower case, no final full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The line of the file, with its number, and a caret line under it; empty for what is about a whole file.
    pub snippet: String,
}

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is left out: a file, a folder, or a delete.
    Error,
    /// Everything is read, but probably not as it was meant; or values that the program wrote are replaced.
    Warning,
}

impl Problem {
    /// A problem of a whole file or folder.
    pub(super) fn whole(path: &str, severity: Severity, message: impl AsRef<str>) -> Self {
        Self {
            path: harmless(path),
            line: 1,
            column: 1,
            severity,
            message: harmless(message.as_ref()),
            help: None,
            snippet: String::new(),
        }
    }

    /// A fault in a file's text.
    pub(super) fn in_text(path: &str, text: &str, severity: Severity, fault: &Fault) -> Self {
        let position = fault.position(text);
        Self {
            line: position.line,
            column: position.column,
            help: fault.help.as_deref().map(harmless),
            snippet: fault.snippet(text),
            ..Self::whole(path, severity, &fault.message)
        }
    }

    /// The same problem with a line that says what to do.
    pub(super) fn with_help(self, help: impl AsRef<str>) -> Self {
        Self { help: Some(harmless(help.as_ref())), ..self }
    }
}

/// `path:line:column: message`, the line of the file with a caret under it, and the help.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let warning = if self.severity == Severity::Warning { "warning: " } else { "" };
        write!(f, "{}:{}:{}: {warning}{}", self.path, self.line, self.column, self.message)?;
        if !self.snippet.is_empty() {
            write!(f, "\n{}", self.snippet)?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  = help: {help}"),
            None => Ok(()),
        }
    }
}

impl SyncReport {
    /// How many problems are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// How many problems are warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }

    /// Whether there are no errors, so that the database holds all that the files say. Warnings do not count.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors() == 0
    }

    /// What was done to the table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableReport> {
        self.tables.iter().find(|table| table.table == name)
    }

    /// Rows that were inserted, updated or deleted, in all tables.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.tables.iter().map(|table| table.inserted + table.updated + table.deleted).sum()
    }
}

/// The totals, a line for each table with changes or stale rows, and every problem.
impl fmt::Display for SyncReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (errors, warnings) = (self.errors(), self.warnings());
        write!(f, "{}", counted(self.files, "file"))?;
        write!(f, ", {}", counted(self.changes(), "change"))?;
        write!(f, ", {}, {}", counted(errors, "error"), counted(warnings, "warning"))?;
        if self.rolled_back {
            f.write_str("; nothing was written, since the sync is strict")?;
        }
        let width = self.tables.iter().map(|table| table.table.len()).max().unwrap_or(0);
        for table in &self.tables {
            let counts = [
                (table.inserted, "inserted"),
                (table.updated, "updated"),
                (table.deleted, "deleted"),
                (table.stale, "stale"),
            ];
            let said: Vec<_> = counts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{count} {what}"))
                .collect();
            if !said.is_empty() {
                write!(f, "\n  {:width$}  {}", table.table, said.join(", "))?;
            }
        }
        self.problems.iter().try_for_each(|problem| write!(f, "\n\n{problem}"))
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
