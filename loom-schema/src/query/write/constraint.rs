//! From what SQLite says of a broken constraint to what the user needs to know: table, column, row.

use rusqlite::Connection;
use rusqlite::ffi;

use crate::error::Error;
use crate::query::Context;
use crate::schema::{ForeignKey, Kind, TableSchema};
use crate::value::Cell;

/// The error of an insert, update or delete of the row `id`. `cells` are the row's values; NULL where
/// they are not known.
pub(crate) fn constraint_error(
    context: Context<'_>,
    connection: &Connection,
    table: &'static TableSchema,
    id: &str,
    doing: &str,
    cells: &[Cell],
    error: rusqlite::Error,
) -> Error {
    let said = match &error {
        rusqlite::Error::SqliteFailure(_, Some(said)) => said.as_str(),
        _ => "",
    };
    let row = context.row(id);
    let constraint = |columns: Vec<String>, message: String| Error::Constraint {
        table: table.name().to_owned(),
        columns,
        row: row.clone(),
        message,
    };
    match error.sqlite_error().map(|failure| failure.extended_code) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
            let columns = named_columns(said, table);
            let message = if columns == ["id"] {
                "there is such a row already".to_owned()
            } else {
                "another row has the same value".to_owned()
            };
            constraint(columns, message)
        }
        Some(ffi::SQLITE_CONSTRAINT_NOTNULL) => {
            constraint(named_columns(said, table), "a value is needed".to_owned())
        }
        Some(ffi::SQLITE_CONSTRAINT_CHECK) => {
            let (columns, message) = check(said, table, cells);
            constraint(columns, message)
        }
        _ if is_reference(&error) => {
            let (columns, message) = foreign_key(context, connection, table, id, doing, cells);
            constraint(columns, message)
        }
        _ => context.database.error(format!("{}, row {row}: {doing}", table.name()), error),
    }
}

/// The columns in `UNIQUE constraint failed: sessions.world_id, sessions.id`; the world goes without saying.
fn named_columns(said: &str, table: &TableSchema) -> Vec<String> {
    let prefix = format!("{}.", table.name());
    let names = said.rsplit(": ").next().unwrap_or("");
    let columns: Vec<String> =
        names.split(", ").filter_map(|name| name.trim().strip_prefix(&prefix)).map(str::to_owned).collect();
    if columns.len() > 1 { columns.into_iter().filter(|name| name != "world_id").collect() } else { columns }
}

/// `CHECK constraint failed: sessions_status_check`: the column and what it takes.
fn check(said: &str, table: &TableSchema, cells: &[Cell]) -> (Vec<String>, String) {
    let name = said.rsplit(": ").next().unwrap_or("");
    let column = name
        .strip_prefix(table.name())
        .and_then(|rest| rest.strip_prefix('_'))
        .and_then(|rest| rest.strip_suffix("_check"))
        .and_then(|name| table.column(name));
    let Some(column) = column else { return (Vec::new(), said.to_owned()) };
    let value = table
        .position(column.name)
        .and_then(|position| cells.get(position))
        .filter(|cell| **cell != Cell::Null);
    let found = value.map(|cell| format!("{cell} ")).unwrap_or_default();
    let message = match (column.check, column.value.kind) {
        // One CHECK holds both; a value that is given has its column's type, and is in the range.
        (Some(expression), Kind::Integer) if value.is_none() && column.value.range.is_some() => {
            let (least, greatest) = column.value.range.unwrap_or((i64::MIN, i64::MAX));
            format!("is not from {least} to {greatest}, or breaks its check: {expression}")
        }
        (Some(expression), _) => format!("{found}breaks its check: {expression}"),
        (None, Kind::Integer) => {
            let (least, greatest) = column.value.range.unwrap_or((i64::MIN, i64::MAX));
            format!("{found}is not from {least} to {greatest}")
        }
        (None, Kind::Enum) => format!("{found}is not one of {}", column.value.variants.join(", ")),
        (None, Kind::Json) => format!("{found}is not JSON"),
        (None, Kind::Boolean) => format!("{found}is neither 0 nor 1"),
        _ => format!("{found}is not the only row's id, {}", table.singleton.unwrap_or("")),
    };
    (vec![column.name.to_owned()], message)
}

/// SQLite names nothing here; the database knows which row is missing, or which one is in the way.
fn foreign_key(
    context: Context<'_>,
    connection: &Connection,
    table: &TableSchema,
    id: &str,
    doing: &str,
    cells: &[Cell],
) -> (Vec<String>, String) {
    if doing == "delete" {
        let prevents = prevents(context, connection, table, id, &[]);
        return (Vec::new(), prevents.unwrap_or_else(|| "another row references it".to_owned()));
    }
    for key in table.foreign_keys() {
        let value = table.position(key.column).and_then(|position| cells.get(position));
        if let Some(value) = value.and_then(Cell::as_text)
            && !exists(context, connection, &key, value)
        {
            let place =
                context.world.filter(|_| key.references.len() > 1).map(|world| format!(" of world {world}"));
            let message = format!("\"{value}\" is not in {}{}", key.table, place.unwrap_or_default());
            return (vec![key.column.to_owned()], message);
        }
    }
    (Vec::new(), "a referenced row does not exist".to_owned())
}

fn exists(context: Context<'_>, connection: &Connection, key: &ForeignKey, id: &str) -> bool {
    let in_world = if key.references.len() > 1 { " AND \"world_id\" = ?2" } else { "" };
    let sql = format!("SELECT 1 FROM \"{}\" WHERE \"id\" = ?1{in_world}", key.table);
    let Ok(mut statement) = connection.prepare(&sql) else { return true };
    match (key.references.len() > 1, context.world) {
        (true, Some(world)) => statement.exists([id, world]).unwrap_or(true),
        _ => statement.exists([id]).unwrap_or(true),
    }
}

/// The error of a delete of the rows `ids`: as [`broken`], but with the row that is referenced, where that is it.
pub(in crate::query) fn constraint_error_of_many(
    context: Context<'_>,
    connection: &Connection,
    table: &'static TableSchema,
    ids: impl FnOnce() -> Vec<String>,
    name: &str,
    error: rusqlite::Error,
) -> Error {
    if is_reference(&error) {
        let ids = ids();
        for id in &ids {
            if let Some(message) = prevents(context, connection, table, id, &ids) {
                let (table, row) = (table.name().to_owned(), context.row(id));
                return Error::Constraint { table, columns: Vec::new(), row, message };
            }
        }
    }
    constraint_error(context, connection, table, name, "delete", &[], error)
}

/// Whether a row references what was deleted, or is referenced and does not exist.
fn is_reference(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|failure| failure.extended_code);
    // RESTRICT is a trigger to SQLite; the library makes no other.
    matches!(code, Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY | ffi::SQLITE_CONSTRAINT_TRIGGER))
        && error.to_string().contains("FOREIGN KEY")
}

/// The first row that references this one without giving way, in words. The rows `going` are deleted as well.
fn prevents(
    context: Context<'_>,
    connection: &Connection,
    table: &TableSchema,
    id: &str,
    going: &[String],
) -> Option<String> {
    use crate::schema::OnDelete::{NoAction, Restrict};
    for child in context.database.schema().tables() {
        for key in child.foreign_keys().filter(|key| key.table == table.name()) {
            if !matches!(key.on_delete, NoAction | Restrict) {
                continue;
            }
            let row = if child.is_world_scoped() { "\"world_id\" || '/' || \"id\"" } else { "\"id\"" };
            let in_world = if key.references.len() > 1 { " AND \"world_id\" = ?2" } else { "" };
            let sql = format!(
                "SELECT {row}, \"id\" FROM \"{}\" WHERE \"{}\" = ?1{in_world}",
                child.name(),
                key.column
            );
            let mut statement = connection.prepare_cached(&sql).ok()?;
            let mut rows = match (key.references.len() > 1, context.world) {
                (true, Some(world)) => statement.query([id, world]),
                _ => statement.query([id]),
            }
            .ok()?;
            while let Ok(Some(row)) = rows.next() {
                let (name, other): (String, String) = (row.get(0).ok()?, row.get(1).ok()?);
                if child.name() != table.name() || !going.contains(&other) {
                    return Some(format!("{}.{} of row {name} references it", child.name(), key.column));
                }
            }
        }
    }
    None
}
