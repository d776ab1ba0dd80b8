//! From the folder of Markdown files to the database.
//!
//! Files are found ([`walk`]), given to their tables by their paths ([`map`]) and read into rows ([`read`], [`row`],
//! [`values`], [`sections`]). Then it is decided which of them are taken ([`duplicates`], [`plan`], [`references`],
//! [`leaving`]), and the difference to what is there ([`stored`]) is written in one transaction ([`apply`],
//! [`manifest`]). Whatever is wrong is a [`Problem`] of a file, and costs that file alone.

mod apply;
mod duplicates;
mod edits;
mod leaving;
mod manifest;
mod map;
mod nearest;
mod plan;
mod positions;
mod read;
mod references;
mod report;
mod row;
mod sections;
mod stored;
mod tables;
mod values;
mod walk;

pub use report::{Problem, Severity, SyncReport, TableReport};

use std::panic::Location;

use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::handles::Loom;
use crate::store::{Begin, Lease};
use crate::value::Timestamp;
use apply::{Apply, Outcome};
use manifest::Manifest;
use plan::Plan;
use read::Scan;
use stored::Stored;
use tables::Tables;

/// How a sync deals with errors and with mass deletion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncOptions {
    /// Whether one error anywhere is enough to leave the database as it is. The report then says
    /// [`rolled_back`](SyncReport::rolled_back).
    pub strict: bool,
    /// Whether more than half of the rows that came from files, and more than 20, may be deleted at once; or all of them.
    pub allow_mass_delete: bool,
}

/// A sync that would delete more rows than this, and more than half of those there are, is refused; so is one that would
/// delete all.
const MASS: usize = 20;

impl Loom {
    /// Brings the database in line with the Markdown files below the root folder.
    ///
    /// A file that has errors is left out as a whole: its rows stay as they last were, and the report says what is wrong
    /// where. All other files are taken. Rows whose file is gone are deleted; rows that came from no file are never
    /// touched. A sync of files that have not changed writes nothing.
    ///
    /// Markdown wins: a value that the program wrote into a row which has a file is replaced by the file's. Where the file
    /// has not changed since it was read, a warning names the row, its columns and both values. Where the file has changed
    /// as well, the program's value is lost without a warning: what the file held before is not kept, so that nothing
    /// tells which side a difference came from.
    ///
    /// ```
    /// use loom_schema::prelude::*;
    ///
    /// /// A note.
    /// #[derive(LoomTable, Debug)]
    /// #[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
    /// pub struct Note {
    ///     pub id: Id<Note>,
    ///     pub title: String,
    ///     #[loom(body)]
    ///     pub text: String,
    ///     pub created_at: Timestamp,
    ///     pub updated_at: Timestamp,
    /// }
    ///
    /// static SCHEMA: Schema = schema![Note];
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let root = std::env::temp_dir().join(format!("loom-sync-doc-{}", std::process::id()));
    /// std::fs::create_dir_all(root.join("notes"))?;
    /// std::fs::write(root.join("notes/tide.md"), "---\ntitle: Low water\n---\n\nAt noon.\n")?;
    /// std::fs::write(root.join("notes/wind.md"), "---\ntitel: West\n---\n")?;
    ///
    /// let loom = Loom::in_memory(&SCHEMA)?.with_root(&root);
    /// let report = loom.sync()?;
    /// assert_eq!(report.table("notes").map(|table| table.inserted), Some(1));
    /// assert_eq!(report.problems[0].to_string(), "\
    /// notes/wind.md:1:1: missing key `title`
    ///    1 | ---
    ///      | ^^^
    ///   = help: write `title: …` below the first `---`");
    ///
    /// let tide = loom.get::<Note>(&Id::new("tide"))?.expect("the note");
    /// assert_eq!((tide.title.as_str(), tide.text.as_str()), ("Low water", "At noon."));
    /// # std::fs::remove_dir_all(&root)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NoRoot`] without a root folder, [`Error::Io`] if it is not there or cannot be read,
    /// [`Error::MassDelete`] if most rows would go, or if the database refuses. Then nothing was changed. What is wrong in
    /// a file is no error, but a [`Problem`] in the report.
    #[track_caller]
    pub fn sync(&self) -> Result<SyncReport> {
        self.sync_with(SyncOptions::default())
    }

    /// [`sync`](Self::sync), stricter or more lenient.
    ///
    /// # Errors
    ///
    /// As [`sync`](Self::sync). A strict sync that finds errors in files returns a report, not an error: look at
    /// [`rolled_back`](SyncReport::rolled_back).
    #[track_caller]
    pub fn sync_with(&self, options: SyncOptions) -> Result<SyncReport> {
        let root = self.root().ok_or(Error::NoRoot)?;
        let tables = Tables::of(self.schema());
        let mut scan = read::scan(root, &tables)?;
        duplicates::mark(&tables, &mut scan.files);

        let lease = self.database().lease()?;
        let transaction = lease.begin(Begin::Immediate(Location::caller()))?;
        // Rows come table by table, and in a swap each references what the other was. SQLite forgets this at the end of
        // a transaction, but not at that of a savepoint in somebody else's.
        let deferred = defer_foreign_keys(&lease, true)?;
        let written = self.write(&lease, &tables, &mut scan, options);
        defer_foreign_keys(&lease, deferred)?;
        let (plan, tables, edits) = written?;

        let in_files = scan.files.iter().flat_map(|file| &file.problems);
        let mut problems: Vec<Problem> =
            in_files.chain(&scan.walk.problems).chain(&plan.kept).chain(&edits).cloned().collect();
        problems.sort();
        let mut report = SyncReport { files: scan.files.len(), tables, problems, rolled_back: false };
        if options.strict && !report.is_clean() {
            report.rolled_back = true;
        } else {
            transaction.commit()?;
        }
        Ok(report)
    }

    /// Writes what differs. A file with a row that the database refuses is left out, and the plan made anew.
    fn write(
        &self,
        lease: &Lease<'_>,
        tables: &Tables,
        scan: &mut Scan,
        options: SyncOptions,
    ) -> Result<(Plan, Vec<TableReport>, Vec<Problem>)> {
        let now = Timestamp::now();
        let stored = stored::read(lease, tables)?;
        let manifest = Manifest::read(lease, tables)?;
        loop {
            let plan = plan::make(tables, scan, &stored);
            let attempt = lease.begin(Begin::Immediate(Location::caller()))?;
            let apply = Apply {
                loom: self,
                connection: lease,
                tables,
                scan,
                stored: &stored,
                manifest: &manifest,
                now,
            };
            match apply.run(&plan)? {
                Outcome::Done(counts, edits) => {
                    if !options.allow_mass_delete {
                        refuse_mass_delete(tables, &stored, &plan)?;
                    }
                    manifest.write(lease, tables, scan, &stored, &plan)?;
                    attempt.commit()?;
                    return Ok((plan, counts, edits));
                }
                Outcome::Refused(found) => {
                    drop(attempt);
                    for (file, fault) in found {
                        scan.files[file].fault(&fault);
                    }
                }
            }
        }
    }
}

/// Sets whether foreign keys are checked at the end of the transaction only; returns what was set before.
fn defer_foreign_keys(connection: &Connection, defer: bool) -> Result<bool> {
    const PRAGMA: &str = "defer_foreign_keys";
    let failed = |error| Error::sqlite("sync", error);
    let before = connection.pragma_query_value(None, PRAGMA, |row| row.get(0)).map_err(failed)?;
    connection.pragma_update(None, PRAGMA, defer).map_err(failed)?;
    Ok(before)
}

fn refuse_mass_delete(tables: &Tables, stored: &Stored, plan: &Plan) -> Result<()> {
    let from_files = |key: &&tables::Key| {
        stored.get(*key).is_some_and(|cells| stored::path(tables.get(key.table), cells).is_some())
    };
    let going = plan.leaving.iter().filter(from_files).count();
    let of = stored.keys().filter(from_files).count();
    // A folder without any file is more likely the wrong folder than an empty truth.
    let is_mass = (going > MASS && going * 2 > of) || (going > 0 && going == of);
    if is_mass { Err(Error::MassDelete { going, of }) } else { Ok(()) }
}
