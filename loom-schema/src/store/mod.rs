//! The database: opening it, connections, transactions, and the handles that queries go through.

mod functions;
mod handles;
mod introspect;
mod listing;
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

/// An error of SQLite's about a table.
pub(crate) fn sql_error(context: Context<'_>, doing: String, error: rusqlite::Error) -> Error {
    Error::sqlite(doing, error).held_by(context.loom.held_by())
}
