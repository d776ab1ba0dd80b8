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

    /// A value as it is stored; text that is not UTF-8 as its bytes.
    pub(crate) fn stored(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(value) => Self::Integer(value),
            ValueRef::Real(value) => Self::Real(value),
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Self::Text(text.to_owned().into()),
                Err(_) => Self::Blob(bytes.to_vec()),
            },
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
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

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_ref()))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Value::Null.fmt(f),
            Self::Integer(value) => Value::Integer(*value).fmt(f),
            Self::Real(value) => Value::Real(*value).fmt(f),
            Self::Text(text) => Value::Text(Cow::Borrowed(text)).fmt(f),
            Self::Blob(bytes) => Value::Blob(Cow::Borrowed(bytes)).fmt(f),
        }
    }
}

/// A value on its way out of a row: borrowed from SQLite, or moved out of the cells of an insert.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'v> {
    /// NULL.
    Null,
    /// INTEGER.
    Integer(i64),
    /// REAL.
    Real(f64),
    /// TEXT.
    Text(Cow<'v, str>),
    /// BLOB.
    Blob(Cow<'v, [u8]>),
    /// TEXT that is not UTF-8, which SQLite stores if told to.
    NotUtf8,
}

/// Shortened, as messages show it.
impl fmt::Display for Value<'_> {
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
            Self::NotUtf8 => f.write_str("text that is not UTF-8"),
        }
    }
}

/// The cells of a row to be, as an insert struct fills them in: without `?` in generated code, which costs the compiler
/// more than all the rest of it.
#[derive(Debug)]
pub struct Assignments<'c> {
    cells: &'c mut [Cell],
    error: Option<CellError>,
}

impl<'c> Assignments<'c> {
    pub(crate) const fn new(cells: &'c mut [Cell]) -> Self {
        Self { cells, error: None }
    }

    /// Puts a value into its cell; the first one that cannot be stored is remembered.
    pub fn put(&mut self, position: usize, value: Result<Cell, CellError>) {
        match (value, self.cells.get_mut(position)) {
            (Ok(value), Some(cell)) => *cell = value,
            (Ok(_), None) => {}
            (Err(error), _) => {
                self.error.get_or_insert(CellError { position, ..error });
            }
        }
    }

    pub(crate) fn finish(self) -> Result<(), CellError> {
        self.error.map_or(Ok(()), Err)
    }
}

/// Where a decoder reads from: a row of a running query, or the cells of an insert.
pub trait Cells {
    /// The value at `position`. It is read once: where the cells own it, it moves out.
    fn take(&mut self, position: usize) -> Value<'_>;
}

impl<'r> Value<'r> {
    /// The value at this place of a row.
    pub(crate) fn of(row: &'r rusqlite::Row<'_>, position: usize) -> Self {
        match row.get_ref(position) {
            Ok(ValueRef::Integer(value)) => Value::Integer(value),
            Ok(ValueRef::Real(value)) => Value::Real(value),
            Ok(ValueRef::Text(bytes)) => {
                std::str::from_utf8(bytes).map_or(Value::NotUtf8, |text| Value::Text(Cow::Borrowed(text)))
            }
            Ok(ValueRef::Blob(bytes)) => Value::Blob(Cow::Borrowed(bytes)),
            // A position past the row's end cannot happen: the same metadata wrote the column list.
            Ok(ValueRef::Null) | Err(_) => Value::Null,
        }
    }
}

impl Cells for &rusqlite::Row<'_> {
    fn take(&mut self, position: usize) -> Value<'_> {
        Value::of(self, position)
    }
}

impl Cells for &[Cell] {
    fn take(&mut self, position: usize) -> Value<'_> {
        match self.get(position) {
            Some(Cell::Integer(value)) => Value::Integer(*value),
            Some(Cell::Real(value)) => Value::Real(*value),
            Some(Cell::Text(text)) => Value::Text(Cow::Borrowed(text)),
            Some(Cell::Blob(bytes)) => Value::Blob(Cow::Borrowed(bytes)),
            Some(Cell::Null) | None => Value::Null,
        }
    }
}

impl Cells for Vec<Cell> {
    fn take(&mut self, position: usize) -> Value<'_> {
        match self.get_mut(position).map(|cell| std::mem::replace(cell, Cell::Null)) {
            Some(Cell::Integer(value)) => Value::Integer(value),
            Some(Cell::Real(value)) => Value::Real(value),
            Some(Cell::Text(text)) => Value::Text(text),
            Some(Cell::Blob(bytes)) => Value::Blob(Cow::Owned(bytes)),
            Some(Cell::Null) | None => Value::Null,
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
    pub fn mismatch(expected: &str, found: &Value<'_>) -> Self {
        Self::of(format!("expected {expected}, found {found}"))
    }

    /// What is wrong with a value; its position is filled in by who knows it.
    #[must_use]
    pub fn of(message: impl Into<String>) -> Self {
        Self { position: 0, message: message.into() }
    }
}
