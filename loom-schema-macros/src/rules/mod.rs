//! The rules that one struct's tokens can break. Each is one function, listed here in the order of the design, with an
//! entry in the [`catalogue`]. None returns early: a build reports every mistake.
//!
//! Rules that need another type are trait bounds (`loom-schema/src/table.rs`) or, where a value of the type decides,
//! const evaluation (`loom-schema/src/schema/fits.rs`); rules about the whole schema are const evaluation too
//! (`loom-schema/src/schema/verify.rs`). The catalogue names those as well.

mod base;
pub(crate) mod catalogue;
mod check;
pub(crate) mod default;
mod index;
mod layer;
pub(crate) mod markdown;
mod names;
mod path;
mod relation;
mod scope;
pub(crate) mod shape;
pub(crate) mod truth;

use crate::errors::Errors;
use crate::model::Table;

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
    path::markdown_path_malformed,
    path::markdown_path_unknown_placeholder,
    path::markdown_path_no_world,
    path::markdown_path_no_key,
    path::markdown_path_unfit_column,
    markdown::body_twice,
    markdown::section_twice,
    markdown::key_clash,
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
    check::bad_check,
];

/// Runs every rule.
pub(crate) fn check(table: &Table, errors: &mut Errors) {
    for rule in RULES {
        rule(table, errors);
    }
}
