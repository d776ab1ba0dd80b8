//! The table.

use harness::WORKLOADS;

use crate::{PEERS, Run};

const IN_TRANSACTION: &str = "-in-transaction";

/// Prints the table in Markdown.
pub(crate) fn print(runs: &[Vec<Option<Run>>]) {
    // The first is raw, with its times; every other one is a ratio.
    let others: Vec<usize> = (1..PEERS.len()).filter(|peer| base_of(*peer) != *peer).collect();
    print!("| workload | raw, each |");
    others.iter().for_each(|peer| print!(" {} |", PEERS[*peer].name));
    println!("\n|---|---|{}", "---|".repeat(others.len()));
    for (workload, title, operations) in WORKLOADS {
        let each = match median(times(runs, 0, workload)) {
            Some(time) => format!("{:.2} µs", time / f64::from(operations) / 1_000.0),
            None => "–".to_owned(),
        };
        print!("| {title} | {each} |");
        others.iter().for_each(|peer| print!(" {} |", cell(runs, *peer, workload)));
        println!();
    }
    println!("\n¹ in a read transaction, and compared with raw in one");
}

/// A ratio: the median over the rounds, the lowest, and the highest.
fn cell(runs: &[Vec<Option<Run>>], peer: usize, workload: &str) -> String {
    let in_transaction = format!("{workload}{IN_TRANSACTION}");
    let alone = ratios(runs, peer, workload);
    let (ratios, note) =
        if alone.is_empty() { (ratios(runs, peer, &in_transaction), " ¹") } else { (alone, "") };
    match (ratios.first(), median(ratios.clone()), ratios.last()) {
        (Some(lowest), Some(median), Some(highest)) => {
            format!("{median:.2} [{lowest:.2}–{highest:.2}]{note}")
        }
        _ => "–".to_owned(),
    }
}

/// The peer's time to raw's, in each round, sorted. The obvious way to do something is compared with raw's only way.
fn ratios(runs: &[Vec<Option<Run>>], peer: usize, workload: &str) -> Vec<f64> {
    let base = base_of(peer);
    let base_workload = workload.replace("-obvious", "");
    let ratio = |round: &Vec<Option<Run>>| {
        let time = round[peer].as_ref()?.nanoseconds.get(workload)?;
        Some(time / round[base].as_ref()?.nanoseconds.get(&base_workload)?)
    };
    let mut ratios: Vec<f64> = runs.iter().filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    ratios
}

fn times(runs: &[Vec<Option<Run>>], peer: usize, workload: &str) -> Vec<f64> {
    let mut times: Vec<f64> =
        runs.iter().filter_map(|round| round[peer].as_ref()?.nanoseconds.get(workload).copied()).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The middle of sorted numbers.
fn median(sorted: Vec<f64>) -> Option<f64> {
    sorted.get(sorted.len() / 2).copied()
}

/// Raw in the workspace of this peer, and so on its version of SQLite.
fn base_of(peer: usize) -> usize {
    PEERS.iter().position(|other| other.workspace == PEERS[peer].workspace).unwrap_or(peer)
}
