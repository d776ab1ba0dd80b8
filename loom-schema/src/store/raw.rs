//! Raw SQL: a connection in the hands of a program, and rows decoded from a query.

use super::database::Database;
use super::pool::Lease;
use super::queue::Work;
use crate::error::{Error, Result};
use crate::table::LoomTable;
use crate::value::{Cells, Value};

impl Database {
    /// Hands this thread's connection to `work`, and sees to it that it comes back clean.
    pub(crate) fn with_connection<R>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<R>,
    ) -> Result<R> {
        let lease = self.lease()?;
        let raw = Raw::begin(&lease)?;
        raw.end(work(&lease).map_err(|error| self.error("raw SQL", error)))
    }

    /// Runs a raw query, and decodes its rows.
    pub(crate) fn query_raw<T: LoomTable>(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<T>> {
        let lease = self.lease()?;
        if is_query(sql) {
            return decoded(&lease, sql, params);
        }
        let raw = Raw::begin(&lease)?;
        raw.end(decoded(&lease, sql, params))
    }
}

fn decoded<T: LoomTable>(lease: &Lease<'_>, sql: &str, params: impl rusqlite::Params) -> Result<Vec<T>> {
    let failed = |error| Error::sqlite("raw SQL", error).held_by(lease.held_by());
    let mut statement = lease.prepare(sql).map_err(failed)?;
    if !statement.readonly() {
        lease.wait_to_write(Work::Raw)?;
    }
    let fields = T::TABLE.fields().iter();
    let missing = |column: &str| Error::Value {
        table: T::TABLE.name(),
        column: column.to_owned(),
        row: None,
        message: "the raw query returns no column of this name".to_owned(),
    };
    let places: Vec<usize> = fields
        .map(|field| statement.column_index(field.name).map_err(|_| missing(field.name)))
        .collect::<Result<_>>()?;
    let mut rows = statement.query(params).map_err(failed)?;
    let mut decoded = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let row = T::decode(&mut Placed { row, places: &places }).map_err(|error| Error::Value {
            table: T::TABLE.name(),
            column: T::TABLE.columns.get(error.position).map_or("?", |column| column.name).to_owned(),
            row: name::<T>(row),
            message: error.message,
        })?;
        decoded.push(row);
    }
    Ok(decoded)
}

/// Whether the statement reads or writes rows, and nothing else. Others may change the connection, some of them while
/// they are prepared.
fn is_query(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    while let Some(comment) = rest.strip_prefix("--") {
        rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["select", "with", "values", "insert", "update", "delete"]
        .iter()
        .any(|query| word.eq_ignore_ascii_case(query))
}

/// The time in which raw SQL has the connection.
struct Raw<'l> {
    lease: &'l Lease<'l>,
    /// Not within other raw SQL, which is still at work.
    is_outermost: bool,
    is_settled: bool,
}

impl<'l> Raw<'l> {
    fn begin(lease: &'l Lease<'l>) -> Result<Self> {
        let held = &lease.held;
        if !held.is_raw.get() && (lease.is_in_memory() || lease.is_nested()) {
            lease.read_settings()?;
        }
        held.is_raw.set(true);
        let is_outermost = !held.in_raw.replace(true);
        Ok(Self { lease, is_outermost, is_settled: false })
    }

    fn end<R>(mut self, result: Result<R>) -> Result<R> {
        let settled = self.settle();
        match (result, settled?) {
            (Ok(_), true) => Err(Error::LeftOpen),
            (result, _) => result,
        }
    }

    /// Outside of transactions of ours: no transaction is left open, and whoever goes on with the connection finds it
    /// as it was. Whether a transaction was left open.
    fn settle(&mut self) -> Result<bool> {
        self.is_settled = true;
        let held = &self.lease.held;
        if !self.is_outermost {
            return Ok(false);
        }
        held.in_raw.set(false);
        if held.depth.get() > 0 {
            return Ok(false);
        }
        let failed = |error| Error::sqlite("after raw SQL", error);
        let is_left_open = !self.lease.is_autocommit();
        if is_left_open {
            self.lease.execute_batch("ROLLBACK").map_err(failed)?;
        }
        if let Some(settings) = self.lease.settings()
            && (self.lease.is_in_memory() || self.lease.is_nested())
        {
            settings.restore(self.lease).map_err(failed)?;
            held.is_raw.set(!self.lease.is_in_memory());
        }
        Ok(is_left_open)
    }
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        if !self.is_settled {
            let _ = self.settle();
        }
    }
}

/// `world/id`, or `id`.
fn name<T: LoomTable>(row: &rusqlite::Row<'_>) -> Option<String> {
    let id: String = row.get("id").ok()?;
    let world: Option<String> = row.get("world_id").ok().filter(|_| T::TABLE.is_world_scoped());
    Some(world.map_or_else(|| id.clone(), |world| format!("{world}/{id}")))
}

/// A row whose columns stand elsewhere than the fields do.
struct Placed<'r> {
    row: &'r rusqlite::Row<'r>,
    places: &'r [usize],
}

impl Cells for Placed<'_> {
    fn take(&mut self, position: usize) -> Value<'_> {
        self.places.get(position).map_or(Value::Null, |place| Value::of(self.row, *place))
    }
}
