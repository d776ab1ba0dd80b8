//! Names that become SQL.

use super::catalogue::Rule;
use crate::errors::Errors;
use crate::model::Table;

/// PostgreSQL cuts names here, and a cut name can meet another.
const LONGEST: usize = 63;

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
    } else if name.len() > LONGEST {
        report(
            format!("table name `{name}` is longer than {LONGEST} bytes"),
            "write a shorter `name = \"…\"`".to_owned(),
        );
    }
}

pub(super) fn bad_column_name(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        if !is_snake_case(&column.name) || column.name.len() > LONGEST {
            errors.rule(
                Rule::BadColumnName,
                column.ident.span(),
                format!("column name `{}` is not in snake case, or longer than {LONGEST} bytes", column.name),
                "name the field in lower case ASCII letters, digits and underscores, starting with a letter",
            );
        }
    }
}

pub(super) fn reserved_column(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        if matches!(column.name.as_str(), "md_path" | "md_hash" | "last_synced_at" | "rowid" | "oid") {
            errors.rule(
                Rule::ReservedColumn,
                column.ident.span(),
                format!("`{}` is the engine's own column", column.name),
                "remove the field: `markdown = …` adds the sync columns to the table, and `MD_PATH` reads them",
            );
        }
    }
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
