//! Entries of a list that have the same position: each position that is written counts, so that two may meet.

use std::collections::HashMap;

use super::read::Row;
use super::tables::Table;
use crate::markdown::{Document, Fault};
use crate::schema::Source;
use crate::value::Cell;

/// Warnings at the entries of one list whose position an earlier one has as well. `rows` are those of the table.
pub(super) fn same<'r>(
    table: &Table,
    rows: impl Iterator<Item = &'r Row>,
    document: &Document<'_>,
) -> Vec<Fault> {
    let column = table.schema.fields().iter().enumerate().find_map(|(at, column)| match column.source {
        Source::Position(key) => Some((at, key)),
        _ => None,
    });
    let Some((column, key)) = column else { return Vec::new() };
    if table.unique.iter().any(|columns| columns.contains(&column)) {
        return Vec::new(); // reported as an error, with the other rows that have the same values
    }
    let mut first = HashMap::new();
    let mut found = Vec::new();
    for row in rows {
        let Cell::Integer(position) = row.cells[column] else { continue };
        let span = row.spans[column];
        let Some(other) = first.get(&position) else {
            first.insert(position, span);
            continue;
        };
        let line = Fault::new(*other, "").position(document.text()).line;
        let message =
            format!("`{key}` is {position} here, as in the entry on line {line}: their order is not defined");
        let help =
            format!("write another `{key}`, or leave it out everywhere: the order of the list counts then");
        found.push(Fault::new(span, message).with_help(help));
    }
    found
}
