//! Entity relationship diagrams in Mermaid: keys and foreign keys, so that they stay readable.

use super::text::fenced;
use super::words::sql_type;
use crate::schema::{ColumnSchema, ForeignKey, TableSchema};
use crate::table::Schema;

/// Every table and every foreign key.
pub(super) fn whole(schema: &Schema) -> String {
    let tables: Vec<_> = schema.tables().collect();
    let keys = tables.iter().flat_map(|table| table.foreign_keys().map(move |key| (*table, key)));
    diagram(&tables, keys)
}

/// The table, those it references, those that reference it, and the foreign keys in between.
pub(super) fn neighbours(schema: &Schema, of: &'static TableSchema) -> String {
    let keys = || {
        let keys = schema.tables().flat_map(|table| table.foreign_keys().map(move |key| (table, key)));
        keys.filter(|(table, key)| table.name() == of.name() || key.table == of.name())
    };
    let is_near = |table: &&TableSchema| {
        table.name() == of.name()
            || keys().any(|(child, key)| child.name() == table.name() || key.table == table.name())
    };
    let tables: Vec<_> = schema.tables().filter(is_near).collect();
    diagram(&tables, keys())
}

fn diagram(
    tables: &[&'static TableSchema],
    keys: impl Iterator<Item = (&'static TableSchema, ForeignKey)>,
) -> String {
    let mut text = "erDiagram\n".to_owned();
    for table in tables {
        text.push_str(&entity(table));
    }
    for (table, key) in keys {
        text.push_str(&relation(table, &key));
    }
    fenced("mermaid", &text)
}

/// Names are quoted, since Mermaid has keywords of its own.
fn entity(table: &TableSchema) -> String {
    let mut text = format!("    \"{}\" {{\n", table.name());
    for column in table.columns {
        let marks = marks(table, column);
        if !marks.is_empty() {
            text.push_str(&format!("        {}\n", attribute(column, &marks)));
        }
    }
    text + "    }\n"
}

/// An attribute: type, name, keys. Its name cannot be quoted, and one that reads as a key is no name to Mermaid.
fn attribute(column: &ColumnSchema, marks: &[&str]) -> String {
    let (sql, name, marks) = (sql_type(column.value.kind), column.name, marks.join(", "));
    if matches!(name, "pk" | "fk" | "uk") {
        return format!("{sql} {name}_ {marks} \"{name}\"");
    }
    format!("{sql} {name} {marks}")
}

fn marks(table: &TableSchema, column: &ColumnSchema) -> Vec<&'static str> {
    let mut marks = Vec::new();
    if table.primary_key().contains(&column.name) {
        marks.push("PK");
    }
    if column.references().is_some() {
        marks.push("FK");
    }
    if is_unique(table, column.name) {
        marks.push("UK");
    }
    marks
}

/// Whether no two rows (of one world) have the same value in this column. `id` is, and does not say so.
fn is_unique(table: &TableSchema, name: &str) -> bool {
    table.indexes().any(|(index, columns)| {
        let own: Vec<_> =
            columns.iter().filter(|column| !table.is_world_scoped() || **column != "world_id").collect();
        let only = if own.is_empty() { columns == [name] } else { own == [&name] };
        index.unique && only
    })
}

/// A relation, labelled with its column: solid where the column is part of the primary key.
fn relation(table: &TableSchema, key: &ForeignKey) -> String {
    let nullable = table.column(key.column).is_some_and(|column| column.value.nullable);
    let parent = if nullable { "|o" } else { "||" };
    let line = if table.primary_key().contains(&key.column) { "--" } else { ".." };
    let child = if is_unique(table, key.column) { "o|" } else { "o{" };
    format!("    \"{}\" {parent}{line}{child} \"{}\" : \"{}\"\n", key.table, table.name(), key.column)
}
