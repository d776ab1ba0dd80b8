//! What can go wrong at run time. Every message names the table, the column and the row, or the file, it is about.

mod sqlite;

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
    /// The write lock could not be taken: the same holder kept it for the whole busy timeout, or this thread holds it
    /// already, through another [`Loom`](crate::Loom) on the same file.
    Busy {
        /// What was being done.
        doing: String,
        /// Who holds the lock, where that is known: work of this program, with its place and thread, or another process.
        held_by: Option<String>,
    },
    /// A write that follows a read of an older state, since others have written in between: in a `snapshot`, or within
    /// [`each`](crate::query::Select::each).
    Outdated {
        /// What was being done.
        doing: String,
    },
    /// The database stores text in another encoding than UTF-8.
    Encoding {
        /// The database file.
        database: PathBuf,
        /// Its encoding.
        encoding: String,
    },
    /// The statement exceeds a limit of SQLite's. A query or a write of this library has then changed nothing.
    Limit {
        /// What was being done.
        doing: String,
        /// The limit, and what to do.
        limit: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// Raw SQL left a transaction open, which was rolled back.
    LeftOpen,
    /// The open transaction has ended early, and nothing more is done in it: SQLite rolled it back by itself, after an
    /// error such as a full disk, or raw SQL within it ran a `COMMIT` or `ROLLBACK`.
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

/// A text that may hold a value, or its beginning.
struct Short<'t>(&'t str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(500) {
            Some((end, _)) => write!(f, "{}…", &self.0[..end]),
            None => f.write_str(self.0),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchWorld { world, known } if known.is_empty() => {
                write!(f, "there is no world `{}`, nor any other yet", Short(world))
            }
            Self::NoSuchWorld { world, known } => {
                write!(f, "there is no world `{}`; there are {}", Short(world), Short(&known.join(", ")))
            }
            Self::NoSuchRow { table, row } => write!(f, "{table}: there is no row {}", Short(row)),
            Self::ManyRows { table } => write!(f, "{table}: more than one row, where one was asked for"),
            Self::Constraint { table, columns, row, message } if columns.is_empty() => {
                write!(f, "{table}, row {}: {}", Short(row), Short(message))
            }
            Self::Constraint { table, columns, row, message } => {
                write!(f, "{table}.{}, row {}: {}", columns.join("+"), Short(row), Short(message))
            }
            Self::Value { table, column, row: Some(row), message } if column.is_empty() => {
                write!(f, "{table}, row {}: {}", Short(row), Short(message))
            }
            Self::Value { table, column, row: None, message } if column.is_empty() => {
                write!(f, "{table}: {}", Short(message))
            }
            Self::Value { table, column, row: Some(row), message } => {
                write!(f, "{table}.{column}, row {}: {}", Short(row), Short(message))
            }
            Self::Value { table, column, row: None, message } => write!(f, "{table}.{column}: {}", Short(message)),
            Self::Drift { database, differences } => {
                write!(f, "the schema of {} is not the program's:", database.display())?;
                differences.iter().try_for_each(|difference| write!(f, "\n  {difference}"))?;
                write!(f, "\nhelp: where all its rows come from Markdown, delete the file, and a sync makes it anew")
            }
            Self::NotListed { table } => {
                write!(f, "table `{table}` is not listed in the `schema![…]` that this Loom was opened with")
            }
            Self::Busy { doing, held_by } => {
                let holder = held_by.as_deref().unwrap_or("another program, or by raw SQL of this one");
                write!(f, "{}: the database is locked by {holder}", Short(doing))
            }
            Self::Outdated { doing } => write!(
                f,
                "{}: others have written since this read began, and nothing can be written on top of it; collect the \
                 rows first and write afterwards, or do all of it in a `transaction`",
                Short(doing)
            ),
            Self::Encoding { database, encoding } => write!(
                f,
                "{}: the database stores text as {encoding}, which sorts and compares it in another way; copy it into a \
                 database in UTF-8, or delete the file if it is empty",
                database.display()
            ),
            Self::Limit { doing, limit, .. } => write!(f, "{}: {limit}", Short(doing)),
            Self::LeftOpen => f.write_str("raw SQL left a transaction open; it was rolled back"),
            Self::RolledBack => f.write_str(
                "this transaction has ended early: SQLite rolled it back after an error such as a full disk, or raw SQL ended \
                 it; run all of it again",
            ),
            Self::FullScan { table, plan } => {
                write!(f, "{table}: the query reads every row, and no index serves it: {}", plan.join("; "))
            }
            Self::Sqlite { doing, source } => write!(f, "{}: {source}", Short(doing)),
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
            Self::Sqlite { source, .. } | Self::Limit { source, .. } => Some(source),
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
        sqlite::explained(doing.into(), source)
    }
}
