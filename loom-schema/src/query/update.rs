//! `update(id).set(column, value)`.

use std::fmt::Write as _;
use std::marker::PhantomData;

use super::column::{Column, SetOnUpdate};
use super::constraint::broken;
use super::filter::push_column;
use super::select::{bound, value_error};
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
    set: Vec<(usize, Result<Cell, CellError>)>,
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
        Update { context, id, set: Vec::new(), table: PhantomData }.set(column, value)
    }
}

impl<T: LoomTable> Update<'_, T> {
    /// Sets a further column; the same column once more overrides.
    pub fn set<V: ColumnType, A: SetOnUpdate>(
        mut self,
        column: Column<T, V, A>,
        value: impl IntoColumn<V>,
    ) -> Self {
        self.set.retain(|(position, _)| *position != column.position());
        self.set.push((column.position(), value.into_column().write()));
        self
    }

    /// Runs the update; `false` if there is no such row. `updated_at` moves by itself, unless it is set.
    ///
    /// # Errors
    ///
    /// If the new values break a constraint, which the error names, or the database refuses.
    pub fn run(self) -> Result<bool> {
        let (sql, values) = self.sql()?;
        let Self { context, .. } = &self;
        let lease = context.loom.lease()?;
        let failed = |error| self.broken(&lease, error);
        let mut statement = lease.prepare_cached(&sql).map_err(failed)?;
        let changed =
            statement.execute(rusqlite::params_from_iter(bound_last(*context, &values))).map_err(failed)?;
        Ok(changed > 0)
    }

    /// Runs the update and gives the row as it is now.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; else as [`run`](Self::run).
    pub fn returning(self) -> Result<T> {
        let (mut sql, values) = self.sql()?;
        let Self { context, id, .. } = &self;
        sql.push_str(" RETURNING ");
        for position in 0..T::TABLE.fields {
            sql.push_str(if position == 0 { "" } else { ", " });
            push_column(T::TABLE, position, &mut sql);
        }
        let lease = context.loom.lease()?;
        let failed = |error| self.broken(&lease, error);
        let mut statement = lease.prepare_cached(&sql).map_err(failed)?;
        let mut rows =
            statement.query(rusqlite::params_from_iter(bound_last(*context, &values))).map_err(failed)?;
        let row = || context.row(id.as_str());
        let Some(mut found) = rows.next().map_err(failed)? else {
            return Err(Error::NoSuchRow { table: T::TABLE.name(), row: row() });
        };
        let decoded = T::decode(&mut found).map_err(|error| value_error::<T>(error, Some(row())))?;
        // The statement has run to its end only when it says that there is no further row.
        rows.next().map_err(failed)?;
        Ok(decoded)
    }

    /// The error of this update; only the values that it sets are known.
    fn broken(&self, connection: &rusqlite::Connection, error: rusqlite::Error) -> Error {
        let mut cells = vec![Cell::Null; T::TABLE.fields];
        for (position, value) in &self.set {
            if let (Some(cell), Ok(value)) = (cells.get_mut(*position), value) {
                cell.clone_from(value);
            }
        }
        broken(self.context, connection, T::TABLE, self.id.as_str(), "update", &cells, error)
    }

    /// The SQL; the parameters are the values, then the key.
    fn sql(&self) -> Result<(String, Vec<Cell>)> {
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        let mut sql = format!("UPDATE \"{}\" SET ", T::TABLE.name());
        let mut values = Vec::with_capacity(self.set.len() + 2);
        for (position, value) in &self.set {
            push_column(T::TABLE, *position, &mut sql);
            sql.push_str(" = ?, ");
            values.push(value.clone().map_err(|error| {
                value_error::<T>(
                    CellError { position: *position, ..error },
                    Some(self.context.row(self.id.as_str())),
                )
            })?);
        }
        match statements.updated_at {
            Some(moved) if self.set.iter().all(|(position, _)| *position != moved) => {
                sql.push_str("\"updated_at\" = ?");
                values.push(Cell::Integer(Timestamp::now().unix_seconds()));
            }
            _ => sql.truncate(sql.len() - 2),
        }
        let _ = write!(sql, " WHERE {}", key(T::TABLE));
        values.extend(self.context.world.map(|world| Cell::Text(world.to_owned().into())));
        values.push(Cell::Text(self.id.as_str().to_owned().into()));
        Ok((sql, values))
    }
}

/// The values as they stand: an update's key comes last.
fn bound_last<'v>(
    context: Context<'v>,
    values: &'v [Cell],
) -> impl Iterator<Item = rusqlite::types::ToSqlOutput<'v>> {
    bound(Context { world: None, ..context }, values)
}
