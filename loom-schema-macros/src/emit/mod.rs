//! The code that a table becomes. One file an item; all of it small, and all it names comes from the library's
//! `__private` module, so that a user's own `Option`, `Result` or `String` changes nothing.

mod columns;
mod enumeration;
mod insert;
mod metadata;
mod row;
mod span;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Table, allow_deprecated};
pub(crate) use enumeration::{enumeration, enumeration_fallback};

/// A table without mistakes.
pub(crate) fn table(table: &Table) -> TokenStream {
    let insert = insert::definition(table);
    let columns = columns::constants(table);
    let implementation = row::table_impl(table, &metadata::table(table));
    let new_row = insert::implementation(table);
    let checks = metadata::checks(table);
    in_const_block(table, &quote!(#insert #columns), &quote!(#implementation #new_row #checks))
}

/// A table with mistakes: the messages, and everything that its users name, so that one mistake is one error.
pub(crate) fn fallback(table: &Table, errors: TokenStream) -> TokenStream {
    let insert = insert::definition(table);
    let columns = columns::constants(table);
    let implementation = row::table_impl(table, &metadata::stub(table));
    let new_row = insert::stub(table);
    let stub = in_const_block(table, &quote!(#insert #columns), &quote!(#implementation #new_row));
    quote!(#errors #stub)
}

fn in_const_block(table: &Table, items: &TokenStream, impls: &TokenStream) -> TokenStream {
    let (path, lints) = (&table.crate_path, lints());
    let deprecated = allow_deprecated(table.deprecated);
    let tokens = quote! {
        #items
        #[doc(hidden)]
        #[allow(unused, unused_qualifications, #lints)]
        #deprecated
        const _: () = {
            use #path::__private as _loom;
            #impls
        };
    };
    span::settle(tokens, table.ident.span())
}

/// Lints about style, which would take the code for the user's, since it stands where the user's does.
fn lints() -> TokenStream {
    quote!(clippy::all, clippy::pedantic)
}

/// The path to the library, for the items outside the const block.
fn library(table: &Table) -> TokenStream {
    span::settle(table.crate_path.clone(), table.ident.span())
}
