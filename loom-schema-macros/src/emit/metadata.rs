//! The static metadata.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::row::{Body, decode, typed};
use super::span::kept;
use crate::model::path::Segment;
use crate::model::{
    Column, ForeignKeyRule, Index, Kind, Layer, Literal, Origin, Role, Scope, Source, Table, Truth,
};

pub(super) fn table(table: &Table) -> Body {
    let (doc, deletable) = (&table.doc, table.deletable.is_some());
    let columns = table.columns.iter().map(|column| self::column(table, column));
    let sync = table.is_synced().then(|| quote!(_loom::MD_PATH, _loom::MD_HASH, _loom::LAST_SYNCED_AT));
    let fields = table.columns.len();
    let indexes = table.indexes.iter().map(index);
    let truth = truth(table);
    let singleton = match table.column("id").and_then(|column| column.default.as_ref()) {
        Some(Literal::Text(id)) if table.singleton.is_some() => quote!(Some(#id)),
        _ => quote!(None),
    };
    let schema = quote! {
        _loom::TableSchema {
            identity: <Self as _loom::LoomTable>::IDENTITY,
            doc: #doc,
            columns: &[#(#columns,)* #sync],
            fields: #fields,
            indexes: &[#(#indexes),*],
            truth: #truth,
            singleton: _loom::Option::#singleton,
            deletable: #deletable,
        }
    };
    let scope = if table.is_world_scoped() { quote!(World) } else { quote!(Global) };
    let layer = match table.layer {
        Some(Layer::L2) if table.deletable.is_none() => quote!(Append),
        Some(Layer::L4) => quote!(Telos),
        Some(Layer::L2 | Layer::L3) | None => quote!(Open),
    };
    Body { schema, decode: decode(table), scope, layer }
}

/// For a table with mistakes: nothing that could break a rule once more.
pub(super) fn stub(_: &Table) -> Body {
    Body {
        schema: quote!(_loom::TableSchema::broken(<Self as _loom::LoomTable>::IDENTITY)),
        decode: quote!(_loom::broken(cells)),
        scope: quote!(Broken),
        layer: quote!(Broken),
    }
}

pub(super) fn identity(table: &Table) -> TokenStream {
    let (name, rust_name) = (&table.name.text, table.ident.to_string());
    let scope = match table.scope {
        Some(Scope::World) => quote!(World),
        Some(Scope::Global) | None => quote!(Global),
    };
    let layer = match table.layer {
        Some(Layer::L2) => quote!(L2),
        Some(Layer::L4) => quote!(L4),
        Some(Layer::L3) | None => quote!(L3),
    };
    quote!(_loom::Identity::new::<Self>(
        #name, #rust_name, _loom::module_path!(), _loom::Scope::#scope, _loom::Layer::#layer,
    ))
}

fn column(table: &Table, column: &Column) -> TokenStream {
    let (name, rust_type, doc) = (&column.name, &column.rust_type, &column.doc);
    let typed = typed(table, column);
    let source = source(column);
    let default = default(column);
    let check = column.check.as_ref().map(|check| quote!(.check(#check)));
    let on_delete = if column.no_foreign_key.is_some() {
        Some(quote!(.on_delete(_loom::Option::None)))
    } else {
        column.on_delete.as_ref().map(|action| {
            let action = match action.value {
                ForeignKeyRule::NoAction => quote!(NoAction),
                ForeignKeyRule::Restrict => quote!(Restrict),
                ForeignKeyRule::Cascade => quote!(Cascade),
                ForeignKeyRule::SetNull => quote!(SetNull),
            };
            quote!(.on_delete(_loom::Option::Some(_loom::OnDelete::#action)))
        })
    };
    quote!(_loom::ColumnSchema::new(#name, #rust_type, #doc, #typed::TYPE, #source) #default #check #on_delete)
}

/// The rules about a column that only the types can tell: what it references, and whether its default fits. Each is a
/// constant of its own, at the place to blame, so that every mistake is shown.
pub(super) fn checks(table: &Table) -> TokenStream {
    table
        .columns
        .iter()
        .flat_map(|column| [reference_check(table, column), default_check(column)])
        .flatten()
        .collect()
}

fn reference_check(table: &Table, column: &Column) -> Option<TokenStream> {
    let (ident, name, ty) = (&table.ident, &column.name, &column.ty);
    let references = column.may_reference();
    // What the tokens decide is a rule of the macro; in an L2 table of a world, nothing else can be wrong.
    let bound = references && (table.layer != Some(Layer::L2) || table.scope != Some(Scope::World));
    let set_null =
        references && column.on_delete.as_ref().is_some_and(|action| action.value == ForeignKeyRule::SetNull);
    let meant = match column.shape.kind {
        Kind::Other => column.reference_key(),
        _ => None,
    };
    if !bound && !set_null && meant.is_none() {
        return None;
    }
    let (place, key) = match (meant, &column.on_delete) {
        (Some((span, key)), _) => (span, quote!(_loom::Option::Some(#key))),
        (None, Some(action)) if set_null => (action.span, quote!(_loom::Option::None)),
        (None, _) => (column.shape.innermost, quote!(_loom::Option::None)),
    };
    let value = quote_spanned!(ty.span()=> <#ty as _loom::ColumnType>::TYPE);
    let fits = kept(quote_spanned! {place=>
        _loom::refuse(_loom::reference_fits(
            &<#ident as _loom::LoomTable>::IDENTITY, #name, &#value, #references, #set_null, #key,
        ))
    });
    // The item itself has no place of the user's, lest the compiler suggest generics for it there.
    Some(quote!(const _: () = #fits;))
}

/// Only where the tokens do not tell the type: an enum, or an alias.
fn default_check(column: &Column) -> Option<TokenStream> {
    let (Kind::Other, Some(literal)) = (&column.shape.kind, &column.default) else { return None };
    let (ty, default) = (&column.ty, default_value(column)?);
    let value = quote_spanned!(ty.span()=> <#ty as _loom::ColumnType>::TYPE);
    let fits = kept(quote_spanned!(literal.span()=> _loom::refuse(_loom::default_fits(&#value, &#default))));
    Some(quote!(const _: () = #fits;))
}

fn source(column: &Column) -> TokenStream {
    match &column.source {
        Source::Key(key) => {
            let key = &key.text;
            quote!(_loom::Source::Key(#key))
        }
        Source::Body(_) => quote!(_loom::Source::Body),
        Source::Section(heading) => {
            let heading = heading.value();
            let heading = heading.trim();
            quote!(_loom::Source::Section(#heading))
        }
        Source::Position(_) => {
            let name = &column.name;
            quote!(_loom::Source::Position(#name))
        }
        Source::Derived(_) => quote!(_loom::Source::Derived),
    }
}

fn default(column: &Column) -> Option<TokenStream> {
    if column.role == Role::Timestamp {
        return Some(quote!(.default(_loom::Default::Now)));
    }
    default_value(column).map(|default| quote!(.default(#default)))
}

fn default_value(column: &Column) -> Option<TokenStream> {
    Some(match column.default.as_ref()? {
        Literal::Text(text) => {
            let text = text.value();
            quote!(_loom::Default::Text(#text))
        }
        // SQLite's REAL takes whole numbers, and the literal shows that it is one.
        Literal::Integer(value, _) if matches!(column.shape.kind, Kind::Real) => {
            let literal = format!("{value}.0");
            quote!(_loom::Default::Real(#literal))
        }
        Literal::Integer(value, _) => quote!(_loom::Default::Integer(#value)),
        Literal::Real(literal, _) => quote!(_loom::Default::Real(#literal)),
        Literal::Boolean(value, _) => quote!(_loom::Default::Boolean(#value)),
    })
}

fn index(index: &Index) -> TokenStream {
    let (name, columns, unique) = (&index.name.text, &index.columns, index.unique);
    let origin = match index.origin {
        Origin::Declared => quote!(Declared),
        Origin::ForeignKey => quote!(ForeignKey),
        Origin::World => quote!(World),
    };
    quote!(_loom::Index { name: #name, columns: &[#(#columns),*], unique: #unique, origin: _loom::IndexOrigin::#origin })
}

fn truth(table: &Table) -> TokenStream {
    match &table.truth {
        Some(Truth::File(path)) => {
            let text = path.literal.value();
            let segments = path.segments.iter().map(|segment| match segment {
                Segment::Literal(text) => quote!(_loom::Segment::Literal(#text)),
                Segment::Column { before, column, after } => {
                    let position = table.columns.iter().position(|other| other.name == *column);
                    quote!(_loom::Segment::Column { before: #before, column: #position, after: #after })
                }
            });
            quote!(_loom::Truth::File { path: #text, segments: &[#(#segments),*] })
        }
        Some(Truth::Inside { parent, key }) => {
            let parent = kept(quote_spanned!(parent.span()=> <#parent as _loom::LoomTable>::IDENTITY.table));
            quote!(_loom::Truth::Inside { table: #parent, key: #key })
        }
        Some(Truth::Derived) | None => quote!(_loom::Truth::Derived),
    }
}
