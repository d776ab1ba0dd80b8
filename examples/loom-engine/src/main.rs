//! The engine's first run: the ten tables, a database made from them, the shipped `.loom/` tree loaded into it, and
//! what can be asked of it then.

mod tour;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use loom_engine::tables::LOOM;
use loom_schema::prelude::*;

fn main() -> ExitCode {
    match run() {
        Ok(is_clean) if is_clean => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `true` if every file was read without a problem.
fn run() -> Result<bool, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(".loom");
    let output = output_folder()?;
    let database = output.join("loom.db");

    println!("{} tables, declared in Rust; their truth is {}\n", LOOM.tables().len(), root.display());
    let loom = open(&root, &database)?;
    let report = loom.sync()?;
    println!("{report}");

    tour::tables(&loom)?;
    tour::worlds(&loom)?;
    tour::queries(&loom)?;

    let docs = output.join("docs");
    loom_schema::docs::write(&LOOM, &docs)?;
    println!("the database is {}", database.display());
    println!("the docs are    {}", docs.join("README.md").display());
    Ok(report.is_clean())
}

/// Opens the database. One made by an older version of the tables is made anew: the Markdown files have it all.
fn open(root: &Path, database: &Path) -> loom_schema::Result<Loom> {
    match Loom::open(&LOOM, root, database) {
        Err(drift @ loom_schema::Error::Drift { .. }) => {
            println!("{drift}\nthe database is derived from the files, so it is made anew\n");
            for suffix in ["", "-wal", "-shm"] {
                let mut path = database.as_os_str().to_owned();
                path.push(suffix);
                // What is not there need not be removed; what cannot be removed fails at the next line.
                let _ = std::fs::remove_file(path);
            }
            Loom::open(&LOOM, root, database)
        }
        opened => opened,
    }
}

/// `target/loom-engine`, beside the folder that this program was built into.
fn output_folder() -> std::io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).unwrap_or_else(|| Path::new("target"));
    let folder = target.join("loom-engine");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
