//! Opening a database: its settings, and whether its schema is the program's.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::introspect::{differences, read};
use super::queue::{Queue, Work};
use crate::error::{Error, Result};
use crate::schema::Default;
use crate::table::Schema;

/// How long a connection waits for another one's write before it gives up.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The encoding of text, which Rust has as well.
const UTF_8: &str = "UTF-8";

/// Statements a connection keeps prepared.
const CACHED_STATEMENTS: usize = 256;

/// Opens a connection to the file with the settings that every connection has.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let doing = || format!("open {}", path.display());
    let connection = Connection::open(path).map_err(|error| Error::sqlite(doing(), error))?;
    configure(&connection).map_err(|error| Error::sqlite(doing(), error))?;
    Ok(connection)
}

/// Opens an empty database in memory.
pub(super) fn connect_in_memory() -> Result<Connection> {
    let open = || {
        let connection = Connection::open_in_memory()?;
        configure(&connection)?;
        Ok(connection)
    };
    open().map_err(|error| Error::sqlite("open a database in memory", error))
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    rusqlite::vtab::array::load_module(connection)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    // Of a file that is still empty; no other can be changed.
    connection.pragma_update(None, "encoding", UTF_8)?;
    use_wal(connection)?;
    // With WAL, NORMAL loses the last commits in a power failure, never the database; Markdown has them anyway.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Statements from the cache come back with their values cleared. Without this, SQLite would plan a query anew for the
    // values it is given then, and prepare it again at nearly every execution.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A misspelt column is an error, not a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    super::functions::register(connection)
}

/// Switches to WAL, where that is not so already: the switch does not wait for others by itself.
fn use_wal(connection: &Connection) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        if mode == "wal" || mode == "memory" {
            return Ok(());
        }
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
                    && start.elapsed() < BUSY_TIMEOUT =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            result => return result,
        }
    }
}

/// The defaults of `Json<T>` columns, of which only `T` can tell whether they fit: a row that took a wrong one could not be
/// read.
fn check_json_defaults(schema: &Schema) -> Result<()> {
    for table in schema.tables() {
        for column in table.columns {
            if let (Some(check), Some(Default::Text(text))) = (column.value.json_text, column.default) {
                check(text).map_err(|error| Error::Value {
                    table: table.name(),
                    column: column.name.to_owned(),
                    row: None,
                    message: format!("the default is not a `{}`: {error}", column.rust_type),
                })?;
            }
        }
    }
    Ok(())
}

/// Creates the tables in an empty database; compares them with the program's in any other, which takes no lock.
pub(super) fn prepare(
    connection: &Connection,
    schema: &Schema,
    path: Option<&Path>,
    queue: &Arc<Queue>,
) -> Result<()> {
    check_json_defaults(schema)?;
    let database = || path.map_or_else(|| PathBuf::from(":memory:"), Path::to_path_buf);
    let reading = |error| Error::sqlite(format!("read the schema of {}", database().display()), error);
    let encoding: String =
        connection.pragma_query_value(None, "encoding", |row| row.get(0)).map_err(reading)?;
    if encoding != UTF_8 {
        return Err(Error::Encoding { database: database(), encoding });
    }
    let mut found = read(connection).map_err(reading)?;
    if found.is_empty() {
        let failed = |error| Error::sqlite(format!("create the tables of {}", database().display()), error);
        let _turn = queue.enter(Work::Create, || BUSY_TIMEOUT)?;
        connection.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        // Somebody else may have made them meanwhile.
        let created = read(connection).map_err(reading).and_then(|read| {
            found = read;
            if found.is_empty() { create(connection, schema) } else { Ok(()) }
        });
        let end = if created.is_ok() { "COMMIT" } else { "ROLLBACK" };
        connection.execute_batch(end).map_err(failed)?;
        created?;
    }
    if found.is_empty() {
        return Ok(());
    }
    // What the database should be is what the DDL makes of an empty one: SQLite reads both, and so nothing is compared
    // that only looks different.
    let model = connect_in_memory()?;
    create(&model, schema)?;
    let differences = differences(&read(&model).map_err(reading)?, &found);
    if differences.is_empty() { Ok(()) } else { Err(Error::Drift { database: database(), differences }) }
}

fn create(connection: &Connection, schema: &Schema) -> Result<()> {
    for (table, ddl) in schema.tables().zip(schema.ddl()) {
        connection
            .execute_batch(ddl)
            .map_err(|error| Error::sqlite(format!("create table {}", table.name()), error))?;
    }
    for ddl in crate::sql::sqlite::LIBRARY_TABLES {
        connection.execute_batch(ddl).map_err(|error| Error::sqlite("create the engine's tables", error))?;
    }
    Ok(())
}
