//! `impl LoomEnum` and the column type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Enumeration, allow_deprecated};

/// An enum without mistakes.
pub(crate) fn enumeration(enumeration: &Enumeration) -> TokenStream {
    let Enumeration { ident, crate_path: library, deprecated, variants } = enumeration;
    let texts: Vec<_> = variants.iter().map(|variant| &variant.text.text).collect();
    let variants: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let deprecated = allow_deprecated(*deprecated);
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

/// An enum with mistakes: the messages, and what its users name, so that one mistake is one error.
pub(crate) fn enumeration_fallback(enumeration: Enumeration, errors: &TokenStream) -> TokenStream {
    let stub = self::enumeration(&Enumeration { variants: Vec::new(), ..enumeration });
    quote!(#errors #stub)
}
