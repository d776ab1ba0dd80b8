//! Column types: how a Rust type is stored, read back, and described.

mod cells;
pub(crate) mod enumeration;
mod finite;
mod into_column;
mod json;
mod scalars;
mod timestamp;

#[doc(hidden)]
pub use cells::Assignments;
pub use cells::{Cell, CellError, Cells, Value};
pub use enumeration::LoomEnum;
pub use into_column::IntoColumn;
pub(crate) use into_column::converts;
pub use json::{Json, JsonValue};
pub use timestamp::{Timestamp, TimestampError};

use crate::schema::ValueType;

/// A type that a field of a `#[derive(LoomTable)]` struct may have.
///
/// | Rust | SQLite | stored as |
/// |---|---|---|
/// | `String` | TEXT | itself |
/// | `i64`, `i32`, `i16`, `i8`, `u32`, `u16`, `u8` | INTEGER | itself |
/// | `f64` | REAL | itself, but 0.0 for -0.0; NaN is refused, since SQLite stores it as NULL |
/// | `bool` | INTEGER | 0 or 1 |
/// | `Vec<u8>` | BLOB | itself |
/// | [`Timestamp`] | INTEGER | whole seconds since 1970-01-01T00:00:00Z |
/// | [`Id<T>`](crate::Id) | TEXT | the referenced row's id |
/// | a [`LoomEnum`] | TEXT | the variant's text |
/// | [`Json<T>`](Json) | TEXT | JSON |
/// | `Option<…>` of these | the same, without NOT NULL | NULL for `None` |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type",
    label = "this type cannot be stored in a column (unsupported_type)",
    note = "column types are `String`, `i64` and the smaller integers, `f64`, `bool`, `Vec<u8>`, `Timestamp`, `Id<T>`, `Json<T>`, enums that derive `LoomEnum`, and `Option` of these",
    note = "help: write `i64` or `f64` for a number, `String` for text, `#[derive(LoomEnum)]` above an enum without fields, and `Json<{Self}>` for anything else"
)]
pub trait ColumnType: Sized {
    /// The logical type.
    const TYPE: ValueType;

    /// The type with NULL: `Option<Self>`, or `Self` where it is an `Option` already.
    type Nullable: ColumnType;

    /// Reads the value at `position`.
    ///
    /// # Errors
    ///
    /// If the cell holds a value that is not of this type.
    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError>;

    /// The cell that stores the value.
    ///
    /// # Errors
    ///
    /// If the value cannot be stored: JSON that cannot be read back, a float that is not a number.
    fn write(self) -> Result<Cell, CellError>;
}

/// A [`ColumnType`] that is not an `Option`: everything that an `Option` may hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type",
    label = "this type cannot be stored in a column (unsupported_type)",
    note = "column types are `String`, `i64` and the smaller integers, `f64`, `bool`, `Vec<u8>`, `Timestamp`, `Id<T>`, `Json<T>`, enums that derive `LoomEnum`, and `Option` of these",
    note = "help: write `i64` or `f64` for a number, `String` for text, `#[derive(LoomEnum)]` above an enum without fields, and `Json<{Self}>` for anything else"
)]
pub trait NotNull: ColumnType {
    /// From a value that is not NULL.
    ///
    /// # Errors
    ///
    /// If it is not of this type; the position is left to the caller.
    fn from_value(value: Value<'_>) -> Result<Self, CellError>;
}

/// [`ColumnType::read`] of everything that is not an `Option`.
pub(crate) fn read_not_null<V: NotNull, C: Cells>(cells: &mut C, position: usize) -> Result<V, CellError> {
    V::from_value(cells.take(position)).map_err(|error| CellError { position, ..error })
}

impl<V: NotNull> ColumnType for Option<V> {
    const TYPE: ValueType = ValueType { nullable: true, ..V::TYPE };
    type Nullable = Self;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        match cells.take(position) {
            Value::Null => Ok(None),
            value => V::from_value(value).map(Some).map_err(|error| CellError { position, ..error }),
        }
    }

    fn write(self) -> Result<Cell, CellError> {
        self.map_or(Ok(Cell::Null), V::write)
    }
}
