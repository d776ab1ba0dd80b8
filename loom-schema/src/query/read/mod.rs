//! Reading, through any handle.

pub(in crate::query) mod full_scan;
pub(in crate::query) mod page;
pub(in crate::query) mod prepared;
pub(in crate::query) mod refine;
pub(in crate::query) mod relation;
pub(in crate::query) mod run;
pub(in crate::query) mod select;
pub(in crate::query) mod shape;
pub(in crate::query) mod unreadable;
pub(in crate::query) mod with;

use std::panic::Location;

use crate::error::Result;
use crate::query::read::run::{Trace, bound_key, value_error};
use crate::query::read::shape::Shape;
use crate::query::{Context, Finds, Query, Reaches, Select};
use crate::sql::{Statements, TableRef};
use crate::store::Begin;
use crate::table::{Id, LoomTable};

/// Where queries through a handle run. Only this library can name the trait, and so only its own handles have it.
pub trait Handle {
    /// The database, and the world that queries are confined to.
    fn context(&self) -> Context<'_>;
}

/// A handle that rows are read through: the [`Loom`](crate::Loom) for global tables, a
/// [`WorldHandle`](crate::WorldHandle) for world-scoped ones, [`Across`](crate::Loom::across_worlds) for all.
///
/// ```
#[doc = include_str!("../example.in")]
/// let kickoff = atlas.get::<Session>(&Id::new("kickoff"))?;
/// assert_eq!(kickoff.map(|session| session.tokens_in), Some(10));
/// assert_eq!(atlas.count::<Session>()?, 3);
/// let (short, long) = atlas.snapshot(|atlas| {
///     let short = atlas.select::<Session>().filter(Session::TOKENS_IN.lt(20)).count()?;
///     let long = atlas.select::<Session>().filter(Session::TOKENS_IN.ge(20)).count()?;
///     Ok::<_, loom_schema::Error>((short, long))
/// })?;
/// assert_eq!((short, long), (1, 2));
/// let worlds = loom.select::<World>().all()?;
/// assert_eq!(worlds[0].name, "Atlas");
/// # Ok(())
/// # }
/// ```
pub trait Read: Handle {
    /// Which tables the handle reaches: [`Global`](crate::query::Global), [`InWorld`](crate::query::InWorld) or
    /// [`AcrossWorlds`](crate::query::AcrossWorlds).
    type Scope;

    /// The row of this id.
    ///
    /// # Errors
    ///
    /// If the database refuses, or a stored value is not of its column's type.
    fn get<T: LoomTable>(&self, id: &Id<T>) -> Result<Option<T>>
    where
        Self::Scope: Finds<T>,
    {
        let context = self.context();
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        let doing = || format!("{}: get", T::TABLE.name());
        context.admit(TableRef::of::<T>())?;
        let lease = context.database.lease()?;
        let _trace = Trace::of(&statements.get);
        let failed = |error| context.database.error(doing(), error);
        let mut statement = lease.prepare_cached(&statements.get).map_err(failed)?;
        let mut rows =
            statement.query(rusqlite::params_from_iter(bound_key(context, id.as_str()))).map_err(failed)?;
        let Some(mut row) = rows.next().map_err(failed)? else { return Ok(None) };
        let decoded = T::decode(&mut row);
        decoded.map(Some).map_err(|error| value_error::<T>(error, Some(context.row(id.as_str()))))
    }

    /// A query over the rows of `T` that this handle reaches.
    fn select<T: LoomTable>(&self) -> Select<'_, T>
    where
        Self::Scope: Reaches<T>,
    {
        Select::new(self.context(), Query::new())
    }

    /// How many rows of `T` this handle reaches.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    fn count<T: LoomTable>(&self) -> Result<u64>
    where
        Self::Scope: Reaches<T>,
    {
        self.select::<T>().count()
    }

    /// Runs a query that belongs to no handle.
    fn run<T: LoomTable, S: Shape<T>>(&self, query: Query<T, S>) -> Select<'_, T, S>
    where
        Self::Scope: Reaches<T>,
    {
        Select::new(self.context(), query)
    }

    /// Runs `work` in a transaction: committed if it returns `Ok`, rolled back if it returns `Err` or panics. Everything
    /// that this thread does with the same `Loom` meanwhile belongs to it, through whichever handle. A transaction
    /// within a transaction is a savepoint.
    ///
    /// The transaction takes the write lock when it begins (`BEGIN IMMEDIATE`), so that no read in it grows old before a
    /// write. Threads and processes that want to write take turns, in the order in which they come, as single writes do; a
    /// turn ends with its transaction. [`Error::Busy`](crate::Error::Busy) comes when the same holder has been in the way for
    /// the whole busy timeout of five seconds, and names it; as long as others come and go, this waits. See
    /// [`Loom::open_database`](crate::Loom::open_database).
    ///
    /// # Errors
    ///
    /// Whatever `work` returns; [`Error::Busy`](crate::Error::Busy) if the lock does not come free, or is held by this
    /// thread itself, through another `Loom`; or if the database cannot begin or commit.
    #[track_caller]
    fn transaction<R, E: From<crate::Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<R, E>,
    ) -> Result<R, E> {
        in_transaction(self, Begin::Immediate(Location::caller()), work)
    }

    /// Runs `work` on one state of the database (`BEGIN DEFERRED`): what others commit meanwhile is not seen, and nobody
    /// is kept waiting. It may write as well: the first write takes a turn, as a transaction does, and keeps it until the
    /// end. But if somebody else has written since this first read, the write fails.
    ///
    /// # Errors
    ///
    /// As [`transaction`](Self::transaction); a write fails with [`Error::Outdated`](crate::Error::Outdated) if somebody
    /// else has written since this first read.
    fn snapshot<R, E: From<crate::Error>>(&self, work: impl FnOnce(&Self) -> Result<R, E>) -> Result<R, E> {
        in_transaction(self, Begin::Deferred, work)
    }
}

fn in_transaction<H: Read + ?Sized, R, E: From<crate::Error>>(
    handle: &H,
    begin: Begin,
    work: impl FnOnce(&H) -> Result<R, E>,
) -> Result<R, E> {
    let lease = handle.context().database.lease()?;
    let transaction = lease.begin(begin)?;
    let result = work(handle)?;
    transaction.commit()?;
    Ok(result)
}
