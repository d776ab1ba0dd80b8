//! `String`, integers, `f64`, `bool` and `Vec<u8>`.

use super::{Cell, CellError, Cells, ColumnType, NotNull, Value, read_not_null};
use crate::schema::{Kind, ValueType};

/// A column type by what it is read from and written to.
macro_rules! scalar {
    ($scalar:ty, $type:expr, $value:ident => $from:expr, $this:ident => $write:expr) => {
        #[diagnostic::do_not_recommend]
        impl NotNull for $scalar {
            fn from_value($value: Value<'_>) -> Result<Self, CellError> {
                $from
            }
        }

        #[diagnostic::do_not_recommend]
        impl ColumnType for $scalar {
            const TYPE: ValueType = $type;
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
    String, ValueType::of(Kind::Text),
    value => match value {
        Value::Text(text) => Ok(text.into_owned()),
        other => Err(CellError::mismatch("text", &other)),
    },
    text => Ok(Cell::Text(text.into()))
);

scalar!(
    f64, ValueType::of(Kind::Real),
    value => match value {
        Value::Real(value) => Ok(value),
        // A number in JSON may be written without a point.
        #[allow(clippy::cast_precision_loss, reason = "it is what SQLite does where it stores it as REAL")]
        Value::Integer(value) => Ok(value as f64),
        other => Err(CellError::mismatch("a number", &other)),
    },
    value => if value.is_nan() {
        Err(CellError::of("NaN cannot be stored: SQLite would make it NULL"))
    } else {
        // SQLite stores -0.0 as 0.0; so that an insert returns what is stored, it is 0.0 from here on.
        Ok(Cell::Real(value + 0.0))
    }
);

scalar!(
    bool, ValueType::of(Kind::Boolean),
    value => match value {
        Value::Integer(0) => Ok(false),
        Value::Integer(1) => Ok(true),
        other => Err(CellError::mismatch("0 or 1", &other)),
    },
    value => Ok(Cell::Integer(i64::from(value)))
);

scalar!(
    Vec<u8>, ValueType::of(Kind::Blob),
    value => match value {
        Value::Blob(bytes) => Ok(bytes.into_owned()),
        other => Err(CellError::mismatch("bytes", &other)),
    },
    bytes => Ok(Cell::Blob(bytes))
);

/// An integer's type; what SQLite's own 64 bits hold beyond it is kept out by a CHECK.
const fn integer_type(least: i64, greatest: i64) -> ValueType {
    let all = least == i64::MIN && greatest == i64::MAX;
    ValueType { range: if all { None } else { Some((least, greatest)) }, ..ValueType::of(Kind::Integer) }
}

macro_rules! integers {
    ($($integer:ty),*) => { $(
        scalar!(
            $integer, integer_type(<$integer>::MIN as i64, <$integer>::MAX as i64),
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
