//! What the user wrote: the struct, its attributes and its fields, as keys with spans. Nothing is decided here.

mod column;
mod items;
mod table;

pub(crate) use column::{ColumnKeys, ForeignKeyRule, Literal};
pub(crate) use items::{Item, crate_path, items, nearest, set, unknown};
pub(crate) use table::{IndexKeys, TableKeys, TruthKey};

use proc_macro2::{Ident, Span};
use syn::{Attribute, Data, DeriveInput, Expr, Fields, Lit, Meta, Type, Visibility};

use crate::errors::Errors;
use crate::rules::shape;

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

/// Reads the struct; `None` if it is no struct with named fields and without generics.
pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Declaration> {
    let keys = table::read(&input.attrs, errors);
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(&fields.named),
            Fields::Unnamed(_) | Fields::Unit => {
                shape::tuple_table(input, errors);
                None
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            shape::not_a_struct(input, errors);
            None
        }
    };
    if !input.generics.params.is_empty() {
        shape::generic_table(input, errors);
        return None;
    }
    let fields = fields?
        .iter()
        .filter_map(|field| {
            Some(Field {
                ident: field.ident.clone()?,
                visibility: field.vis.clone(),
                ty: field.ty.clone(),
                doc: doc(&field.attrs),
                keys: column::read(&field.attrs, errors),
            })
        })
        .collect();
    Some(Declaration {
        ident: input.ident.clone(),
        visibility: input.vis.clone(),
        doc: doc(&input.attrs),
        keys,
        fields,
    })
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
                    .split('\n')
                    .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()),
            );
        }
    }
    lines.join("\n").trim().to_owned()
}
