//! The handles: whoever holds one can reach what its type says, and nothing else.

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use super::listing::Listing;
use super::open;
use super::pool::{Lease, Pool};
use super::queue::{Queue, Work};
use crate::error::{Error, Result};
use crate::query::{
    AcrossWorlds, AsOperator, AsProgram, AsReader, Context, Global, Handle, InWorld, Read, Role, Write,
};
use crate::schema::{Schema, TableSchema};

/// A database with the tables of a [`Schema`], shared between threads at will.
///
/// Global tables are reached through it, world-scoped ones through [`world`](Self::world).
pub struct Loom {
    schema: &'static Schema,
    listing: Listing,
    pool: Pool,
    /// The folder of Markdown files.
    root: Option<PathBuf>,
}

impl fmt::Debug for Loom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Loom({})", self.pool.path().unwrap_or(Path::new(":memory:")).display())
    }
}

impl Loom {
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
        Ok(Self { root: Some(root.into()), ..Self::open_database(schema, database)? })
    }

    /// Opens the database file, and creates its tables if it is new or empty.
    ///
    /// Connections use WAL and enforce foreign keys. Readers do not wait. Writers write one at a time, in the order in
    /// which they come: within this process whichever `Loom` they use, and in turn with other processes that use this
    /// library, through two lock files beside the database (`loom.db-loom-gate` and `loom.db-loom-lock` for `loom.db`).
    /// Where those cannot be made, or the file system has no locks, processes are not in order among each other. A process
    /// that dies leaves no lock behind.
    ///
    /// A write gives up with [`Error::Busy`] when the same transaction, or the same other process or
    /// program, has been in the way for five seconds (the connection's `PRAGMA busy_timeout`). As long as others write and
    /// end, it waits, however many they are.
    ///
    /// # Errors
    ///
    /// [`Error::Drift`] if the database's schema is not the program's, with every difference; [`Error::Encoding`] if it
    /// stores text in another encoding than UTF-8; [`Error::Busy`] if the tables are to be created, and the lock does not
    /// come free; or if the file cannot be opened.
    pub fn open_database(schema: &'static Schema, path: impl AsRef<Path>) -> Result<Self> {
        // Threads open connections of their own later, when the working folder may be another.
        let failed =
            |source| Error::Io { path: path.as_ref().to_owned(), doing: "find the database", source };
        let path = std::path::absolute(path.as_ref()).map_err(failed)?;
        let listing = Listing::of(schema)?;
        let connection = open::connect(&path)?;
        // SQLite's name of the file is the same for every way to it, as through symbolic links.
        let queue = Queue::of_file(connection.path().map_or(path.as_path(), Path::new));
        open::prepare(&connection, schema, Some(&path), &queue)?;
        Ok(Self { schema, listing, pool: Pool::new(Some(path), connection, queue), root: None })
    }

    /// A database in memory, gone when the `Loom` is. It has one connection, for which threads wait in the order in which
    /// they come, up to five seconds for the same one.
    ///
    /// # Errors
    ///
    /// If SQLite refuses a table's DDL, as it does for a `check` that is no SQL.
    pub fn in_memory(schema: &'static Schema) -> Result<Self> {
        let listing = Listing::of(schema)?;
        let connection = open::connect_in_memory()?;
        let queue = Queue::in_memory();
        open::prepare(&connection, schema, None, &queue)?;
        Ok(Self { schema, listing, pool: Pool::new(None, connection, queue), root: None })
    }

    /// With this folder of Markdown files, as for a database in memory.
    #[must_use]
    pub fn with_root(self, root: impl Into<PathBuf>) -> Self {
        Self { root: Some(root.into()), ..self }
    }

    /// The folder of Markdown files, if there is one.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The schema it was opened with.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The handle for one world, and for no other.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchWorld`] if there is no such world.
    pub fn world(&self, id: impl AsRef<str>) -> Result<WorldHandle<'_>> {
        WorldHandle::new(self, id.as_ref())
    }

    /// A handle that reads every world's rows: for maintenance and statistics, never for the engine's own work. Each call
    /// is logged through `tracing`, with its reason and the place it is called from.
    #[must_use]
    #[track_caller]
    pub fn across_worlds(&self, reason: &str) -> Across<'_> {
        let place = std::panic::Location::caller().to_string();
        tracing::warn!(target: "loom_schema::across_worlds", reason, place, "a query reads across worlds");
        Across { loom: self }
    }

    /// The handle that writes L4 tables: for code that acts for the operator.
    #[must_use]
    pub fn operator(&self) -> Operator<'_> {
        Operator { loom: self }
    }

    /// Whether the schema lists this struct.
    pub(crate) fn lists(&self, table: TypeId) -> bool {
        self.listing.contains(table)
    }

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

    /// Who has the turn to write, if it is another thread of this program.
    pub(crate) fn held_by(&self) -> Option<String> {
        self.pool.held_by()
    }
}

/// One world's tables. Every query through it is confined to that world.
pub struct WorldHandle<'l, R = AsProgram> {
    loom: &'l Loom,
    world: String,
    role: PhantomData<fn() -> R>,
}

impl<'l, R> WorldHandle<'l, R> {
    fn new(loom: &'l Loom, world: &str) -> Result<Self> {
        let Some(table) = loom.schema.world_table() else {
            return Err(Error::NoSuchWorld { world: world.to_owned(), known: Vec::new() });
        };
        let lease = loom.lease()?;
        let failed = |error| Error::sqlite("look up the world", error);
        let name = table.name();
        let mut exists =
            lease.prepare_cached(&format!("SELECT 1 FROM \"{name}\" WHERE \"id\" = ?1")).map_err(failed)?;
        if exists.exists([world]).map_err(failed)? {
            return Ok(Self { loom, world: world.to_owned(), role: PhantomData });
        }
        let mut all = lease
            .prepare(&format!("SELECT \"id\" FROM \"{name}\" ORDER BY \"id\" LIMIT 10"))
            .map_err(failed)?;
        let known = all.query_map([], |row| row.get(0)).and_then(Iterator::collect).map_err(failed)?;
        Err(Error::NoSuchWorld { world: world.to_owned(), known })
    }

    /// The world's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.world
    }
}

impl<R> Clone for WorldHandle<'_, R> {
    fn clone(&self) -> Self {
        Self { loom: self.loom, world: self.world.clone(), role: PhantomData }
    }
}

impl<R> fmt::Debug for WorldHandle<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WorldHandle({})", self.world)
    }
}

/// What the [`Loom`] reaches, with the right to write L4 tables.
#[derive(Clone, Copy, Debug)]
pub struct Operator<'l> {
    loom: &'l Loom,
}

impl<'l> Operator<'l> {
    /// The handle for one world, with the right to write its L4 tables.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchWorld`] if there is no such world.
    pub fn world(&self, id: impl AsRef<str>) -> Result<WorldHandle<'l, AsOperator>> {
        WorldHandle::new(self.loom, id.as_ref())
    }
}

/// Reads the rows of every world; see [`Loom::across_worlds`].
#[derive(Clone, Copy, Debug)]
pub struct Across<'l> {
    loom: &'l Loom,
}

impl Handle for Across<'_> {
    fn context(&self) -> Context<'_> {
        Context::across(self.loom)
    }
}

impl Read for Across<'_> {
    type Scope = AcrossWorlds;
}

/// So that a write through it is refused in our words: the role writes nothing.
#[doc(hidden)]
impl Write for Across<'_> {
    type Role = AsReader;
}

impl Handle for Loom {
    fn context(&self) -> Context<'_> {
        Context::new(self, None)
    }
}

impl Read for Loom {
    type Scope = Global;
}

impl Write for Loom {
    type Role = AsProgram;
}

impl Handle for Operator<'_> {
    fn context(&self) -> Context<'_> {
        Context::new(self.loom, None).acting::<AsOperator>()
    }
}

impl Read for Operator<'_> {
    type Scope = Global;
}

impl Write for Operator<'_> {
    type Role = AsOperator;
}

impl<R: Role> Handle for WorldHandle<'_, R> {
    fn context(&self) -> Context<'_> {
        Context::new(self.loom, Some(&self.world)).acting::<R>()
    }
}

impl<R: Role> Read for WorldHandle<'_, R> {
    type Scope = InWorld;
}

impl<R: Role> Write for WorldHandle<'_, R> {
    type Role = R;
}
