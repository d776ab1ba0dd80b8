//! What can be a table at all.

use syn::{Data, DeriveInput, Fields, Variant};

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::Table;

/// SQLite's limit, unless it was built with another one.
const MOST_COLUMNS: usize = 2_000;

/// Whether the input can be a table at all. What cannot is not read as one, so that the rules about tables do not apply.
pub(super) fn of_table(input: &DeriveInput, errors: &mut Errors) {
    match &input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {}
        Data::Struct(_) => tuple_table(input, errors),
        Data::Enum(_) | Data::Union(_) => not_a_struct(input, errors),
    }
    if !input.generics.params.is_empty() {
        generic_table(input, errors);
    }
}

fn not_a_struct(input: &DeriveInput, errors: &mut Errors) {
    let (span, kind) = match &input.data {
        Data::Enum(data) => (data.enum_token.span, "an enum"),
        Data::Union(data) => (data.union_token.span, "a union"),
        Data::Struct(data) => (data.struct_token.span, "a struct"),
    };
    let help = if kind == "an enum" {
        "for an enum that is stored in a column, write `#[derive(LoomEnum)]`"
    } else {
        "write a struct with one named field a column"
    };
    errors.rule(
        Rule::NotAStruct,
        span,
        format!("a table is a struct, and `{}` is {kind}", input.ident),
        help,
    );
}

fn tuple_table(input: &DeriveInput, errors: &mut Errors) {
    errors.rule(
        Rule::TupleTable,
        input.ident.span(),
        format!("`{}` has no named fields, and a column's name is its field's name", input.ident),
        format!("write `struct {} {{ pub id: Id<{}>, … }}`", input.ident, input.ident),
    );
}

fn generic_table(input: &DeriveInput, errors: &mut Errors) {
    errors.rule_at(
        Rule::GenericTable,
        &input.generics.params,
        format!("`{}` is generic, and a table is one table", input.ident),
        "remove the parameters: rows own their values, as in `String` for `&'a str`",
    );
}

pub(super) fn too_many_columns(table: &Table, errors: &mut Errors) {
    let (fields, sync) = (table.columns.len(), if table.is_synced() { 3 } else { 0 });
    if fields + sync > MOST_COLUMNS {
        let with_sync = if sync > 0 { " and the three of the sync" } else { "" };
        errors.rule(
            Rule::TooManyColumns,
            table.ident.span(),
            format!("`{}` has {fields} columns{with_sync}, and SQLite takes {MOST_COLUMNS}", table.name.text),
            "split the table, or store what belongs together in one column: `Json<…>`",
        );
    }
}

/// For `LoomEnum`.
pub(super) fn enum_with_fields(input: &DeriveInput, errors: &mut Errors) {
    if !input.generics.params.is_empty() {
        errors.rule_at(
            Rule::EnumWithFields,
            &input.generics.params,
            format!("`{}` is generic, and a column holds one text out of a closed list", input.ident),
            "remove the parameters",
        );
    }
    match &input.data {
        Data::Enum(data) => {
            let is_plain = |variant: &Variant| matches!(variant.fields, Fields::Unit);
            for variant in data.variants.iter().filter(|variant| !is_plain(variant)) {
                let (wrong, help) = match variant.fields.is_empty() {
                    true => ("is not a name alone", "write the name without parentheses or braces"),
                    false => ("has fields", "remove the fields, or store the whole value as JSON: `Json<…>`"),
                };
                errors.rule_at(
                    Rule::EnumWithFields,
                    &variant.fields,
                    format!("`{}` {wrong}, and a column holds one text", variant.ident),
                    help,
                );
            }
            if data.variants.is_empty() {
                errors.rule(
                    Rule::EnumWithFields,
                    input.ident.span(),
                    format!("`{}` has no variants, so that no row could exist", input.ident),
                    "add a variant",
                );
            }
        }
        Data::Struct(_) | Data::Union(_) => errors.rule(
            Rule::EnumWithFields,
            input.ident.span(),
            format!("`{}` is not an enum", input.ident),
            "`LoomEnum` is for enums without fields; for a structured value use `Json<…>`",
        ),
    }
}
