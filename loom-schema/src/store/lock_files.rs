//! The write lock between processes: two files beside the database, locked through the operating system.
//!
//! Whoever wants to write takes the gate, then the lock, and lets go of the gate. Only the holder of the gate waits for
//! the lock, so that the process that has just written comes after the one that waits already. The system drops the
//! locks of a process that dies. SQLite's own locks decide what is safe; these decide who is next.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The longest pause between two attempts; the standard library has no lock with a deadline.
const LONGEST_PAUSE: Duration = Duration::from_millis(1);

/// How long the first pause is.
const FIRST_PAUSE: Duration = Duration::from_micros(50);

/// What is written about an owner: always as long, so that it replaces what was there.
const OWNER_LENGTH: usize = 32;

/// The gate and the lock of one database.
#[derive(Debug)]
pub(super) struct LockFiles {
    gate: File,
    lock: File,
    /// How often this process has taken the lock.
    taken: AtomicU64,
}

/// Who holds the lock: a process, and the number of the lock that it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) process: u32,
    taken: u64,
}

/// What came of the wait for the lock.
#[derive(Debug)]
pub(super) enum Outcome {
    Taken,
    /// The file system has no locks.
    Unavailable,
    /// The caller did not want to wait any longer.
    GivenUp,
}

impl LockFiles {
    /// The lock files of this database, made where they are not there yet; `None` where they cannot be made or opened, as
    /// in a folder that is read-only.
    pub(super) fn beside(database: &Path) -> Option<Self> {
        let gate = open(database, "-loom-gate")?;
        Some(Self { gate, lock: open(database, "-loom-lock")?, taken: AtomicU64::new(0) })
    }

    /// Takes the lock. `keep_waiting` is asked before each pause, with the owner where it can be read.
    pub(super) fn take(&self, mut keep_waiting: impl FnMut(Option<Owner>) -> bool) -> Outcome {
        match self.wait_for(&self.gate, LONGEST_PAUSE, &mut keep_waiting) {
            Outcome::Taken => {}
            Outcome::Unavailable => return Outcome::Unavailable,
            // The gate may be held by a process that was stopped, while nobody writes.
            Outcome::GivenUp => {
                return if self.lock.try_lock().is_ok() { self.taken() } else { Outcome::GivenUp };
            }
        }
        let outcome = self.wait_for(&self.lock, FIRST_PAUSE, &mut keep_waiting);
        let _ = self.gate.unlock();
        if matches!(outcome, Outcome::Taken) { self.taken() } else { outcome }
    }

    /// Lets go of the lock.
    pub(super) fn release(&self) {
        let _ = self.lock.unlock();
    }

    fn wait_for(
        &self,
        file: &File,
        first_pause: Duration,
        keep_waiting: &mut impl FnMut(Option<Owner>) -> bool,
    ) -> Outcome {
        let mut pause = first_pause;
        loop {
            match file.try_lock() {
                Ok(()) => return Outcome::Taken,
                Err(TryLockError::Error(_)) => return Outcome::Unavailable,
                Err(TryLockError::WouldBlock) => {}
            }
            if !keep_waiting(self.owner()) {
                return Outcome::GivenUp;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Writes down who has the lock now, for the messages of those who wait.
    fn taken(&self) -> Outcome {
        let taken = self.taken.fetch_add(1, Ordering::Relaxed);
        let text = format!("{:>10} {taken:>20}\n", std::process::id());
        let mut lock = &self.lock;
        let _ = lock.rewind().and_then(|()| lock.write_all(text.as_bytes()));
        Outcome::Taken
    }

    /// Who took the lock last; nothing where the system lets nobody else read a locked file.
    fn owner(&self) -> Option<Owner> {
        let mut text = [0; OWNER_LENGTH];
        let mut lock = &self.lock;
        lock.rewind().and_then(|()| lock.read_exact(&mut text)).ok()?;
        let mut words = str::from_utf8(&text).ok()?.split_whitespace();
        Some(Owner { process: words.next()?.parse().ok()?, taken: words.next()?.parse().ok()? })
    }
}

fn open(database: &Path, suffix: &str) -> Option<File> {
    let mut name = database.file_name()?.to_owned();
    name.push(suffix);
    let path: PathBuf = database.with_file_name(name);
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match options.clone().create_new(true).open(&path) {
        Ok(file) => {
            // Whoever may write to the database may take its locks.
            let _ = std::fs::metadata(database).and_then(|like| file.set_permissions(like.permissions()));
            Some(file)
        }
        Err(_) => options.open(&path).ok(),
    }
}
