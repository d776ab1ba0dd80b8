//! Values on their way into a statement and out of a row.

use std::borrow::Cow;
use std::fmt;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// One value as SQLite stores it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// INTEGER.
    Integer(i64),
    /// REAL.
    Real(f64),
    /// TEXT; borrowed where it is known at compile time, as an enum's variants are.
    Text(Cow<'static, str>),
    /// BLOB.
    Blob(Vec<u8>),
}

impl Cell {
    /// The value, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(*value),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(value) => Self::Integer(value),
            ValueRef::Real(value) => Self::Real(value),
            ValueRef::Text(bytes) => Self::Text(String::from_utf8_lossy(bytes).into_owned().into()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_ref()))
    }
}

/// Shortened, as messages show it.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Real(value) => write!(f, "{value:?}"),
            Self::Text(text) if text.chars().count() > 60 => {
                write!(f, "\"{}…\"", text.chars().take(60).collect::<String>())
            }
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Blob(bytes) => write!(f, "{} bytes", bytes.len()),
        }
    }
}

/// Where a decoder reads from: a row of a running query, or the cells of an insert.
pub trait Cells {
    /// The value at `position`.
    fn get(&self, position: usize) -> ValueRef<'_>;

    /// The text at `position`, moved out where that saves a copy.
    ///
    /// # Errors
    ///
    /// If the cell holds anything but UTF-8 text.
    fn text(&mut self, position: usize) -> Result<String, CellError> {
        read_text(self.get(position), position).map(str::to_owned)
    }

    /// The text at `position`, borrowed.
    ///
    /// # Errors
    ///
    /// If the cell holds anything but UTF-8 text.
    fn text_ref(&self, position: usize) -> Result<&str, CellError> {
        read_text(self.get(position), position)
    }

    /// Whether the value at `position` is NULL.
    fn is_null(&self, position: usize) -> bool {
        matches!(self.get(position), ValueRef::Null)
    }
}

fn read_text(value: ValueRef<'_>, position: usize) -> Result<&str, CellError> {
    match value {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .map_err(|_| CellError { position, message: "the stored text is not valid UTF-8".to_owned() }),
        other => Err(CellError::mismatch(position, "text", other)),
    }
}

impl Cells for &rusqlite::Row<'_> {
    fn get(&self, position: usize) -> ValueRef<'_> {
        // A position past the row's end cannot happen: the same metadata wrote the column list.
        self.get_ref(position).unwrap_or(ValueRef::Null)
    }
}

impl Cells for Vec<Cell> {
    fn get(&self, position: usize) -> ValueRef<'_> {
        self.as_slice().get(position).map_or(ValueRef::Null, Cell::as_ref)
    }

    fn text(&mut self, position: usize) -> Result<String, CellError> {
        match self.get_mut(position) {
            Some(Cell::Text(text)) => Ok(std::mem::take(text).into_owned()),
            _ => read_text(Cells::get(self, position), position).map(str::to_owned),
        }
    }
}

/// A value that is not of its column's type. The caller adds table, column and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// Position of the value in the row.
    pub position: usize,
    /// What is wrong.
    pub message: String,
}

impl CellError {
    /// "expected …, found …".
    #[must_use]
    pub fn mismatch(position: usize, expected: &str, found: ValueRef<'_>) -> Self {
        Self { position, message: format!("expected {expected}, found {}", Cell::from(found)) }
    }

    /// A value that cannot be written; the position is filled in by who knows it.
    #[must_use]
    pub fn unwritable(message: impl Into<String>) -> Self {
        Self { position: 0, message: message.into() }
    }
}
