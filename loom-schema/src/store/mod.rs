//! The database: connections, transactions, the queue of writers, and what its schema is.

mod database;
mod functions;
mod introspect;
mod listing;
mod lock_files;
mod open;
mod pool;
mod queue;
mod raw;
mod settings;
mod transaction;

pub(crate) use database::Database;
pub(crate) use pool::Lease;
pub(crate) use transaction::Begin;
