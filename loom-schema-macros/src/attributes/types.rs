//! Field types as they are meant wherever they are written again.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

/// The type with the struct's name for `Self`, since in the insert struct `Self` would be another one; and without the
/// invisible group that a `macro_rules!` fragment arrives in.
pub(super) fn plain(ty: &Type, ident: &Ident) -> Type {
    let mut ty = ty;
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    let tokens = ty.to_token_stream();
    match names_self(&tokens) {
        true => syn::parse2(with(tokens, ident)).unwrap_or_else(|_| ty.clone()),
        false => ty.clone(),
    }
}

fn names_self(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "Self",
        TokenTree::Group(group) => names_self(&group.stream()),
        _ => false,
    })
}

fn with(tokens: TokenStream, ident: &Ident) -> TokenStream {
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(name) if name == "Self" => {
            let mut ident = ident.clone();
            ident.set_span(name.span());
            TokenTree::Ident(ident)
        }
        TokenTree::Group(group) => {
            let mut replaced = Group::new(group.delimiter(), with(group.stream(), ident));
            replaced.set_span(group.span());
            TokenTree::Group(replaced)
        }
        other => other,
    });
    replaced.collect()
}
