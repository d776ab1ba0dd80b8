//! `update(id).set(column, value)`, and the same for many rows.

use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use rusqlite::types::ToSqlOutput;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::expression::Expression;
use crate::query::expression::column::{Column, OnInsert, SetOnUpdate};
use crate::query::expression::operand::Operand;
use crate::query::read::run::{Trace, bound, bound_key, selected, unwritable, value_error};
use crate::query::read::shape::{Projection, Rows};
use crate::query::write::constraint::constraint_error;
use crate::query::write::returning::{Returning, returned};
use crate::query::write::target::{Filtered, TargetRows, push_target};
use crate::schema::Kind;
use crate::sql::{Body, Node, Rendered, Renderer, SelectTree, Statements, TableRef};
use crate::store::{Begin, Lease};
use crate::table::{Id, LoomTable};
use crate::value::{Cell, CellError, ColumnType, Timestamp};

/// One row, by its id.
#[derive(Debug)]
pub enum ById {}

/// Rows, by a filter.
#[derive(Debug)]
pub enum ByFilter {}

/// An update that sets nothing yet, and so cannot run.
#[must_use = "an update needs `.set(column, value)`, and then `.run()` or `.returning()`"]
#[derive(Debug)]
pub struct UpdateStart<'c, T, B = ById> {
    context: Context<'c>,
    target: TargetRows,
    marker: PhantomData<fn() -> (T, B)>,
}

/// An update, not run yet.
#[must_use = "an update runs with `.run()` or `.returning()`"]
#[derive(Debug)]
pub struct Update<'c, T, B = ById> {
    context: Context<'c>,
    target: TargetRows,
    set: Vec<(usize, Node)>,
    marker: PhantomData<fn() -> (T, B)>,
}

impl<'c, T> From<(Context<'c>, Filtered)> for UpdateStart<'c, T, ByFilter> {
    fn from((context, Filtered(target)): (Context<'c>, Filtered)) -> Self {
        Self { context, target, marker: PhantomData }
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

impl<'c, T: LoomTable, B> UpdateStart<'c, T, B> {
    pub(in crate::query) fn of(context: Context<'c>, id: &Id<T>) -> Self {
        Self { context, target: TargetRows::Id(id.as_str().to_owned()), marker: PhantomData }
    }

    /// Sets a column to a value, or to an expression over the row as it was before the update:
    /// `Session::TOKENS_IN.plus(5)`.
    pub fn set<V: ColumnType, A: SetOnUpdate>(
        self,
        column: Column<T, V, A>,
        value: impl Operand<T, V>,
    ) -> Update<'c, T, B> {
        let Self { context, target, .. } = self;
        Update { context, target, set: Vec::with_capacity(2), marker: PhantomData }.set(column, value)
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
        Err(Error::NoSuchRow { table: T::TABLE.name(), row: self.context.row(self.target.name()) })
    }
}

impl<T: LoomTable, B> Update<'_, T, B> {
    /// Sets a further column; the same column once more overrides.
    pub fn set<V: ColumnType, A: SetOnUpdate>(
        mut self,
        column: Column<T, V, A>,
        value: impl Operand<T, V>,
    ) -> Self {
        self.set.retain(|(other, _)| *other != column.position());
        let node = match value.into_node() {
            // What cannot be read back would make its row unreadable. JSON is read back where it is written.
            Node::Value(cell) if !matches!(V::TYPE.kind, Kind::Json) => {
                let read = V::read(&mut std::slice::from_ref(&cell), 0).map(drop);
                read.map_or_else(Node::Unwritable, |()| Node::Value(cell))
            }
            other => other,
        };
        self.set.push((column.position(), node));
        self
    }

    /// Runs the update and returns how many rows it changed.
    fn changed(self) -> Result<usize> {
        let update = self.complete();
        if let TargetRows::Id(id) = &update.target
            && update.set.iter().all(|(_, node)| matches!(node, Node::Value(_)))
        {
            update.context.admit(TableRef::of::<T>())?;
            return update.execute(&update.plain_sql(), update.plain_values(id));
        }
        let rendered = update.sql(&[])?;
        let (sql, values) = rendered.admitted(|table| update.context.admit(table))?;
        update.execute(sql, bound::<T>(update.context, values)?)
    }

    /// The ordinary update, one row and values: its SQL is kept from one time to the next.
    fn plain_sql(&self) -> Arc<str> {
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        statements.update(T::TABLE, self.set.iter().map(|(position, _)| *position))
    }

    /// The values where they are, then the key.
    fn plain_values<'v>(&'v self, id: &'v str) -> impl Iterator<Item = ToSqlOutput<'v>> {
        let values = self.set.iter().filter_map(|(_, node)| match node {
            Node::Value(cell) => Some(ToSqlOutput::Borrowed(cell.as_ref())),
            _ => None,
        });
        values.chain(bound_key(self.context, id))
    }

    fn execute<'v>(&'v self, sql: &str, values: impl Iterator<Item = ToSqlOutput<'v>>) -> Result<usize> {
        let lease = self.context.database.lease_to_write("update of", T::TABLE)?;
        let failed = |error| self.refused(&lease, error);
        let _trace = Trace::of(sql);
        let mut statement = lease.prepare_cached(sql).map_err(failed)?;
        statement.execute(rusqlite::params_from_iter(values)).map_err(failed)
    }

    #[track_caller]
    fn rows<S: Projection<T>>(self, shape: &S) -> Result<Vec<S::Output>> {
        let update = self.complete();
        let mut columns = Vec::new();
        shape.push(&mut columns);
        let rendered = update.sql(&columns)?;
        let lease = update.context.database.lease_to_write("update of", T::TABLE)?;
        let failed = |error| update.refused(&lease, error);
        let mut read = Renderer::new(update.context.world.is_some());
        read.returning(TableRef::of::<T>(), &columns);
        let rows = if read.reads_own() && !matches!(update.target, TargetRows::Id(_)) {
            update.rows_afterwards(&lease, columns, shape, failed)
        } else {
            returned::<T, S>(update.context, &lease, Returning { rendered, columns }, shape, failed)
        };
        rows.map_err(|error| match error {
            Error::Value { table, column, row: None, message } => {
                Error::Value { table, column, row: update.row(), message }
            }
            other => other,
        })
    }

    /// Columns that are made of other rows of the table: `RETURNING` makes them when their row is written, others not
    /// yet. They are read when all are.
    #[track_caller]
    fn rows_afterwards<S: Projection<T>>(
        &self,
        lease: &Lease<'_>,
        columns: Vec<Node>,
        shape: &S,
        failed: impl Fn(rusqlite::Error) -> Error,
    ) -> Result<Vec<S::Output>> {
        let transaction = lease.begin(Begin::Immediate(Location::caller()))?;
        let id = Column::<T, Id<T>, OnInsert>::new(T::TABLE.position("id").unwrap_or(0));
        let ids = vec![Node::column(id.position())];
        let write = Returning { rendered: self.sql(&ids)?, columns: ids };
        let ids = returned::<T, _>(self.context, lease, write, &id, failed)?;
        let filter = vec![id.is_in(ids).node];
        let body = Body { filter, outer: true, ..Body::of(TableRef::of::<T>()) };
        let rows = selected::<T, S>(self.context, SelectTree { body, columns }, shape)?;
        transaction.commit()?;
        Ok(rows)
    }

    /// With `updated_at`, unless it is set.
    fn complete(mut self) -> Self {
        let moved = T::statements().get_or_init(|| Statements::of(T::TABLE)).updated_at;
        if let Some(moved) = moved.filter(|moved| self.set.iter().all(|(position, _)| position != moved)) {
            self.set.push((moved, Node::Value(Cell::Integer(Timestamp::now().unix_seconds()))));
        }
        self
    }

    fn sql(&self, returning: &[Node]) -> Result<Rendered> {
        for (position, value) in &self.set {
            if let Node::Unwritable(error) = value {
                let error = CellError { position: *position, ..error.clone() };
                return Err(value_error::<T>(error, self.row()));
            }
        }
        let table = TableRef::of::<T>();
        let mut out = Renderer::new(self.context.world.is_some());
        out.update(table, &self.set);
        if out.reads_own() && !matches!(self.target, TargetRows::Id(_)) {
            out = Renderer::new(self.context.world.is_some());
            out.update_from(table, &self.set, |out| push_target::<T>(out, &self.target));
        } else {
            push_target::<T>(&mut out, &self.target);
        }
        out.returning(table, returning);
        out.finish().map_err(|error| unwritable::<T>(&error))
    }

    /// The row's name, if it is one.
    fn row(&self) -> Option<String> {
        match &self.target {
            TargetRows::Id(id) => Some(self.context.row(id)),
            TargetRows::Matching(_) | TargetRows::All => None,
        }
    }

    /// The error of this update; only the values that it sets are known.
    fn refused(&self, connection: &rusqlite::Connection, error: rusqlite::Error) -> Error {
        let mut cells = vec![Cell::Null; T::TABLE.fields];
        for (position, value) in &self.set {
            if let (Some(cell), Node::Value(value)) = (cells.get_mut(*position), value) {
                cell.clone_from(value);
            }
        }
        constraint_error(self.context, connection, T::TABLE, self.target.name(), "update", &cells, error)
    }
}

impl<T: LoomTable> Update<'_, T, ById> {
    /// Runs the update; `false` if there is no such row. `updated_at` moves by itself, unless it is set.
    ///
    /// # Errors
    ///
    /// If the new values break a constraint, which the error names, or the database refuses.
    pub fn run(self) -> Result<bool> {
        self.changed().map(|changed| changed > 0)
    }

    /// Runs the update and returns the row as it is now.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; if the row cannot be read, and then it is not changed; else as
    /// [`run`](Self::run).
    #[track_caller]
    pub fn returning(self) -> Result<T> {
        self.returning_columns(&Rows::ALL)
    }

    /// Runs the update and returns these columns of the row as it is now.
    ///
    /// # Errors
    ///
    /// As [`returning`](Self::returning).
    #[track_caller]
    pub fn returning_columns<S: Projection<T>>(self, columns: &S) -> Result<S::Output> {
        let row = self.context.row(self.target.name());
        let none = || Error::NoSuchRow { table: T::TABLE.name(), row };
        self.rows(columns)?.pop().ok_or_else(none)
    }
}

impl<T: LoomTable> Update<'_, T, ByFilter> {
    /// Runs the update and returns how many rows it changed. `updated_at` moves by itself, unless it is set.
    ///
    /// # Errors
    ///
    /// If the new values break a constraint, or the database refuses; then no row is changed. SQLite checks unique
    /// columns row by row: an update may be refused because a row takes a value that another row only loses later in the
    /// same update.
    pub fn run(self) -> Result<u64> {
        self.changed().map(|changed| changed as u64)
    }

    /// Runs the update and returns the rows as they are now, in no particular order.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and if one of the rows cannot be read; then no row is changed.
    #[track_caller]
    pub fn returning(self) -> Result<Vec<T>> {
        self.rows(&Rows::ALL)
    }

    /// Runs the update and returns these columns of the rows as they are now, in no particular order.
    ///
    /// # Errors
    ///
    /// As [`returning`](Self::returning).
    #[track_caller]
    pub fn returning_columns<S: Projection<T>>(self, columns: &S) -> Result<Vec<S::Output>> {
        self.rows(columns)
    }
}
