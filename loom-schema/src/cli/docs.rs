//! `docs`: the generated documentation.

use std::io::Write;

use serde::Serialize;

use super::Status;
use super::arguments::DocsArguments;
use super::output::{Failure, print_json};
use crate::docs::{Stale, StaleReason, Written, check, write};
use crate::table::Schema;

pub(super) fn run(
    schema: &'static Schema,
    arguments: &DocsArguments,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Failure> {
    if arguments.check {
        verify(schema, arguments, json, out, err)
    } else {
        make(schema, arguments, json, out)
    }
}

#[derive(Serialize)]
struct Made {
    written: Vec<String>,
    removed: Vec<String>,
    kept: Vec<String>,
    unchanged: usize,
}

fn make(
    schema: &'static Schema,
    arguments: &DocsArguments,
    json: bool,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let Written { written, removed, kept, unchanged } = write(schema, &arguments.out)?;
    let made = Made { written, removed, kept, unchanged };
    if json {
        print_json(out, &made)?;
        return Ok(Status::Fine);
    }
    for path in &made.written {
        writeln!(out, "written {path}")?;
    }
    for path in &made.removed {
        writeln!(out, "removed {path}")?;
    }
    for path in &made.kept {
        writeln!(
            out,
            "kept {path}: there is no such table, but the page was edited by hand; delete it, or remove its first \
             line to keep it as a page of your own"
        )?;
    }
    let (written, removed) = (made.written.len(), made.removed.len());
    writeln!(out, "{written} written, {removed} removed, {} unchanged", made.unchanged)?;
    Ok(Status::Fine)
}

#[derive(Serialize)]
struct StaleJson<'s> {
    path: &'s str,
    reason: &'static str,
    edited: bool,
    line: Option<usize>,
    expected: Option<&'s str>,
    found: Option<&'s str>,
}

fn verify(
    schema: &'static Schema,
    arguments: &DocsArguments,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Failure> {
    let stale = check(schema, &arguments.out)?;
    if json {
        print_json(out, &stale.iter().map(stale_json).collect::<Vec<_>>())?;
    } else {
        stale.iter().try_for_each(|stale| writeln!(out, "{stale}"))?;
    }
    if stale.is_empty() {
        return Ok(Status::Fine);
    }
    let (count, s) = (stale.len(), if stale.len() == 1 { " is" } else { "s are" });
    let _ = writeln!(
        err,
        "error: {count} file{s} not current in {dir}\nhelp: run `docs --out {dir}`",
        dir = arguments.out.display()
    );
    Ok(Status::Problems)
}

fn stale_json(stale: &Stale) -> StaleJson<'_> {
    let (reason, line, expected, found) = match &stale.reason {
        StaleReason::Missing => ("missing", None, None, None),
        StaleReason::Superfluous => ("superfluous", None, None, None),
        StaleReason::Different { line, expected, found } => {
            ("different", Some(*line), expected.as_deref(), found.as_deref())
        }
    };
    StaleJson { path: &stale.path, reason, edited: stale.edited, line, expected, found }
}
