//! `sync`: the Markdown files into the database.

use std::io::Write;
use std::path::Path;

use super::Status;
use super::arguments::SyncArguments;
use super::output::Failure;
use crate::error::{Error, Result};
use crate::open::LoomBuilder;
use crate::sync::{SyncOptions, SyncReport};

/// What is done first, and fails where the root is misspelt.
const ROOT: &str = "read the root folder";

pub(super) fn run(
    program: LoomBuilder,
    arguments: &SyncArguments,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let report = match sync(program, arguments) {
        Err(error @ Error::MassDelete { .. }) => {
            return Err(Failure::Refused(format!("{error}\nhelp: add `--allow-mass-delete`")));
        }
        Err(error @ Error::Io { doing: ROOT, .. }) => {
            return Err(Failure::Refused(format!(
                "{error}\nhelp: name the folder of Markdown files: `--root FOLDER`"
            )));
        }
        result => result?,
    };
    writeln!(out, "{report}")?;
    Ok(if report.is_clean() { Status::Fine } else { Status::Problems })
}

fn sync(program: LoomBuilder, arguments: &SyncArguments) -> Result<SyncReport> {
    let SyncArguments { root, database, strict, allow_mass_delete } = arguments;
    let root =
        root.clone().or_else(|| program.root_folder().map(Path::to_owned)).unwrap_or_else(|| ".loom".into());
    let database = database.clone().or_else(|| program.database_file().map(Path::to_owned));
    // Before the database is made: a misspelt root leaves nothing behind.
    std::fs::read_dir(&root).map_err(|source| Error::Io { path: root.clone(), doing: ROOT, source })?;
    let options = SyncOptions { strict: *strict, allow_mass_delete: *allow_mass_delete };
    program.root(root).database(database.unwrap_or_else(|| "loom.db".into())).open()?.sync_with(options)
}
