//! The macros of `loom-schema`. Use them through that crate, which documents them where it re-exports them.
//!
//! The way through: `attributes` (tokens to keys, with spans) → `model` (names and defaults settled) → `rules`
//! (every rule, none returns early) → `emit` (one file per emitted item). No SQL text is written here; the macros
//! describe tables, and the library's renderer writes the SQL.

mod attributes;
mod catalogue;
mod derive;
mod emit;
mod errors;
mod json;
mod model;
mod rules;
mod schema;
mod sql;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Declares a table. Documented at `loom_schema::LoomTable`.
#[proc_macro_derive(LoomTable, attributes(loom_table, loom))]
pub fn loom_table(input: TokenStream) -> TokenStream {
    derive::table(input.into()).into()
}

/// Declares an enum column type. Documented at `loom_schema::LoomEnum`.
#[proc_macro_derive(LoomEnum, attributes(loom_enum, loom))]
pub fn loom_enum(input: TokenStream) -> TokenStream {
    derive::enumeration(input.into()).into()
}

/// What `loom_schema::schema!` expands to, with that crate's path in front.
#[doc(hidden)]
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    schema::expand(input.into()).into()
}

/// The rule catalogue, as an expression of the library's `&[Rule]`.
#[doc(hidden)]
#[proc_macro]
pub fn rule_catalogue(_: TokenStream) -> TokenStream {
    catalogue::tokens().into()
}
