//! Connections: one a thread at a time, from a pool.
//!
//! While a thread works with a [`Loom`](crate::Loom) it holds one connection, and everything nested in that work uses
//! the same one: a query inside a transaction belongs to it, through whichever handle. Other threads have connections of
//! their own, or wait where there is only one, as for a database in memory.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, TransactionState};

use super::open;
use super::queue::{Queue, Turn, Work};
use super::settings::Settings;
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
    /// Who writes next; in memory, who has the connection next.
    queue: Arc<Queue>,
    /// What every connection starts with; read before raw SQL runs for the first time.
    settings: OnceLock<Settings>,
}

#[derive(Debug)]
struct Idle {
    /// What no thread uses at the moment.
    connections: Vec<Connection>,
    /// How many there are, with those in use.
    open: usize,
}

/// A connection in the hands of a thread.
#[derive(Debug)]
pub(super) struct Held {
    connection: Connection,
    /// How many transactions and savepoints of ours are open on it.
    pub(super) depth: Cell<usize>,
    /// Whether it left the library's hands, and may have been changed.
    pub(super) is_raw: Cell<bool>,
    /// Whether raw SQL has it at the moment.
    pub(super) in_raw: Cell<bool>,
    /// The thread's turn to write. In memory it is held as long as the connection.
    turn: RefCell<Option<Turn>>,
}

thread_local! {
    /// The connections this thread holds, by their pool's key. Without a destructor it is there as long as the thread,
    /// for the destructors of other thread-local values as well; it holds no memory while it is empty.
    static HELD: ManuallyDrop<RefCell<Vec<(usize, Rc<Held>)>>> =
        const { ManuallyDrop::new(RefCell::new(Vec::new())) };
}

impl Pool {
    /// A pool that starts with this connection.
    pub(super) fn new(path: Option<PathBuf>, connection: Connection, queue: Arc<Queue>) -> Self {
        static KEYS: AtomicUsize = AtomicUsize::new(0);
        let key = KEYS.fetch_add(1, Ordering::Relaxed);
        let idle = Mutex::new(Idle { connections: vec![connection], open: 1 });
        Self { key, path, idle, queue, settings: OnceLock::new() }
    }

    /// The file; `None` in memory.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// This thread's connection.
    pub(super) fn lease(&self) -> Result<Lease<'_>> {
        let held = HELD.with(|held| {
            let held = held.borrow();
            held.iter().find(|(key, _)| *key == self.key).map(|(_, connection)| Rc::clone(connection))
        });
        let held = match held {
            // After some errors (a full disk) SQLite rolls back by itself; what follows would be stored on its own.
            Some(held) if held.depth.get() > 0 && held.connection.is_autocommit() => {
                return Err(Error::RolledBack);
            }
            Some(held) => held,
            None => {
                let held = Rc::new(self.take()?);
                HELD.with(|all| all.borrow_mut().push((self.key, Rc::clone(&held))));
                held
            }
        };
        Ok(Lease { held, took_turn: Cell::new(false), way_back: WayBack(self) })
    }

    /// Who has the turn to write, if it is another thread of this program.
    pub(super) fn held_by(&self) -> Option<String> {
        self.queue.held_by()
    }

    fn take(&self) -> Result<Held> {
        let held = |connection, turn| Held {
            connection,
            depth: Cell::new(0),
            is_raw: Cell::new(false),
            in_raw: Cell::new(false),
            turn: RefCell::new(turn),
        };
        let Some(path) = &self.path else {
            let turn = self.queue.enter(Work::Connection, || open::BUSY_TIMEOUT)?;
            // Whoever had the turn before has put it back.
            let connection = self.idle().connections.pop();
            let missing = || Error::Busy { doing: "take the only connection".to_owned(), held_by: None };
            return Ok(held(connection.ok_or_else(missing)?, Some(turn)));
        };
        let idle = self.idle().connections.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let connection = open::connect(path)?;
                self.idle().open += 1;
                connection
            }
        };
        Ok(held(connection, None))
    }

    fn put_back(&self, held: Held) {
        let Held { connection, is_raw, turn, .. } = held;
        // Raw SQL may have left a transaction open; the next to use the connection knows nothing of it.
        let is_left_open = !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err();
        match &self.path {
            None => {
                if is_raw.get()
                    && let Some(settings) = self.settings.get()
                {
                    // The database would be gone with its only connection.
                    let _ = settings.restore(&connection);
                }
                self.idle().connections.push(connection);
            }
            Some(path) if is_raw.get() || is_left_open => {
                let mut idle = self.idle();
                idle.open -= 1;
                // The last connection to be closed would take the write-ahead log with it, for the next one to make anew.
                let is_last = idle.open == 0;
                drop(idle);
                if is_last && let Ok(fresh) = open::connect(path) {
                    let mut idle = self.idle();
                    idle.connections.push(fresh);
                    idle.open += 1;
                }
                drop(connection);
            }
            Some(_) => {
                let mut idle = self.idle();
                if idle.connections.len() < KEPT {
                    idle.connections.push(connection);
                } else {
                    idle.open -= 1;
                    drop(idle);
                    drop(connection);
                }
            }
        }
        drop(turn);
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
    /// Whether the turn to write ends with this lease.
    took_turn: Cell<bool>,
    way_back: WayBack<'p>,
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.held.connection
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if self.took_turn.get() {
            self.leave_unless_writing();
        }
    }
}

/// Takes the thread's connection back to the pool when nobody but the thread's list holds it.
#[derive(Debug)]
struct WayBack<'p>(&'p Pool);

impl Drop for WayBack<'_> {
    fn drop(&mut self) {
        let last = HELD.with(|held| {
            let mut held = held.borrow_mut();
            let place = held.iter().position(|(key, _)| *key == self.0.key)?;
            let last = (Rc::strong_count(&held[place].1) == 1).then(|| held.swap_remove(place).1);
            if held.is_empty() {
                *held = Vec::new();
            }
            last
        });
        if let Some(held) = last.and_then(Rc::into_inner) {
            self.0.put_back(held);
        }
    }
}

impl Lease<'_> {
    /// Waits for the turn to write, which ends with the lease.
    pub(crate) fn wait_to_write(&self, work: Work) -> Result<()> {
        self.took_turn.set(self.take_turn(work)?);
        Ok(())
    }

    /// Waits for the turn to write; `false` if this thread has it already.
    pub(super) fn take_turn(&self, work: Work) -> Result<bool> {
        if self.has_turn() || self.is_writing() {
            return Ok(false);
        }
        let turn = self.pool().queue.enter(work, || self.busy_timeout())?;
        if let Some(left) = turn.left() {
            self.try_to_write(left)?;
            turn.has_lock();
        }
        *self.held.turn.borrow_mut() = Some(turn);
        Ok(true)
    }

    /// Whether SQLite's lock comes free within what is left of the time that others have already waited for it.
    fn try_to_write(&self, left: Duration) -> Result<()> {
        // Within a transaction SQLite does not wait, so that there is nothing to cut short.
        if !self.is_autocommit() {
            return Ok(());
        }
        let failed = |error| Error::sqlite("begin to write", error);
        let usual = self.busy_timeout();
        // SQLite takes whole milliseconds; with none it does not wait at all.
        self.held.connection.busy_timeout(left).map_err(failed)?;
        let tried = self.execute_batch("BEGIN IMMEDIATE; COMMIT");
        self.held.connection.busy_timeout(usual).map_err(failed)?;
        tried.map_err(failed)
    }

    /// Whether this thread has the turn to write.
    pub(super) fn has_turn(&self) -> bool {
        self.held.turn.borrow().is_some()
    }

    /// Tells those who wait what the turn is used for.
    pub(super) fn works_on(&self, work: Work) {
        if let Some(turn) = &*self.held.turn.borrow() {
            turn.does(work);
        }
    }

    /// SQLite's lock is this thread's as well.
    pub(super) fn has_lock(&self) {
        if let Some(turn) = &*self.held.turn.borrow() {
            turn.has_lock();
        }
    }

    /// Ends the turn. In memory it goes with the connection.
    pub(super) fn leave(&self) {
        if !self.is_in_memory() {
            drop(self.held.turn.take());
        }
    }

    /// Ends the turn, unless a transaction has written, which holds SQLite's lock until it ends.
    pub(super) fn leave_unless_writing(&self) {
        if self.is_writing() {
            self.has_lock();
        } else {
            self.leave();
        }
    }

    /// Whether a transaction on this connection holds SQLite's lock.
    fn is_writing(&self) -> bool {
        !self.is_autocommit()
            && self.transaction_state(Some("main")).is_ok_and(|state| state == TransactionState::Write)
    }

    /// How long this connection waits for a lock, as `PRAGMA busy_timeout` has it.
    fn busy_timeout(&self) -> Duration {
        let timeout = self.pragma_query_value(None, "busy_timeout", |row| row.get::<_, u32>(0));
        timeout.map_or(open::BUSY_TIMEOUT, |timeout| Duration::from_millis(timeout.into()))
    }

    /// Notes the settings that every connection has, to come back to after raw SQL.
    pub(super) fn read_settings(&self) -> Result<()> {
        if self.settings().is_none() {
            let read = Settings::read(self).map_err(|error| Error::sqlite("before raw SQL", error))?;
            self.pool().settings.get_or_init(|| read);
        }
        Ok(())
    }

    /// The settings, once they were read.
    pub(super) fn settings(&self) -> Option<&Settings> {
        self.pool().settings.get()
    }

    /// Whether other work of this thread goes on with the connection afterwards.
    pub(super) fn is_nested(&self) -> bool {
        // The thread's list and this lease are two.
        Rc::strong_count(&self.held) > 2
    }

    pub(super) fn is_in_memory(&self) -> bool {
        self.pool().path.is_none()
    }

    fn pool(&self) -> &Pool {
        self.way_back.0
    }

    /// Who has the turn to write, if it is another thread of this program.
    pub(crate) fn held_by(&self) -> Option<String> {
        self.pool().held_by()
    }
}
