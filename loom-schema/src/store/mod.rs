//! The database: opening it, connections, transactions, and the handles that queries go through.

mod handles;
mod introspect;
mod lock_files;
mod open;
mod pool;
mod queue;
mod raw;
mod settings;
mod transaction;

pub use handles::{Across, Loom, Operator, WorldHandle};
pub(crate) use pool::Lease;
pub(crate) use transaction::Begin;

use crate::error::Error;
use crate::query::Context;
use crate::schema::TableSchema;

/// An error of SQLite's about a table; one that is not there was not listed.
pub(crate) fn sql_error(
    context: Context<'_>,
    table: &'static TableSchema,
    doing: String,
    error: rusqlite::Error,
) -> Error {
    if context.loom.schema().table(table.name()).is_none() {
        return Error::NotListed { table: table.name() };
    }
    Error::sqlite(doing, error).held_by(context.loom.held_by())
}
