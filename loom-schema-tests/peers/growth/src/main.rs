//! How cost grows with the table: the typed API and raw rusqlite, from 1,000 rows to 1,000,000.
//!
//! `cargo run --release -p growth [rows]`; `rows` is where it ends.
//!
//! Each side has a database file of its own, which grows. At every size both run the same work in rounds, one after the
//! other in alternating order; a ratio is that of their times in one round, and the median over the rounds is printed.

mod ours;
mod raw;

use std::path::Path;
use std::time::{Duration, Instant};

use harness::{Seed, Status};

const ROUNDS: usize = 15;
const GETS: usize = 2_000;
const LISTS: usize = 50;
const MORE: usize = 1_000;

/// One of the two, on its own database. Every method is of one world, `atlas`.
trait Side: Sized {
    fn open(path: &Path) -> Self;
    /// Inserts the rows in one transaction.
    fn insert(&mut self, rows: Vec<Seed>);
    /// Reads the sessions of these numbers, one at a time.
    fn get(&mut self, numbers: &[usize]) -> usize;
    /// The 50 newest that are active: served by the index on world and time.
    fn list(&mut self) -> usize;
    fn count(&mut self) -> u64;
    /// Deletes the rows from this one on.
    fn delete_from(&mut self, number: usize);
}

/// What was timed on both sides, a round each.
type Times = Vec<(Duration, Duration)>;

fn main() {
    let largest: usize =
        std::env::args().nth(1).map_or(1_000_000, |argument| argument.parse().expect("a number of rows"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ours = ours::Ours::open(&folder.path().join("ours.db"));
    let mut raw = raw::Raw::open(&folder.path().join("raw.db"));
    println!("| rows | workload | ours | raw | ratio |\n|---|---|---|---|---|");
    let mut filled = 0;
    for rows in [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|rows| *rows <= largest) {
        while filled < rows {
            let until = rows.min(filled + 10_000);
            ours.insert(seeds(filled, until));
            raw.insert(seeds(filled, until));
            filled = until;
        }
        measure(rows, &mut ours, &mut raw);
    }
}

fn measure(rows: usize, ours: &mut impl Side, raw: &mut impl Side) {
    // Spread over the table, in no order that helps: the step is a prime.
    let numbers: Vec<usize> = (0..GETS).map(|n| (n * 611_953) % rows).collect();
    report(rows, "get by key", GETS, rounds(|| get(ours, &numbers), || get(raw, &numbers)));
    report(rows, "newest 50 that are active", LISTS, rounds(|| list(ours), || list(raw)));
    report(rows, "count", 1, rounds(|| count(ours, rows), || count(raw, rows)));
    report(rows, "insert 1,000 more, a row", MORE, rounds(|| insert(ours, rows), || insert(raw, rows)));
}

fn get(side: &mut impl Side, numbers: &[usize]) -> Duration {
    let start = Instant::now();
    assert_eq!(side.get(numbers), GETS);
    start.elapsed()
}

fn list(side: &mut impl Side) -> Duration {
    let start = Instant::now();
    for _ in 0..LISTS {
        assert_eq!(side.list(), 50);
    }
    start.elapsed()
}

fn count(side: &mut impl Side, rows: usize) -> Duration {
    let start = Instant::now();
    assert_eq!(side.count(), rows as u64);
    start.elapsed()
}

/// The rows are deleted afterwards, outside of what is timed.
fn insert(side: &mut impl Side, rows: usize) -> Duration {
    let more = seeds(rows, rows + MORE);
    let start = Instant::now();
    side.insert(more);
    let taken = start.elapsed();
    assert_eq!(side.count(), (rows + MORE) as u64);
    side.delete_from(rows);
    taken
}

/// Both sides in alternating order, after one round that warms up.
fn rounds(mut ours: impl FnMut() -> Duration, mut raw: impl FnMut() -> Duration) -> Times {
    let both = |round: usize| {
        if round.is_multiple_of(2) {
            let ours = ours();
            (ours, raw())
        } else {
            let raw = raw();
            (ours(), raw)
        }
    };
    (0..=ROUNDS).map(both).skip(1).collect()
}

fn report(rows: usize, workload: &str, operations: usize, times: Times) {
    let mut ratios: Vec<f64> =
        times.iter().map(|(ours, raw)| ours.as_secs_f64() / raw.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let each = |side: fn(&(Duration, Duration)) -> Duration| {
        let mut times: Vec<Duration> = times.iter().map(side).collect();
        times.sort();
        format!("{:.2} µs", times[ROUNDS / 2].as_secs_f64() * 1e6 / operations as f64)
    };
    println!(
        "| {rows} | {workload} | {} | {} | {:.2} [{:.2}–{:.2}] |",
        each(|pair| pair.0),
        each(|pair| pair.1),
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1],
    );
}

/// The sessions of these numbers.
fn seeds(from: usize, until: usize) -> Vec<Seed> {
    let seed = |n| Seed {
        id: id(n),
        status: Status::of(n),
        model_used: "large".to_owned(),
        tokens_in: n as i64,
        created_at: n as i64,
    };
    (from..until).map(seed).collect()
}

/// Grows with the number, as the ids grow that the library makes.
fn id(n: usize) -> String {
    format!("session-{n:08}")
}
