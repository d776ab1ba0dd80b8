//! Transactions and savepoints.

use std::panic::Location;

use super::pool::Lease;
use super::queue::Work;
use crate::error::{Error, Result};

/// How a transaction begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Begin {
    /// With the write lock, taken at this place in the program.
    Immediate(&'static Location<'static>),
    /// Without a lock, on the state that its first read finds.
    Deferred,
}

/// A transaction or a savepoint, rolled back unless it is committed.
#[derive(Debug)]
pub(crate) struct Transaction<'l> {
    lease: &'l Lease<'l>,
    nested: bool,
    /// Whether the turn to write ends with it.
    ends_turn: bool,
    done: bool,
}

impl Lease<'_> {
    /// Begins a transaction, or a savepoint where this connection is in one already.
    pub(crate) fn begin(&self, begin: Begin) -> Result<Transaction<'_>> {
        let nested = self.held.depth.get() > 0;
        let had_turn = self.has_turn();
        if let Begin::Immediate(place) = begin {
            self.take_turn(Work::Transaction(place))?;
            if self.is_in_memory() && !nested {
                self.works_on(Work::Transaction(place));
            }
        }
        // Dropped without having begun, it only ends the turn.
        let mut transaction = Transaction { lease: self, nested, ends_turn: !had_turn, done: true };
        self.held.depth.set(self.held.depth.get() + 1);
        self.run(match begin {
            _ if nested => "SAVEPOINT loom",
            Begin::Immediate(_) => "BEGIN IMMEDIATE",
            Begin::Deferred => "BEGIN DEFERRED",
        })?;
        transaction.done = false;
        self.has_lock();
        Ok(transaction)
    }

    /// For a delete: all of it is undone unless it is committed. Within a transaction SQLite keeps what a delete did
    /// before it went too deep into rows that follow it; outside of one, a statement is a transaction.
    pub(crate) fn all_or_nothing(&self) -> Result<AllOrNothing<'_>> {
        let nested = self.held.depth.get() > 0;
        Ok(AllOrNothing(nested.then(|| self.begin(Begin::Deferred)).transpose()?))
    }

    fn run(&self, sql: &str) -> Result<()> {
        let doing = if sql.starts_with("BEGIN") { "begin a transaction" } else { sql };
        let failed = |error| Error::sqlite(doing, error).held_by(self.held_by());
        let mut statement = self.prepare_cached(sql).map_err(failed)?;
        statement.execute([]).map(drop).map_err(failed)
    }
}

impl Transaction<'_> {
    /// Commits; if that fails, what was done is rolled back.
    pub(crate) fn commit(mut self) -> Result<()> {
        if self.lease.is_autocommit() {
            return Err(Error::RolledBack);
        }
        self.lease.run(if self.nested { "RELEASE loom" } else { "COMMIT" })?;
        self.done = true;
        Ok(())
    }
}

/// A statement that is done as a whole: a savepoint within a transaction, and nothing outside of one.
#[derive(Debug)]
pub(crate) struct AllOrNothing<'l>(Option<Transaction<'l>>);

impl AllOrNothing<'_> {
    /// Keeps what was done.
    pub(crate) fn commit(self) -> Result<()> {
        self.0.map_or(Ok(()), Transaction::commit)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // SQLite has rolled back by itself after some errors (a full disk); then there is nothing left to do.
        if !self.done && !self.lease.is_autocommit() {
            let rolled_back = if self.nested {
                self.lease.run("ROLLBACK TO loom").and_then(|()| self.lease.run("RELEASE loom"))
            } else {
                self.lease.run("ROLLBACK")
            };
            if rolled_back.is_err() {
                self.lease.held.is_raw.set(true);
            }
        }
        self.lease.held.depth.set(self.lease.held.depth.get() - 1);
        if self.lease.is_in_memory() && !self.nested {
            self.lease.works_on(Work::Connection);
        } else if self.ends_turn {
            // Within a snapshot, what was written keeps SQLite's lock.
            self.lease.leave_unless_writing();
        }
    }
}
