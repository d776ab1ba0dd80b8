//! The grammar of an attribute: `key`, `key = value`, `key(…)`, separated by commas.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, Lit, LitStr, Meta, Token, parenthesized};

use super::{Spanned, hints};
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
    /// Reported already: a text with a NUL, or the rest of the list, in which whatever is missing may stand.
    Unreadable,
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
        let tokens = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            Meta::Path(_) => continue,
            Meta::NameValue(pair) => {
                errors.syntax(
                    pair.eq_token.span,
                    format!("`{name}` takes a list in parentheses"),
                    format!("write `#[{name}(…)]`"),
                );
                found.push(unreadable(pair.eq_token.span));
                continue;
            }
        };
        found.extend(list(tokens, name, errors));
    }
    found
}

/// The items of a list, up to the first that cannot be read.
fn list(tokens: TokenStream, name: &str, errors: &mut Errors) -> Vec<Item> {
    let mut items = Vec::new();
    // At the end of a list, the parser has no token to blame but the derive.
    let last = tokens.clone().into_iter().last().map(|token| token.span());
    let mut at_end = None;
    let parsed = Parser::parse2(
        |input: ParseStream<'_>| {
            while !input.is_empty() {
                let item = input.parse();
                at_end = last.filter(|_| input.is_empty());
                items.push(item?);
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        },
        tokens,
    );
    if let Err(error) = parsed {
        let span = at_end.unwrap_or_else(|| error.span());
        errors.syntax(
            span,
            format!("`{name}` cannot be read from here on: {error}"),
            "write `key`, `key = value` or `key(…)`, with commas between them",
        );
        items.push(unreadable(span));
    }
    items.into_iter().map(|item| without_nul(item, errors)).collect()
}

fn unreadable(span: Span) -> Item {
    Item { key: Ident::new("unreadable", span), value: Value::Unreadable }
}

/// A text that SQLite, or a file, would end at its NUL is reported, and nothing else is said of it.
fn without_nul(item: Item, errors: &mut Errors) -> Item {
    match item.value.text() {
        Some(text) if text.value().contains('\0') => {
            let message = format!("`{}` holds a NUL character, at which SQLite ends a text", item.key);
            errors.syntax(text.span(), message, "remove the `\\0`");
            Item { value: Value::Unreadable, ..item }
        }
        _ => item,
    }
}

/// Reports an attribute of ours where it means nothing; whether there is one.
pub(crate) fn misplaced(
    attributes: &[Attribute],
    name: &str,
    belongs: &str,
    write: &str,
    errors: &mut Errors,
) -> bool {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        found = true;
        errors.syntax(
            attribute.path().span(),
            format!("`#[{name}(…)]` is for {belongs}"),
            format!("write {write}"),
        );
    }
    found
}

/// The items inside `key(…)`.
pub(crate) fn nested(tokens: TokenStream, name: &str, errors: &mut Errors) -> Vec<Item> {
    list(tokens, name, errors)
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
    let text = key.unraw().to_string();
    let help = match (hints::instead(attribute, &text), nearest(&text, known.iter().copied())) {
        (Some(instead), _) => instead.to_owned(),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("the keys of `{attribute}` are {}", quoted(known)),
    };
    errors.syntax(key.span(), format!("`{attribute}` has no key `{key}`"), help);
}

/// `` `a`, `b`, `c` ``
pub(crate) fn quoted<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The name in `known` that a misspelt one is likely to mean.
pub(crate) fn nearest<'n>(misspelt: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    // The shorter a name, the less of it can be wrong and still be recognised.
    let wrong = (misspelt.chars().count() / 2).min(2);
    known
        // Two letters in the wrong order are one slip of the fingers.
        .map(|name| (strsim::osa_distance(name, misspelt), name))
        .filter(|(d, _)| *d <= wrong)
        .min()
        .map(|(_, name)| name)
}

impl Value {
    /// `key`
    pub(crate) fn flag(&self) -> Option<()> {
        matches!(self, Self::None).then_some(())
    }

    /// `key = …`, out of the invisible group that a `macro_rules!` fragment arrives in.
    pub(crate) fn expression(&self) -> Option<&Expr> {
        let Self::Expr(expression) = self else { return None };
        let mut expression = expression;
        while let Expr::Group(group) = expression {
            expression = &group.expr;
        }
        Some(expression)
    }

    /// `key = "text"`
    pub(crate) fn text(&self) -> Option<LitStr> {
        match self.expression() {
            Some(Expr::Lit(expression)) => match &expression.lit {
                Lit::Str(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// `key = "text"`, with something in it.
    pub(crate) fn some_text(&self) -> Option<LitStr> {
        self.text().filter(|text| !text.value().trim().is_empty())
    }

    /// `key = some::path`
    pub(crate) fn path(&self) -> Option<syn::Path> {
        match self.expression() {
            Some(Expr::Path(expression)) => Some(expression.path.clone()),
            _ => None,
        }
    }
}

/// The lint attribute of generated code that names what the user deprecates; only there, since a crate may forbid it.
pub(crate) fn allow_deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote::quote!(#[allow(deprecated)]))
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
