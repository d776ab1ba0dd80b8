//! The code that a table becomes. One file an item; all of it small, and all it names comes from the library's
//! `__private` module, so that a user's own `Option`, `Result` or `String` changes nothing.

mod columns;
mod insert;
mod metadata;
mod row;
mod span;

use proc_macro2::TokenStream;
use quote::quote;

use crate::attributes::allow_deprecated;
use crate::model::Table;

/// A table without mistakes.
pub(crate) fn table(table: &Table) -> TokenStream {
    let insert = insert::definition(table);
    let columns = columns::constants(table);
    let implementation = row::table_impl(table, &metadata::table(table));
    let new_row = insert::implementation(table);
    let checks = metadata::checks(table);
    span::settle(
        in_const_block(table, &quote!(#insert #columns), &quote!(#implementation #new_row #checks)),
        &table.ident,
    )
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
    let path = &table.crate_path;
    let deprecated = allow_deprecated(table.deprecated);
    quote! {
        #items
        #[doc(hidden)]
        #[allow(unused_qualifications)]
        #deprecated
        const _: () = {
            use #path::__private as _loom;
            #impls
        };
    }
}

/// The path to the library, for the items outside the const block.
fn library(table: &Table) -> &TokenStream {
    &table.crate_path
}
