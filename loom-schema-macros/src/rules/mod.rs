//! The rules that one struct's tokens can break. Each is one function, listed here in the order of the design, with an
//! entry in the [catalogue](crate::catalogue). None returns early: a build reports every mistake.
//!
//! Rules that need another type are trait bounds (`loom-schema/src/table/`) or, where a value of the type decides,
//! const evaluation (`loom-schema/src/schema/fits.rs`); rules about the whole schema are const evaluation too
//! (`loom-schema/src/schema/verify.rs`). The catalogue names those as well.

mod base;
mod check;
mod default;
mod enumeration;
mod index;
mod layer;
mod markdown;
mod names;
mod path;
mod relation;
mod scope;
mod shape;
mod truth;

use syn::DeriveInput;

use crate::errors::Errors;
use crate::model::{Enumeration, Table};

const RULES: &[fn(&Table, &mut Errors)] = &[
    shape::too_many_columns,
    scope::scope_not_declared,
    scope::scope_twice,
    scope::missing_world_id,
    scope::nullable_world_id,
    scope::world_id_on_global,
    scope::world_without_foreign_key,
    scope::world_scoped_worlds,
    layer::layer_not_declared,
    layer::unknown_layer,
    layer::layer_is_ephemeral,
    layer::layer_needs_world,
    base::missing_id,
    base::missing_timestamps,
    base::singleton_needs_fixed_id,
    truth::truth_not_declared,
    truth::truth_twice,
    path::markdown_path_malformed,
    path::markdown_path_unknown_placeholder,
    path::markdown_path_no_world,
    path::markdown_path_no_key,
    path::markdown_path_unfit_column,
    markdown::body_twice,
    markdown::section_twice,
    markdown::key_clash,
    markdown::two_sources,
    markdown::source_without_file,
    markdown::derived_without_default,
    markdown::bad_position,
    markdown::base_column_place,
    markdown::bad_key,
    markdown::bytes_in_markdown,
    names::bad_table_name,
    names::bad_column_name,
    names::reserved_column,
    index::index_unknown_column,
    index::index_twice,
    index::bad_index_name,
    relation::not_a_reference,
    relation::set_null_not_nullable,
    relation::cascade_into_protected,
    default::default_type,
    default::default_not_constant,
    check::bad_check,
];

/// Runs every rule.
pub(crate) fn check(table: &Table, errors: &mut Errors) {
    for rule in RULES {
        rule(table, errors);
    }
}

/// Whether the input can be a table at all.
pub(crate) fn check_shape(input: &DeriveInput, errors: &mut Errors) {
    shape::of_table(input, errors);
}

/// Whether the input can be an enum of texts at all.
pub(crate) fn check_enum_shape(input: &DeriveInput, errors: &mut Errors) {
    shape::enum_with_fields(input, errors);
}

/// Runs every rule about an enum's texts.
pub(crate) fn check_enum(enumeration: &Enumeration, errors: &mut Errors) {
    enumeration::bad_enum_text(enumeration, errors);
    enumeration::enum_text_twice(enumeration, errors);
}
