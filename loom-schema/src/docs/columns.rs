//! The columns of a table: what they hold, and where in Markdown it stands.

use super::text::{code, heading, inline, row};
use super::{table::link, words};
use crate::schema::{Default, Kind, Source, TableSchema, Truth};

pub(super) fn columns(table: &TableSchema) -> String {
    let mut text =
        heading(["Column", "Rust", "SQL", "NULL", "Default", "Allowed", "In Markdown", "Description"]);
    for (position, column) in table.columns.iter().enumerate() {
        let rust = if column.rust_type.is_empty() { String::new() } else { code(column.rust_type) };
        text.push_str(&row([
            code(column.name),
            rust,
            words::sql_type(column.value.kind).to_owned(),
            if column.value.nullable { "yes" } else { "no" }.to_owned(),
            default(table, position),
            allowed(table, position),
            place(table, position),
            inline(column.doc),
        ]));
    }
    if table.is_synced() {
        text.push_str("\nColumns without a Rust type belong to the sync: they are in the table, but not in the struct.\n");
    }
    text
}

fn default(table: &TableSchema, position: usize) -> String {
    let column = &table.columns[position];
    match column.default {
        Some(Default::Now) => format!("now ({})", code(&words::sql_default(Default::Now))),
        Some(default) => code(&words::sql_default(default)),
        None if column.name == "id" => "a new UUIDv7".to_owned(),
        None if table.is_world_column(position) => "the handle's world".to_owned(),
        None => String::new(),
    }
}

fn allowed(table: &TableSchema, position: usize) -> String {
    let column = &table.columns[position];
    let mut parts = Vec::new();
    match (column.value.kind, table.singleton) {
        (Kind::Enum, _) => {
            let variants: Vec<_> = column.value.variants.iter().map(|text| code(text)).collect();
            parts.push(variants.join(", "));
        }
        (Kind::Boolean, _) => parts.push("0 (false), 1 (true)".to_owned()),
        (Kind::Timestamp, _) => parts.push("whole seconds since 1970-01-01T00:00:00Z".to_owned()),
        (Kind::Json, _) => parts.push("valid JSON".to_owned()),
        (Kind::Id, Some(id)) if column.name == "id" => parts.push(format!("only {}", code(id))),
        _ => {}
    }
    if let Some(target) = column.references() {
        parts.push(format!("an id of {}", link(target.table)));
    }
    if let Some(check) = column.check {
        parts.push(code(check));
    }
    parts.join("; ")
}

/// Where in Markdown the value stands.
fn place(table: &TableSchema, position: usize) -> String {
    let column = &table.columns[position];
    if let Some(by) = words::filled_by_file(table, position) {
        return by.to_owned();
    }
    let in_path = words::in_path(table, position);
    match (column.source, table.truth) {
        (Source::Sync, _) => "written by the sync".to_owned(),
        (Source::Derived, _) => "nowhere (derived): a sync leaves it alone".to_owned(),
        (_, Truth::Derived) => "nowhere".to_owned(),
        _ if column.value.kind == Kind::Blob => "nowhere: bytes cannot be written in Markdown".to_owned(),
        (Source::Key(key), Truth::File { .. }) if in_path => {
            format!("path; key {} may repeat it", code(key))
        }
        (Source::Key(key), Truth::File { .. }) if column.name == "id" && table.singleton.is_none() => {
            format!("front matter key {}, or else made from the path", code(key))
        }
        (Source::Key(key), Truth::Inside { .. }) if column.name == "id" => {
            format!("the entry's key {}, or else made from the file's row and the position", code(key))
        }
        (Source::Key(key), Truth::File { .. }) => format!("front matter key {}", code(key)),
        (Source::Key(key), Truth::Inside { .. }) => format!("the entry's key {}", code(key)),
        (Source::Body, _) => "body, below the front matter".to_owned(),
        (Source::Section(heading), _) => format!("section {}", code(heading)),
        (Source::Position(key), _) => format!("position in the list, from 1, or key {}", code(key)),
    }
}
