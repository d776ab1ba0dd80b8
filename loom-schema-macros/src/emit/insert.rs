//! `NewSession`: the columns that an insert must name.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::span::kept;
use crate::model::{Column, Table};

pub(super) fn name(table: &Table) -> Ident {
    format_ident!("New{}", table.ident)
}

fn required(table: &Table) -> impl Iterator<Item = (usize, &Column)> {
    table.columns.iter().enumerate().filter(|(_, column)| column.is_required())
}

pub(super) fn definition(table: &Table) -> TokenStream {
    let (name, visibility) = (name(table), kept(&table.visibility));
    let doc = format!(
        "What a new row of `{}` must say. Every other column is `.set(column, value)`, or fills itself in.",
        table.name.text
    );
    let fields = required(table).map(|(_, column)| {
        let (visibility, ident, ty) = (kept(&column.visibility), kept(&column.ident), kept(&column.ty));
        let doc =
            if column.doc.is_empty() { format!("The column `{}`.", column.name) } else { column.doc.clone() };
        quote!(#[doc = #doc] #visibility #ident: #ty,)
    });
    quote! {
        #[doc = #doc]
        #[allow(missing_debug_implementations, missing_copy_implementations)]
        #visibility struct #name { #(#fields)* }
    }
}

pub(super) fn implementation(table: &Table) -> TokenStream {
    let (name, ident) = (name(table), &table.ident);
    let writes = required(table).map(|(position, column)| {
        let (field, ty) = (kept(&column.ident), &column.ty);
        let write = kept(quote_spanned!(ty.span()=> <#ty as _loom::ColumnType>::write));
        quote!(set.put(#position, #write(self.#field));)
    });
    quote! {
        impl _loom::NewRow for #name {
            type Table = #ident;
            fn write(self, set: &mut _loom::Assignments<'_>) {
                #(#writes)*
            }
        }
    }
}

pub(super) fn stub(table: &Table) -> TokenStream {
    let (name, ident) = (name(table), &table.ident);
    quote! {
        impl _loom::NewRow for #name {
            type Table = #ident;
            fn write(self, _: &mut _loom::Assignments<'_>) {}
        }
    }
}
