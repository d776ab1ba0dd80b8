//! A table's page.

use super::comment::block;
use super::index::capital;
use super::text::{code, fenced, heading, row};
use super::{MARKER, columns, diagram, sample, words};
use crate::schema::{Index, IndexOrigin, Layer, TableSchema, Truth};
use crate::table::Schema;

pub(super) fn page(schema: &Schema, table: &'static TableSchema, ddl: &str) -> String {
    let mut page = format!("{MARKER}\n\n# {}\n\n", code(table.name()));
    page.push_str(&if table.doc.is_empty() { "*No doc comment.*\n".to_owned() } else { block(table.doc) });
    page.push('\n');
    page.push_str(&facts(table));
    let mut section = |title: &str, text: String| page.push_str(&format!("\n## {title}\n\n{text}"));
    section("Columns", columns::columns(table));
    section("Keys", keys(schema, table));
    section("Indexes", indexes(table));
    section("Markdown", markdown(schema, table));
    section("Neighbours", diagram::neighbours(schema, table));
    section("DDL", fenced("sql", ddl));
    page.push_str("\n[All tables](../README.md)\n");
    page
}

/// A table's name, with a link to its page.
pub(super) fn link(table: &str) -> String {
    format!("[{}]({table}.md)", code(table))
}

fn facts(table: &TableSchema) -> String {
    let key: Vec<_> = table.primary_key().iter().map(|column| code(column)).collect();
    let fact = |name: &str, text: String| row([name, &text]);
    let scope = table.scope();
    let mut facts = heading(["", ""]);
    facts.push_str(&fact("Struct", code(table.identity.rust_name)));
    facts.push_str(&fact("Layer", format!("{}: {}", table.layer(), words::layer(table.layer()))));
    facts.push_str(&fact("Scope", format!("{scope}: {}", words::scope(scope))));
    facts.push_str(&fact("Truth", truth(table)));
    facts.push_str(&fact("Rows", rows(table)));
    facts.push_str(&fact("Primary key", key.join(", ")));
    facts
}

fn truth(table: &TableSchema) -> String {
    match table.truth {
        Truth::File { path, .. } if table.singleton.is_some() => format!("the Markdown file {}", code(path)),
        Truth::File { path, .. } => format!("one Markdown file per row: {}", code(path)),
        Truth::Inside { table, key } => {
            format!("the list {} in the Markdown files of {}, one entry per row", code(key), link(table))
        }
        Truth::Derived => "derived: rebuildable from other tables, or a cache; no Markdown".to_owned(),
    }
}

fn rows(table: &TableSchema) -> String {
    let rows = match (table.layer(), table.deletable) {
        (Layer::L4, _) => "written only through the operator's handle",
        (Layer::L3, _) => "may be inserted, updated and deleted",
        (Layer::L2, true) => "may be inserted, updated and deleted (the table is `deletable`)",
        (Layer::L2, false) => {
            "may be inserted and updated; the program cannot delete them (the table is not `deletable`)"
        }
    };
    match table.singleton {
        Some(id) => format!("only one, whose id is {} (`singleton`); {rows}", code(id)),
        None => rows.to_owned(),
    }
}

fn keys(schema: &Schema, table: &TableSchema) -> String {
    let codes = |names: &[&str]| names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
    let mut text = format!("Primary key: {}.\n", codes(table.primary_key()));
    let mut own = table.foreign_keys().peekable();
    if own.peek().is_some() {
        text.push_str("\nReferences to other tables:\n\n");
        text.push_str(&heading(["Column", "References", "When the referenced row is deleted"]));
        for key in own {
            let target = format!("{} ({})", link(key.table), codes(&key.references));
            text.push_str(&row([codes(&key.columns), target, words::on_delete(key.on_delete).to_owned()]));
        }
    }
    let to_here = |child: &'static TableSchema| {
        child.foreign_keys().filter(|key| key.table == table.name()).map(move |key| (child, key))
    };
    let mut others = schema.tables().flat_map(to_here).peekable();
    if others.peek().is_some() {
        text.push_str("\nReferenced by:\n\n");
        text.push_str(&heading(["Table", "Column", "When a row of this table is deleted"]));
        for (child, key) in others {
            let action = words::on_delete_of(child, key.on_delete);
            text.push_str(&row([link(child.name()), codes(&key.columns), action]));
        }
    }
    text
}

fn indexes(table: &TableSchema) -> String {
    let mut lines = String::new();
    for (index, columns) in table.indexes() {
        let columns: Vec<_> = columns.iter().map(|column| code(column)).collect();
        lines.push_str(&row([code(index.name), columns.join(", "), reason(table, index)]));
    }
    if lines.is_empty() {
        return "None besides the primary key.\n".to_owned();
    }
    heading(["Index", "Columns", "Why"]) + &lines
}

fn reason(table: &TableSchema, index: &Index) -> String {
    match index.origin {
        IndexOrigin::Declared if index.unique => "unique: declared".to_owned(),
        IndexOrigin::Declared => "declared".to_owned(),
        IndexOrigin::ForeignKey => {
            let column = index.columns.first().map_or("", |&at| table.columns[at].name);
            format!("foreign key {}: finds the referencing rows when a row is deleted", code(column))
        }
        IndexOrigin::World => "every world-scoped table has it: the rows of a world by time".to_owned(),
    }
}

fn markdown(schema: &Schema, table: &'static TableSchema) -> String {
    let Some(sample) = sample::sample(schema, table) else {
        return "None: the rows are rebuilt from other tables, or are a cache.\n".to_owned();
    };
    let intro = match table.truth {
        Truth::Inside { table, key } => {
            format!("a row is an entry of the list {} in a file of {}", code(key), link(table))
        }
        _ => "a row is a file".to_owned(),
    };
    let rest = match sample.table.body_column() {
        Some(_) => "",
        None => " Text outside the sections of columns is not stored in any column.",
    };
    format!(
        "{}. Path: {}.{rest} A sample, {}:\n\n{}",
        capital(&intro),
        code(sample.template),
        code(&sample.path),
        fenced("markdown", &sample.text)
    )
}
