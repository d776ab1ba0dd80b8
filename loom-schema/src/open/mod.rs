//! Opening a database: one builder for everything that is said about it.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::handles::Loom;
use crate::store::Database;
use crate::table::Schema;

/// What a [`Loom`] is opened with: [`Loom::builder`].
#[derive(Clone, Debug)]
#[must_use = "`open` opens the database"]
pub struct LoomBuilder {
    schema: &'static Schema,
    root: Option<PathBuf>,
    database: Option<PathBuf>,
}

impl LoomBuilder {
    /// With this folder of Markdown files, which `sync` reads.
    pub fn root(self, root: impl Into<PathBuf>) -> Self {
        Self { root: Some(root.into()), ..self }
    }

    /// With this database file; without one, the database is in memory.
    pub fn database(self, database: impl Into<PathBuf>) -> Self {
        Self { database: Some(database.into()), ..self }
    }

    /// Opens the database, and creates its tables if it is new or empty. It reads no Markdown yet: that is `sync`.
    ///
    /// # Errors
    ///
    /// As [`Loom::open_database`] and [`Loom::in_memory`].
    pub fn open(self) -> Result<Loom> {
        let database = match &self.database {
            Some(path) => Database::open(self.schema, path)?,
            None => Database::in_memory(self.schema)?,
        };
        Ok(Loom::new(database, self.root))
    }

    /// The tables.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The folder of Markdown files, if one was named.
    #[must_use]
    pub fn root_folder(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The database file, if one was named.
    #[must_use]
    pub fn database_file(&self) -> Option<&Path> {
        self.database.as_deref()
    }
}

impl From<&'static Schema> for LoomBuilder {
    fn from(schema: &'static Schema) -> Self {
        Self { schema, root: None, database: None }
    }
}

impl Loom {
    /// Says step by step what to open.
    ///
    /// ```
    /// use loom_schema::prelude::*;
    ///
    /// /// An isolated project.
    /// #[derive(LoomTable, Debug)]
    /// #[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
    /// pub struct World {
    ///     pub id: Id<World>,
    ///     pub created_at: Timestamp,
    ///     pub updated_at: Timestamp,
    /// }
    ///
    /// static LOOM: Schema = schema![World];
    ///
    /// # fn main() -> loom_schema::Result<()> {
    /// let loom = Loom::builder(&LOOM).root(".loom").open()?;
    /// assert_eq!(loom.count::<World>()?, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(schema: &'static Schema) -> LoomBuilder {
        schema.into()
    }

    /// Opens the database file beside the folder of Markdown files that it is filled from, and creates its tables if it
    /// is new or empty. It reads no Markdown yet: that is `sync`.
    ///
    /// # Errors
    ///
    /// As [`open_database`](Self::open_database).
    pub fn open(
        schema: &'static Schema,
        root: impl Into<PathBuf>,
        database: impl AsRef<Path>,
    ) -> Result<Self> {
        Self::builder(schema).root(root).database(database.as_ref()).open()
    }

    /// Opens the database file, and creates its tables if it is new or empty.
    ///
    /// Connections use WAL and enforce foreign keys. Readers do not wait. Writers write one at a time, in the order in
    /// which they come: within this process whichever `Loom` they use, and in turn with other processes that use this
    /// library, through two lock files beside the database (`loom.db-loom-gate` and `loom.db-loom-lock` for `loom.db`).
    /// Where those cannot be made, or the file system has no locks, processes are not in order among each other. A process
    /// that dies leaves no lock behind.
    ///
    /// A write gives up with [`Error::Busy`](crate::Error::Busy) when the same transaction, or the same other process or
    /// program, has been in the way for five seconds (the connection's `PRAGMA busy_timeout`). As long as others write and
    /// end, it waits, however many they are.
    ///
    /// # Errors
    ///
    /// - [`Error::Drift`](crate::Error::Drift) if the database's schema is not the program's, with every difference.
    /// - [`Error::Encoding`](crate::Error::Encoding) if it stores text in another encoding than UTF-8.
    /// - [`Error::Busy`](crate::Error::Busy) if the tables are to be created, and the lock does not come free.
    /// - Another error if the file cannot be opened.
    pub fn open_database(schema: &'static Schema, path: impl AsRef<Path>) -> Result<Self> {
        Self::builder(schema).database(path.as_ref()).open()
    }

    /// A database in memory, gone when the `Loom` is. It has one connection, for which threads wait in the order in which
    /// they come, up to five seconds for the same one.
    ///
    /// # Errors
    ///
    /// If SQLite refuses a table's DDL, as it does for a `check` that is no SQL.
    pub fn in_memory(schema: &'static Schema) -> Result<Self> {
        Self::builder(schema).open()
    }
}
