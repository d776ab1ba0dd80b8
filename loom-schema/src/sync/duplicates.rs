//! Two rows that claim one key, or values that only one row may have: neither wins.

use std::collections::HashMap;
use std::hash::Hash;

use super::read::{File, Row};
use super::tables::Tables;
use crate::markdown::Fault;

/// A row's place: file, and row in it.
type At = (usize, usize);

/// Marks every file that claims what another one claims as well. Files with other faults count too.
pub(super) fn mark(tables: &Tables, files: &mut [File]) {
    let (mut keys, mut values) = (HashMap::new(), HashMap::new());
    for (f, file) in files.iter().enumerate() {
        for (r, row) in file.rows.iter().enumerate() {
            if let Some(key) = tables.key(row.table, &row.cells) {
                keys.entry(key).or_insert_with(Vec::new).push((f, r));
            }
            for claim in tables.claims(row.table, &row.cells) {
                values.entry(claim).or_insert_with(Vec::new).push((f, r));
            }
        }
    }
    let mut faults = Vec::new();
    each(&keys, |at, other, key| {
        let row = row(files, at);
        let message = format!(
            "two rows have the id `{}`: the other {} is at {}",
            key.id,
            tables.noun(row.table),
            place(tables, files, other)
        );
        let fault = Fault::new(row.spans[tables.get(row.table).id], message);
        faults.push((at.0, fault.with_help("give one of them another id, or delete one")));
    });
    each(&values, |at, other, (table, index, _)| {
        let row = row(files, at);
        if tables.key(row.table, &row.cells) == tables.key(row.table, &self::row(files, other).cells) {
            return; // reported as two rows with one id
        }
        let layout = tables.get(*table);
        let columns = &layout.unique[*index];
        let last = columns.last().copied().unwrap_or_default();
        let names: Vec<&str> = columns
            .iter()
            .filter(|column| columns.len() == 1 || Some(**column) != layout.world)
            .map(|&column| layout.schema.columns[column].name)
            .collect();
        let message = format!(
            "{} must be unique, but the {} at {} has the same value",
            super::values::listed(&names),
            tables.noun(row.table),
            place(tables, files, other)
        );
        faults.push((
            at.0,
            Fault::new(row.spans[last], message).with_help("change one of them, or delete one"),
        ));
    });
    for (file, fault) in faults {
        files[file].fault(&fault);
    }
}

/// Calls `found` with each of several rows that claim the same, and the first of the others.
fn each<K: Eq + Hash>(claims: &HashMap<K, Vec<At>>, mut found: impl FnMut(At, At, &K)) {
    for (claim, rows) in claims {
        if let [first, second, ..] = rows[..] {
            for &at in rows {
                found(at, if at == first { second } else { first }, claim);
            }
        }
    }
}

fn row(files: &[File], (file, row): At) -> &Row {
    &files[file].rows[row]
}

fn place(tables: &Tables, files: &[File], at: At) -> String {
    let row = row(files, at);
    files[at.0].place(row.spans[tables.get(row.table).id])
}
