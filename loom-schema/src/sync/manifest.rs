//! The manifest `loom_files`: one row a file, what it held, and how it was taken.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::plan::Plan;
use super::read::{File, Scan};
use super::report::{Problem, Severity};
use super::stored::{self, Stored};
use super::tables::Tables;
use crate::error::{Error, Result};

/// A file's row, without its path.
#[derive(PartialEq, Eq)]
struct Entry {
    hash: String,
    schema: String,
    status: String,
    diagnostics: String,
}

/// The manifest as it was when the sync started.
pub(super) struct Manifest {
    entries: BTreeMap<String, Entry>,
    /// Of the tables as they are now.
    fingerprint: String,
}

impl Manifest {
    pub(super) fn read(connection: &Connection, tables: &Tables) -> Result<Self> {
        let entries = read(connection).map_err(|error| Error::sqlite("read the manifest of files", error))?;
        Ok(Self { entries, fingerprint: fingerprint(tables) })
    }

    /// Whether the file was read before by this version of the program, which would read the same values.
    pub(super) fn is_current(&self, file: &File) -> bool {
        self.entries.get(&file.path).is_some_and(|entry| entry.schema == self.fingerprint)
    }

    /// Whether the file had no errors.
    pub(super) fn was_ok(&self, file: &File) -> bool {
        self.entries.get(&file.path).is_some_and(|entry| entry.status == OK)
    }

    /// Brings the manifest up to date; rows that are right already are not written.
    pub(super) fn write(
        mut self,
        connection: &Connection,
        tables: &Tables,
        scan: &Scan,
        stored: &Stored,
        plan: &Plan,
    ) -> Result<()> {
        let failed = |error| Error::sqlite("write the manifest of files", error);
        let stale = plan.stale.iter();
        let stale: BTreeSet<&str> =
            stale.filter_map(|key| stored::path(tables.get(key.table), stored.get(key)?)).collect();
        let mut upsert = connection
            .prepare_cached(
                "INSERT INTO loom_files (path, hash, schema, status, diagnostics) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (path) DO UPDATE SET hash = excluded.hash, schema = excluded.schema, \
                 status = excluded.status, diagnostics = excluded.diagnostics",
            )
            .map_err(failed)?;
        for file in &scan.files {
            let status = match (file.is_bad, stale.contains(file.path.as_str())) {
                (false, _) => OK,
                (true, true) => "stale",
                (true, false) => "bad",
            };
            let entry = Entry {
                hash: file.hash.clone(),
                schema: self.fingerprint.clone(),
                status: status.to_owned(),
                diagnostics: diagnostics(file),
            };
            if self.entries.remove(&file.path).as_ref() != Some(&entry) {
                upsert
                    .execute([&file.path, &entry.hash, &entry.schema, &entry.status, &entry.diagnostics])
                    .map_err(failed)?;
            }
        }
        for path in self.entries.keys().filter(|path| !scan.walk.is_unknown(path)) {
            connection.execute("DELETE FROM loom_files WHERE path = ?1", [path]).map_err(failed)?;
        }
        Ok(())
    }
}

/// The status of a file without errors.
const OK: &str = "ok";

fn read(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Entry>> {
    let mut select = connection.prepare("SELECT path, hash, schema, status, diagnostics FROM loom_files")?;
    let rows = select.query_map([], |row| {
        let (hash, schema) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Entry { hash, schema, status: row.get(3)?, diagnostics: row.get(4)? }))
    })?;
    rows.collect()
}

/// What a file's rows depend on besides the file: the tables, where their values stand, and this library.
fn fingerprint(tables: &Tables) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    for (_, table) in tables.all() {
        hasher.update((table.entry.ddl)().as_bytes());
        hasher.update(format!("{:?}", table.schema.truth).as_bytes());
        for column in table.schema.columns {
            hasher.update(format!("{} {:?}", column.rust_type, column.source).as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// The file's problems as JSON, in their order.
fn diagnostics(file: &File) -> String {
    let mut problems: Vec<&Problem> = file.problems.iter().collect();
    problems.sort();
    let values = problems.into_iter().map(|problem| {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        serde_json::json!({
            "line": problem.line,
            "column": problem.column,
            "severity": severity,
            "message": problem.message,
            "help": problem.help,
        })
    });
    serde_json::Value::Array(values.collect()).to_string()
}
