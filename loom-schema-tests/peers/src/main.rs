//! Builds one program per peer, runs them in rounds, and prints a table of ratios to raw rusqlite.
//!
//! `cargo run --release [rounds]`, in this folder.
//!
//! In a round every peer runs once, as a process of its own on a new database; the order turns from round to round. A
//! ratio is that of the peer's time to raw's in the same round, on the same version of SQLite; a cell is the median
//! over the rounds.

mod table;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program that runs the workloads.
struct Peer {
    name: &'static str,
    package: &'static str,
    /// The crate whose version is shown.
    library: &'static str,
    /// The folder of its workspace, in this one.
    workspace: &'static str,
}

const fn peer(
    name: &'static str,
    package: &'static str,
    library: &'static str,
    workspace: &'static str,
) -> Peer {
    Peer { name, package, library, workspace }
}

/// Raw stands first in each workspace: it is what the others of that workspace are compared with.
const PEERS: [Peer; 6] = [
    peer("raw", "peer-raw", "rusqlite", ""),
    peer("loom-schema", "peer-loom", "loom-schema", ""),
    peer("raw, earlier", "peer-raw", "rusqlite", "earlier"),
    peer("diesel", "peer-diesel", "diesel", "earlier"),
    peer("drizzle-rs", "peer-drizzle", "drizzle", "earlier"),
    peer("rust-query", "peer-rust-query", "rust-query", "earlier"),
];

/// What a process printed: the nanoseconds of each workload, and the version of SQLite.
#[derive(Default)]
struct Run {
    nanoseconds: HashMap<String, f64>,
    sqlite: String,
}

fn main() {
    let rounds: usize =
        std::env::args().nth(1).map_or(9, |argument| argument.parse().expect("a number of rounds"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let programs: Vec<Option<PathBuf>> = PEERS.iter().map(|peer| build(folder, peer)).collect();
    let databases = tempfile::tempdir().expect("a temporary folder");
    let mut runs: Vec<Vec<Option<Run>>> = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let mut this: Vec<Option<Run>> = PEERS.iter().map(|_| None).collect();
        let mut order: Vec<usize> = (0..PEERS.len()).collect();
        order.rotate_left(round % PEERS.len());
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let Some(program) = &programs[index] else { continue };
            let database = databases.path().join(format!("{round}-{index}.db"));
            this[index] = Some(run(program, &database));
            // With what SQLite puts beside it: only one database exists at a time.
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
            }
        }
        eprintln!("round {} of {rounds}", round + 1);
        runs.push(this);
    }
    for (index, peer) in PEERS.iter().enumerate() {
        let version = version(folder, peer);
        match runs.last().and_then(|round| round[index].as_ref()) {
            Some(run) => println!("{}: {} {version}, SQLite {}", peer.name, peer.library, run.sqlite),
            None => println!("{}: {} {version} could not be built", peer.name, peer.library),
        }
    }
    println!();
    table::print(&runs);
}

/// Builds the peer; `None` if that fails, with the compiler's words on the terminal.
fn build(folder: &Path, peer: &Peer) -> Option<PathBuf> {
    let workspace = folder.join(peer.workspace);
    let programs = std::env::current_exe().expect("this program");
    let target = programs.parent()?.parent()?.join("peers").join(peer.workspace);
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--release",
            "--locked",
            "--quiet",
            "--ignore-rust-version",
            "--package",
            peer.package,
        ])
        .arg("--manifest-path")
        .arg(workspace.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .status()
        .expect("cargo runs");
    built.success().then(|| target.join("release").join(peer.package))
}

/// Runs the workloads on a new database. A peer that fails ends the benchmark.
fn run(program: &Path, database: &Path) -> Run {
    let output =
        Command::new(program).arg(database).stderr(Stdio::inherit()).output().expect("the program runs");
    assert!(output.status.success(), "{} failed", program.display());
    let mut run = Run::default();
    for line in String::from_utf8(output.stdout).expect("text").lines() {
        match line.split_once('\t').expect("a name and a value") {
            ("sqlite", version) => version.clone_into(&mut run.sqlite),
            (workload, time) => {
                run.nanoseconds.insert(workload.to_owned(), time.parse().expect("nanoseconds"));
            }
        }
    }
    run
}

/// The version of the peer's library, from the lock file.
fn version(folder: &Path, peer: &Peer) -> String {
    let lock = std::fs::read_to_string(folder.join(peer.workspace).join("Cargo.lock")).expect("a lock file");
    let package = format!("name = \"{}\"\nversion = \"", peer.library);
    let version = lock.split_once(&package).and_then(|(_, rest)| rest.split_once('"'));
    version.expect("the library is in the lock file").0.to_owned()
}
