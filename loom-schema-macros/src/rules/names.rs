//! Names that become SQL.

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::Table;

/// PostgreSQL cuts names here, and a cut name can meet another.
pub(super) const LONGEST: usize = 63;

/// Table-valued functions, and the rows that an upsert or a trigger names: a table of such a name could be made, but not
/// be reached everywhere.
const OF_SQLITE: [&str; 10] = [
    "carray",
    "dbstat",
    "excluded",
    "json_each",
    "json_tree",
    "jsonb_each",
    "jsonb_tree",
    "new",
    "old",
    "rarray",
];

pub(super) fn bad_table_name(table: &Table, errors: &mut Errors) {
    let name = &table.name.text;
    let mut report = |message: String, help: String| {
        errors.rule(Rule::BadTableName, table.name.span, message, help);
    };
    if !is_snake_case(name) {
        let suggested = crate::model::snake_case(name);
        let help = if is_snake_case(&suggested) {
            format!("write `name = \"{suggested}\"`")
        } else {
            "write `name = \"…\"` in lower case letters, digits and underscores, starting with a letter"
                .to_owned()
        };
        report(format!("table name `{name}` is not in snake case"), help);
    } else if name.starts_with("loom_") || name.starts_with("sqlite_") {
        report(
            format!("table name `{name}` starts with a prefix that is taken"),
            "choose a name that starts neither with `loom_` nor with `sqlite_`".to_owned(),
        );
    } else if OF_SQLITE.contains(&name.as_str()) || name.starts_with("pragma_") || name == "sqlite" {
        report(
            format!("table name `{name}` is a name that SQLite uses itself"),
            "write another `name = \"…\"`".to_owned(),
        );
    } else if name.len() > LONGEST {
        report(
            format!("table name `{name}` is longer than {LONGEST} bytes"),
            "write a shorter `name = \"…\"`".to_owned(),
        );
    }
}

pub(super) fn bad_column_name(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let name = &column.name;
        let (message, help) = if !is_snake_case(name) {
            let suggested = crate::model::snake_case(name);
            let help = if is_snake_case(&suggested) {
                format!("name the field `{suggested}`")
            } else {
                "name the field in lower case ASCII letters, digits and underscores, starting with a letter"
                    .to_owned()
            };
            (format!("column name `{name}` is not in snake case"), help)
        } else if name.len() > LONGEST {
            (
                format!("column name `{name}` is longer than {LONGEST} bytes"),
                "shorten the field's name".to_owned(),
            )
        } else {
            continue;
        };
        errors.rule(Rule::BadColumnName, column.ident.span(), message, help);
    }
}

pub(super) fn reserved_column(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let name = column.name.as_str();
        let (owner, help) = match name {
            "md_path" | "md_hash" | "last_synced_at" => (
                "the engine's own column",
                format!(
                    "remove the field: `markdown = …` puts the sync columns into the table, and `{}::{}` reads it",
                    table.ident,
                    name.to_uppercase()
                ),
            ),
            "rowid" | "oid" => {
                ("SQLite's own name for a row's number", "give the field another name".to_owned())
            }
            _ => continue,
        };
        errors.rule(Rule::ReservedColumn, column.ident.span(), format!("`{name}` is {owner}"), help);
    }
}

pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
