//! Values that the program wrote into a row whose file has not changed since it was read. The file's values replace
//! them, and a warning names each one.

use super::manifest::Manifest;
use super::read::{File, Origin, Row};
use super::report::{Problem, Severity};
use super::tables::{Key, Table};
use crate::markdown::Fault;
use crate::schema::{Default, Kind, OnDelete};
use crate::value::{Cell, Timestamp};

/// Characters of a value that a message shows.
const SHOWN: usize = 40;
/// Characters that it shows of what two long values begin with alike.
const ALIKE: usize = 10;

/// The warning for a row that is about to be written, if values are lost that the program wrote.
///
/// What differs is the program's if the same file, read by the same program, gave another value before. Nothing can be
/// known where the file has changed as well: the value that it gave before is not kept.
pub(super) fn lost(
    table: &Table,
    file: &File,
    row: &Row,
    key: &Key,
    stored: &[Cell],
    manifest: &Manifest,
) -> Option<Problem> {
    let fields = table.schema.fields;
    let is = |at: usize, text: &str| stored.get(at).and_then(Cell::as_text) == Some(text);
    if !is(fields, &file.path) || !is(fields + 1, &file.hash) || !manifest.is_current(file) {
        return None;
    }
    let edited = (0..fields).filter(|&at| {
        let column = &table.schema.columns[at];
        let is_edit = row.origins[at] == Origin::File && stored[at] != row.cells[at];
        // A time that the library fills in moves with every update.
        is_edit && column.default != Some(Default::Now) && !is_cleared(table, at, &stored[at], file, manifest)
    });
    let edited: Vec<usize> = edited.collect();
    let span = row.spans[*edited.first()?];
    let values: Vec<String> = edited
        .iter()
        .map(|&at| {
            let column = &table.schema.columns[at];
            let (was, is) = (&stored[at], &row.cells[at]);
            let was_shown = shown(column.value.kind, was, is);
            format!("`{}` was {was_shown}, is {} again", column.name, shown(column.value.kind, is, was))
        })
        .collect();
    let message = format!(
        "{}, row {key}: what the program wrote is replaced by what the file holds: {}",
        table.schema.name(),
        values.join("; ")
    );
    let help = "write a value into the file to keep it";
    Some(file.problem(Severity::Warning, &Fault::new(span, message).with_help(help)))
}

/// Whether the database set a reference to NULL, since the row that it named was deleted: the file was bad until that row
/// came back.
fn is_cleared(table: &Table, column: usize, stored: &Cell, file: &File, manifest: &Manifest) -> bool {
    let sets_null = |reference: &super::tables::Reference| {
        reference.column == column && reference.on_delete == OnDelete::SetNull
    };
    *stored == Cell::Null && !manifest.was_ok(file) && table.references.iter().any(sets_null)
}

/// A value for people, in quotes; of a long one, the part where it begins to differ from the other.
fn shown(kind: Kind, cell: &Cell, other: &Cell) -> String {
    let text = match cell {
        Cell::Null => "null".to_owned(),
        Cell::Integer(value) if kind == Kind::Boolean => (*value != 0).to_string(),
        Cell::Integer(value) if kind == Kind::Timestamp => Timestamp::from_unix_seconds(*value).to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(value) => value.to_string(),
        Cell::Text(text) => return excerpt(text, other.as_text().unwrap_or_default()),
        Cell::Blob(bytes) => return format!("{} bytes", bytes.len()),
    };
    format!("`{text}`")
}

fn excerpt(text: &str, other: &str) -> String {
    let alike = text.chars().zip(other.chars()).take_while(|(left, right)| left == right).count();
    let skipped = if text.chars().count() > SHOWN { alike.saturating_sub(ALIKE) } else { 0 };
    let mut characters = text.chars().skip(skipped);
    let part: String = characters.by_ref().take(SHOWN).collect();
    let (before, after) =
        (if skipped > 0 { "…" } else { "" }, if characters.next().is_some() { "…" } else { "" });
    format!("`{before}{part}{after}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_where_they_differ() {
        let text = |text: &str| Cell::Text(text.to_owned().into());
        let shown = |left: &Cell, right: &Cell| shown(Kind::Text, left, right);
        assert_eq!(shown(&text("open"), &Cell::Null), "`open`");
        assert_eq!(shown(&Cell::Null, &text("open")), "`null`");
        let long = "a".repeat(50);
        assert_eq!(shown(&text(&long), &text("b")), format!("`{}…`", "a".repeat(40)));
        assert_eq!(shown(&text(&(long.clone() + "b")), &text(&(long.clone() + "c"))), "`…aaaaaaaaaab`");
        assert_eq!(shown(&text(&long), &text(&(long.clone() + "c"))), "`…aaaaaaaaaa`");
        assert_eq!(super::shown(Kind::Boolean, &Cell::Integer(1), &Cell::Null), "`true`");
        assert_eq!(super::shown(Kind::Timestamp, &Cell::Integer(0), &Cell::Null), "`1970-01-01T00:00:00Z`");
    }
}
