//! The tables of the library's own.

/// The DDL of the tables that the library keeps for itself, beside the program's.
pub(crate) const LIBRARY_TABLES: &[&str] = &[
    // One row a Markdown file, since one file can feed many rows; the sync reads and writes it.
    "CREATE TABLE \"loom_files\" (\n  \"path\" TEXT NOT NULL PRIMARY KEY,\n  \"hash\" TEXT NOT NULL,\n  \"schema\" TEXT NOT NULL,\n  \
     \"status\" TEXT NOT NULL CHECK (\"status\" IN ('ok', 'stale', 'bad')),\n  \"diagnostics\" TEXT NOT NULL\n) STRICT;\n",
];
