//! `RETURNING`: the rows that a write returns.

use std::panic::Location;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::read::run::{Statement, Trace, bound, decode};
use crate::query::read::shape::Projection;
use crate::sql::{Node, Rendered};
use crate::store::{Begin, Lease};
use crate::table::LoomTable;

/// A write with its `RETURNING` clause, and the columns in that.
pub(in crate::query) struct Returning {
    pub(in crate::query) rendered: Rendered,
    pub(in crate::query) columns: Vec<Node>,
}

/// Runs the write and decodes what it returns, in one transaction: if a row cannot be decoded, nothing is written.
#[track_caller]
pub(in crate::query) fn returned<T: LoomTable, S: Projection<T>>(
    context: Context<'_>,
    lease: &Lease<'_>,
    write: Returning,
    shape: &S,
    failed: impl Fn(rusqlite::Error) -> Error,
) -> Result<Vec<S::Output>> {
    let Returning { rendered, columns } = write;
    let statement = Statement { rendered, columns };
    let transaction = lease.begin(Begin::Immediate(Location::caller()))?;
    let found = run::<T, S>(context, lease, &statement, shape, failed)?;
    transaction.commit()?;
    Ok(found)
}

fn run<T: LoomTable, S: Projection<T>>(
    context: Context<'_>,
    lease: &Lease<'_>,
    statement: &Statement,
    shape: &S,
    failed: impl Fn(rusqlite::Error) -> Error,
) -> Result<Vec<S::Output>> {
    let (sql, values) = statement.rendered.admitted(|table| context.admit(table))?;
    let _trace = Trace::of(sql);
    let mut prepared = lease.prepare_cached(sql).map_err(&failed)?;
    let values = rusqlite::params_from_iter(bound::<T>(context, values)?);
    let mut rows = prepared.query(values).map_err(&failed)?;
    let mut found = Vec::new();
    // The statement has run to its end only when it says that there is no further row.
    while let Some(mut row) = rows.next().map_err(&failed)? {
        found.push(decode::<T, S>(context, shape, statement, &mut row)?);
    }
    Ok(found)
}
