//! Enums stored as text.

use super::{Cell, CellError, Cells, NotNull, Value};
use crate::schema::{Kind, ValueType};

/// An enum without fields, stored as text and checked by the database. Derive it; do not write it by hand.
pub trait LoomEnum: Copy + 'static {
    /// The texts, in declaration order.
    const VARIANTS: &'static [&'static str];

    /// The text that the column holds.
    fn text(self) -> &'static str;

    /// The variant of this text.
    fn from_text(text: &str) -> Option<Self>;
}

/// What the derive's `ColumnType` impl delegates to. A blanket impl over `LoomEnum` would do the same, but the
/// compiler would then stop at `Id<Author>` and `Option<Place>`, and no longer say that `Author` is no table and `Place`
/// no column type.
#[doc(hidden)]
pub mod delegate {
    use super::{Cell, CellError, Cells, Kind, LoomEnum, NotNull, Value, ValueType};

    #[must_use]
    pub const fn value_type<E: LoomEnum>() -> ValueType {
        ValueType { variants: E::VARIANTS, ..ValueType::of(Kind::Enum) }
    }

    pub fn from_value<E: LoomEnum>(value: Value<'_>) -> Result<E, CellError> {
        let Value::Text(text) = &value else { return Err(CellError::mismatch("text", &value)) };
        E::from_text(text)
            .ok_or_else(|| CellError::mismatch(&format!("one of {}", E::VARIANTS.join(", ")), &value))
    }

    pub fn read<E: NotNull, C: Cells>(cells: &mut C, position: usize) -> Result<E, CellError> {
        super::super::read_not_null(cells, position)
    }

    #[must_use]
    pub fn write<E: LoomEnum>(value: E) -> Cell {
        Cell::Text(value.text().into())
    }
}
