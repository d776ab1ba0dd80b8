//! The typed API against hand-written rusqlite, side by side in one process on the same data, as ratios.
//!
//! `cargo bench -p loom-schema-tests --bench against_rusqlite`
//!
//! Every workload runs in rounds; a round times both sides one after the other, in alternating order, on a database
//! file of their own. The ratio is the median over the rounds of ours divided by raw in the same round, so that a slow
//! moment of the machine hits both. Raw is what a careful person writes: cached statements, columns by index, one
//! transaction around bulk work.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to say")]

mod ours;
mod raw;

use std::time::{Duration, Instant};

/// One side of a workload, on its own database.
type Side<'d> = Box<dyn FnMut() -> Duration + 'd>;

/// Times `work`.
fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn main() {
    // `cargo test --benches` and the like pass flags; a number is the count of rounds.
    let rounds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(15);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ours = ours::workloads(&folder.path().join("ours.db"));
    let mut raw = raw::workloads(&folder.path().join("raw.db"));
    println!("{:<44} {:>10} {:>10} {:>7}   [lowest–highest]", "workload", "ours", "raw", "ratio");
    for ((name, per, ours), (_, _, raw)) in ours.iter_mut().zip(&mut raw) {
        let measured: Vec<(Duration, Duration)> =
            (0..rounds).map(|round| one_round(round, ours, raw)).collect();
        report(name, *per, measured);
    }
}

fn one_round(round: usize, ours: &mut Side<'_>, raw: &mut Side<'_>) -> (Duration, Duration) {
    if round.is_multiple_of(2) {
        let ours = ours();
        (ours, raw())
    } else {
        let raw = raw();
        (ours(), raw)
    }
}

fn report(name: &str, per: u32, measured: Vec<(Duration, Duration)>) {
    let mut ratios: Vec<f64> =
        measured.iter().map(|(ours, raw)| ours.as_secs_f64() / raw.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let median = |side: fn(&(Duration, Duration)) -> Duration| {
        let mut times: Vec<Duration> = measured.iter().map(side).collect();
        times.sort();
        times[times.len() / 2] / per
    };
    println!(
        "{name:<44} {:>10} {:>10} {:>7.2}   [{:.2}–{:.2}]",
        format!("{:.2?}", median(|pair| pair.0)),
        format!("{:.2?}", median(|pair| pair.1)),
        ratios[ratios.len() / 2],
        ratios[0],
        ratios[ratios.len() - 1],
    );
}
