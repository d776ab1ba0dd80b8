//! `#[derive(LoomTable)]`: read, lower, check, emit.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attributes::Read;
use crate::errors::Errors;
use crate::{attributes, emit, model, rules};

pub(crate) fn table(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let table = match attributes::read(&input, &mut errors) {
        Read::Table(declaration) => {
            let table = model::lower(declaration, &mut errors);
            rules::check(&table, &mut errors);
            table
        }
        // Its shape is one mistake; rules about columns that it cannot have would be many.
        Read::Shapeless(declaration) => model::lower(declaration, &mut errors),
        Read::Generic => return errors.into_tokens(),
    };
    if errors.is_empty() { emit::table(&table) } else { emit::fallback(&table, errors.into_tokens()) }
}
