//! The database: opening it, connections, transactions, and the handles that queries go through.

mod functions;
mod handles;
mod introspect;
mod listing;
mod open;
mod pool;
mod raw;
mod transaction;

pub use handles::{Across, Loom, Operator, WorldHandle};
pub(crate) use pool::Lease;
pub(crate) use transaction::Begin;

use crate::error::Error;
use crate::query::Context;

/// An error of SQLite's about a table.
pub(crate) fn sql_error(context: Context<'_>, doing: String, error: rusqlite::Error) -> Error {
    let holder = context.loom.lease().ok().and_then(|lease| lease.held_by());
    Error::sqlite(doing, error).held_by(holder)
}
