//! `String`, integers, `f64`, `bool` and `Vec<u8>`.

use super::{Cell, CellError, Cells, ColumnType, NotNull, Value, read_not_null};
use crate::schema::{Kind, ValueType};

/// A column type by what it is read from and written to.
macro_rules! scalar {
    ($scalar:ty, $kind:ident, $value:ident => $from:expr, $this:ident => $write:expr) => {
        #[diagnostic::do_not_recommend]
        impl NotNull for $scalar {
            fn from_value($value: Value<'_>) -> Result<Self, CellError> {
                $from
            }
        }

        #[diagnostic::do_not_recommend]
        impl ColumnType for $scalar {
            const TYPE: ValueType = ValueType::of(Kind::$kind);
            type Nullable = Option<Self>;

            fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
                read_not_null(cells, position)
            }

            fn write(self) -> Result<Cell, CellError> {
                let $this = self;
                $write
            }
        }
    };
}

scalar!(
    String, Text,
    value => match value {
        Value::Text(text) => Ok(text.into_owned()),
        other => Err(CellError::mismatch("text", &other)),
    },
    text => Ok(Cell::Text(text.into()))
);

scalar!(
    f64, Real,
    value => match value {
        Value::Real(value) => Ok(value),
        other => Err(CellError::mismatch("a number", &other)),
    },
    value => if value.is_nan() {
        Err(CellError::of("NaN cannot be stored: SQLite would make it NULL"))
    } else {
        Ok(Cell::Real(value))
    }
);

scalar!(
    bool, Boolean,
    value => match value {
        Value::Integer(0) => Ok(false),
        Value::Integer(1) => Ok(true),
        other => Err(CellError::mismatch("0 or 1", &other)),
    },
    value => Ok(Cell::Integer(i64::from(value)))
);

scalar!(
    Vec<u8>, Blob,
    value => match value {
        Value::Blob(bytes) => Ok(bytes.into_owned()),
        other => Err(CellError::mismatch("bytes", &other)),
    },
    bytes => Ok(Cell::Blob(bytes))
);

macro_rules! integers {
    ($($integer:ty),*) => { $(
        scalar!(
            $integer, Integer,
            value => match value {
                Value::Integer(value) => Self::try_from(value)
                    .map_err(|_| CellError::of(format!("{value} does not fit {}", stringify!($integer)))),
                other => Err(CellError::mismatch("a whole number", &other)),
            },
            value => Ok(Cell::Integer(i64::from(value)))
        );
    )* };
}

integers!(i64, i32, i16, i8, u32, u16, u8);
