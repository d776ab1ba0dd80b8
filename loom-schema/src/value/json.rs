//! Structured values in one column.

use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Cell, CellError, Cells, ColumnType, NotNull, Value, finite, read_not_null};
#[cfg(feature = "markdown")]
use crate::markdown::{Fault, Node};
use crate::schema::{Kind, ValueType};

/// A value stored as JSON text. In Markdown it is a front matter value, or a fenced YAML or JSON block of a section.
///
/// Object keys keep the order in which `T` serializes them; with [`serde_json::Value`], alphabetical order.
///
/// In SQL, two values are equal if their texts are: a map without an order of its own, such as `HashMap`, is stored in any.
///
/// A value whose JSON text `T` cannot read back is refused when it is written: an infinite or NaN float, a field that is
/// serialized but not deserialized, more than 128 levels of nesting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// What [`Json`] holds: any type that derives serde's two traits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON form (unsupported_type)",
    label = "serde cannot write and read this",
    note = "help: write `#[derive(serde::Serialize, serde::Deserialize)]` above `{Self}`"
)]
pub trait JsonValue: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> JsonValue for T {}

impl<T: JsonValue> NotNull for Json<T> {
    fn from_value(value: Value<'_>) -> Result<Self, CellError> {
        let Value::Text(text) = &value else { return Err(CellError::mismatch("JSON text", &value)) };
        serde_json::from_str(text)
            .map(Self)
            .map_err(|error| CellError::of(format!("the stored JSON does not fit: {error}")))
    }
}

impl<T: JsonValue> ColumnType for Json<T> {
    const TYPE: ValueType = ValueType {
        #[cfg(feature = "markdown")]
        json: Some(read_markdown::<T>),
        json_text: Some(|text| serde_json::from_str::<T>(text).map(drop)),
        ..ValueType::of(Kind::Json)
    };
    type Nullable = Option<Self>;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        read_not_null(cells, position)
    }

    fn write(self) -> Result<Cell, CellError> {
        text_of(&self.0).map(|text| Cell::Text(text.into())).map_err(CellError::of)
    }
}

/// The JSON text of a value, or why the value cannot be stored. A text that `T` does not read back (a missing field,
/// nesting that serde_json refuses to read) would make its row unreadable, so that it is read back here.
fn text_of<T: JsonValue>(value: &T) -> Result<String, String> {
    let text =
        serde_json::to_string(value).map_err(|error| format!("the value has no JSON form: {error}"))?;
    let cannot = |error: &dyn std::fmt::Display| format!("the value cannot be read back: {error}");
    // serde_json writes `null` for a float that is not finite, which an `Option<f64>` reads back as `None`.
    if text.contains("null") {
        finite::check(value).map_err(|error| cannot(&error))?;
    }
    serde_json::from_str::<T>(&text).map_err(|error| cannot(&error))?;
    Ok(text)
}

#[cfg(feature = "markdown")]
fn read_markdown<T: JsonValue>(node: &Node) -> Result<String, Fault> {
    let value: T = node.to()?;
    text_of(&value).map_err(|message| Fault::new(node.span, message))
}
