//! `#[derive(LoomEnum)]`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Ident, LitStr, Path, Variant};

use crate::attributes::{Item, Spanned, Value, allow_deprecated, crate_path, items, misplaced, set, unknown};
use crate::errors::Errors;
use crate::model::snake_case;
use crate::rules::catalogue::Rule;
use crate::rules::shape;

struct Text<'v> {
    variant: &'v Ident,
    text: String,
    span: Span,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    shape::enum_with_fields(&input, &mut errors);
    misplaced(&input.attrs, "loom", "a variant", "`#[loom_enum(…)]` above the enum", &mut errors);
    let mut library: Option<Spanned<Path>> = None;
    for Item { key, value } in items(&input.attrs, "loom_enum", &mut errors) {
        if matches!(value, Value::Unreadable) {
            continue;
        }
        match key.to_string().as_str() {
            "crate" => set(&mut library, &key, "crate = my_engine::loom_schema", value.path(), &mut errors),
            _ => unknown(&key, "loom_enum", &["crate"], &mut errors),
        }
    }
    let mut attributes: Vec<_> = input.attrs.iter().collect();
    if let Data::Enum(data) = &input.data {
        attributes.extend(data.variants.iter().flat_map(|variant| &variant.attrs));
    }
    let deprecated = attributes.into_iter().any(|attribute| attribute.path().is_ident("deprecated"));
    let texts: Vec<Text<'_>> = match &input.data {
        Data::Enum(data) => data.variants.iter().map(|variant| text(variant, &mut errors)).collect(),
        Data::Struct(_) | Data::Union(_) => Vec::new(),
    };
    bad_enum_text(&texts, &mut errors);
    enum_text_twice(&texts, &mut errors);
    if errors.is_empty() {
        implementation(&input.ident, &crate_path(library.as_ref()), &texts, deprecated)
    } else if !input.generics.params.is_empty() {
        errors.into_tokens()
    } else {
        let stub = implementation(&input.ident, &crate_path(library.as_ref()), &[], deprecated);
        let errors = errors.into_tokens();
        quote!(#errors #stub)
    }
}

fn text<'v>(variant: &'v Variant, errors: &mut Errors) -> Text<'v> {
    let mut rename: Option<Spanned<LitStr>> = None;
    for Item { key, value } in items(&variant.attrs, "loom", errors) {
        if matches!(value, Value::Unreadable) {
            continue;
        }
        match key.to_string().as_str() {
            "rename" => set(&mut rename, &key, "rename = \"world-specific\"", value.text(), errors),
            _ => unknown(&key, "loom_enum", &["rename"], errors),
        }
    }
    match rename {
        Some(rename) => {
            Text { variant: &variant.ident, text: rename.value.value(), span: rename.value.span() }
        }
        None => Text {
            variant: &variant.ident,
            text: snake_case(&variant.ident.unraw().to_string()),
            span: variant.ident.span(),
        },
    }
}

/// A text is a scalar in front matter: one line, of which the spaces around it are no part.
fn bad_enum_text(texts: &[Text<'_>], errors: &mut Errors) {
    for Text { variant, text, span } in texts {
        let wrong = match text.trim() {
            "" => "an empty text",
            trimmed if trimmed.chars().any(char::is_control) => "a text of more than one line",
            trimmed if trimmed != text => "a text with spaces around it",
            _ => continue,
        };
        errors.rule(
            Rule::BadEnumText,
            *span,
            format!("`{variant}` is stored as {wrong}"),
            "write a word, as in `#[loom(rename = \"world-specific\")]`",
        );
    }
}

fn enum_text_twice(texts: &[Text<'_>], errors: &mut Errors) {
    for (position, text) in texts.iter().enumerate() {
        if let Some(first) = texts.iter().take(position).find(|other| other.text == text.text) {
            errors.rule(
                Rule::EnumTextTwice,
                text.span,
                format!("`{}` and `{}` are both stored as `{}`", first.variant, text.variant, text.text),
                "give one of them `#[loom(rename = \"…\")]`",
            );
        }
    }
}

fn implementation(ident: &Ident, library: &TokenStream, texts: &[Text<'_>], deprecated: bool) -> TokenStream {
    let variants: Vec<_> = texts.iter().map(|text| text.variant).collect();
    let texts: Vec<_> = texts.iter().map(|text| &text.text).collect();
    let deprecated = allow_deprecated(deprecated);
    // An enum without variants, or with mistakes, has nothing to match on.
    let to_text = if texts.is_empty() {
        quote!({
            let _ = self;
            ""
        })
    } else {
        quote!(match self { #(#ident::#variants => #texts),* })
    };
    quote! {
        #[doc(hidden)]
        #deprecated
        const _: () = {
            use #library::__private as _loom;
            #[automatically_derived]
            impl _loom::LoomEnum for #ident {
                const VARIANTS: &'static [&'static str] = &[#(#texts),*];
                fn text(self) -> &'static str {
                    #to_text
                }
                fn from_text(text: &str) -> _loom::Option<Self> {
                    match text {
                        #(#texts => _loom::Option::Some(#ident::#variants),)*
                        _ => _loom::Option::None,
                    }
                }
            }
            impl _loom::NotNull for #ident {
                fn from_value(value: _loom::Value<'_>) -> _loom::Result<Self, _loom::CellError> {
                    _loom::enumeration::from_value(value)
                }
            }
            impl _loom::ColumnType for #ident {
                const TYPE: _loom::ValueType = _loom::enumeration::value_type::<#ident>();
                type Nullable = _loom::Option<Self>;
                fn read<C: _loom::Cells>(cells: &mut C, position: usize) -> _loom::Result<Self, _loom::CellError> {
                    _loom::enumeration::read(cells, position)
                }
                fn write(self) -> _loom::Result<_loom::Cell, _loom::CellError> {
                    _loom::Result::Ok(_loom::enumeration::write(self))
                }
            }
        };
    }
}
