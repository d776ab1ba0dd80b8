//! Reading, through any handle.

use super::select::{bound_key, value_error};
use super::{Context, Reaches, Select, Statements};
use crate::error::Result;
use crate::store::sql_error;
use crate::table::LoomTable;
use crate::value::Id;

/// A handle that rows are read through: the [`Loom`](crate::Loom) for global tables, a
/// [`WorldHandle`](crate::WorldHandle) for world-scoped ones.
pub trait Read {
    /// Which tables the handle reaches: [`Global`](super::Global) or [`InWorld`](super::InWorld).
    type Scope;

    /// Where queries through this handle run.
    #[doc(hidden)]
    fn context(&self) -> Context<'_>;

    /// The row of this id.
    ///
    /// # Errors
    ///
    /// If the database refuses, or a stored value is not of its column's type.
    fn get<T: LoomTable>(&self, id: &Id<T>) -> Result<Option<T>>
    where
        Self::Scope: Reaches<T>,
    {
        let context = self.context();
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        let doing = || format!("{}: get", T::TABLE.name());
        let lease = context.loom.lease()?;
        let failed = |error| sql_error(context, T::TABLE, doing(), error);
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
        Select::new(self.context())
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

    /// Runs `work` in a transaction: committed if it returns `Ok`, rolled back if it returns `Err` or panics. Everything
    /// that this thread does with the same `Loom` meanwhile belongs to it, through whichever handle. A transaction
    /// within a transaction is a savepoint.
    ///
    /// The transaction takes the write lock when it begins, so that no read in it grows old before a write.
    ///
    /// # Errors
    ///
    /// Whatever `work` returns; or if the database cannot begin or commit.
    fn transaction<R, E: From<crate::Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<R, E>,
    ) -> Result<R, E> {
        let lease = self.context().loom.lease()?;
        let transaction = lease.begin()?;
        let result = work(self)?;
        transaction.commit()?;
        Ok(result)
    }
}
