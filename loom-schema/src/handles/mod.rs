//! The handles: whoever holds one can reach what its type says, and nothing else.

mod raw;

use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::query::{
    AcrossWorlds, AsOperator, AsProgram, AsReader, Context, Global, Handle, InWorld, Read, Role, Write,
};
use crate::store::Database;
use crate::table::Schema;

/// A database with the tables of a [`Schema`], shared between threads at will.
///
/// Global tables are reached through it, world-scoped ones through [`world`](Self::world).
pub struct Loom {
    database: Database,
    /// The folder of Markdown files.
    root: Option<PathBuf>,
}

impl fmt::Debug for Loom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Loom({})", self.database.name().display())
    }
}

impl Loom {
    pub(crate) fn new(database: Database, root: Option<PathBuf>) -> Self {
        Self { database, root }
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
        self.database.schema()
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

    pub(crate) fn database(&self) -> &Database {
        &self.database
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
        let Some(table) = loom.schema().world_table() else {
            return Err(Error::NoSuchWorld { world: world.to_owned(), known: Vec::new() });
        };
        let lease = loom.database.lease()?;
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
        Context::across(&self.loom.database)
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
        Context::new(&self.database, None)
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
        Context::new(&self.loom.database, None).acting::<AsOperator>()
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
        Context::new(&self.loom.database, Some(&self.world)).acting::<R>()
    }
}

impl<R: Role> Read for WorldHandle<'_, R> {
    type Scope = InWorld;
}

impl<R: Role> Write for WorldHandle<'_, R> {
    type Role = R;
}
