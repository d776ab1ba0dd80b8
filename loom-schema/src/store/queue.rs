//! The queue of writers: one at a time, in the order in which they came.
//!
//! SQLite lets those who wait for its write lock try again at intervals of their own, and whoever tries at the right
//! moment is next: some threads write all the time and others never. In front of it stands this queue, one for each
//! database and process, and behind it the [lock files](super::lock_files) for other processes. A database in memory has
//! one connection, which the same queue hands from thread to thread.

use std::collections::VecDeque;
use std::fmt;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::Thread;
use std::time::{Duration, Instant};

use super::lock_files::{LockFiles, Outcome, Owner};
use super::open::BUSY_TIMEOUT;
use crate::error::{Error, Result};

/// What a place in the queue is wanted for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// A transaction that begins at this place in the program.
    Transaction(&'static Location<'static>),
    /// A statement outside of a transaction: `insert into` and the table.
    Statement(&'static str, &'static str),
    /// Raw SQL.
    Raw,
    /// Anything on the only connection of a database in memory.
    Connection,
    /// The tables of a new database.
    Create,
}

impl Work {
    /// What could not be done, as messages begin.
    fn doing(self) -> String {
        match self {
            Self::Transaction(_) => "begin a transaction".to_owned(),
            Self::Statement(verb, table) => format!("{verb} `{table}`"),
            Self::Raw => "raw SQL".to_owned(),
            Self::Connection => "take the connection of the database in memory".to_owned(),
            Self::Create => "create the tables".to_owned(),
        }
    }
}

/// The queue of one database.
#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
    files: Option<LockFiles>,
    /// Whether SQLite's own lock may be somebody else's; a database in memory has one connection.
    is_file: bool,
}

#[derive(Debug, Default)]
struct State {
    tickets: u64,
    holder: Option<Holder>,
    waiting: VecDeque<Arc<Waiter>>,
    /// What the holder itself waits for, since when. It outlives a holder that gave up: the next one has waited as long.
    obstacle: Option<(Obstacle, Instant)>,
}

/// Whose turn it is.
#[derive(Debug)]
struct Holder {
    ticket: u64,
    thread: Thread,
    work: Work,
    /// When its work began.
    begun: Instant,
    /// When its turn began.
    since: Instant,
}

#[derive(Debug)]
struct Waiter {
    ticket: u64,
    thread: Thread,
    work: Work,
    called: Condvar,
}

/// What is in the way besides the writers of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Obstacle {
    /// Another process has the lock file, or waits for it; its id, where it can be read.
    Process(Option<Owner>),
    /// Possibly a lock of SQLite's own: of another program, or of raw SQL.
    Database,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.work {
            Work::Transaction(_) => f.write_str("the transaction")?,
            Work::Statement(verb, table) => write!(f, "the {verb} `{table}`")?,
            Work::Raw => f.write_str("the raw SQL")?,
            Work::Connection => f.write_str("the work on the only connection")?,
            Work::Create => f.write_str("the creation of the tables")?,
        }
        write!(f, " begun {:.1} s ago", self.begun.elapsed().as_secs_f32())?;
        if let Work::Transaction(place) = self.work {
            write!(f, " at {place}")?;
        }
        match self.thread.name() {
            Some(name) => write!(f, ", in thread `{name}`"),
            None => f.write_str(", in a thread without a name"),
        }
    }
}

impl State {
    /// Since when the same holder, or the same obstacle before it, has been in the way.
    fn blocked_since(&self) -> Option<Instant> {
        match (&self.obstacle, &self.holder) {
            (Some((_, since)), _) => Some(*since),
            (None, holder) => holder.as_ref().map(|holder| holder.since),
        }
    }

    /// Who is in the way, as messages name it.
    fn blocker(&self) -> Option<String> {
        match (self.obstacle, &self.holder) {
            (Some((Obstacle::Process(owner), since)), _) => {
                let process =
                    owner.map_or("another process".to_owned(), |owner| format!("process {}", owner.process));
                Some(format!("{process}, for at least {:.1} s", since.elapsed().as_secs_f32()))
            }
            (Some((Obstacle::Database, _)), Some(holder)) => {
                Some(format!("{holder}, which may itself wait for another program"))
            }
            (_, holder) => holder.as_ref().map(ToString::to_string),
        }
    }
}

impl Queue {
    /// The queue of a database in memory.
    pub(super) fn in_memory() -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), files: None, is_file: false })
    }

    /// The queue of a database file, by its absolute path without symbolic links: the same for all who open it.
    pub(super) fn of_file(path: &Path) -> Arc<Self> {
        static QUEUES: Mutex<Vec<(PathBuf, Weak<Queue>)>> = Mutex::new(Vec::new());
        let mut queues = QUEUES.lock().unwrap_or_else(PoisonError::into_inner);
        let found = queues.iter().find(|(other, _)| other == path).and_then(|(_, queue)| queue.upgrade());
        found.unwrap_or_else(|| {
            queues.retain(|(_, queue)| queue.strong_count() > 0);
            let files = LockFiles::beside(path);
            let queue = Arc::new(Self { state: Mutex::default(), files, is_file: true });
            queues.push((path.to_owned(), Arc::downgrade(&queue)));
            queue
        })
    }

    /// Waits for this thread's turn. `timeout` is asked for only if there is something to wait for.
    ///
    /// Gives up when the same holder has been in the way for that long; a queue that moves is waited for.
    pub(super) fn enter(self: &Arc<Self>, work: Work, timeout: impl Fn() -> Duration) -> Result<Turn> {
        let start = Instant::now();
        let thread = std::thread::current();
        let mut state = self.state();
        state.tickets += 1;
        let ticket = state.tickets;
        match &state.holder {
            None => {
                state.holder = Some(Holder { ticket, thread, work, begun: start, since: start });
                drop(state);
            }
            Some(holder) if holder.thread.id() == thread.id() => {
                let holder = format!("{holder}, which is this thread itself: it would wait forever");
                return Err(busy(work, Some(holder)));
            }
            Some(_) => {
                self.wait(state, Waiter { ticket, thread, work, called: Condvar::new() }, timeout())?;
            }
        }
        // Dropped on the way out of an error, it hands the turn on.
        let mut turn = Turn { queue: Arc::clone(self), has_file: false, left: None };
        if let Some(files) = &self.files {
            turn.has_file = self.take_file(files, work, start, &timeout)?;
        }
        if self.is_file {
            turn.left = self.begins(start, timeout);
        }
        Ok(turn)
    }

    fn wait(&self, mut state: MutexGuard<'_, State>, waiter: Waiter, timeout: Duration) -> Result<()> {
        let (start, work) = (Instant::now(), waiter.work);
        let waiter = Arc::new(waiter);
        state.waiting.push_back(Arc::clone(&waiter));
        loop {
            if state.holder.as_ref().is_some_and(|holder| holder.ticket == waiter.ticket) {
                return Ok(());
            }
            let since = state.blocked_since().map_or(start, |since| since.max(start));
            let left = timeout.saturating_sub(since.elapsed());
            if left.is_zero() {
                state.waiting.retain(|other| other.ticket != waiter.ticket);
                return Err(busy(work, state.blocker()));
            }
            state = waiter.called.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Takes the lock file; `false` where there is none to take.
    fn take_file(
        &self,
        files: &LockFiles,
        work: Work,
        start: Instant,
        timeout: &impl Fn() -> Duration,
    ) -> Result<bool> {
        let mut patience = None;
        let outcome = files.take(|owner| {
            let timeout = *patience.get_or_insert_with(timeout);
            let obstacle = Obstacle::Process(owner);
            let mut state = self.state();
            let since = match state.obstacle {
                Some((before, since)) if before == obstacle => since,
                _ => Instant::now(),
            };
            state.obstacle = Some((obstacle, since));
            since.max(start).elapsed() < timeout
        });
        let mut state = self.state();
        match outcome {
            Outcome::GivenUp => return Err(busy(work, state.blocker())),
            Outcome::Unavailable | Outcome::Taken => {
                if matches!(state.obstacle, Some((Obstacle::Process(_), _))) {
                    state.obstacle = None;
                }
            }
        }
        Ok(matches!(outcome, Outcome::Taken))
    }

    /// From now on it is SQLite's lock that is waited for; how long at most, if others have waited for it before.
    fn begins(&self, start: Instant, timeout: impl Fn() -> Duration) -> Option<Duration> {
        let mut state = self.state();
        if let Some(holder) = &mut state.holder {
            holder.since = Instant::now();
            holder.begun = holder.since;
        }
        match state.obstacle {
            Some((_, since)) => {
                drop(state);
                Some(timeout().saturating_sub(since.max(start).elapsed()))
            }
            None => {
                state.obstacle = Some((Obstacle::Database, Instant::now()));
                None
            }
        }
    }

    fn leave(&self, has_file: bool) {
        if let Some(files) = self.files.as_ref().filter(|_| has_file) {
            files.release();
        }
        let mut state = self.state();
        // Whoever waited for as long may not have got SQLite's lock, nor may the next one.
        if state.obstacle.is_some_and(|(_, since)| since.elapsed() < BUSY_TIMEOUT) {
            state.obstacle = None;
        }
        let next = state.waiting.pop_front();
        state.holder = next.as_ref().map(|next| {
            let now = Instant::now();
            Holder {
                ticket: next.ticket,
                thread: next.thread.clone(),
                work: next.work,
                begun: now,
                since: now,
            }
        });
        drop(state);
        if let Some(next) = next {
            next.called.notify_one();
        }
    }

    /// Who holds the turn, unless it is this thread.
    pub(super) fn held_by(&self) -> Option<String> {
        let state = self.state();
        let other = state.holder.as_ref().filter(|holder| holder.thread.id() != std::thread::current().id());
        other.map(ToString::to_string)
    }

    /// A panic cannot leave the state half changed, so that a poisoned lock is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn busy(work: Work, held_by: Option<String>) -> Error {
    Error::Busy { doing: work.doing(), held_by }
}

/// A thread's turn; the next one's begins when it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    queue: Arc<Queue>,
    has_file: bool,
    left: Option<Duration>,
}

impl Turn {
    /// How long SQLite's own lock is still waited for, where those before have already waited for it.
    pub(super) fn left(&self) -> Option<Duration> {
        self.left
    }

    /// SQLite's lock was there to be taken.
    pub(super) fn has_lock(&self) {
        self.queue.state().obstacle = None;
    }

    /// What the turn is used for from now on.
    pub(super) fn does(&self, work: Work) {
        if let Some(holder) = &mut self.queue.state().holder {
            holder.work = work;
            holder.begun = Instant::now();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.queue.leave(self.has_file);
    }
}
