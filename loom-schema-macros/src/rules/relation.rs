//! Foreign keys. Which tables may reference which is checked in const evaluation, in `loom-schema/src/schema/fits.rs`:
//! only the other table's type knows its scope and layer.

use crate::attributes::ForeignKeyRule;
use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Kind, Layer, Role, Table};

/// Keys that mean something on a foreign key only.
pub(super) fn not_a_reference(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        let may_reference = matches!(column.shape.kind, Kind::Id | Kind::Other) && column.role != Role::Id;
        let keys = [
            (column.on_delete.as_ref().map(|key| key.span), "on_delete"),
            (column.no_foreign_key, "no_foreign_key"),
            (column.no_index, "no_index"),
        ];
        for (span, key) in keys {
            if let Some(span) = span.filter(|_| !may_reference) {
                errors.rule(
                    Rule::NotAReference,
                    span,
                    format!("`{key}` is for foreign keys, and `{}` is none", column.name),
                    "write the type as `Id<T>`, with the table's struct as `T`, or remove the key",
                );
            }
        }
        if let (Some(_), Some(action)) = (column.no_foreign_key, &column.on_delete) {
            errors.rule(
                Rule::NotAReference,
                action.span,
                "`on_delete` and `no_foreign_key` exclude each other",
                "remove one of the two",
            );
        }
    }
}

pub(super) fn set_null_not_nullable(table: &Table, errors: &mut Errors) {
    for column in &table.columns {
        if let Some(action) = &column.on_delete
            && action.value == ForeignKeyRule::SetNull
            && !column.shape.optional
            // An alias is asked in const evaluation, and of L4 cascade_into_protected says more; but neither of them looks
            // at `world_id`.
            && ((column.role == Role::WorldId && table.is_world_scoped())
                || (matches!(column.shape.kind, Kind::Id) && table.layer != Some(Layer::L4)))
        {
            errors.rule(
                Rule::SetNullNotNullable,
                action.span,
                format!("`{}` cannot become NULL", column.name),
                match column.role {
                    Role::WorldId => "leave `on_delete` out: the delete is then refused".to_owned(),
                    _ => format!(
                        "write `Option<{}>`, or leave `on_delete` out: the delete is then refused",
                        column.rust_type,
                    ),
                },
            );
        }
    }
}

/// A deleted row must not take or change rows that the program itself may not. `world_id` is free (it is no plain column,
/// and `may_reference` skips it): a world may take its rows along, and the library then lets only the operator delete it.
pub(super) fn cascade_into_protected(table: &Table, errors: &mut Errors) {
    for column in table.columns.iter().filter(|column| column.may_reference()) {
        let Some(action) = &column.on_delete else { continue };
        let (table_name, column_name) = (&table.name.text, &column.name);
        let (message, help) = match (table.layer, action.value) {
            (Some(Layer::L2), ForeignKeyRule::Cascade) if table.deletable.is_none() => (
                format!(
                    "`{table_name}.{column_name}` would delete rows of `{table_name}`, which is L2 and not `deletable`"
                ),
                "add `deletable` to its `#[loom_table(…)]` if its rows are meant to go, or leave `on_delete` out: the \
                 delete is then refused",
            ),
            (Some(Layer::L4), ForeignKeyRule::Cascade) => (
                format!(
                    "`{table_name}.{column_name}` would delete rows of the L4 table `{table_name}`, which only the \
                     operator may"
                ),
                "leave `on_delete` out: the delete is then refused",
            ),
            (Some(Layer::L4), ForeignKeyRule::SetNull) => (
                format!(
                    "`{table_name}.{column_name}` would change rows of the L4 table `{table_name}`, which only the \
                     operator may"
                ),
                "leave `on_delete` out: the delete is then refused",
            ),
            _ => continue,
        };
        errors.rule(Rule::CascadeIntoProtected, action.span, message, help);
    }
}
