//! Transactions and savepoints.

use std::panic::Location;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::pool::Lease;
use crate::error::{Error, Result};

/// How a transaction begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Begin {
    /// With the write lock, taken at this place in the program.
    Immediate(&'static Location<'static>),
    /// Without a lock, on the state that its first read finds.
    Deferred,
}

/// The transaction that holds the write lock, so that who waits in vain can say for whom.
#[derive(Debug, Default)]
pub(super) struct Writer(Mutex<Option<Holder>>);

#[derive(Debug)]
struct Holder {
    place: &'static Location<'static>,
    thread: String,
    since: Instant,
}

impl Writer {
    fn holder(&self) -> MutexGuard<'_, Option<Holder>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The transaction, as messages name it.
    pub(super) fn held_by(&self) -> Option<String> {
        self.holder().as_ref().map(|Holder { place, thread, since }| {
            let seconds = since.elapsed().as_secs_f32();
            format!("the transaction begun {seconds:.1} s ago at {place}, in thread `{thread}`")
        })
    }

    fn set(&self, place: &'static Location<'static>) {
        let thread = std::thread::current().name().unwrap_or("without a name").to_owned();
        *self.holder() = Some(Holder { place, thread, since: Instant::now() });
    }

    fn clear(&self) {
        *self.holder() = None;
    }
}

/// A transaction or a savepoint, rolled back unless it is committed.
#[derive(Debug)]
pub(crate) struct Transaction<'l> {
    lease: &'l Lease<'l>,
    nested: bool,
    /// Whether it took the write lock.
    writes: bool,
    done: bool,
}

impl Lease<'_> {
    /// Begins a transaction, or a savepoint where this connection is in one already.
    pub(crate) fn begin(&self, begin: Begin) -> Result<Transaction<'_>> {
        let nested = self.held.depth.get() > 0;
        let writes = !nested && matches!(begin, Begin::Immediate(_));
        self.run(match begin {
            _ if nested => "SAVEPOINT loom",
            Begin::Immediate(_) => "BEGIN IMMEDIATE",
            Begin::Deferred => "BEGIN DEFERRED",
        })?;
        if let Begin::Immediate(place) = begin
            && writes
        {
            self.pool().writer.set(place);
        }
        self.held.depth.set(self.held.depth.get() + 1);
        Ok(Transaction { lease: self, nested, writes, done: false })
    }

    /// After raw SQL: no transaction that is not ours is left open, and foreign keys are enforced.
    pub(super) fn settle<R>(&self, result: &Result<R>) -> Result<()> {
        if self.held.depth.get() > 0 {
            return Ok(());
        }
        let failed = |error| Error::sqlite("after raw SQL", error);
        let left_open = !self.is_autocommit();
        if left_open {
            self.execute_batch("ROLLBACK").map_err(failed)?;
        }
        self.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        if left_open && result.is_ok() {
            return Err(Error::LeftOpen);
        }
        Ok(())
    }

    /// Who holds the write lock, as far as this program knows.
    pub(crate) fn held_by(&self) -> Option<String> {
        self.pool().writer.held_by()
    }

    fn run(&self, sql: &str) -> Result<()> {
        let failed = |error| Error::sqlite(sql, error).held_by(self.held_by());
        let mut statement = self.prepare_cached(sql).map_err(failed)?;
        statement.execute([]).map(drop).map_err(failed)
    }
}

impl Transaction<'_> {
    /// Commits; if that fails, what was done is rolled back.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.lease.run(if self.nested { "RELEASE loom" } else { "COMMIT" })?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // SQLite has rolled back by itself after some errors (a full disk); then there is nothing left to do.
        if !self.done && self.nested && !self.lease.is_autocommit() {
            let _ = self.lease.run("ROLLBACK TO loom");
            let _ = self.lease.run("RELEASE loom");
        } else if !self.done && !self.lease.is_autocommit() {
            let _ = self.lease.run("ROLLBACK");
        }
        if self.writes {
            self.lease.pool().writer.clear();
        }
        self.lease.held.depth.set(self.lease.held.depth.get() - 1);
    }
}
