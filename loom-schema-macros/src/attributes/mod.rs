//! What the user wrote: the struct, its attributes and its fields, as keys with spans. Nothing is decided here.

mod column;
mod enumeration;
mod hints;
mod items;
mod table;
mod types;

pub(crate) use column::{ColumnKeys, ForeignKeyRule, Literal};
pub(crate) use enumeration::{EnumDeclaration, VariantDeclaration, read as read_enum};
use items::misplaced;
pub(crate) use items::{allow_deprecated, crate_path, nearest};
pub(crate) use table::{Attempted, IndexKeys, TableKeys, TruthKey};

use std::collections::HashSet;

use proc_macro2::{Ident, Span};
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Lit, Meta, Type, Visibility};

use crate::errors::Errors;

/// A value and the span of the key that set it.
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A struct as it stands in the source.
pub(crate) struct Declaration {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) doc: String,
    /// Whether the struct or a field is `#[deprecated]`.
    pub(crate) deprecated: bool,
    pub(crate) keys: TableKeys,
    pub(crate) fields: Vec<Field>,
}

/// A field as it stands in the source.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) keys: ColumnKeys,
}

/// What the derive was written above.
pub(crate) enum Read {
    /// A struct with named fields.
    Table(Declaration),
    /// Something else, with no columns to speak of.
    Shapeless(Declaration),
    /// Something with parameters, for which nothing can be generated.
    Generic,
}

/// Reads the struct.
pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Read {
    let mut keys = table::read(&input.attrs, errors);
    if misplaced(&input.attrs, "loom", "a field", "`#[loom_table(…)]` above the struct", errors) {
        keys.attempted = Attempted::ALL;
    }
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(&fields.named),
            Fields::Unnamed(_) | Fields::Unit => None,
        },
        Data::Enum(_) | Data::Union(_) => None,
    };
    if !input.generics.params.is_empty() {
        return Read::Generic;
    }
    let shapeless = fields.is_none();
    let mut seen = HashSet::new();
    let fields = fields
        .into_iter()
        .flatten()
        .filter_map(|field| {
            let ident = field.ident.as_ref()?;
            // The compiler says itself that a field is there twice.
            if !seen.insert(ident.to_string()) {
                errors.told_elsewhere();
                return None;
            }
            misplaced(&field.attrs, "loom_table", "the struct", "`#[loom(…)]` on a field", errors);
            Some(Field {
                ident: ident.clone(),
                visibility: field.vis.clone(),
                ty: types::plain(&field.ty, &input.ident),
                doc: doc(&field.attrs),
                keys: column::read(&field.attrs, errors),
            })
        })
        .collect();
    let mut attributes: Vec<&Attribute> = input.attrs.iter().collect();
    if let Data::Struct(data) = &input.data {
        attributes.extend(data.fields.iter().flat_map(|field| &field.attrs));
    }
    let declaration = Declaration {
        deprecated: attributes.into_iter().any(|attribute| attribute.path().is_ident("deprecated")),
        ident: input.ident.clone(),
        visibility: input.vis.clone(),
        doc: doc(&input.attrs),
        keys,
        fields,
    };
    if shapeless { Read::Shapeless(declaration) } else { Read::Table(declaration) }
}

/// The doc comment, without the space that follows each `///`.
pub(crate) fn doc(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(expression) = &pair.value
            && let Lit::Str(text) = &expression.lit
        {
            lines.extend(
                // Not `lines()`, which has none for the empty comment between two paragraphs.
                text.value()
                    .replace('\0', "")
                    .split('\n')
                    .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()),
            );
        }
    }
    lines.join("\n").trim().to_owned()
}
