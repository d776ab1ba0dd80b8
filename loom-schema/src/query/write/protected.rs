//! Deletes that cascade to rows which only the operator may delete.
//!
//! A world's rows may be deleted with it (`on_delete = "cascade"` on `world_id`), among them L4 rows and L2 rows that are
//! not `deletable`. Only the operator may delete such a world.

use std::panic::Location;

use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::schema::{OnDelete, TableSchema};
use crate::store::{Begin, Lease};
use crate::table::Schema;

/// Runs a delete of rows of `table`, named `row` in messages.
///
/// # Errors
///
/// Whatever `delete` returns; [`Error::Constraint`] if it took rows along that only the operator may delete, and the
/// handle is not the operator's. Then nothing is deleted.
#[track_caller]
pub(in crate::query) fn guarded<R>(
    context: Context<'_>,
    lease: &Lease<'_>,
    table: &'static TableSchema,
    row: &str,
    delete: impl FnOnce() -> Result<R>,
) -> Result<R> {
    let protected = if context.operator { Vec::new() } else { taken_along(context.database.schema(), table) };
    if protected.is_empty() {
        return delete();
    }
    let transaction = lease.begin(Begin::Immediate(Location::caller()))?;
    let before = counts(lease, &protected)?;
    let deleted = delete()?;
    let after = counts(lease, &protected)?;
    for ((child, before), after) in protected.into_iter().zip(before).zip(after) {
        if after < before {
            return Err(Error::Constraint {
                table: table.name().to_owned(),
                columns: Vec::new(),
                row: context.row(row),
                message: format!(
                    "{} rows of {}, which is {}, would be deleted with it: only the operator deletes it, through \
                     `loom.operator()`",
                    before - after,
                    child.name(),
                    child.layer(),
                ),
            });
        }
    }
    transaction.commit()?;
    Ok(deleted)
}

/// The protected tables that lose rows when rows of `table` are deleted.
fn taken_along(schema: &Schema, table: &'static TableSchema) -> Vec<&'static TableSchema> {
    let mut reached = vec![table.name()];
    let mut protected = Vec::new();
    let mut next = 0;
    while let Some(parent) = reached.get(next).copied() {
        next += 1;
        for child in schema.tables() {
            let follows =
                child.foreign_keys().any(|key| key.table == parent && key.on_delete == OnDelete::Cascade);
            if follows && !reached.contains(&child.name()) {
                reached.push(child.name());
                if child.is_protected() {
                    protected.push(child);
                }
            }
        }
    }
    protected
}

fn counts(connection: &Connection, tables: &[&'static TableSchema]) -> Result<Vec<i64>> {
    let failed = |error| Error::sqlite("count the rows that a delete takes along", error);
    let count = |table: &&'static TableSchema| {
        let sql = format!("SELECT count(*) FROM \"{}\"", table.name());
        connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))
    };
    tables.iter().map(count).collect::<rusqlite::Result<_>>().map_err(failed)
}
