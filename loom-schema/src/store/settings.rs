//! The settings of a connection: what raw SQL may change on it, and the way back.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;

/// The pragmas that hold for a connection, whatever it is connected to.
const PRAGMAS: [&str; 29] = [
    "analysis_limit",
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "count_changes",
    "defer_foreign_keys",
    "empty_result_callbacks",
    "foreign_keys",
    "full_column_names",
    "fullfsync",
    "ignore_check_constraints",
    "journal_mode",
    "journal_size_limit",
    "legacy_alter_table",
    "locking_mode",
    "max_page_count",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "short_column_names",
    "synchronous",
    "threads",
    "trusted_schema",
    "writable_schema",
];

/// The switches of a connection that no pragma reaches, or that stop one.
const SWITCHES: [DbConfig; 10] = [
    DbConfig::SQLITE_DBCONFIG_DEFENSIVE,
    DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER,
    DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW,
    DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG,
    DbConfig::SQLITE_DBCONFIG_TRIGGER_EQP,
    DbConfig::SQLITE_DBCONFIG_RESET_DATABASE,
    DbConfig::SQLITE_DBCONFIG_DQS_DML,
    DbConfig::SQLITE_DBCONFIG_DQS_DDL,
    DbConfig::SQLITE_DBCONFIG_LEGACY_FILE_FORMAT,
    DbConfig::SQLITE_DBCONFIG_ENABLE_COMMENTS,
];

/// The settings of a connection as the library opens it.
#[derive(Debug)]
pub(super) struct Settings {
    pragmas: Vec<(&'static str, Value)>,
    switches: Vec<(DbConfig, bool)>,
    /// The functions that are not SQLite's own, with the number of their arguments.
    functions: BTreeSet<(String, i32)>,
}

impl Settings {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut pragmas = Vec::with_capacity(PRAGMAS.len());
        for name in PRAGMAS {
            if let Some(value) = pragma(connection, name)? {
                pragmas.push((name, value));
            }
        }
        let switches = SWITCHES.into_iter().filter_map(|switch| {
            let value = connection.db_config(switch).ok()?;
            Some((switch, value))
        });
        Ok(Self { pragmas, switches: switches.collect(), functions: functions(connection)? })
    }

    /// Brings the connection back to these settings, outside of a transaction: without what it has attached, without
    /// temporary objects, and without functions of the user's.
    ///
    /// What nothing brings back: collations, modules of virtual tables, hooks, limits, and functions of SQLite's or of this
    /// library's that others have replaced.
    pub(super) fn restore(&self, connection: &Connection) -> rusqlite::Result<()> {
        for (switch, value) in &self.switches {
            connection.set_db_config(*switch, *value)?;
        }
        // The one setting that cannot be read.
        connection.execute_batch("PRAGMA case_sensitive_like = off")?;
        for (name, value) in &self.pragmas {
            if pragma(connection, name)?.as_ref() != Some(value) {
                connection.pragma_update(None, name, value)?;
            }
        }
        // To change where temporary objects are stored drops all of them.
        connection.execute_batch(
            "PRAGMA temp_store = file; PRAGMA temp_store = memory; PRAGMA temp_store = default",
        )?;
        let mut attached = Vec::new();
        connection.pragma_query(None, "database_list", |row| {
            let name: String = row.get(1)?;
            attached.extend(Some(name).filter(|name| name != "main" && name != "temp"));
            Ok(())
        })?;
        for name in attached {
            connection.execute("DETACH ?1", [name])?;
        }
        for (name, arguments) in functions(connection)?.difference(&self.functions) {
            connection.remove_function(name.as_str(), *arguments)?;
        }
        Ok(())
    }
}

/// The pragma's value; none where SQLite was built without it.
fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<Option<Value>> {
    let mut value = None;
    connection.pragma_query(None, name, |row| {
        value = Some(row.get(0)?);
        Ok(())
    })?;
    Ok(value)
}

/// The functions that are not SQLite's own. One that has replaced one of SQLite's is not among them: removed, it would
/// leave none of that name.
fn functions(connection: &Connection) -> rusqlite::Result<BTreeSet<(String, i32)>> {
    let (mut functions, mut builtin) = (BTreeSet::new(), BTreeSet::new());
    connection.pragma_query(None, "function_list", |row| {
        let name: String = row.get("name")?;
        if row.get("builtin")? {
            builtin.insert(name);
        } else {
            functions.insert((name, row.get("narg")?));
        }
        Ok(())
    })?;
    functions.retain(|(name, _)| !builtin.contains(name));
    Ok(functions)
}
