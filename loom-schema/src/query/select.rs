//! `select`: filters, order, limit, and the ways to take the rows.

use std::fmt::Write as _;
use std::marker::PhantomData;

use rusqlite::types::{ToSqlOutput, ValueRef};

use super::Context;
use super::column::Order;
use super::filter::{Filter, push_column};
use super::projection::{Projection, Rows};
use crate::error::{Error, Result};
use crate::store::sql_error;
use crate::table::LoomTable;
use crate::value::{Cell, CellError};

/// A query over the rows of `T`, not run yet.
#[must_use = "a query runs with `.all()`, `.first()`, `.optional()`, `.one()` or `.count()`"]
pub struct Select<'c, T, P = Rows<T>> {
    context: Context<'c>,
    projection: P,
    filter: Option<Filter<T>>,
    order: Vec<Order<T>>,
    limit: Option<u64>,
    offset: Option<u64>,
    table: PhantomData<fn() -> T>,
}

impl<T, P> std::fmt::Debug for Select<'_, T, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Select")
            .field("filter", &self.filter)
            .field("order", &self.order)
            .field("limit", &self.limit)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl<'c, T: LoomTable> Select<'c, T> {
    pub(super) fn new(context: Context<'c>) -> Self {
        Self {
            context,
            projection: Rows::ALL,
            filter: None,
            order: Vec::new(),
            limit: None,
            offset: None,
            table: PhantomData,
        }
    }

    /// Reads these columns instead of whole rows: one column gives its values, a tuple gives tuples.
    pub fn columns<P: Projection<T>>(self, columns: P) -> Select<'c, T, P> {
        let Self { context, filter, order, limit, offset, table, .. } = self;
        Select { context, projection: columns, filter, order, limit, offset, table }
    }
}

impl<T: LoomTable, P: Projection<T>> Select<'_, T, P> {
    /// Only rows that match; a second call narrows further.
    pub fn filter(mut self, filter: Filter<T>) -> Self {
        self.filter = Some(match self.filter {
            Some(before) => before.and(filter),
            None => filter,
        });
        self
    }

    /// In this order; a second call sorts what the first left equal. Ties are broken by the primary key, so that equal
    /// queries give equal answers.
    pub fn order_by(mut self, order: Order<T>) -> Self {
        self.order.push(order);
        self
    }

    /// At most `rows` rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Without the first `rows` rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = Some(rows);
        self
    }

    /// Every matching row.
    ///
    /// # Errors
    ///
    /// If the database refuses, or a stored value is not of its column's type.
    pub fn all(self) -> Result<Vec<P::Output>> {
        let mut rows = Vec::new();
        self.each(|row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Hands every matching row to `take`, one at a time, without collecting them.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all), and whatever `take` returns, which ends the query.
    pub fn each(self, take: impl FnMut(P::Output) -> Result<()>) -> Result<()> {
        let Self { context, projection, filter, order, limit, offset, .. } = self;
        let statements = T::statements().get_or_init(|| super::Statements::of(T::TABLE));
        let columns = projection.columns();
        let whole =
            columns.len() == T::TABLE.fields && columns.iter().enumerate().all(|(i, &column)| i == column);
        let mut sql = if whole { statements.select.clone() } else { select_columns(T::TABLE, &columns) };
        let mut values = Vec::new();
        push_where::<T>(context, filter, &mut sql, &mut values)?;
        push_order::<T>(&order, limit.is_some() || offset.is_some(), &mut sql);
        // Bound bare, a LIMIT makes SQLite prepare the statement again at every execution.
        if limit.is_some() || offset.is_some() {
            sql.push_str(" LIMIT ?+0 OFFSET ?+0");
            values.push(Cell::Integer(limit.map_or(-1, |rows| i64::try_from(rows).unwrap_or(i64::MAX))));
            values.push(Cell::Integer(offset.map_or(0, |rows| i64::try_from(rows).unwrap_or(i64::MAX))));
        }
        run::<T, P>(context, &sql, &values, &projection, &columns, take)
    }

    /// The first row, if any.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn first(self) -> Result<Option<P::Output>> {
        Ok(self.limit(1).all()?.pop())
    }

    /// The only row, or none.
    ///
    /// # Errors
    ///
    /// [`Error::ManyRows`] if there are two; else as [`all`](Self::all).
    pub fn optional(self) -> Result<Option<P::Output>> {
        let limit = self.limit.map_or(2, |rows| rows.min(2));
        let mut rows = self.limit(limit).all()?;
        if rows.len() > 1 {
            return Err(Error::ManyRows { table: T::TABLE.name() });
        }
        Ok(rows.pop())
    }

    /// The only row.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is none, [`Error::ManyRows`] if there are two; else as [`all`](Self::all).
    pub fn one(self) -> Result<P::Output> {
        let row = || "that matches the query".to_owned();
        self.optional()?.ok_or_else(|| Error::NoSuchRow { table: T::TABLE.name(), row: row() })
    }

    /// How many rows match. `limit` and `offset` count as they would for [`all`](Self::all).
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn count(self) -> Result<u64> {
        let Self { context, filter, limit, offset, .. } = self;
        let mut sql = format!("SELECT count(*) FROM \"{}\"", T::TABLE.name());
        let mut values = Vec::new();
        push_where::<T>(context, filter, &mut sql, &mut values)?;
        let doing = || format!("{}: count", T::TABLE.name());
        let lease = context.loom.lease()?;
        let mut statement =
            lease.prepare_cached(&sql).map_err(|error| sql_error(context, T::TABLE, doing(), error))?;
        let count: i64 = statement
            .query_row(rusqlite::params_from_iter(bound(context, &values)), |row| row.get(0))
            .map_err(|error| sql_error(context, T::TABLE, doing(), error))?;
        let rest = u64::try_from(count).unwrap_or(0).saturating_sub(offset.unwrap_or(0));
        Ok(limit.map_or(rest, |limit| rest.min(limit)))
    }
}

/// The parameters in their order: the world, where there is one, then the rest.
pub(super) fn bound<'v>(context: Context<'v>, values: &'v [Cell]) -> impl Iterator<Item = ToSqlOutput<'v>> {
    context.world.map(text).into_iter().chain(values.iter().map(|cell| ToSqlOutput::Borrowed(cell.as_ref())))
}

/// The parameters of a row's key.
pub(super) fn bound_key<'v>(context: Context<'v>, id: &'v str) -> impl Iterator<Item = ToSqlOutput<'v>> {
    context.world.map(text).into_iter().chain([text(id)])
}

fn text(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

fn select_columns(table: &crate::schema::TableSchema, columns: &[usize]) -> String {
    let mut sql = String::from("SELECT ");
    for (i, &column) in columns.iter().enumerate() {
        if i > 0 {
            sql.push_str(", ");
        }
        push_column(table, column, &mut sql);
    }
    let _ = write!(sql, " FROM \"{}\"", table.name());
    sql
}

/// The world first: no query over a world-scoped table is without it.
pub(super) fn push_where<T: LoomTable>(
    context: Context<'_>,
    filter: Option<Filter<T>>,
    sql: &mut String,
    values: &mut Vec<Cell>,
) -> Result<()> {
    if context.world.is_some() {
        sql.push_str(" WHERE \"world_id\" = ?");
    }
    if let Some(filter) = filter {
        sql.push_str(if context.world.is_some() { " AND " } else { " WHERE " });
        let predicate = filter.into_predicate().map_err(|error| value_error::<T>(error, None))?;
        predicate.push(T::TABLE, sql, values);
    }
    Ok(())
}

fn push_order<T: LoomTable>(order: &[Order<T>], is_cut: bool, sql: &mut String) {
    if order.is_empty() && !is_cut {
        return;
    }
    sql.push_str(" ORDER BY ");
    for term in order {
        push_column(T::TABLE, term.position, sql);
        sql.push_str(if term.descending { " DESC, " } else { ", " });
    }
    sql.push_str("\"id\"");
}

fn run<T: LoomTable, P: Projection<T>>(
    context: Context<'_>,
    sql: &str,
    values: &[Cell],
    projection: &P,
    columns: &[usize],
    mut take: impl FnMut(P::Output) -> Result<()>,
) -> Result<()> {
    let doing = || format!("{}: select", T::TABLE.name());
    let lease = context.loom.lease()?;
    let mut statement =
        lease.prepare_cached(sql).map_err(|error| sql_error(context, T::TABLE, doing(), error))?;
    let mut rows = statement
        .query(rusqlite::params_from_iter(bound(context, values)))
        .map_err(|error| sql_error(context, T::TABLE, doing(), error))?;
    while let Some(mut row) = rows.next().map_err(|error| sql_error(context, T::TABLE, doing(), error))? {
        let decoded = projection.decode(&mut row, 0).map_err(|error| {
            let position = columns.get(error.position).copied().unwrap_or(error.position);
            value_error::<T>(CellError { position, ..error }, row_name::<T>(context, row))
        })?;
        take(decoded)?;
    }
    Ok(())
}

/// The row's name, if its id is among the columns read.
fn row_name<T: LoomTable>(context: Context<'_>, row: &rusqlite::Row<'_>) -> Option<String> {
    row.get::<_, String>("id").ok().map(|id| context.row(&id))
}

/// A value that is not of its column's type, with the column's name.
pub(super) fn value_error<T: LoomTable>(error: CellError, row: Option<String>) -> Error {
    let column = T::TABLE.columns.get(error.position).map_or("?", |column| column.name);
    Error::Value { table: T::TABLE.name(), column: column.to_owned(), row, message: error.message }
}
