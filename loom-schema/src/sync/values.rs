//! One value: from a front matter node or a part of a path to the cell that stores it.

use super::nearest::nearest;
use crate::markdown::{Fault, Node, NodeValue};
use crate::schema::{ColumnSchema, Kind};
use crate::value::{Cell, Timestamp};

/// The value that a node holds, by the column's declared kind. `place` is what messages call it: `` `name` ``.
pub(super) fn from_node(column: &ColumnSchema, place: &str, node: &Node) -> Result<Cell, Fault> {
    let named = |fault: Fault| Fault { message: format!("{place}: {}", fault.message), ..fault };
    if node.is_null() {
        return null(column, place, node);
    }
    let cell = match column.value.kind {
        Kind::Text => text(node).map(text_cell),
        Kind::Id => text(node).and_then(|id| {
            let fault = || Fault::new(node.span, "an id cannot be empty").with_help("write the id of a row");
            if id.trim().is_empty() { Err(fault()) } else { Ok(text_cell(id)) }
        }),
        Kind::Enum => match text(node) {
            Ok(text) => {
                one_of(column, text).map_err(|(message, help)| Fault::new(node.span, message).with_help(help))
            }
            Err(fault) => Err(fault.with_help(format!("write one of {}", listed(column.value.variants)))),
        },
        Kind::Integer => node.to().map(Cell::Integer),
        Kind::Real => node.to().map(Cell::Real),
        Kind::Boolean => node.to().map(|value: bool| Cell::Integer(i64::from(value))),
        Kind::Timestamp => text(node).and_then(|text| {
            text.parse().map(timestamp).map_err(|error| Fault::new(node.span, error.to_string()))
        }),
        Kind::Blob => {
            let fault = Fault::new(node.span, "bytes cannot be written in Markdown");
            Err(fault.with_help("store them in a separate file, and its path in a text column"))
        }
        Kind::Json => match column.value.json {
            Some(read) => read(node).map(|json| Cell::Text(json.into())),
            None => Err(Fault::new(node.span, "this column has no function that reads its JSON")),
        },
    };
    match cell.map_err(named)? {
        // SQLite's own functions end a text there.
        Cell::Text(text) if text.contains('\0') => {
            Err(Fault::new(node.span, format!("{place}: the text holds a NUL character")))
        }
        cell => Ok(cell),
    }
}

fn null(column: &ColumnSchema, place: &str, node: &Node) -> Result<Cell, Fault> {
    if column.value.nullable {
        return Ok(Cell::Null);
    }
    let fault = Fault::new(node.span, format!("{place} is null, but needs a value"));
    Err(match column.value.kind {
        Kind::Text => fault.with_help("write a text after the colon, or `\"\"` for an empty one"),
        Kind::Enum => fault.with_help(format!("write one of {}", listed(column.value.variants))),
        Kind::Id if column.name == "id" => fault.with_help("write an id after the colon, or remove the key"),
        Kind::Id => fault.with_help("write the id of a row after the colon"),
        kind => fault.with_help(format!("write a value after the colon: {}", kind.title())),
    })
}

fn text(node: &Node) -> Result<&str, Fault> {
    let fault = || Fault::new(node.span, format!("expected text, found {}", node.describe()));
    node.as_text().ok_or_else(|| match node.value {
        NodeValue::Scalar { .. } => fault(),
        _ => fault().with_help("put it in quotes if it is meant as text"),
    })
}

/// The value that a part of the path holds, or why it is none. A number has one spelling, so that a row has one path.
pub(super) fn from_path(column: &ColumnSchema, text: &str) -> Result<Cell, String> {
    let exact = |same: bool, cell: Cell, wants: &str| {
        if same { Ok(cell) } else { Err(format!("expected {wants}, found `{text}`")) }
    };
    match column.value.kind {
        Kind::Text | Kind::Id => Ok(text_cell(text)),
        Kind::Enum => one_of(column, text).map_err(|(message, _)| message),
        Kind::Integer => {
            let number: i64 = text.parse().unwrap_or_default();
            exact(number.to_string() == text, Cell::Integer(number), "a whole number")
        }
        Kind::Boolean => {
            let value = text == "true";
            exact(value || text == "false", Cell::Integer(i64::from(value)), "`true` or `false`")
        }
        Kind::Timestamp => text.parse().map(timestamp).map_err(|error| error.to_string()),
        kind @ (Kind::Real | Kind::Blob | Kind::Json) => {
            Err(format!("a path cannot hold this kind of value ({})", kind.title()))
        }
    }
}

fn text_cell(text: &str) -> Cell {
    Cell::Text(text.to_owned().into())
}

fn timestamp(point: Timestamp) -> Cell {
    Cell::Integer(point.unix_seconds())
}

/// A variant; or message and help.
fn one_of(column: &ColumnSchema, text: &str) -> Result<Cell, (String, String)> {
    let variants = column.value.variants;
    if let Some(variant) = variants.iter().find(|variant| **variant == text) {
        return Ok(Cell::Text((*variant).into()));
    }
    let folded = text.to_lowercase();
    let same = variants.iter().find(|variant| variant.to_lowercase() == folded).copied();
    let shown: String = text.chars().take(40).collect();
    let message = format!("`{shown}` is not one of {}", listed(variants));
    let help = match same.or_else(|| nearest(&folded, variants.iter().copied())) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write one of them".to_owned(),
    };
    Err((message, help))
}

/// `` `a`, `b`, `c` ``
pub(super) fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The line to write for a key that is missing, and what else it may hold.
pub(super) fn example(column: &ColumnSchema, key: &str) -> (String, String) {
    let (value, others) = match column.value.kind {
        Kind::Enum => {
            let (first, rest) = column.value.variants.split_first().unwrap_or((&"…", &[]));
            let others = if rest.is_empty() { String::new() } else { format!("; or {}", listed(rest)) };
            return (format!("{key}: {first}"), others);
        }
        Kind::Integer => ("1", "; or another whole number"),
        Kind::Real => ("0.5", "; or another number"),
        Kind::Boolean => ("true", "; or `false`"),
        Kind::Timestamp => ("2026-03-14T09:26:53Z", "; or another time"),
        _ => ("…", ""),
    };
    (format!("{key}: {value}"), others.to_owned())
}
