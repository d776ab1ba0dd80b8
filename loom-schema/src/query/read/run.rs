//! Running queries: bind, step, decode; every error names the table, the column and, where it is known, the row.

use std::rc::Rc;
use std::time::Instant;

use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::read::select::Query;
use crate::query::read::shape::{Projection, Shape};
use crate::query::read::unreadable;
use crate::sql::{Bound, Node, Rendered, Renderer, SelectTree};
use crate::table::LoomTable;
use crate::value::{Cell, CellError, Value};

/// A statement, rendered, with the expressions it reads.
pub(in crate::query) struct Statement {
    pub(in crate::query) rendered: Rendered,
    pub(in crate::query) columns: Vec<Node>,
}

pub(in crate::query) fn render<T: LoomTable, S: Shape<T>>(
    in_world: bool,
    query: &Query<T, S>,
) -> Result<Statement> {
    statement::<T>(in_world, SelectTree { body: query.body.clone(), columns: query.nodes() })
}

fn statement<T: LoomTable>(in_world: bool, select: SelectTree) -> Result<Statement> {
    let mut renderer = Renderer::new(in_world);
    renderer.select(&select);
    let rendered = renderer.finish().map_err(|error| unwritable::<T>(&error))?;
    Ok(Statement { rendered, columns: select.columns })
}

pub(in crate::query) fn unwritable<T: LoomTable>(error: &CellError) -> Error {
    Error::Value { table: T::TABLE.name(), column: String::new(), row: None, message: error.message.clone() }
}

/// The parameters in their order.
pub(in crate::query) fn bound<'v, T: LoomTable>(
    context: Context<'v>,
    bound: &'v [Bound],
) -> Result<impl Iterator<Item = ToSqlOutput<'v>>> {
    if bound.iter().any(|bound| matches!(bound, Bound::Param(number) if param(context, *number).is_none())) {
        return Err(unwritable::<T>(&CellError::of(
            "a `Param` has no value in this query; use it in the query that its own `prepare` returns",
        )));
    }
    Ok(bound.iter().map(move |bound| match bound {
        Bound::World => text(context.world.unwrap_or_default()),
        Bound::Value(cell) => ToSqlOutput::Borrowed(cell.as_ref()),
        Bound::List(cells) => array(cells),
        // There is one, as was seen above.
        Bound::Param(number) => {
            ToSqlOutput::Borrowed(param(context, *number).map_or(ValueRef::Null, Cell::as_ref))
        }
    }))
}

fn param(context: Context<'_>, number: usize) -> Option<&Cell> {
    context.params.iter().find(|(other, _)| *other == number).map(|(_, cell)| cell)
}

/// Many values as the one that `rarray` reads.
fn array(cells: &[Cell]) -> ToSqlOutput<'static> {
    let values: Vec<SqlValue> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Null => SqlValue::Null,
            Cell::Integer(value) => SqlValue::Integer(*value),
            Cell::Real(value) => SqlValue::Real(*value),
            Cell::Text(text) => SqlValue::Text(text.clone().into_owned()),
            Cell::Blob(bytes) => SqlValue::Blob(bytes.clone()),
        })
        .collect();
    ToSqlOutput::from_rc(Rc::new(values), c"rarray")
}

/// The parameters of a row's key.
pub(in crate::query) fn bound_key<'v>(
    context: Context<'v>,
    id: &'v str,
) -> impl Iterator<Item = ToSqlOutput<'v>> {
    context.world.map(text).into_iter().chain([text(id)])
}

fn text(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

pub(in crate::query) fn all<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
) -> Result<Vec<S::Raw>> {
    let statement = render(context.world.is_some(), query)?;
    let mut rows = Vec::new();
    steps::<T>(context, &statement, |mut row| {
        rows.push(decode::<T, S>(context, &query.shape, &statement, &mut row)?);
        Ok(())
    })
    .map_err(|error| unreadable::named(context, query, error))?;
    Ok(rows)
}

/// The rows of a tree that is no query of the user's, whose columns are those of the shape.
pub(in crate::query) fn selected<T: LoomTable, S: Projection<T>>(
    context: Context<'_>,
    select: SelectTree,
    shape: &S,
) -> Result<Vec<S::Output>> {
    let statement = statement::<T>(context.world.is_some(), select)?;
    let mut rows = Vec::new();
    steps::<T>(context, &statement, |mut row| {
        rows.push(decode::<T, S>(context, shape, &statement, &mut row)?);
        Ok(())
    })?;
    Ok(rows)
}

pub(in crate::query) fn each<T: LoomTable, S: Projection<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
    mut take: impl FnMut(S::Output) -> Result<()>,
) -> Result<()> {
    let statement = render(context.world.is_some(), query)?;
    let mut is_unreadable = false;
    let result = steps::<T>(context, &statement, |mut row| {
        let row = decode::<T, S>(context, &query.shape, &statement, &mut row);
        take(row.inspect_err(|_| is_unreadable = true)?)
    });
    result.map_err(|error| if is_unreadable { unreadable::named(context, query, error) } else { error })
}

/// Runs the statement, and hands over each row.
pub(in crate::query) fn steps<T: LoomTable>(
    context: Context<'_>,
    statement: &Statement,
    mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<()>,
) -> Result<()> {
    let failed = |error| context.database.error(format!("{}: select", T::TABLE.name()), error);
    let (sql, values) = statement.rendered.admitted(|table| context.admit(table))?;
    let lease = context.database.lease()?;
    let _trace = Trace::of(sql);
    let mut prepared = lease.prepare_cached(sql).map_err(failed)?;
    let values = rusqlite::params_from_iter(bound::<T>(context, values)?);
    let mut rows = prepared.query(values).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        take(row)?;
    }
    Ok(())
}

pub(in crate::query) fn decode<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    shape: &S,
    statement: &Statement,
    row: &mut &rusqlite::Row<'_>,
) -> Result<S::Raw> {
    let failed = |error| unreadable::value_error::<T>(context, &statement.columns, row, error);
    shape.decode(&mut &**row, &mut 0).map_err(failed)
}

pub(in crate::query) fn count<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
) -> Result<u64> {
    let Statement { rendered, columns } = render(context.world.is_some(), query)?;
    let rendered = rendered.wrapped("SELECT count(*) FROM (", ")");
    let mut count = 0_i64;
    steps::<T>(context, &Statement { rendered, columns }, |row| {
        count = row.get(0).map_err(|error| Error::sqlite(format!("{}: count", T::TABLE.name()), error))?;
        Ok(())
    })?;
    Ok(u64::try_from(count).unwrap_or(0))
}

pub(in crate::query) fn to_sql<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
) -> Result<(String, Vec<String>)> {
    let rendered = render(context.world.is_some(), query)?.rendered;
    let (sql, bound) = rendered.admitted(|table| context.admit(table))?;
    let shown = bound.iter().map(|bound| match bound {
        Bound::World => Value::Text(context.world.unwrap_or_default().into()).to_string(),
        Bound::Value(cell) => cell.to_string(),
        Bound::List(cells) => format!("{} values", cells.len()),
        Bound::Param(_) => "a parameter without a value".to_owned(),
    });
    Ok((sql.to_owned(), shown.collect()))
}

pub(in crate::query) fn explain<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
) -> Result<Vec<String>> {
    let Statement { rendered, columns } = render(context.world.is_some(), query)?;
    let rendered = rendered.wrapped("EXPLAIN QUERY PLAN ", "");
    let mut lines = Vec::new();
    steps::<T>(context, &Statement { rendered, columns }, |row| {
        lines
            .push(row.get(3).map_err(|error| Error::sqlite(format!("{}: explain", T::TABLE.name()), error))?);
        Ok(())
    })?;
    Ok(lines)
}

/// A statement's `tracing` event, with its duration: sent when this is dropped, however the statement ends. Nothing is
/// timed unless somebody listens.
#[must_use = "the event is sent when this is dropped"]
pub(in crate::query) struct Trace<'s> {
    sql: &'s str,
    start: Option<Instant>,
}

impl<'s> Trace<'s> {
    pub(in crate::query) fn of(sql: &'s str) -> Self {
        let listens = tracing::enabled!(target: "loom_schema::sql", tracing::Level::DEBUG);
        Self { sql, start: listens.then(Instant::now) }
    }
}

impl Drop for Trace<'_> {
    fn drop(&mut self) {
        if let Some(start) = self.start {
            let microseconds = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
            tracing::debug!(target: "loom_schema::sql", microseconds, sql = self.sql);
        }
    }
}

/// A value that is not of its column's type, with the column's name.
pub(in crate::query) fn value_error<T: LoomTable>(error: CellError, row: Option<String>) -> Error {
    let column = T::TABLE.columns.get(error.position).map_or("?", |column| column.name);
    Error::Value { table: T::TABLE.name(), column: column.to_owned(), row, message: error.message }
}
