//! `update(id).set(column, value)`.

use std::marker::PhantomData;

use super::column::{Column, SetOnUpdate};
use super::constraint::broken;
use super::filter::push_column;
use super::select::{bound_key, value_error};
use super::statements::key;
use super::{Context, Statements};
use crate::error::{Error, Result};
use crate::table::LoomTable;
use crate::value::{Cell, CellError, ColumnType, Id, IntoColumn, Timestamp};

/// An update that sets nothing yet, and so cannot run.
#[must_use = "an update needs `.set(column, value)`, and then `.run()` or `.returning()`"]
pub struct UpdateStart<'c, T> {
    context: Context<'c>,
    id: Id<T>,
}

/// An update of one row, not run yet.
#[must_use = "an update runs with `.run()` or `.returning()`"]
pub struct Update<'c, T> {
    context: Context<'c>,
    id: Id<T>,
    set: Vec<(usize, Cell)>,
    /// The first value that cannot be stored; it is reported when the update runs.
    unwritable: Option<CellError>,
    table: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for UpdateStart<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UpdateStart({})", self.id)
    }
}

impl<T> std::fmt::Debug for Update<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Update").field("id", &self.id).field("set", &self.set).finish_non_exhaustive()
    }
}

/// Implemented by nothing: the message for an update that is run before it sets a column.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this update sets nothing",
    label = "nothing is set before this",
    note = "help: write `.set(column, value)` first, as in `.set(Session::STATUS, SessionStatus::Closed).run()?`"
)]
pub trait SetsSomething {}

impl<'c, T: LoomTable> UpdateStart<'c, T> {
    pub(super) fn new(context: Context<'c>, id: Id<T>) -> Self {
        Self { context, id }
    }

    /// Sets a column.
    pub fn set<V: ColumnType, A: SetOnUpdate>(
        self,
        column: Column<T, V, A>,
        value: impl IntoColumn<V>,
    ) -> Update<'c, T> {
        let Self { context, id } = self;
        Update { context, id, set: Vec::with_capacity(4), unwritable: None, table: PhantomData }
            .set(column, value)
    }

    /// Does not compile: there is nothing to write yet.
    #[doc(hidden)]
    pub fn run(self) -> Result<bool>
    where
        T: SetsSomething,
    {
        Ok(false)
    }

    /// Does not compile: there is nothing to write yet.
    #[doc(hidden)]
    pub fn returning(self) -> Result<T>
    where
        T: SetsSomething,
    {
        Err(Error::NoSuchRow { table: T::TABLE.name(), row: self.context.row(self.id.as_str()) })
    }
}

impl<T: LoomTable> Update<'_, T> {
    /// Sets a further column; the same column once more overrides.
    pub fn set<V: ColumnType, A: SetOnUpdate>(
        mut self,
        column: Column<T, V, A>,
        value: impl IntoColumn<V>,
    ) -> Self {
        let position = column.position();
        self.set.retain(|(other, _)| *other != position);
        match value.into_column().write() {
            Ok(cell) => self.set.push((position, cell)),
            Err(error) => self.unwritable = self.unwritable.or(Some(CellError { position, ..error })),
        }
        self
    }

    /// Runs the update; `false` if there is no such row. `updated_at` moves by itself, unless it is set.
    ///
    /// # Errors
    ///
    /// If the new values break a constraint, which the error names, or the database refuses.
    pub fn run(self) -> Result<bool> {
        let update = self.complete()?;
        let lease = update.context.loom.lease()?;
        let failed = |error| update.broken(&lease, error);
        let mut statement = lease.prepare_cached(&update.sql()).map_err(failed)?;
        let changed = statement.execute(rusqlite::params_from_iter(update.bound())).map_err(failed)?;
        Ok(changed > 0)
    }

    /// Runs the update and gives the row as it is now.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; else as [`run`](Self::run).
    pub fn returning(self) -> Result<T> {
        let update = self.complete()?;
        let mut sql = update.sql();
        sql.push_str(" RETURNING ");
        for position in 0..T::TABLE.fields {
            sql.push_str(if position == 0 { "" } else { ", " });
            push_column(T::TABLE, position, &mut sql);
        }
        let lease = update.context.loom.lease()?;
        let failed = |error| update.broken(&lease, error);
        let mut statement = lease.prepare_cached(&sql).map_err(failed)?;
        let mut rows = statement.query(rusqlite::params_from_iter(update.bound())).map_err(failed)?;
        let Some(mut found) = rows.next().map_err(failed)? else {
            return Err(Error::NoSuchRow { table: T::TABLE.name(), row: update.row() });
        };
        let decoded = T::decode(&mut found).map_err(|error| value_error::<T>(error, Some(update.row())))?;
        // The statement has run to its end only when it says that there is no further row.
        rows.next().map_err(failed)?;
        Ok(decoded)
    }

    /// With `updated_at`, and without values that cannot be stored.
    fn complete(mut self) -> Result<Self> {
        if let Some(error) = self.unwritable.take() {
            return Err(value_error::<T>(error, Some(self.row())));
        }
        let moved = T::statements().get_or_init(|| Statements::of(T::TABLE)).updated_at;
        if let Some(moved) = moved.filter(|moved| self.set.iter().all(|(position, _)| position != moved)) {
            self.set.push((moved, Cell::Integer(Timestamp::now().unix_seconds())));
        }
        Ok(self)
    }

    fn sql(&self) -> String {
        let mut sql = String::with_capacity(192);
        sql.push_str("UPDATE \"");
        sql.push_str(T::TABLE.name());
        for (i, (position, _)) in self.set.iter().enumerate() {
            sql.push_str(if i == 0 { "\" SET " } else { ", " });
            push_column(T::TABLE, *position, &mut sql);
            sql.push_str(" = ?");
        }
        sql.push_str(" WHERE ");
        sql.push_str(key(T::TABLE));
        sql
    }

    /// The values, then the key.
    fn bound(&self) -> impl Iterator<Item = rusqlite::types::ToSqlOutput<'_>> {
        let values = self.set.iter().map(|(_, cell)| rusqlite::types::ToSqlOutput::Borrowed(cell.as_ref()));
        values.chain(bound_key(self.context, self.id.as_str()))
    }

    fn row(&self) -> String {
        self.context.row(self.id.as_str())
    }

    /// The error of this update; only the values that it sets are known.
    fn broken(&self, connection: &rusqlite::Connection, error: rusqlite::Error) -> Error {
        let mut cells = vec![Cell::Null; T::TABLE.fields];
        for (position, value) in &self.set {
            if let Some(cell) = cells.get_mut(*position) {
                cell.clone_from(value);
            }
        }
        broken(self.context, connection, T::TABLE, self.id.as_str(), "update", &cells, error)
    }
}
