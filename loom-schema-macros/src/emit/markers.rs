//! The marker traits that carry scope and layer into the type system.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Layer, Scope, Table};

pub(super) fn of(table: &Table) -> TokenStream {
    let mut markers = Vec::new();
    if table.scope == Some(Scope::Global) {
        markers.push("GlobalTable");
    } else {
        markers.push("WorldScopedTable");
    }
    if table.layer != Some(Layer::L4) {
        markers.push("WritableTable");
    }
    if table.layer != Some(Layer::L2) || table.deletable.is_some() {
        markers.push("DeletableTable");
    }
    if table.name.text == "worlds" {
        markers.push("WorldTable");
    }
    implement(table, &markers)
}

/// Everything, for a table with mistakes: its users are not to blame.
pub(super) fn all(table: &Table) -> TokenStream {
    let markers = ["GlobalTable", "WorldScopedTable", "WritableTable", "DeletableTable", "WorldTable"];
    implement(table, &markers)
}

fn implement(table: &Table, markers: &[&str]) -> TokenStream {
    let ident = &table.ident;
    let markers = markers.iter().map(|marker| format_ident!("{marker}"));
    quote!(#(#[diagnostic::do_not_recommend] impl _loom::#markers for #ident {})*)
}
