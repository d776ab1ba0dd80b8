//! `tables`: what there is, by layer.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use super::Status;
use super::arguments::TablesArguments;
use super::output::{Failure, print_columns, print_json};
use crate::docs::words;
use crate::error::{Error, Result};
use crate::schema::{Layer, Schema, TableSchema, Truth};

/// How long to wait for another connection's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Serialize)]
struct Line {
    name: &'static str,
    rust_name: &'static str,
    layer: &'static str,
    scope: &'static str,
    columns: usize,
    truth: String,
    /// `null` without a database, or if the table is not in it.
    rows: Option<u64>,
}

pub(super) fn run(
    schema: &'static Schema,
    arguments: &TablesArguments,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Failure> {
    let tables: Vec<_> = Layer::ALL.into_iter().flat_map(|layer| schema.layer(layer)).collect();
    let mut status = Status::Fine;
    let mut rows = vec![None; tables.len()];
    match &arguments.database {
        Some(path) if !path.exists() => {
            let _ = writeln!(err, "error: {}: there is no such database", path.display());
            status = Status::Problems;
        }
        Some(path) => {
            rows = count(path, &tables)?;
            for (table, _) in tables.iter().zip(&rows).filter(|(_, rows)| rows.is_none()) {
                let _ = writeln!(err, "error: {}: there is no table `{}`", path.display(), table.name());
                status = Status::Problems;
            }
        }
        None => {}
    }
    let lines: Vec<_> = tables.iter().zip(rows).map(|(table, rows)| line(table, rows)).collect();
    if json {
        print_json(out, &lines)?;
    } else {
        print(out, &lines, arguments.database.is_some())?;
    }
    Ok(status)
}

fn line(table: &'static TableSchema, rows: Option<u64>) -> Line {
    Line {
        name: table.name(),
        rust_name: table.identity.rust_name,
        layer: table.layer().code(),
        scope: table.scope().code(),
        columns: table.columns.len(),
        truth: truth(table),
        rows,
    }
}

/// Where a table's rows come from, in a few words.
fn truth(table: &TableSchema) -> String {
    match table.truth {
        Truth::File { path, .. } => path.to_owned(),
        Truth::Inside { table, key } => format!("list {key} in the files of {table}"),
        Truth::Derived => "derived".to_owned(),
    }
}

fn print(out: &mut dyn Write, lines: &[Line], with_rows: bool) -> std::io::Result<()> {
    let title = |text: &str| text.to_owned();
    // One table for all layers, so that the columns stand in the same places; the layers' titles go in between.
    let mut text = Vec::new();
    let mut rows =
        vec![["table", "scope", "columns", if with_rows { "rows" } else { "" }, "truth"].map(title)];
    rows.extend(lines.iter().map(|line| {
        let count =
            line.rows.map_or_else(|| if with_rows { "-" } else { "" }.to_owned(), |rows| rows.to_string());
        [title(line.name), title(line.scope), line.columns.to_string(), count, line.truth.clone()]
    }));
    print_columns(&mut text, &rows, [false, false, true, true, false])?;
    let text = String::from_utf8_lossy(&text);
    let mut printed = text.lines();
    writeln!(out, "{}", printed.next().unwrap_or_default())?;
    let mut current = "";
    for (line, printed) in lines.iter().zip(printed) {
        if line.layer != current {
            current = line.layer;
            if let Some(layer) = Layer::ALL.into_iter().find(|layer| layer.code() == current) {
                writeln!(out, "\n{layer}: {}", words::layer(layer))?;
            }
        }
        writeln!(out, "{printed}")?;
    }
    Ok(())
}

/// How many rows each table has, at one point in time; `None` for one that is not there.
fn count(path: &Path, tables: &[&'static TableSchema]) -> Result<Vec<Option<u64>>> {
    let doing = || format!("count the rows of {}", path.display());
    // Not read-only, which would leave the files of write-ahead logging behind; nor is the file created.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let counts = || {
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "query_only", true)?;
        let transaction = connection.transaction()?;
        tables.iter().map(|table| count_table(&transaction, table)).collect::<rusqlite::Result<Vec<_>>>()
    };
    counts().map_err(|error| Error::sqlite(doing(), error))
}

fn count_table(connection: &Connection, table: &TableSchema) -> rusqlite::Result<Option<u64>> {
    if !connection.table_exists(None, table.name())? {
        return Ok(None);
    }
    // No table's name holds a quote: `bad_table_name`.
    let sql = format!("SELECT count(*) FROM \"{}\"", table.name());
    let rows: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    Ok(u64::try_from(rows).ok())
}
