//! `#[loom_enum(…)]` on an enum, and `#[loom(…)]` on its variants.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, LitStr, Path, Variant};

use super::Spanned;
use super::items::{Item, Value, items, misplaced, set, unknown};
use crate::errors::Errors;

/// An enum as it stands in the source.
pub(crate) struct EnumDeclaration {
    pub(crate) ident: Ident,
    pub(crate) crate_path: Option<Spanned<Path>>,
    /// Whether the enum or a variant is `#[deprecated]`.
    pub(crate) deprecated: bool,
    /// Whether it has parameters, so that nothing can be generated.
    pub(crate) generic: bool,
    pub(crate) variants: Vec<VariantDeclaration>,
}

/// A variant as it stands in the source.
pub(crate) struct VariantDeclaration {
    pub(crate) ident: Ident,
    pub(crate) rename: Option<Spanned<LitStr>>,
}

/// Reads the enum; what is none has no variants.
pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> EnumDeclaration {
    misplaced(&input.attrs, "loom", "a variant", "`#[loom_enum(…)]` above the enum", errors);
    let mut crate_path = None;
    for Item { key, value } in items(&input.attrs, "loom_enum", errors) {
        if matches!(value, Value::Unreadable) {
            continue;
        }
        match key.to_string().as_str() {
            "crate" => set(&mut crate_path, &key, "crate = my_engine::loom_schema", value.path(), errors),
            _ => unknown(&key, "loom_enum", &["crate"], errors),
        }
    }
    let variants: Vec<&Variant> = match &input.data {
        Data::Enum(data) => data.variants.iter().collect(),
        Data::Struct(_) | Data::Union(_) => Vec::new(),
    };
    let mut attributes = input.attrs.iter().chain(variants.iter().flat_map(|variant| &variant.attrs));
    EnumDeclaration {
        ident: input.ident.clone(),
        crate_path,
        deprecated: attributes.any(|attribute| attribute.path().is_ident("deprecated")),
        generic: !input.generics.params.is_empty(),
        variants: variants.into_iter().map(|variant| self::variant(variant, errors)).collect(),
    }
}

fn variant(variant: &Variant, errors: &mut Errors) -> VariantDeclaration {
    let mut rename = None;
    for Item { key, value } in items(&variant.attrs, "loom", errors) {
        if matches!(value, Value::Unreadable) {
            continue;
        }
        match key.to_string().as_str() {
            "rename" => set(&mut rename, &key, "rename = \"world-specific\"", value.text(), errors),
            _ => unknown(&key, "loom_enum", &["rename"], errors),
        }
    }
    VariantDeclaration { ident: variant.ident.clone(), rename }
}
