//! Points in time, to the second.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::ValueRef;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Cell, CellError, Cells, ColumnType, NotNull};
use crate::schema::{Kind, ValueType};

/// Whole seconds since 1970-01-01T00:00:00Z, stored as INTEGER.
///
/// Text, as in front matter and `Display`, is ISO 8601: `2026-03-14T09:26:53Z`. Reading also takes an offset
/// (`+02:00`), a space for the `T`, and a date alone (midnight UTC). Fractions of a second are refused, since they
/// would not survive. Years run from -9999 to 9999.
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
            // Beyond year 9999 there is no ISO 8601 text; the number is exact all the same.
            Err(_) => f.pad(&self.0.to_string()),
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
impl NotNull for Timestamp {}

#[diagnostic::do_not_recommend]
impl ColumnType for Timestamp {
    const TYPE: ValueType = ValueType::of(Kind::Timestamp);

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        match cells.get(position) {
            ValueRef::Integer(seconds) => Ok(Self(seconds)),
            other => Err(CellError::mismatch(position, "whole seconds since 1970", other)),
        }
    }

    fn write(self) -> Result<Cell, CellError> {
        Ok(Cell::Integer(self.0))
    }
}
