//! `tables`: what there is, by layer.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use serde::Serialize;

use super::Status;
use super::arguments::TablesArguments;
use super::output::{Failure, print_columns, print_json};
use crate::docs::words;
use crate::error::{Error, Result};
use crate::schema::{Layer, TableSchema, Truth};
use crate::table::Schema;

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
    // Read-only is the second choice: it would leave the files of write-ahead logging behind. Nor is the file created.
    let first = count_in(path, OpenFlags::SQLITE_OPEN_READ_WRITE, tables);
    let counts = match first {
        Err(error) if is_about_access(&error) => {
            count_in(path, OpenFlags::SQLITE_OPEN_READ_ONLY, tables).or_else(|error| {
                // Without a log, the file is all there is, and needs none of the files that cannot be made beside it.
                let unchanging = unchanging(path).filter(|_| is_about_access(&error)).ok_or(error)?;
                count_in(
                    Path::new(&unchanging),
                    OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
                    tables,
                )
            })
        }
        result => result,
    };
    counts.map_err(|error| Error::sqlite(format!("count the rows of {}", path.display()), error))
}

fn count_in(
    path: &Path,
    flags: OpenFlags,
    tables: &[&'static TableSchema],
) -> rusqlite::Result<Vec<Option<u64>>> {
    let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "query_only", true)?;
    let transaction = connection.transaction()?;
    tables.iter().map(|table| count_table(&transaction, table)).collect()
}

/// Whether the file, or those that SQLite wants beside it, cannot be opened or written.
fn is_about_access(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied))
}

/// The file's URI as one that nobody changes; `None` if there is a log with changes, which would not be seen.
fn unchanging(path: &Path) -> Option<String> {
    let mut log = path.file_name()?.to_owned();
    log.push("-wal");
    if path.with_file_name(log).metadata().is_ok_and(|log| log.len() > 0) {
        return None;
    }
    let mut uri = String::from("file:");
    for byte in std::path::absolute(path).ok()?.to_str()?.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(byte.into());
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
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
