//! `#[derive(LoomTable)]`: read, lower, check, emit.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::{attributes, emit, model, rules};

pub(crate) fn table(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let Some(declaration) = attributes::read(&input, &mut errors) else {
        return emit::shapeless(&input, errors.into_tokens());
    };
    let table = model::lower(declaration, &mut errors);
    rules::check(&table, &mut errors);
    if errors.is_empty() { emit::table(&table) } else { emit::fallback(&table, errors.into_tokens()) }
}
