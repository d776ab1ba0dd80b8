//! `impl LoomTable`: metadata, DDL and the row decoder.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::span::kept;
use super::{insert, metadata};
use crate::model::{Column, Role, Table};

/// The table's metadata and its decoder's body.
pub(super) struct Body {
    pub(super) schema: TokenStream,
    pub(super) decode: TokenStream,
    /// Which handles reach the table, and what they may do with it.
    pub(super) scope: TokenStream,
    pub(super) layer: TokenStream,
}

pub(super) fn table_impl(table: &Table, body: &Body) -> TokenStream {
    let (ident, new) = (&table.ident, insert::name(table));
    let identity = metadata::identity(table);
    let Body { schema, decode, scope, layer } = body;
    // The table of worlds is known by its name.
    let world = (table.name.text == "worlds").then(|| quote!(impl _loom::WorldTable for #ident {}));
    quote! {
        #[automatically_derived]
        impl _loom::LoomTable for #ident {
            type Scope = _loom::reach::#scope;
            type Layer = _loom::reach::#layer;
            const IDENTITY: _loom::Identity = #identity;
            const TABLE: &'static _loom::TableSchema = &#schema;
            type New = #new;
            fn decode(cells: &mut impl _loom::Cells) -> _loom::Result<Self, _loom::CellError> {
                #decode
            }
            fn statements() -> &'static _loom::OnceLock<_loom::Statements> {
                static STATEMENTS: _loom::OnceLock<_loom::Statements> = _loom::OnceLock::new();
                &STATEMENTS
            }
        }
        #world
    }
}

pub(super) fn decode(table: &Table) -> TokenStream {
    let ident = &table.ident;
    let fields = table.columns.iter().enumerate().map(|(position, column)| {
        let field = kept(&column.ident);
        let typed = typed(table, column);
        quote!(#field: match #typed::read(cells, #position) { _loom::Result::Ok(value) => value, _loom::Result::Err(error) => return _loom::Result::Err(error) },)
    });
    quote!(_loom::Result::Ok(#ident { #(#fields)* }))
}

/// The type with the trait that all generated code goes through for it, at the type's own place: the same wording at
/// the same place in every use, so that the compiler reports a wrong type once.
pub(super) fn typed(table: &Table, column: &Column) -> TokenStream {
    let (ident, ty) = (&table.ident, &column.ty);
    kept(match column.role {
        Role::Id => quote_spanned!(ty.span()=> <#ty as _loom::IdOf<#ident>>),
        Role::WorldId if table.is_world_scoped() => quote_spanned!(ty.span()=> <#ty as _loom::WorldId>),
        Role::Timestamp => quote_spanned!(ty.span()=> <#ty as _loom::BaseTimestamp>),
        Role::Plain | Role::WorldId => quote_spanned!(ty.span()=> <#ty as _loom::ColumnType>),
    })
}
