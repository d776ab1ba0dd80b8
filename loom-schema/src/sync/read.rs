//! One file: from its bytes to the rows it holds, with everything that is wrong in it.

use std::fs;
use std::path::Path;

use super::map::{self, Mapped};
use super::report::{Problem, Severity};
use super::row::Reader;
use super::tables::Tables;
use super::walk::{Walk, walk};
use crate::error::Result;
use crate::markdown::{self, Fault, Span};
use crate::value::Cell;

/// Everything below the root.
pub(super) struct Scan {
    /// What was found on the way; the problems in files are the files' own.
    pub(super) walk: Walk,
    /// The files that belong to a table, by path.
    pub(super) files: Vec<File>,
}

/// A file that belongs to a table.
pub(super) struct File {
    /// Relative to the root.
    pub(super) path: String,
    /// BLAKE3 of the bytes, in hex; empty if they could not be read.
    pub(super) hash: String,
    /// The rows, lists after their owner. Values that are wrong are NULL.
    pub(super) rows: Vec<Row>,
    /// Whether there is an error: then nothing of it is written.
    pub(super) is_bad: bool,
    pub(super) problems: Vec<Problem>,
    text: String,
}

/// A row as a file has it.
pub(super) struct Row {
    pub(super) table: usize,
    /// The values, in the order of the struct's fields.
    pub(super) cells: Vec<Cell>,
    /// Where each value comes from.
    pub(super) origins: Vec<Origin>,
    /// Where each value stands; the row's own place for one that does not stand in the text.
    pub(super) spans: Vec<Span>,
    /// The first line, or the list's entry.
    pub(super) place: Span,
}

/// Where a value comes from, and so what a sync does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The file determines it: it holds a value or leaves it out.
    File,
    /// It is stated nowhere: the time of the insert.
    Created,
    /// It is stated nowhere: the time of the last change.
    Touched,
    /// It has no Markdown source: the default at the insert, and untouched afterwards.
    Derived,
}

/// Reads every file below the root.
pub(super) fn scan(root: &Path, tables: &Tables) -> Result<Scan> {
    let mut walk = walk(root)?;
    let mut files = Vec::new();
    for path in std::mem::take(&mut walk.files) {
        match map::table(tables, &path) {
            Some(mapped) => files.push(read(root, path, mapped, tables)),
            None => walk.problems.push(unmatched(tables, &path)),
        }
    }
    Ok(Scan { walk, files })
}

fn unmatched(tables: &Tables, path: &str) -> Problem {
    let problem = Problem::whole(path, Severity::Warning, "no table is filled from a file with this path");
    match map::nearest(tables, path) {
        Some((template, table)) => {
            problem.with_help(format!("the closest path is `{template}`, of the table {table}"))
        }
        None => problem,
    }
}

fn read(root: &Path, path: String, mapped: Mapped, tables: &Tables) -> File {
    let absolute = root.join(&path);
    let mut file = File {
        path,
        hash: String::new(),
        rows: Vec::new(),
        is_bad: false,
        problems: Vec::new(),
        text: String::new(),
    };
    let bytes = match fs::read(absolute) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem =
                Problem::whole(&file.path, Severity::Error, format!("the file cannot be read: {error}"));
            let help = "make it readable; until then, its rows stay as they are";
            file.refuse(problem.with_help(help));
            return file;
        }
    };
    file.hash = blake3::hash(&bytes).to_hex().to_string();
    let text = match markdown::decode(bytes) {
        Ok(text) => text,
        Err(wrong) => {
            let problem = Problem::whole(&file.path, Severity::Error, wrong.message).with_help(wrong.help);
            let (line, column) = (wrong.position.line, wrong.position.column);
            file.refuse(Problem { line, column, ..problem });
            return file;
        }
    };
    let (faults, warnings) = match markdown::read(&text) {
        Ok(document) => {
            let reader = Reader::new(tables, &document).file(&mapped);
            file.rows = reader.rows;
            (reader.faults, reader.warnings)
        }
        Err(faults) => (faults, Vec::new()),
    };
    file.text = text;
    for fault in &faults {
        file.fault(fault);
    }
    for warning in &warnings {
        file.problems.push(file.problem(Severity::Warning, warning));
    }
    file
}

impl File {
    /// Notes a fault: nothing of the file is written.
    pub(super) fn fault(&mut self, fault: &Fault) {
        self.refuse(self.problem(Severity::Error, fault));
    }

    /// A fault in this file's text, as it is reported.
    pub(super) fn problem(&self, severity: Severity, fault: &Fault) -> Problem {
        Problem::in_text(&self.path, &self.text, severity, fault)
    }

    fn refuse(&mut self, problem: Problem) {
        self.is_bad = true;
        let same = |other: &Problem| {
            (other.line, other.column, &other.message) == (problem.line, problem.column, &problem.message)
        };
        if !self.problems.iter().any(same) {
            self.problems.push(problem);
        }
    }

    /// `path:line`, for messages about another file.
    pub(super) fn place(&self, span: Span) -> String {
        format!("{}:{}", self.path, Fault::new(span, "").position(&self.text).line)
    }
}
