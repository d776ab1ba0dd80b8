//! What a table costs the compiler, next to serde's two derives on the same struct.
//!
//! `cargo run -p loom-schema-tests --example compile_time -- 50 200` generates crates of 50 and of 200 tables below the
//! target folder and times `cargo check` of each. Only the ratio says something about the derive; milliseconds are the
//! machine's. Nothing fails when it is slow. `--rounds=5` for more rounds than three.

mod cargo;
mod program;

use std::io;

use cargo::{Cost, Workspace};
use program::{Derive, Edit};

/// What is timed: a clean check, then a re-check after each edit.
const RUNS: [(&str, Option<Edit>); 3] = [
    ("check", None),
    ("re-check, field renamed", Some(Edit::LongerName)),
    ("re-check, line added", Some(Edit::LineAbove)),
];

fn main() -> io::Result<()> {
    let (mut counts, mut rounds) = (Vec::new(), 3);
    for argument in std::env::args().skip(1) {
        match (argument.parse::<usize>(), argument.strip_prefix("--rounds=")) {
            (Ok(count), _) => counts.push(count.max(6)),
            (_, Some(number)) => rounds = number.parse().map_err(io::Error::other)?,
            _ => return Err(io::Error::other(format!("expected a number of tables, found {argument}"))),
        }
    }
    if counts.is_empty() {
        counts.push(50);
    }
    let workspace = Workspace::create(&counts)?;
    println!("milliseconds a table above plain structs: wall (CPU); median of {rounds} rounds\n");
    println!("| tables | | serde | ours | ours / serde |\n|---|---|---|---|---|");
    for &count in &counts {
        measure(&workspace, count, rounds)?;
    }
    Ok(())
}

/// The rounds are interleaved, so that a busy moment of the machine hits all three derives.
fn measure(workspace: &Workspace, count: usize, rounds: usize) -> io::Result<()> {
    let mut costs = [const { [const { Vec::<Cost>::new() }; Derive::ALL.len()] }; RUNS.len()];
    for _ in 0..rounds {
        for (d, derive) in Derive::ALL.into_iter().enumerate() {
            workspace.clean(derive, count)?;
            for (r, (_, edit)) in RUNS.into_iter().enumerate() {
                workspace.write(derive, count, edit)?;
                costs[r][d].push(workspace.check(derive, count)?);
            }
        }
    }
    for ((run, _), costs) in RUNS.iter().zip(costs) {
        let [plain, serde, ours] = costs.map(|costs| Cost::median(&costs));
        let above = |cost: Cost| (cost - plain) / count;
        let (serde, ours) = (above(serde), above(ours));
        println!("| {count} | {run} | {serde} | {ours} | {} |", ours.ratio(serde));
        println!("| | all of plain, ms | {:.0} | | |", plain.wall);
    }
    Ok(())
}
