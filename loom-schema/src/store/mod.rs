//! The database: opening it, connections, transactions, and the handles that queries go through.

mod handles;
mod introspect;
mod open;
mod pool;

pub use handles::{Loom, Operator, WorldHandle};
pub(crate) use pool::Lease;

use crate::error::Error;
use crate::query::Context;
use crate::table::LoomTable;

/// An error of SQLite's about table `T`; a table that is not there was not listed.
pub(crate) fn sql_error<T: LoomTable>(context: Context<'_>, doing: String, error: rusqlite::Error) -> Error {
    if context.loom.schema().table(T::TABLE.name()).is_none() {
        return Error::NotListed { table: T::TABLE.name() };
    }
    Error::sqlite(doing, error)
}
