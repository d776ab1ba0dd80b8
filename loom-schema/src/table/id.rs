//! Typed row ids.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::LoomTable;
use crate::schema::{Kind, ValueType};
use crate::value::{Cell, CellError, Cells, ColumnType, NotNull, Value, converts, read_not_null};

/// The id of a row of `T`: the same text as in the file name or the front matter, with the table in its type.
///
/// As a field's type it is the foreign key: `pattern_id: Option<Id<Pattern>>` references `patterns`. Within a
/// world-scoped table an id is unique in its world, not beyond it.
pub struct Id<T> {
    text: String,
    table: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id with this text. Whether such a row exists is the database's to say.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), table: PhantomData }
    }

    /// A new id: a UUIDv7, so that ids made later sort later.
    #[must_use]
    pub fn generate() -> Self {
        Self::new(uuid::Uuid::now_v7().to_string())
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The id's text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }
}

impl<T: LoomTable> NotNull for Id<T> {
    fn from_value(value: Value<'_>) -> Result<Self, CellError> {
        String::from_value(value).map(Self::new)
    }
}

impl<T: LoomTable> ColumnType for Id<T> {
    const TYPE: ValueType = ValueType { target: Some(T::IDENTITY), ..ValueType::of(Kind::Id) };
    type Nullable = Option<Self>;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        read_not_null(cells, position)
    }

    fn write(self) -> Result<Cell, CellError> {
        Ok(Cell::Text(self.text.into()))
    }
}

// By hand, since a derive would ask the same of `T`, which is only a name here.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<T> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T> Borrow<str> for Id<T> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<T> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> From<String> for Id<T> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<T> From<&Self> for Id<T> {
    fn from(id: &Self) -> Self {
        id.clone()
    }
}

impl<T> PartialEq<str> for Id<T> {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl<T> PartialEq<&str> for Id<T> {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

converts! {
    [<T>] &str => Id<T>,
    [<T>] String => Id<T>,
    [<T>] &Id<T> => Id<T>,
}
