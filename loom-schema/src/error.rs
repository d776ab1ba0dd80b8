//! What can go wrong at run time. Every message names the table, the column and the row, or the file, it is about.

use std::fmt;
use std::path::PathBuf;

/// The result of anything that touches the database or the files.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong. Its `Debug` is its message, so that a `main` that returns it, and an `unwrap` in a test, show that.
#[non_exhaustive]
pub enum Error {
    /// `loom.world(id)` for a world that does not exist.
    NoSuchWorld {
        /// The id that was asked for.
        world: String,
        /// The worlds there are, at most ten.
        known: Vec<String>,
    },
    /// A row that must exist does not.
    NoSuchRow {
        /// The table.
        table: &'static str,
        /// The row, as `world/id` or `id`; or the query.
        row: String,
    },
    /// More rows than the one asked for.
    ManyRows {
        /// The table.
        table: &'static str,
    },
    /// The row breaks a constraint of its table.
    Constraint {
        /// The table.
        table: String,
        /// The columns the constraint is about.
        columns: Vec<String>,
        /// The row, as `world/id` or `id`.
        row: String,
        /// What the constraint says.
        message: String,
    },
    /// A stored or given value is not of its column's type.
    Value {
        /// The table.
        table: &'static str,
        /// The column; empty for a value of the query that belongs to none.
        column: String,
        /// The row, as `world/id` or `id`, where it is known.
        row: Option<String>,
        /// What is wrong with the value.
        message: String,
    },
    /// The database's schema is not the program's.
    Drift {
        /// The database file.
        database: PathBuf,
        /// Each difference, in one line.
        differences: Vec<String>,
    },
    /// A table that the schema of this [`Loom`](crate::Loom) does not list.
    NotListed {
        /// The table.
        table: &'static str,
    },
    /// The database is locked by another connection for longer than the busy timeout.
    Busy {
        /// What was being done.
        doing: String,
        /// Who holds the lock, where it is a transaction of this program.
        held_by: Option<String>,
    },
    /// Raw SQL left a transaction open, which was rolled back.
    LeftOpen,
    /// SQLite has rolled the open transaction back by itself, after an error such as a full disk.
    RolledBack,
    /// A query reads a whole table, although it asks for some of its rows only.
    FullScan {
        /// The table.
        table: String,
        /// How SQLite runs the query, a step a line.
        plan: Vec<String>,
    },
    /// SQLite refused, for another reason.
    Sqlite {
        /// What was being done.
        doing: String,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A sync without a folder of Markdown files.
    NoRoot,
    /// A sync that would delete most of what was read before: nothing was changed.
    MassDelete {
        /// The rows that would go.
        going: usize,
        /// The rows there are that came from files.
        of: usize,
    },
    /// The file system refused.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchWorld { world, known } if known.is_empty() => {
                write!(f, "there is no world `{world}`, nor any other yet")
            }
            Self::NoSuchWorld { world, known } => {
                write!(f, "there is no world `{world}`; there are {}", known.join(", "))
            }
            Self::NoSuchRow { table, row } => write!(f, "{table}: there is no row {row}"),
            Self::ManyRows { table } => write!(f, "{table}: more than one row, where one was asked for"),
            Self::Constraint { table, columns, row, message } if columns.is_empty() => {
                write!(f, "{table}, row {row}: {message}")
            }
            Self::Constraint { table, columns, row, message } => {
                write!(f, "{table}.{}, row {row}: {message}", columns.join("+"))
            }
            Self::Value { table, column, row: Some(row), message } if column.is_empty() => {
                write!(f, "{table}, row {row}: {message}")
            }
            Self::Value { table, column, row: None, message } if column.is_empty() => {
                write!(f, "{table}: {message}")
            }
            Self::Value { table, column, row: Some(row), message } => {
                write!(f, "{table}.{column}, row {row}: {message}")
            }
            Self::Value { table, column, row: None, message } => write!(f, "{table}.{column}: {message}"),
            Self::Drift { database, differences } => {
                write!(f, "the schema of {} is not the program's:", database.display())?;
                differences.iter().try_for_each(|difference| write!(f, "\n  {difference}"))?;
                write!(f, "\nhelp: where all its rows come from Markdown, delete the file, and a sync makes it anew")
            }
            Self::NotListed { table } => {
                write!(f, "table `{table}` is not listed in the `schema![…]` that this Loom was opened with")
            }
            Self::Busy { doing, held_by } => {
                let holder = held_by.as_deref().unwrap_or("another program, or a statement of this one");
                write!(f, "{doing}: the database stayed locked for the busy timeout, by {holder}")
            }
            Self::LeftOpen => f.write_str("raw SQL left a transaction open; it was rolled back"),
            Self::RolledBack => f.write_str(
                "SQLite has rolled this transaction back, after an error such as a full disk; nothing more is done in it",
            ),
            Self::FullScan { table, plan } => {
                write!(f, "{table}: the query reads every row, and no index serves it: {}", plan.join("; "))
            }
            Self::Sqlite { doing, source } => write!(f, "{doing}: {source}"),
            Self::NoRoot => {
                write!(f, "there is no root folder to read; open the Loom with one, or call `with_root`")
            }
            Self::MassDelete { going, of } => write!(
                f,
                "the sync would delete {going} of {of} rows, since their files are gone; nothing was changed; \
                 allow it with `allow_mass_delete` if it is meant"
            ),
            Self::Io { path, doing, source } => write!(f, "{}: {doing}: {source}", path.display()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sqlite { source, .. } => Some(source),
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl Error {
    /// The same, with who holds the lock.
    pub(crate) fn held_by(self, holder: Option<String>) -> Self {
        match self {
            Self::Busy { doing, held_by: None } => Self::Busy { doing, held_by: holder },
            other => other,
        }
    }

    /// An error of SQLite's that no constraint explains, with what was being done.
    pub(crate) fn sqlite(doing: impl Into<String>, source: rusqlite::Error) -> Self {
        let busy = matches!(
            source.sqlite_error_code(),
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
        );
        if busy {
            Self::Busy { doing: doing.into(), held_by: None }
        } else {
            Self::Sqlite { doing: doing.into(), source }
        }
    }
}
