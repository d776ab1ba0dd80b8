//! `RETURNING`: what a write gives back.

use rusqlite::Connection;

use super::Context;
use super::ast::Node;
use super::render::Rendered;
use super::run::{Statement, Trace, bound, decode};
use super::shape::Projection;
use crate::error::{Error, Result};
use crate::table::LoomTable;

/// A write with its `RETURNING` clause, and the columns in that.
pub(super) struct Returning {
    pub(super) rendered: Rendered,
    pub(super) columns: Vec<Node>,
}

/// Runs the write and decodes what it gives back.
pub(super) fn returned<T: LoomTable, S: Projection<T>>(
    context: Context<'_>,
    connection: &Connection,
    write: Returning,
    shape: &S,
    failed: impl Fn(rusqlite::Error) -> Error,
) -> Result<Vec<S::Output>> {
    let Returning { rendered, columns } = write;
    let statement = Statement { rendered, columns };
    let (sql, values) = statement.rendered.admitted(context)?;
    let trace = Trace::start();
    let mut prepared = connection.prepare_cached(sql).map_err(&failed)?;
    let mut rows = prepared.query(rusqlite::params_from_iter(bound(context, values))).map_err(&failed)?;
    let mut found = Vec::new();
    // The statement has run to its end only when it says that there is no further row.
    while let Some(mut row) = rows.next().map_err(&failed)? {
        found.push(decode::<T, S>(context, shape, &statement, &mut row)?);
    }
    trace.end(sql);
    Ok(found)
}
