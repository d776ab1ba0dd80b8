//! What every peer shares: the tables, the data, the workloads, and the clock.
//!
//! A peer is a program whose `main` is [`run`]. It is given the path of a new database file, and prints a line for each
//! workload: its name and the nanoseconds it took.

mod data;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

pub use data::{Child, Seed, Status, children, now, sessions};

/// The tables, as `loom-schema` makes them. Our program checks that this is what it makes.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// The settings that every connection has.
pub const SETTINGS: &str =
    "PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = on;";

/// Rows of the big workloads.
pub const ROWS: usize = 10_000;
/// Parents of the workload with children, and how many each of them has.
pub const PARENTS: usize = 100;
pub const CHILDREN_EACH: usize = 10;
/// How often a list, and the parents with their children, are read.
pub const LISTS: u32 = 200;
pub const FAMILIES: u32 = 50;
/// Rows that a list gives.
pub const LIMIT: usize = 50;

/// The worlds: of the rows that are read, of the parents, and of the rows that are inserted.
pub const ATLAS: &str = "atlas";
pub const FAMILY: &str = "family";
pub const SCRATCH: &str = "scratch";

/// A workload's name in the output, what it is, and how many operations it has.
pub const WORKLOADS: [(&str, &str, u32); 8] = [
    ("insert-each", "insert 10,000 one by one, one transaction", 10_000),
    ("insert-vec", "insert 10,000 from a Vec", 10_000),
    ("load", "load 10,000 rows", 10_000),
    ("get", "get by key, 10,000 times", 10_000),
    ("get-obvious", "the same, by the obvious call", 10_000),
    ("list", "filter, order, limit 50, 200 times", LISTS),
    ("children", "100 parents with 10 children each, 50 times", FAMILIES),
    ("update", "update one column by key, 10,000 times, one tx", 10_000),
];

/// What was read: the rows, and a sum over one of their columns, so that they are the right ones.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    pub rows: usize,
    pub sum: i64,
}

impl Read {
    /// Of rows of which each counts this much. The rows themselves are kept from the optimiser.
    pub fn of<T>(rows: &[T], count: impl Fn(&T) -> i64) -> Self {
        Self { rows: black_box(rows).len(), sum: rows.iter().map(count).sum() }
    }

    /// With what else was read.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.sum += other.sum;
    }
}

/// A library, on its own database. What a peer cannot do is `None`.
pub trait Peer: Sized {
    /// The name of the table of sessions.
    const SESSIONS: &str = "sessions";
    /// Whether rows can only be read in a transaction: compared with raw in one, then.
    const READS_IN_TRANSACTION: bool = false;
    /// A session's id, as the library takes it.
    type Key;

    /// The key of this id: made once, outside of what is timed.
    fn key(id: String) -> Self::Key;

    /// Makes the database, with its three worlds.
    fn open(path: &Path) -> Self;
    /// Runs SQL that gives one text.
    fn text(&mut self, sql: &str) -> String;
    /// Runs SQL that gives nothing.
    fn execute(&mut self, sql: &str);
    /// Inserts the children of the parents.
    fn insert_children(&mut self, rows: Vec<Child>);

    /// Inserts rows one at a time, in one transaction.
    fn insert_each(&mut self, world: &str, rows: Vec<Seed>);
    /// Inserts the rows by whatever the library has for many.
    fn insert_vec(&mut self, world: &str, rows: Vec<Seed>) -> Option<()>;
    /// Every session of the atlas, in a `Vec`; the sum is over `tokens_in`.
    fn load(&mut self) -> Read;
    /// The sessions of these keys, one at a time.
    fn get(&mut self, keys: &[Self::Key]) -> Read;
    /// The same by the call that a reader of the documentation would try first, where it is not that of `get`.
    fn get_obvious(&mut self, _keys: &[Self::Key]) -> Option<Read> {
        None
    }
    /// The [`LIMIT`] newest sessions of the atlas that are active and have more than 0, 1, … tokens.
    fn list(&mut self, times: u32) -> Read;
    /// Every session of the family, each with a `Vec` of its children, whose sum is over the length of `content`.
    fn children(&mut self, times: u32) -> Read;
    /// Sets `tokens_out` (and `updated_at`, to now) of these sessions, one at a time in one transaction.
    fn update(&mut self, keys: &[Self::Key], tokens_out: i64);

    /// Begins or ends a transaction around reads that could do without; `false` if that is not measured.
    fn read_transaction(&mut self, _begin: bool) -> bool {
        false
    }
}

/// Runs every workload, and prints what it took.
///
/// # Panics
///
/// If anything is not as it should be: a benchmark that did the wrong work is worth nothing.
pub fn run<P: Peer>() {
    let path = std::env::args().nth(1).expect("the path of a new database");
    let mut peer = P::open(Path::new(&path));
    println!("sqlite\t{}", peer.text("SELECT sqlite_version()"));
    for (setting, value) in [("journal_mode", "wal"), ("synchronous", "1"), ("foreign_keys", "1")] {
        let set = peer.text(&format!("SELECT CAST(\"{setting}\" AS TEXT) FROM pragma_{setting}"));
        assert_eq!(set, value, "{setting}");
    }
    peer.insert_each(ATLAS, sessions(ATLAS, ROWS));
    peer.insert_each(FAMILY, sessions(FAMILY, PARENTS));
    peer.insert_children(children());

    inserts(&mut peer);
    reads(&mut peer, if P::READS_IN_TRANSACTION { "-in-transaction" } else { "" });
    if peer.read_transaction(true) {
        reads(&mut peer, "-in-transaction");
        peer.read_transaction(false);
    }
    update(&mut peer);
}

fn inserts<P: Peer>(peer: &mut P) {
    let rows = sessions(SCRATCH, ROWS);
    timed("insert-each", || {
        clear(peer);
        let rows = rows.clone();
        let taken = clock(|| peer.insert_each(SCRATCH, rows));
        check_inserted(peer);
        Some(taken)
    });
    timed("insert-vec", || {
        clear(peer);
        let rows = rows.clone();
        let start = Instant::now();
        peer.insert_vec(SCRATCH, rows)?;
        let taken = start.elapsed();
        check_inserted(peer);
        Some(taken)
    });
    clear(peer);
}

fn reads<P: Peer>(peer: &mut P, suffix: &str) {
    let keys: Vec<P::Key> = sessions(ATLAS, ROWS).into_iter().map(|session| P::key(session.id)).collect();
    let every = Read { rows: ROWS, sum: (0..ROWS as i64).sum() };
    timed(&format!("load{suffix}"), || checked(&every, || Some(peer.load())));
    timed(&format!("get{suffix}"), || checked(&every, || Some(peer.get(&keys))));
    timed(&format!("get-obvious{suffix}"), || checked(&every, || peer.get_obvious(&keys)));
    // The newest that are active: two of three, from the last.
    let newest: i64 =
        (0..ROWS).rev().filter(|n| Status::of(*n) == Status::Active).take(LIMIT).sum::<usize>() as i64;
    let lists = Read { rows: LIMIT * LISTS as usize, sum: newest * i64::from(LISTS) };
    timed(&format!("list{suffix}"), || checked(&lists, || Some(peer.list(LISTS))));
    let content: usize = children().iter().map(|child| child.content.len()).sum();
    let families =
        Read { rows: PARENTS * CHILDREN_EACH * FAMILIES as usize, sum: content as i64 * i64::from(FAMILIES) };
    timed(&format!("children{suffix}"), || checked(&families, || Some(peer.children(FAMILIES))));
}

fn update<P: Peer>(peer: &mut P) {
    let keys: Vec<P::Key> = sessions(ATLAS, ROWS).into_iter().map(|session| P::key(session.id)).collect();
    let mut tokens_out = 0;
    timed("update", || {
        tokens_out += 1;
        let taken = clock(|| peer.update(&keys, tokens_out));
        let updated = peer.text(&format!(
            "SELECT CAST(count(*) AS TEXT) FROM {} WHERE tokens_out = {tokens_out}",
            P::SESSIONS
        ));
        assert_eq!(updated, ROWS.to_string(), "updated rows");
        Some(taken)
    });
}

fn clear<P: Peer>(peer: &mut P) {
    peer.execute(&format!("DELETE FROM {} WHERE id LIKE 'scratch-%'", P::SESSIONS));
}

fn check_inserted<P: Peer>(peer: &mut P) {
    let found = peer.text(&format!(
        "SELECT count(*) || ' ' || sum(tokens_in) FROM {} WHERE id LIKE 'scratch-%'",
        P::SESSIONS
    ));
    assert_eq!(found, format!("{ROWS} {}", (0..ROWS).sum::<usize>()), "inserted rows and their tokens");
}

fn checked(expected: &Read, work: impl FnOnce() -> Option<Read>) -> Option<Duration> {
    let start = Instant::now();
    let read = work()?;
    let taken = start.elapsed();
    assert_eq!(read, *expected);
    Some(taken)
}

/// Prints the median of five, after one that warms up.
fn timed(name: &str, mut work: impl FnMut() -> Option<Duration>) {
    if work().is_none() {
        return;
    }
    let mut times: Vec<Duration> = (0..5).filter_map(|_| work()).collect();
    times.sort();
    println!("{name}\t{}", times[times.len() / 2].as_nanos());
}

fn clock(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
