//! Where generated tokens say they come from.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Marks tokens of the user's own (types, field names), which keep their places, since errors point at them.
pub(super) fn kept(tokens: impl ToTokens) -> TokenStream {
    TokenTree::from(Group::new(Delimiter::None, tokens.into_token_stream())).into()
}

/// Gives every token but the [`kept`] ones the place of the struct's name.
///
/// A token with the derive's own span counts as changed whenever any line above the struct moves, and all that was
/// made from it is checked again. A token that stands within the struct moves along with it.
///
/// The few tokens behind which the compiler would suggest generics keep the derive's span: a type that is not imported
/// is no missing type parameter of code that nobody wrote.
pub(super) fn settle(tokens: TokenStream, at: Span) -> TokenStream {
    settle_at_depth(tokens, at, 0)
}

/// Items stand at the top, and within the const block; below, no token needs to be looked at, which would cost a call to
/// the compiler each.
const DEEPEST_ITEM: usize = 1;

fn settle_at_depth(tokens: TokenStream, at: Span, depth: usize) -> TokenStream {
    let mut settled = Vec::new();
    let mut names_an_item = false;
    for token in tokens {
        let keyword = match &token {
            TokenTree::Ident(ident) if depth <= DEEPEST_ITEM => ident.to_string(),
            _ => String::new(),
        };
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => settled.extend(group.stream()),
            TokenTree::Group(group) => {
                let mut group = Group::new(group.delimiter(), settle_at_depth(group.stream(), at, depth + 1));
                group.set_span(at);
                settled.push(group.into());
            }
            token if names_an_item || keyword == "impl" => settled.push(token),
            mut token => {
                token.set_span(at);
                settled.push(token);
            }
        }
        names_an_item = matches!(keyword.as_str(), "struct" | "const");
    }
    settled.into_iter().collect()
}
