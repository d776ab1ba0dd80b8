//! `String`, integers, `f64`, `bool` and `Vec<u8>`.

use rusqlite::types::ValueRef;

use super::{Cell, CellError, Cells, ColumnType, NotNull};
use crate::schema::{Kind, ValueType};

#[diagnostic::do_not_recommend]
impl NotNull for String {}

#[diagnostic::do_not_recommend]
impl ColumnType for String {
    const TYPE: ValueType = ValueType::of(Kind::Text);

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        cells.text(position)
    }

    fn write(self) -> Result<Cell, CellError> {
        Ok(Cell::Text(self.into()))
    }
}

macro_rules! integers {
    ($($integer:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl NotNull for $integer {}

        #[diagnostic::do_not_recommend]
        impl ColumnType for $integer {
            const TYPE: ValueType = ValueType::of(Kind::Integer);

            fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
                match cells.get(position) {
                    ValueRef::Integer(value) => Self::try_from(value).map_err(|_| CellError {
                        position,
                        message: format!("{value} does not fit {}", stringify!($integer)),
                    }),
                    other => Err(CellError::mismatch(position, "a whole number", other)),
                }
            }

            fn write(self) -> Result<Cell, CellError> {
                Ok(Cell::Integer(i64::from(self)))
            }
        }
    )* };
}

integers!(i64, i32, i16, i8, u32, u16, u8);

#[diagnostic::do_not_recommend]
impl NotNull for f64 {}

#[diagnostic::do_not_recommend]
impl ColumnType for f64 {
    const TYPE: ValueType = ValueType::of(Kind::Real);

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        match cells.get(position) {
            ValueRef::Real(value) => Ok(value),
            other => Err(CellError::mismatch(position, "a number", other)),
        }
    }

    fn write(self) -> Result<Cell, CellError> {
        if self.is_nan() {
            return Err(CellError::unwritable("NaN cannot be stored: SQLite would make it NULL"));
        }
        Ok(Cell::Real(self))
    }
}

#[diagnostic::do_not_recommend]
impl NotNull for bool {}

#[diagnostic::do_not_recommend]
impl ColumnType for bool {
    const TYPE: ValueType = ValueType::of(Kind::Boolean);

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        match cells.get(position) {
            ValueRef::Integer(0) => Ok(false),
            ValueRef::Integer(1) => Ok(true),
            other => Err(CellError::mismatch(position, "0 or 1", other)),
        }
    }

    fn write(self) -> Result<Cell, CellError> {
        Ok(Cell::Integer(i64::from(self)))
    }
}

#[diagnostic::do_not_recommend]
impl NotNull for Vec<u8> {}

#[diagnostic::do_not_recommend]
impl ColumnType for Vec<u8> {
    const TYPE: ValueType = ValueType::of(Kind::Blob);

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        match cells.get(position) {
            ValueRef::Blob(bytes) => Ok(bytes.to_vec()),
            other => Err(CellError::mismatch(position, "bytes", other)),
        }
    }

    fn write(self) -> Result<Cell, CellError> {
        Ok(Cell::Blob(self))
    }
}
