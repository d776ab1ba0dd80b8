//! Points in time, to the second.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Cell, CellError, Cells, ColumnType, NotNull, Value, read_not_null};
use crate::schema::{Kind, ValueType};

/// Whole seconds since 1970-01-01T00:00:00Z, stored as INTEGER.
///
/// Text, as in front matter and `Display`, is ISO 8601: `2026-03-14T09:26:53Z`. Reading also takes an offset
/// (`+02:00`), a space for the `T`, and a date alone (midnight UTC). Fractions of a second and leap seconds are refused,
/// since they would not survive. Seconds outside the years that ISO 8601 writes (-9999 to 9999) are `@` and the number, which is
/// read back as well, so that every value is exact in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point `seconds` after (or, if negative, before) 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The present second.
    #[must_use]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_second())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(point) => f.pad(&point.to_string()),
            Err(_) => f.pad(&format!("@{}", self.0)),
        }
    }
}

/// The text is not a timestamp; the message says what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError(String);

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TimestampError {}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let expected = || {
            TimestampError(format!(
                "expected a timestamp such as 2026-03-14T09:26:53Z or 2026-03-14, found `{text}`"
            ))
        };
        if let Some(seconds) = text.strip_prefix('@') {
            return seconds.parse().map(Self).map_err(|_| expected());
        }
        // A minute has no other 60, and neither has an offset; it would be read as the second before.
        if text.contains(":60") {
            return Err(TimestampError(format!("timestamps have no leap seconds, found `{text}`")));
        }
        let point = if let Ok(date) = text.parse::<jiff::civil::Date>()
            && !text.contains([':', 'T', 't', ' '])
        {
            jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_err(|_| expected())?
        } else {
            text.parse::<jiff::Timestamp>().map_err(|_| expected())?
        };
        if point.subsec_nanosecond() != 0 {
            return Err(TimestampError(format!("timestamps are whole seconds, found `{text}`")));
        }
        Ok(Self(point.as_second()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[diagnostic::do_not_recommend]
impl NotNull for Timestamp {
    fn from_value(value: Value<'_>) -> Result<Self, CellError> {
        match value {
            Value::Integer(seconds) => Ok(Self(seconds)),
            other => Err(CellError::mismatch("whole seconds since 1970", &other)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl ColumnType for Timestamp {
    const TYPE: ValueType = ValueType::of(Kind::Timestamp);
    type Nullable = Option<Self>;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        read_not_null(cells, position)
    }

    fn write(self) -> Result<Cell, CellError> {
        Ok(Cell::Integer(self.0))
    }
}
