//! A database with the tables of a schema: what handles and queries stand on.

use std::any::TypeId;
use std::fmt;
use std::path::Path;

use super::listing::Listing;
use super::open;
use super::pool::{Lease, Pool};
use super::queue::{Queue, Work};
use crate::error::{Error, Result};
use crate::schema::TableSchema;
use crate::table::Schema;

/// A database, its connections, and the tables that it serves.
pub(crate) struct Database {
    schema: &'static Schema,
    listing: Listing,
    pool: Pool,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({})", self.name().display())
    }
}

impl Database {
    /// Opens the file, and creates the tables if it is new or empty.
    pub(crate) fn open(schema: &'static Schema, path: &Path) -> Result<Self> {
        // Threads open connections of their own later, when the working folder may be another.
        let failed = |source| Error::Io { path: path.to_owned(), doing: "find the database", source };
        let path = std::path::absolute(path).map_err(failed)?;
        let listing = Listing::of(schema)?;
        let connection = open::connect(&path)?;
        // SQLite's name of the file is the same for every way to it, as through symbolic links.
        let queue = Queue::of_file(connection.path().map_or(path.as_path(), Path::new));
        open::prepare(&connection, schema, Some(&path), &queue)?;
        Ok(Self { schema, listing, pool: Pool::new(Some(path), connection, queue) })
    }

    /// Makes a database in memory.
    pub(crate) fn in_memory(schema: &'static Schema) -> Result<Self> {
        let listing = Listing::of(schema)?;
        let connection = open::connect_in_memory()?;
        let queue = Queue::in_memory();
        open::prepare(&connection, schema, None, &queue)?;
        Ok(Self { schema, listing, pool: Pool::new(None, connection, queue) })
    }

    /// The file, or `:memory:`.
    pub(crate) fn name(&self) -> &Path {
        self.pool.path().unwrap_or(Path::new(":memory:"))
    }

    /// The schema it was opened with.
    pub(crate) fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Whether the schema lists this struct.
    pub(crate) fn lists(&self, table: TypeId) -> bool {
        self.listing.contains(table)
    }

    /// This thread's connection.
    pub(crate) fn lease(&self) -> Result<Lease<'_>> {
        self.pool.lease()
    }

    /// This thread's connection, with its turn to write until the lease ends: for a statement that begins with `verb`.
    pub(crate) fn lease_to_write(
        &self,
        verb: &'static str,
        table: &'static TableSchema,
    ) -> Result<Lease<'_>> {
        let lease = self.pool.lease()?;
        lease.wait_to_write(Work::Statement(verb, table.name()))?;
        Ok(lease)
    }

    /// What SQLite refused, and who is in the way if it is locked.
    pub(crate) fn error(&self, doing: impl Into<String>, error: rusqlite::Error) -> Error {
        Error::sqlite(doing, error).held_by(self.pool.held_by())
    }
}
