//! Indexes and unique constraints.

use syn::ext::IdentExt;

use super::names::{LONGEST, is_snake_case};
use crate::attributes::nearest;
use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Index, Origin, Role, Table};

fn declared(table: &Table) -> impl Iterator<Item = &Index> {
    table.indexes.iter().filter(|index| index.origin == Origin::Declared)
}

pub(super) fn index_unknown_column(table: &Table, errors: &mut Errors) {
    for unknown in declared(table).flat_map(|index| &index.unknown) {
        let unknown_name = unknown.unraw().to_string();
        let near = nearest(&unknown_name, table.columns.iter().map(|column| column.name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
                format!("name fields of the struct: `{}`", names.join("`, `"))
            }
        };
        errors.rule(
            Rule::IndexUnknownColumn,
            unknown.span(),
            format!("`{}` has no column `{unknown_name}`", table.name.text),
            help,
        );
    }
}

pub(super) fn index_twice(table: &Table, errors: &mut Errors) {
    for (position, index) in table.indexes.iter().enumerate() {
        let before = table.indexes.iter().take(position);
        // An automatic index gives way to a declared one over the same column, whatever its name.
        let clash = before.filter(|_| index.unknown.is_empty()).find(|other| {
            let same_name = other.name.text == index.name.text;
            let same_columns =
                other.columns == index.columns && other.unknown.is_empty() && !is_primary_key(table, index);
            match index.origin {
                Origin::Declared => same_name || same_columns,
                Origin::ForeignKey => same_name && other.columns.first() != index.columns.first(),
                Origin::World => same_name || (same_columns && !other.unique),
            }
        });
        if let Some(other) = clash {
            let (at, help) = match index.origin {
                Origin::Declared => {
                    (index, "remove this one, or give it other columns and, with them, another name")
                }
                Origin::ForeignKey => (
                    other,
                    "give this one another `name = \"…\"`: foreign key columns have an index by themselves",
                ),
                Origin::World => (
                    other,
                    "remove this one: every world-scoped table has an index on `(world_id, created_at)`",
                ),
            };
            let message = if other.name.text == index.name.text {
                format!("there are two indexes named `{}`", index.name.text)
            } else {
                format!("`{}` and `{}` are over the same columns", other.name.text, index.name.text)
            };
            errors.rule(Rule::IndexTwice, at.name.span, message, help);
        }
    }
    for index in declared(table) {
        if is_primary_key(table, index) {
            errors.rule(
                Rule::IndexTwice,
                index.name.span,
                format!("index `{}` is over the primary key, which has one by itself", index.name.text),
                "remove this one",
            );
        }
        if let Some(column) = &index.repeated {
            errors.rule(
                Rule::IndexTwice,
                column.span(),
                format!("index `{}` names `{column}` twice", index.name.text),
                "name each column once",
            );
        }
    }
}

/// Whether the index is over `id`: in a world-scoped table, the world leads it unwritten.
fn is_primary_key(table: &Table, index: &Index) -> bool {
    match index.columns[..] {
        [only] => table.columns[only].role == Role::Id && index.unknown.is_empty(),
        _ => false,
    }
}

pub(super) fn bad_index_name(table: &Table, errors: &mut Errors) {
    for index in declared(table) {
        let name = &index.name.text;
        let prefix = format!("{}_", table.name.text);
        // A name made from a bad table name says nothing new.
        if !index.named && !is_snake_case(&table.name.text) {
            continue;
        }
        let (wrong, help) = if !name.starts_with(&prefix) {
            (
                format!("does not start with `{prefix}`"),
                format!(
                    "write `name = \"{prefix}…\"`: index names share one space with those of every other table"
                ),
            )
        } else if !is_snake_case(name) {
            (
                "is not in snake case".to_owned(),
                format!("write `name = \"{}\"`", crate::model::snake_case(name)),
            )
        } else if name.len() > LONGEST {
            (
                format!("is longer than {LONGEST} bytes"),
                format!("write a shorter name: `name = \"{prefix}…\"`"),
            )
        } else {
            continue;
        };
        errors.rule(Rule::BadIndexName, index.name.span, format!("index name `{name}` {wrong}"), help);
    }
}
