//! Structured values in one column.

use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Cell, CellError, Cells, ColumnType, NotNull, Value, read_not_null};
#[cfg(feature = "markdown")]
use crate::markdown::{Fault, Node};
use crate::schema::{Kind, ValueType};

/// A value stored as JSON text. In Markdown it is a front matter value, or a fenced YAML or JSON block of a section.
///
/// Object keys keep the order in which `T` serializes them; with [`serde_json::Value`], alphabetical order.
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
        serde_json::to_string(&self.0)
            .map(|text| Cell::Text(text.into()))
            .map_err(|error| CellError::of(format!("the value has no JSON form: {error}")))
    }
}

#[cfg(feature = "markdown")]
fn read_markdown<T: JsonValue>(node: &Node) -> Result<String, Fault> {
    let value: T = node.to()?;
    serde_json::to_string(&value)
        .map_err(|error| Fault::new(node.span, format!("the value has no JSON form: {error}")))
}
