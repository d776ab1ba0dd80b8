//! The derives: read, lower, check, emit.

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attributes::Read;
use crate::errors::Errors;
use crate::{attributes, emit, model, rules};

/// `#[derive(LoomTable)]`
pub(crate) fn table(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let read = attributes::read(&input, &mut errors);
    rules::check_shape(&input, &mut errors);
    let table = match read {
        Read::Table(declaration) => {
            let table = model::lower(declaration);
            rules::check(&table, &mut errors);
            table
        }
        // Its shape is one mistake; rules about columns that it cannot have would be many.
        Read::Shapeless(declaration) => model::lower(declaration),
        Read::Generic => return errors.into_tokens(),
    };
    if errors.is_empty() { emit::table(&table) } else { emit::fallback(&table, errors.into_tokens()) }
}

/// `#[derive(LoomEnum)]`
pub(crate) fn enumeration(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    rules::check_enum_shape(&input, &mut errors);
    let declaration = attributes::read_enum(&input, &mut errors);
    let generic = declaration.generic;
    let enumeration = model::lower_enum(declaration);
    rules::check_enum(&enumeration, &mut errors);
    if errors.is_empty() {
        emit::enumeration(&enumeration)
    } else if generic {
        errors.into_tokens()
    } else {
        emit::enumeration_fallback(enumeration, &errors.into_tokens())
    }
}
