//! Whose rows they are.

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Role, Scope, Table};

pub(super) fn scope_not_declared(table: &Table, errors: &mut Errors) {
    if table.scope_keys.is_empty() && !table.attempted.scope {
        errors.rule(
            Rule::ScopeNotDeclared,
            table.ident.span(),
            format!("`{}` does not say whose its rows are", table.ident),
            "write `#[loom_table(world_scoped, …)]`, or `global` if the rows belong to no world",
        );
    }
}

pub(super) fn scope_twice(table: &Table, errors: &mut Errors) {
    if let [_, second] = table.scope_keys[..] {
        errors.rule(
            Rule::ScopeNotDeclared,
            second,
            format!("`{}` is declared both `world_scoped` and `global`", table.ident),
            "keep the one that holds for every row; split the table if neither does",
        );
    }
}

pub(super) fn missing_world_id(table: &Table, errors: &mut Errors) {
    if table.is_world_scoped() && table.column("world_id").is_none() {
        errors.rule(
            Rule::MissingWorldId,
            table.ident.span(),
            format!("world-scoped table `{}` has no `world_id`", table.name.text),
            "add `pub world_id: Id<World>,`, or declare the table `global`",
        );
    }
}

pub(super) fn nullable_world_id(table: &Table, errors: &mut Errors) {
    if let Some(column) = table.column("world_id").filter(|column| column.shape.optional) {
        if table.scope == Some(Scope::Global) {
            return; // world_id_on_global says more
        }
        errors.rule_at(
            Rule::NullableWorldId,
            &column.ty,
            "`world_id` is nullable, and a NULL slips past every composite key",
            "write `pub world_id: Id<World>`; put rows without a world into a `global` table of their own",
        );
    }
}

pub(super) fn world_id_on_global(table: &Table, errors: &mut Errors) {
    if let (Some(Scope::Global), Some(column)) = (table.scope, table.column("world_id")) {
        errors.rule(
            Rule::WorldIdOnGlobal,
            column.ident.span(),
            format!("global table `{}` has a `world_id`", table.name.text),
            "declare the table `world_scoped`, or remove the field",
        );
    }
}

/// Without the foreign key, rows would outlive their world, and a later world of the same id would see them.
pub(super) fn world_without_foreign_key(table: &Table, errors: &mut Errors) {
    let worlds = table.columns.iter().filter(|column| column.role == Role::WorldId);
    for span in worlds.filter_map(|column| column.no_foreign_key) {
        if table.is_world_scoped() {
            errors.rule(
                Rule::WorldWithoutForeignKey,
                span,
                format!("rows of `{}` would outlive their world", table.name.text),
                "remove `no_foreign_key`; write `on_delete = \"cascade\"` if the rows go with their world",
            );
        }
    }
}

pub(super) fn world_scoped_worlds(table: &Table, errors: &mut Errors) {
    if table.is_world_scoped()
        && table.name.text == "worlds"
        && let Some(span) = table.scope_keys.first()
    {
        errors.rule(
            Rule::WorldScopedWorlds,
            *span,
            "the table `worlds` is world-scoped, and a world belongs to no world",
            "declare it `global` and remove `world_id`, or give the table another `name = \"…\"`",
        );
    }
}
