//! The columns that every table has.

use crate::attributes::Literal;
use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Layer, Scope, Table};

pub(super) fn missing_id(table: &Table, errors: &mut Errors) {
    if table.column("id").is_none() {
        errors.rule(
            Rule::MissingId,
            table.ident.span(),
            format!("table `{}` has no `id`", table.name.text),
            format!("add `pub id: Id<{}>,`", table.ident),
        );
    }
}

pub(super) fn missing_timestamps(table: &Table, errors: &mut Errors) {
    let needed: &[&str] =
        if table.layer == Some(Layer::L4) { &["updated_at"] } else { &["created_at", "updated_at"] };
    let missing: Vec<&str> = needed.iter().copied().filter(|name| table.column(name).is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let fields: Vec<String> = missing.iter().map(|name| format!("pub {name}: Timestamp,")).collect();
    errors.rule(
        Rule::MissingTimestamps,
        table.ident.span(),
        format!("table `{}` has no `{}`", table.name.text, missing.join("` and no `")),
        format!("add `{}`", fields.join(" ")),
    );
}

pub(super) fn singleton_needs_fixed_id(table: &Table, errors: &mut Errors) {
    let Some(span) = table.singleton else { return };
    if table.scope == Some(Scope::World) {
        errors.rule(
            Rule::SingletonNeedsFixedId,
            span,
            "a singleton has one row, and a world-scoped table has one for each world",
            "remove `singleton` and write `#[loom(unique)]` on `world_id`",
        );
    } else if let Some(column) = table.column("id")
        && !matches!(column.default, Some(Literal::Text(_)))
    {
        errors.rule(
            Rule::SingletonNeedsFixedId,
            column.ident.span(),
            format!("singleton `{}` does not say what its only id is", table.name.text),
            "write `#[loom(default = \"operator\")]` on `id`",
        );
    }
}
