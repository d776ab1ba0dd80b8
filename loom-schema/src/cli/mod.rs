//! The command line, as a library function, since the tables live in the user's crate:
//!
//! ```no_run
//! # mod tables {
//! #     use loom_schema::prelude::*;
//! #     #[derive(LoomTable)]
//! #     #[loom_table(global, layer = "L3", derived)]
//! #     pub struct Note { pub id: Id<Note>, pub created_at: Timestamp, pub updated_at: Timestamp }
//! #     pub static LOOM: Schema = schema![Note];
//! # }
//! # use tables::LOOM;
//! fn main() -> std::process::ExitCode {
//!     loom_schema::cli::run(&LOOM)
//! }
//! ```

mod arguments;
mod docs;
mod explain;
mod export;
mod output;
mod sync;
mod tables;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use arguments::Command;
use output::{Failure, Pipe};

use crate::open::LoomBuilder;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything is fine: exit code 0.
    Fine,
    /// The command found problems, or could not do its work: exit code 1.
    Problems,
    /// The command line cannot be understood: exit code 2.
    WrongUse,
}

impl Status {
    /// The exit code: 0, 1 or 2.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Problems => 1,
            Self::WrongUse => 2,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

/// Runs the command line of the process: the whole of a user's `main`. `--help` lists the commands.
///
/// `program` is the schema, as in `run(&LOOM)`, or a [`LoomBuilder`] with the program's own folder and database, which
/// the commands then use unless their options name others: `run(Loom::builder(&LOOM).root("engine/.loom"))`.
#[must_use]
pub fn run(program: impl Into<LoomBuilder>) -> ExitCode {
    let out = io::BufWriter::new(io::stdout().lock());
    run_from(program, std::env::args_os(), &mut { out }, &mut io::stderr().lock()).into()
}

/// Runs one command line, with the program's path as the first of `arguments`, and with these places for its results
/// (`out`) and its messages (`err`).
///
/// A reader that goes away (`export | head`) is no failure: the rest is not written, and the status is that of the
/// whole command.
pub fn run_from<A>(
    program: impl Into<LoomBuilder>,
    arguments: impl IntoIterator<Item = A>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Status
where
    A: Into<OsString> + Clone,
{
    let mut out = Pipe::new(out);
    let result = match arguments::parse(arguments) {
        Ok(parsed) => command(program.into(), &parsed, &mut out, err),
        Err(refusal) if refusal.use_stderr() => Err(Failure::Shown(refusal.to_string())),
        Err(help) => write!(out, "{help}").map(|()| Status::Fine).map_err(Failure::from),
    };
    let result = result.and_then(|status| Ok(out.flush().map(|()| status)?));
    // A message that cannot be written has no other place to go.
    match result {
        Ok(status) => status,
        Err(failure) => {
            let _ = out.flush();
            let _ = write!(err, "{failure}");
            failure.status()
        }
    }
}

fn command(
    program: LoomBuilder,
    parsed: &arguments::Arguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Failure> {
    let (schema, json) = (program.schema(), parsed.json);
    match &parsed.command {
        Command::Tables(arguments) => tables::run(schema, arguments, json, out, err),
        Command::Export(_) if json => {
            Err(Failure::Usage("`export` writes SQL; `--json` is for tables, docs and explain".to_owned()))
        }
        Command::Export(arguments) => export::run(schema, arguments, out),
        Command::Sync(_) if json => {
            Err(Failure::Usage("`sync` has no JSON; `--json` is for tables, docs and explain".to_owned()))
        }
        Command::Sync(arguments) => sync::run(program, arguments, out),
        Command::Docs(arguments) => docs::run(schema, arguments, json, out, err),
        Command::Explain(arguments) => explain::run(arguments, json, out),
    }
}
