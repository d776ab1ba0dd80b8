//! What the database will hold: which files are taken, which rows stay, and which go.
//!
//! A file that is found bad can make others bad, whose rows then stay as they were, and so on: the plan is made in
//! rounds, and since a file never becomes good again, the rounds end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::leaving::{self, Leaving};
use super::read::{Row, Scan};
use super::references;
use super::report::{Problem, Severity};
use super::stored::{self, Stored};
use super::tables::{Claim, Key, Tables};
use crate::markdown::Fault;

/// What is to be done.
pub(super) struct Plan {
    /// The rows of good files: file, and row in it.
    pub(super) accepted: BTreeMap<Key, (usize, usize)>,
    /// What the accepted rows claim of unique indexes.
    pub(super) claims: HashMap<Claim, Key>,
    /// The stored rows that go, with those that go with them.
    pub(super) leaving: BTreeSet<Key>,
    /// The stored rows that stay as they were, since their file is bad.
    pub(super) stale: BTreeSet<Key>,
    /// Rows that should go but are still referenced.
    pub(super) kept: Vec<Problem>,
}

/// What becomes of a stored row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// A good file holds it.
    Accepted,
    /// The program's own: it came from no file.
    Program,
    /// Its file is bad, or could not be looked at: it stays as it was.
    Stale,
    /// Its file, or its place in it, is gone.
    Gone,
}

/// What a round works with.
pub(super) struct Round<'a> {
    pub(super) tables: &'a Tables,
    pub(super) scan: &'a Scan,
    pub(super) stored: &'a Stored,
    pub(super) accepted: BTreeMap<Key, (usize, usize)>,
    pub(super) claims: HashMap<Claim, Key>,
    /// Whether each path is that of a bad file.
    bad: HashMap<&'a str, bool>,
}

/// A fault, and the file it is in.
pub(super) type Found = (usize, Fault);

/// Makes the plan, and marks the files that turn out bad.
pub(super) fn make(tables: &Tables, scan: &mut Scan, stored: &Stored) -> Plan {
    loop {
        let round = Round::new(tables, scan, stored);
        let leaving = leaving::find(&round);
        let mut found = round.blocked(&leaving);
        found.extend(references::dangling(&round, &leaving));
        if found.is_empty() {
            let more = references::of_bad_files(&round, &leaving);
            let plan = round.plan(leaving);
            mark(scan, more);
            return plan;
        }
        mark(scan, found);
    }
}

fn mark(scan: &mut Scan, found: Vec<Found>) {
    for (file, fault) in found {
        scan.files[file].fault(&fault);
    }
}

impl<'a> Round<'a> {
    fn new(tables: &'a Tables, scan: &'a Scan, stored: &'a Stored) -> Self {
        let (mut accepted, mut claims) = (BTreeMap::new(), HashMap::new());
        for (f, file) in scan.files.iter().enumerate().filter(|(_, file)| !file.is_bad) {
            for (r, row) in file.rows.iter().enumerate() {
                let Some(key) = tables.key(row.table, &row.cells) else { continue };
                claims.extend(tables.claims(row.table, &row.cells).map(|claim| (claim, key.clone())));
                accepted.insert(key, (f, r));
            }
        }
        let bad = scan.files.iter().map(|file| (file.path.as_str(), file.is_bad)).collect();
        Self { tables, scan, stored, accepted, claims, bad }
    }

    /// The row at this place.
    pub(super) fn row(&self, (file, row): (usize, usize)) -> &'a Row {
        &self.scan.files[file].rows[row]
    }

    pub(super) fn fate(&self, key: &Key) -> Option<Fate> {
        let cells = self.stored.get(key)?;
        if self.accepted.contains_key(key) {
            return Some(Fate::Accepted);
        }
        Some(match stored::path(self.tables.get(key.table), cells) {
            None => Fate::Program,
            Some(path) => match self.bad.get(path) {
                Some(true) => Fate::Stale,
                None if self.scan.walk.is_unknown(path) => Fate::Stale,
                _ => Fate::Gone,
            },
        })
    }

    /// Files whose values collide with rows that have to stay.
    fn blocked(&self, leaving: &Leaving) -> Vec<Found> {
        let fault = |(key, by): &(Key, Key)| {
            let at = self.accepted.get(key)?;
            let row = self.row(*at);
            let table = self.tables.get(key.table);
            let claims = |cells| self.tables.claims(key.table, cells).collect::<Vec<_>>();
            let theirs = claims(self.stored.get(by)?);
            let (_, index, _) = claims(&row.cells).into_iter().find(|claim| theirs.contains(claim))?;
            let column = table.unique[index].last().copied().unwrap_or_default();
            let name = table.schema.columns[column].name;
            let origin = match stored::path(table, self.stored.get(by)?) {
                Some(_) => "it has to stay, since rows without a file reference it",
                None => "it has no file: the program inserted it",
            };
            let noun = self.tables.noun(key.table);
            let message =
                format!("`{name}` must be unique, but the {noun} `{by}` has the same value ({origin})");
            let help = format!("change the value, or delete the {noun} `{by}` through the program");
            Some((at.0, Fault::new(row.spans[column], message).with_help(help)))
        };
        leaving.blocked.iter().filter_map(fault).collect()
    }

    fn plan(self, leaving: Leaving) -> Plan {
        let is_stale = |key: &&Key| self.fate(key) == Some(Fate::Stale) && !leaving.rows.contains(*key);
        let stale = self.stored.keys().filter(is_stale).cloned().collect();
        let kept = leaving.kept.iter().filter_map(|(key, by)| self.kept(key, by)).collect();
        Plan { stale, kept, accepted: self.accepted, claims: self.claims, leaving: leaving.rows }
    }

    /// A row whose file is gone, and who still needs it. A stale row's file has an error of its own.
    fn kept(&self, key: &Key, by: &Key) -> Option<Problem> {
        let path = stored::path(self.tables.get(key.table), self.stored.get(key)?)?;
        let (noun, other) = (self.tables.noun(key.table), self.tables.noun(by.table));
        let message =
            format!("the {noun} `{key}` is no longer here, but the {other} `{by}` still references it");
        let from = stored::path(self.tables.get(by.table), self.stored.get(by)?);
        let (severity, help) = match from {
            Some(from) => (Severity::Warning, format!("the row stays until `{from}` is fixed or deleted")),
            None => (
                Severity::Error,
                "the row stays; delete the other row through the program, or restore this file".to_owned(),
            ),
        };
        Some(Problem::whole(path, severity, message).with_help(help))
    }
}
