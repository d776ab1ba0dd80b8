//! What the database holds when a sync starts.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::tables::{Key, Table, Tables};
use crate::error::{Error, Result};
use crate::value::Cell;

/// Every row, by its key, in the order of the schema's columns.
pub(super) type Stored = BTreeMap<Key, Vec<Cell>>;

/// Reads every row. Of tables that are not filled from Markdown only keys are read.
pub(super) fn read(connection: &Connection, tables: &Tables) -> Result<Stored> {
    let mut stored = Stored::new();
    for (number, table) in tables.all() {
        let name = table.schema.name();
        let failed = |error| Error::sqlite(format!("read {name}"), error);
        let mut statement = connection.prepare(&select(table)).map_err(failed)?;
        let width = table.schema.columns.len();
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let cells: rusqlite::Result<Vec<Cell>> = (0..width).map(|at| row.get_ref(at).map(cell)).collect();
            let cells = cells.map_err(failed)?;
            if let Some(key) = tables.key(number, &cells) {
                stored.insert(key, cells);
            }
        }
    }
    Ok(stored)
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Integer(value),
        ValueRef::Real(value) => Cell::Real(value),
        // What is not UTF-8 came from no file; as a value it only has to differ from all that did.
        ValueRef::Text(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned().into()),
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
    }
}

fn select(table: &Table) -> String {
    let is_key = |position: usize| {
        position == table.id
            || Some(position) == table.world
            || table.references.iter().any(|reference| reference.column == position)
    };
    let columns = table.schema.columns.iter().enumerate().map(|(position, column)| {
        if table.schema.is_synced() || is_key(position) {
            format!("\"{}\"", column.name)
        } else {
            "NULL".to_owned()
        }
    });
    format!("SELECT {} FROM \"{}\"", columns.collect::<Vec<_>>().join(", "), table.schema.name())
}

/// The file a stored row came from.
pub(super) fn path<'c>(table: &Table, cells: &'c [Cell]) -> Option<&'c str> {
    if table.schema.is_synced() { cells.get(table.schema.fields)?.as_text() } else { None }
}
