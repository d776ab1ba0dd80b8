//! `sync`: the Markdown files into the database.

use std::io::Write;

use super::Status;
use super::arguments::SyncArguments;
use super::output::Failure;
use crate::error::{Error, Result};
use crate::schema::Schema;
use crate::store::Loom;
use crate::sync::{SyncOptions, SyncReport};

/// What is done first, and fails where the root is misspelt.
const ROOT: &str = "read the root folder";

pub(super) fn run(
    schema: &'static Schema,
    arguments: &SyncArguments,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let report = match sync(schema, arguments) {
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

fn sync(schema: &'static Schema, arguments: &SyncArguments) -> Result<SyncReport> {
    let SyncArguments { root, database, strict, allow_mass_delete } = arguments;
    // Before the database is made: a misspelt root leaves nothing behind.
    std::fs::read_dir(root).map_err(|source| Error::Io { path: root.clone(), doing: ROOT, source })?;
    let options = SyncOptions { strict: *strict, allow_mass_delete: *allow_mass_delete };
    Loom::open(schema, root, database)?.sync_with(options)
}
