//! Connections: one a thread at a time, from a pool.
//!
//! While a thread works with a [`Loom`](crate::Loom) it holds one connection, and everything nested in that work uses
//! the same one: a query inside a transaction belongs to it, through whichever handle. Other threads have connections of
//! their own, or wait where there is only one, as for a database in memory.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::open;
use super::transaction::Writer;
use crate::error::{Error, Result};

/// Idle connections that are kept; more are opened as threads need them, and closed afterwards.
const KEPT: usize = 8;

/// The connections of one database.
#[derive(Debug)]
pub(super) struct Pool {
    /// Tells the pools of a thread apart.
    key: usize,
    /// The file; `None` in memory, where the pool's only connection is the database.
    path: Option<PathBuf>,
    idle: Mutex<Idle>,
    returned: Condvar,
    /// The transaction that holds the write lock.
    pub(super) writer: Writer,
}

/// What no thread uses at the moment.
#[derive(Debug, Default)]
struct Idle {
    connections: Vec<Connection>,
    /// Threads that wait for one; telling nobody of a return costs a system call all the same.
    waiting: usize,
}

/// A connection in the hands of a thread.
#[derive(Debug)]
pub(super) struct Held {
    connection: Connection,
    /// How many transactions and savepoints of ours are open on it.
    pub(super) depth: Cell<usize>,
}

thread_local! {
    /// The connections this thread holds, by their pool's key.
    static HELD: RefCell<Vec<(usize, Rc<Held>)>> = const { RefCell::new(Vec::new()) };
}

impl Pool {
    /// A pool that starts with this connection.
    pub(super) fn new(path: Option<PathBuf>, connection: Connection) -> Self {
        static KEYS: AtomicUsize = AtomicUsize::new(0);
        let key = KEYS.fetch_add(1, Ordering::Relaxed);
        Self {
            key,
            path,
            idle: Mutex::new(Idle { connections: vec![connection], waiting: 0 }),
            returned: Condvar::new(),
            writer: Writer::default(),
        }
    }

    /// This thread's connection.
    pub(super) fn lease(&self) -> Result<Lease<'_>> {
        let held = HELD.with_borrow(|held| {
            held.iter().find(|(key, _)| *key == self.key).map(|(_, connection)| Rc::clone(connection))
        });
        let held = match held {
            // After some errors (a full disk) SQLite rolls back by itself; what follows would be stored on its own.
            Some(held) if held.depth.get() > 0 && held.connection.is_autocommit() => {
                return Err(Error::RolledBack);
            }
            Some(held) => held,
            None => {
                let held = Rc::new(Held { connection: self.take()?, depth: Cell::new(0) });
                HELD.with_borrow_mut(|all| all.push((self.key, Rc::clone(&held))));
                held
            }
        };
        Ok(Lease { held, _way_back: WayBack(self) })
    }

    fn take(&self) -> Result<Connection> {
        let mut idle = self.idle();
        loop {
            if let Some(connection) = idle.connections.pop() {
                return Ok(connection);
            }
            match &self.path {
                Some(path) => {
                    drop(idle);
                    return open::connect(path);
                }
                None => {
                    idle.waiting += 1;
                    let waited = self.returned.wait_timeout(idle, open::BUSY_TIMEOUT);
                    let (back, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
                    idle = back;
                    idle.waiting -= 1;
                    if timeout.timed_out() && idle.connections.is_empty() {
                        drop(idle);
                        let doing = "wait for the database's only connection".to_owned();
                        return Err(Error::Busy { doing, held_by: self.writer.held_by() });
                    }
                }
            }
        }
    }

    fn put_back(&self, connection: Connection) {
        // Raw SQL may have left a transaction open; the next to use the connection knows nothing of it.
        if !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        let mut idle = self.idle();
        if self.path.is_none() || idle.connections.len() < KEPT {
            idle.connections.push(connection);
            if idle.waiting > 0 {
                self.returned.notify_one();
            }
        }
    }

    /// A panic cannot leave the list half changed, so that a poisoned lock is as good as any.
    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread's hold on its connection. The fields are dropped in their order: first the hold, then the way back.
#[derive(Debug)]
pub(crate) struct Lease<'p> {
    pub(super) held: Rc<Held>,
    _way_back: WayBack<'p>,
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.held.connection
    }
}

/// Takes the thread's connection back to the pool when nobody but the thread's list holds it.
#[derive(Debug)]
struct WayBack<'p>(&'p Pool);

impl Drop for WayBack<'_> {
    fn drop(&mut self) {
        // At the end of a thread the list may be gone already, and with it the connection.
        let last = HELD.try_with(|held| {
            let mut held = held.borrow_mut();
            let place = held.iter().position(|(key, _)| *key == self.0.key)?;
            (Rc::strong_count(&held[place].1) == 1).then(|| held.swap_remove(place).1)
        });
        if let Ok(Some(held)) = last.map(|last| last.and_then(Rc::into_inner)) {
            self.0.put_back(held.connection);
        }
    }
}

impl Lease<'_> {
    pub(super) fn pool(&self) -> &Pool {
        self._way_back.0
    }
}
