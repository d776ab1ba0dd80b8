//! The grammar of an attribute: `key`, `key = value`, `key(…)`, separated by commas.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, LitStr, Meta, Token, parenthesized};

use super::Spanned;
use crate::errors::Errors;

/// One item of an attribute.
pub(crate) struct Item {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    None,
    Expr(Expr),
    List(TokenStream),
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Expr(input.parse()?)
        } else if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            Value::List(content.parse()?)
        } else {
            Value::None
        };
        Ok(Self { key, value })
    }
}

/// The items of every attribute of this name. A malformed attribute is one error; the others are still read.
pub(crate) fn items(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Item> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let parsed = match &attribute.meta {
            Meta::List(list) => list.parse_args_with(Punctuated::<Item, Token![,]>::parse_terminated),
            Meta::Path(_) => Ok(Punctuated::new()),
            Meta::NameValue(pair) => {
                errors.syntax(
                    pair.eq_token.span,
                    format!("`{name}` takes a list in parentheses"),
                    format!("write `#[{name}(…)]`"),
                );
                continue;
            }
        };
        match parsed {
            Ok(items) => found.extend(items),
            Err(error) => errors.push(error),
        }
    }
    found
}

/// The items inside `key(…)`.
pub(crate) fn nested(list: TokenStream, errors: &mut Errors) -> Vec<Item> {
    match syn::parse::Parser::parse2(Punctuated::<Item, Token![,]>::parse_terminated, list) {
        Ok(items) => items.into_iter().collect(),
        Err(error) => {
            errors.push(error);
            Vec::new()
        }
    }
}

/// A key that may be set once; `form` is the correct form, for the help line.
pub(crate) fn set<T>(
    slot: &mut Option<Spanned<T>>,
    key: &Ident,
    form: &str,
    value: Option<T>,
    errors: &mut Errors,
) {
    let Some(value) = value else {
        errors.syntax(key.span(), format!("`{key}` is not written like this"), format!("write `{form}`"));
        return;
    };
    if slot.is_some() {
        errors.syntax(key.span(), format!("`{key}` is given twice"), "remove one of the two");
        return;
    }
    *slot = Some(Spanned { value, span: key.span() });
}

/// An unknown key; names the nearest known one, or all of them.
pub(crate) fn unknown(key: &Ident, attribute: &str, known: &[&str], errors: &mut Errors) {
    let key_text = key.to_string();
    let near = known.iter().find(|name| distance(name, &key_text) <= 2);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the keys of `{attribute}` are {}", quoted(known)),
    };
    errors.syntax(key.span(), format!("`{attribute}` has no key `{key}`"), help);
}

/// `` `a`, `b`, `c` ``
pub(crate) fn quoted<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The name in `known` that a misspelt one is likely to mean.
pub(crate) fn nearest<'n>(misspelt: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    known.map(|name| (distance(name, misspelt), name)).filter(|(d, _)| *d <= 2).min().map(|(_, name)| name)
}

/// Levenshtein distance, for names of a few dozen characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

impl Value {
    /// `key`
    pub(crate) fn flag(&self) -> Option<()> {
        matches!(self, Self::None).then_some(())
    }

    /// `key = "text"`
    pub(crate) fn text(&self) -> Option<LitStr> {
        match self {
            Self::Expr(Expr::Lit(expression)) => match &expression.lit {
                Lit::Str(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `key = some::path`
    pub(crate) fn path(&self) -> Option<syn::Path> {
        match self {
            Self::Expr(Expr::Path(expression)) => Some(expression.path.clone()),
            _ => None,
        }
    }
}

/// The path to the library: `crate = …`, or `::loom_schema`.
pub(crate) fn crate_path(given: Option<&Spanned<syn::Path>>) -> TokenStream {
    match given {
        Some(path) => quote::ToTokens::to_token_stream(&path.value),
        None => {
            let name = Ident::new("loom_schema", Span::call_site());
            quote::quote!(::#name)
        }
    }
}
