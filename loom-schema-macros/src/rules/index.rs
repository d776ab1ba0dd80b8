//! Indexes and unique constraints.

use super::catalogue::Rule;
use crate::attributes::nearest;
use crate::errors::Errors;
use crate::model::{Index, Origin, Table};

fn declared(table: &Table) -> impl Iterator<Item = &Index> {
    table.indexes.iter().filter(|index| index.origin == Origin::Declared)
}

pub(super) fn index_unknown_column(table: &Table, errors: &mut Errors) {
    for unknown in declared(table).flat_map(|index| &index.unknown) {
        let near = nearest(&unknown.to_string(), table.columns.iter().map(|column| column.name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name the fields that the index is over".to_owned(),
        };
        errors.rule(
            Rule::IndexUnknownColumn,
            unknown.span(),
            format!("`{}` has no column `{unknown}`", table.name.text),
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
            let same_columns = other.columns == index.columns && other.unique == index.unique;
            match index.origin {
                Origin::Declared => same_name || same_columns,
                Origin::ForeignKey => same_name && other.columns.first() != index.columns.first(),
                Origin::World => same_name,
            }
        });
        if let Some(other) = clash {
            let (at, help) = match index.origin {
                Origin::Declared => {
                    (index, "remove one of the two, or give it a `name = \"…\"` and other columns")
                }
                Origin::ForeignKey => {
                    (other, "give this one a `name = \"…\"`: foreign key columns have an index by themselves")
                }
                Origin::World => (
                    other,
                    "remove this one: every world-scoped table has an index on `(world_id, created_at)`",
                ),
            };
            errors.rule(
                Rule::IndexTwice,
                at.name.span,
                format!("index `{}` is there twice", index.name.text),
                help,
            );
        }
    }
    for index in declared(table) {
        let mut columns = index.columns.clone();
        columns.sort_unstable();
        columns.dedup();
        if columns.len() < index.columns.len() {
            errors.rule(
                Rule::IndexTwice,
                index.name.span,
                format!("index `{}` names a column twice", index.name.text),
                "name each column once",
            );
        }
    }
}

pub(super) fn bad_index_name(table: &Table, errors: &mut Errors) {
    for index in declared(table) {
        let name = &index.name.text;
        let ordinary = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let prefix = format!("{}_", table.name.text);
        if !ordinary || !name.starts_with(&prefix) || name.len() > 63 {
            errors.rule(
                Rule::BadIndexName,
                index.name.span,
                format!("index name `{name}` does not start with `{prefix}`, is not in snake case, or is over 63 bytes"),
                format!("write `name = \"{prefix}…\"`: index names share one space with those of every other table"),
            );
        }
    }
}
