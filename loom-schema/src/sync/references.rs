//! References are resolved before the database sees them, so that a fault stands where the value does.

use std::collections::HashMap;

use super::leaving::{Leaving, exists, stays_without};
use super::map;
use super::nearest::nearest;
use super::plan::{Found, Round};
use super::tables::{Key, Reference};
use crate::markdown::Fault;

/// With more faults than this, the rest come without a suggestion: each costs a look at all ids.
const SUGGESTIONS: usize = 200;

/// A reference of a row in a file.
#[derive(Clone, Copy)]
struct Citation<'a> {
    file: usize,
    row: usize,
    reference: &'a Reference,
}

/// The references in good files that name no row, and those that name a row of a file which is bad because of them.
pub(super) fn dangling(round: &Round<'_>, leaving: &Leaving) -> Vec<Found> {
    let mut teller = Teller::new(round, leaving);
    let mut citers: HashMap<Key, Vec<Citation<'_>>> = HashMap::new();
    let mut bad: Vec<bool> = round.scan.files.iter().map(|file| file.is_bad).collect();
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (citation, target) in citations(round, |is_bad| !is_bad) {
        if !exists(round, leaving, &target) {
            found.push((citation.file, teller.fault(citation, &target)));
            if !std::mem::replace(&mut bad[citation.file], true) {
                open.push(citation.file);
            }
        }
        citers.entry(target).or_default().push(citation);
    }
    while let Some(file) = open.pop() {
        for row in &round.scan.files[file].rows {
            let Some(key) = round.tables.key(row.table, &row.cells) else { continue };
            if stays_without(round, leaving, &key, &bad) {
                continue;
            }
            for citation in citers.get(&key).into_iter().flatten() {
                if citation.file != file && !std::mem::replace(&mut bad[citation.file], true) {
                    found.push((citation.file, teller.fault(*citation, &key)));
                    open.push(citation.file);
                }
            }
        }
    }
    found
}

/// The references in bad files that name a row which no file at all has: worth reporting together with the rest.
pub(super) fn of_bad_files(round: &Round<'_>, leaving: &Leaving) -> Vec<Found> {
    let mut teller = Teller::new(round, leaving);
    let mut found = Vec::new();
    for (citation, target) in citations(round, |is_bad| is_bad) {
        if !exists(round, leaving, &target) && teller.holder(&target).is_none() {
            found.push((citation.file, teller.fault(citation, &target)));
        }
    }
    found
}

/// Every reference in the files that are good, or bad.
fn citations<'a>(
    round: &Round<'a>,
    wanted: impl Fn(bool) -> bool + 'a,
) -> impl Iterator<Item = (Citation<'a>, Key)> + 'a {
    let (tables, scan) = (round.tables, round.scan);
    let files = scan.files.iter().enumerate().filter(move |(_, file)| wanted(file.is_bad));
    let rows = files.flat_map(|(f, file)| file.rows.iter().enumerate().map(move |(r, row)| (f, r, row)));
    rows.flat_map(move |(file, row, read)| {
        tables.get(read.table).references.iter().filter_map(move |reference| {
            let target = tables.target(read.table, reference, &read.cells)?;
            Some((Citation { file, row, reference }, target))
        })
    })
}

/// Words what is wrong with a reference.
struct Teller<'r, 'a> {
    round: &'r Round<'a>,
    leaving: &'r Leaving,
    /// The file that holds each row, bad files included; made when the first fault asks.
    claimed: Option<HashMap<Key, usize>>,
    told: usize,
}

impl<'r, 'a> Teller<'r, 'a> {
    fn new(round: &'r Round<'a>, leaving: &'r Leaving) -> Self {
        Self { round, leaving, claimed: None, told: 0 }
    }

    /// The file that holds this row.
    fn holder(&mut self, key: &Key) -> Option<usize> {
        let round = self.round;
        let claimed = self.claimed.get_or_insert_with(|| {
            let mut claimed = HashMap::new();
            for (f, file) in round.scan.files.iter().enumerate() {
                let keys = file.rows.iter().filter_map(|row| round.tables.key(row.table, &row.cells));
                claimed.extend(keys.map(|key| (key, f)));
            }
            claimed
        });
        claimed.get(key).copied()
    }

    fn fault(&mut self, citation: Citation<'_>, target: &Key) -> Fault {
        let round = self.round;
        let row = round.row((citation.file, citation.row));
        let column = round.tables.get(row.table).schema.columns[citation.reference.column].name;
        let noun = round.tables.noun(target.table);
        let span = row.spans[citation.reference.column];
        let in_path = span == row.place;
        let from = if in_path { ", from the path" } else { "" };
        let path = map::path_of(round.tables, target);
        let file = self.holder(target).map(|file| round.scan.files[file].path.as_str()).or_else(|| {
            // A file that does not even parse claims nothing but its path.
            let path = path.as_deref()?;
            let at = round.scan.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
            Some(round.scan.files[at].path.as_str())
        });
        if let Some(file) = file {
            let message = format!("`{column}`{from}: the {noun} `{}` cannot be read", target.id);
            return Fault::new(span, message).with_help(format!("fix the errors in `{file}` first"));
        }
        let world = if target.world.is_empty() { String::new() } else { format!(" in `{}`", target.world) };
        let fault = Fault::new(span, format!("`{column}`{from}: there is no {noun} `{}`{world}", target.id));
        match (self.meant(target), path) {
            (Some(meant), _) => fault.with_help(format!("did you mean `{meant}`?")),
            (None, Some(path)) if in_path => {
                fault.with_help(format!("write the file `{path}`, or move this one"))
            }
            (None, Some(path)) => fault.with_help(format!("write the file `{path}`, or name another {noun}")),
            (None, None) => fault.with_help(format!("name an existing {noun}")),
        }
    }

    /// An id of the same table and world that looks like it.
    fn meant(&mut self, target: &Key) -> Option<String> {
        self.told += 1;
        if self.told > SUGGESTIONS {
            return None;
        }
        let first = Key { id: String::new(), ..target.clone() };
        let near = |key: &&Key| key.table == target.table && key.world == target.world;
        let accepted = self.round.accepted.range(first.clone()..).map(|(key, _)| key).take_while(near);
        let stored = self.round.stored.range(first..).map(|(key, _)| key).take_while(near);
        let stored = stored.filter(|key| exists(self.round, self.leaving, key));
        nearest(&target.id, accepted.chain(stored).map(|key| key.id.as_str())).map(str::to_owned)
    }
}
