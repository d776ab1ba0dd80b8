//! A folder of Markdown files that tests write to.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a fixture that fails is a failed test")]

use std::path::Path;

use loom_engine::tables::LOOM;
use loom_schema::prelude::*;
use loom_schema::{Error, SyncOptions, SyncReport};

/// A folder, and a database in memory that is filled from it.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
    pub(crate) loom: Loom,
}

impl Folder {
    /// An empty folder for the tables of the engine.
    pub(crate) fn new() -> Self {
        Self::of(&LOOM)
    }

    /// An empty folder for other tables.
    pub(crate) fn of(schema: &'static Schema) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let loom = Loom::in_memory(schema).unwrap().with_root(folder.path());
        Self { folder, loom }
    }

    /// With the worlds `atlas` and `hearth`, the pattern `dialectic`, and an agent and a session in `atlas`.
    pub(crate) fn small() -> Self {
        let folder = Self::new();
        folder.write("worlds/atlas/WORLD.md", "---\nname: Atlas\n---\n\nA map.\n");
        folder.write("worlds/hearth/WORLD.md", "---\nname: Hearth\n---\n\nLetters.\n");
        folder.write(
            "patterns/dialectic.md",
            "---\nname: Dialectic\nfamily: decision\nsteps:\n  - {name: Thesis, agent_id: scribe}\n  - {name: Antithesis, agent_id: scribe}\n---\n",
        );
        folder.write(
            "worlds/atlas/agents/scribe/AGENT.md",
            "---\nname: Scribe\n---\n\n## PROFILE\n\n```yaml\nrole: scribe\nsummary: Writes.\n```\n",
        );
        folder.write(
            "worlds/atlas/sessions/kickoff.md",
            "---\nstatus: active\npattern_id: dialectic\ntokens_in: 12\n---\n\nHello.\n",
        );
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        let to = self.folder.path().join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::rename(self.folder.path().join(from), to).unwrap();
    }

    pub(crate) fn sync(&self) -> SyncReport {
        self.loom.sync().unwrap()
    }

    /// A sync that finds nothing wrong.
    pub(crate) fn clean(&self) -> SyncReport {
        let report = self.sync();
        assert!(report.problems.is_empty(), "{report}");
        report
    }

    /// The same, where only what the database then holds matters.
    pub(crate) fn load(&self) {
        drop(self.clean());
    }

    pub(crate) fn sync_with(&self, options: SyncOptions) -> Result<SyncReport, Error> {
        self.loom.sync_with(options)
    }

    /// The problems of a sync, as the operator reads them.
    pub(crate) fn problems(&self) -> String {
        let problems: Vec<_> = self.sync().problems.iter().map(ToString::to_string).collect();
        problems.join("\n\n")
    }

    /// One value, as text.
    pub(crate) fn value(&self, sql: &str) -> String {
        self.loom
            .with_connection(|connection| {
                let value: rusqlite::types::Value = connection.query_row(sql, [], |row| row.get(0))?;
                Ok(match value {
                    rusqlite::types::Value::Null => "NULL".to_owned(),
                    rusqlite::types::Value::Integer(value) => value.to_string(),
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
            })
            .unwrap()
    }

    /// Runs SQL, as a program would that does not care about Markdown.
    pub(crate) fn sql(&self, sql: &str) {
        self.loom.with_connection(|connection| connection.execute_batch(sql)).unwrap();
    }
}
