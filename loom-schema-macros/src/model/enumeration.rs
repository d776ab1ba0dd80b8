//! An enum as the macro understands it.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;

use super::{Name, names};
use crate::attributes::{EnumDeclaration, VariantDeclaration, crate_path};

/// An enum whose variants are stored as texts.
pub(crate) struct Enumeration {
    pub(crate) ident: Ident,
    pub(crate) crate_path: TokenStream,
    pub(crate) deprecated: bool,
    pub(crate) variants: Vec<EnumVariant>,
}

/// A variant, and the text that stores it.
pub(crate) struct EnumVariant {
    pub(crate) ident: Ident,
    pub(crate) text: Name,
}

pub(crate) fn lower_enum(declaration: EnumDeclaration) -> Enumeration {
    let EnumDeclaration { ident, crate_path: path, deprecated, variants, .. } = declaration;
    Enumeration {
        ident,
        crate_path: crate_path(path.as_ref()),
        deprecated,
        variants: variants.into_iter().map(variant).collect(),
    }
}

fn variant(declaration: VariantDeclaration) -> EnumVariant {
    let VariantDeclaration { ident, rename } = declaration;
    let text = match rename {
        Some(rename) => Name { text: rename.value.value(), span: rename.value.span() },
        None => Name { text: names::snake_case(&ident.unraw().to_string()), span: ident.span() },
    };
    EnumVariant { ident, text }
}
