//! `Session::STATUS`: one typed constant a column.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::span::kept;
use super::{library, lints};
use crate::model::{Role, Table};

pub(super) fn constants(table: &Table) -> TokenStream {
    let (ident, library) = (&table.ident, &library(table));
    let constants = table.columns.iter().enumerate().map(|(position, column)| {
        let (visibility, constant) = (kept(&column.visibility), kept(column.constant()));
        let doc = if column.doc.is_empty() {
            format!("The column `{}` of `{}`.", column.name, table.name.text)
        } else {
            column.doc.clone()
        };
        let access = match column.role {
            Role::Plain => None,
            Role::Timestamp if column.name == "updated_at" => None,
            Role::Id | Role::Timestamp => Some(quote_spanned!(ident.span()=> , #library::query::OnInsert)),
            Role::WorldId => Some(quote_spanned!(ident.span()=> , #library::query::Fixed)),
        };
        let ty = &column.ty;
        let ty = kept(quote_spanned!(ty.span()=> #library::Column<#ident, #ty #access>));
        quote!(#[doc = #doc] #visibility const #constant: #ty = #library::__private::column(#position);)
    });
    // A field of such a name is a mistake, and reported; a second constant of it would be another.
    let is_taken = table
        .columns
        .iter()
        .any(|column| ["md_path", "md_hash", "last_synced_at"].contains(&column.name.as_str()));
    let sync = (table.is_synced() && !is_taken).then(|| {
        let (visibility, first) = (kept(&table.visibility), table.columns.len());
        let (second, third) = (first + 1, first + 2);
        quote! {
            #[doc = "The file the row came from, relative to the root folder; NULL for a row without a file."]
            #visibility const MD_PATH: #library::__private::SyncText<#ident>
                = #library::__private::column(#first);
            #[doc = "BLAKE3 of the file's bytes when the row was read from it."]
            #visibility const MD_HASH: #library::__private::SyncText<#ident>
                = #library::__private::column(#second);
            #[doc = "When the row was last read from its file."]
            #visibility const LAST_SYNCED_AT: #library::__private::SyncTime<#ident>
                = #library::__private::column(#third);
        }
    });
    // No program uses every column of every table.
    let lints = lints();
    quote! {
        #[allow(dead_code, unreachable_pub, #lints)]
        impl #ident {
            #(#constants)*
            #sync
        }
    }
}
