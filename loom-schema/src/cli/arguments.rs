//! What can be written on the command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

#[derive(Parser, Debug)]
#[command(
    about = "The tables of this program: lists, DDL, documentation, and the rules that they keep",
    version = concat!("(loom-schema ", env!("CARGO_PKG_VERSION"), ")"),
    after_help = AFTER_HELP,
    disable_help_subcommand = true
)]
pub(super) struct Arguments {
    /// Print JSON instead of text (tables, docs, explain)
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

const AFTER_HELP: &str = "\
Exit codes:
  0  everything is fine
  1  problems were found, or the work could not be done
  2  wrong use: an unknown command, option, table or rule

Results go to standard output, messages to standard error.";

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    Tables(TablesArguments),
    Export(ExportArguments),
    Sync(SyncArguments),
    Docs(DocsArguments),
    Explain(ExplainArguments),
}

/// List the tables by layer
///
/// For each table: its name, its scope, how many columns it has in the database (the sync's own included), and where
/// its rows come from.
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  PROGRAM tables
  PROGRAM tables --database loom.db
  PROGRAM tables --json"
)]
pub(super) struct TablesArguments {
    /// Count the rows in this database too; it is only read, and never created
    #[arg(long, value_name = "PATH")]
    pub(super) database: Option<PathBuf>,
}

/// Print the DDL of the tables as SQL
///
/// The statements are those that the compiler made, in the order of the schema. The library's own table, which an
/// opened database has as well, is not among them.
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  PROGRAM export | sqlite3 empty.db
  PROGRAM export --table sessions
  PROGRAM export --out schema.sql"
)]
pub(super) struct ExportArguments {
    /// Only this table and its indexes
    #[arg(long, value_name = "NAME")]
    pub(super) table: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// Read the Markdown files into the database
///
/// Creates the database if there is none. A file with errors is left out as a whole, and its rows stay as they last
/// were; all other files are read. The exit code is 1 if there were errors; warnings do not count.
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  PROGRAM sync
  PROGRAM sync --root .loom --database loom.db --strict"
)]
pub(super) struct SyncArguments {
    /// The folder of the Markdown files [default: the program's own, or .loom]
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// The database [default: the program's own, or loom.db]
    #[arg(long, value_name = "PATH")]
    pub(super) database: Option<PathBuf>,
    /// Write nothing if there is an error in any file
    #[arg(long)]
    pub(super) strict: bool,
    /// Delete rows even if most of those that came from files would go
    #[arg(long)]
    pub(super) allow_mass_delete: bool,
}

/// Write the documentation of the tables, or check that it is current
///
/// Makes README.md, tables/<NAME>.md and schema.json. Only files that differ are written; pages of tables that no
/// longer exist are removed. A file that was not generated, or that was edited since, is never replaced or removed.
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  PROGRAM docs --out docs/tables
  PROGRAM docs --out docs/tables --check   (exit code 1 if a page is not current)"
)]
pub(super) struct DocsArguments {
    /// The folder of the documentation
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Change nothing; list what is missing, different or superfluous
    #[arg(long)]
    pub(super) check: bool,
}

/// Explain a rule that a compile error names, or list all rules
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  PROGRAM explain
  PROGRAM explain missing_world_id"
)]
pub(super) struct ExplainArguments {
    /// The rule's name, as the compiler's message shows it in parentheses
    pub(super) rule: Option<String>,
}

/// Stands for the program's name in the examples, which is known only when it runs.
const PROGRAM: &str = "PROGRAM";

/// Reads the arguments; the program is called what its file is called.
pub(super) fn parse<A>(arguments: impl IntoIterator<Item = A>) -> Result<Arguments, clap::Error>
where
    A: Into<OsString> + Clone,
{
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let stem = arguments.first().and_then(|path| Path::new(path).file_stem());
    let program = stem.map_or_else(|| "loom".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let command = Arguments::command().mut_subcommands(|command| with_name(command, &program));
    let command = command.name(program.clone()).bin_name(program);
    Arguments::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

fn with_name(command: clap::Command, program: &str) -> clap::Command {
    let examples = command.get_after_help().map(|text| text.to_string().replace(PROGRAM, program));
    match examples {
        Some(examples) => command.after_help(examples),
        None => command,
    }
}
