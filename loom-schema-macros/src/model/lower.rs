//! From what is written to what is meant.

use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use super::path::PathTemplate;
use super::{
    Column, Index, JsonKind, Kind, Layer, Name, Origin, Role, Scope, Shape, Source, Table, Truth, names,
};
use crate::attributes::{ColumnKeys, Declaration, Field, IndexKeys, TruthKey, crate_path};

pub(crate) fn lower(declaration: Declaration) -> Table {
    let Declaration { ident, visibility, doc, deprecated, keys, fields } = declaration;
    let name = match &keys.name {
        Some(name) => Name { text: name.value.value(), span: name.value.span() },
        None => Name { text: names::table(&ident.unraw().to_string()), span: ident.span() },
    };
    let scope = match (&keys.world_scoped, &keys.global) {
        (Some(_), None) => Some(Scope::World),
        (None, Some(_)) => Some(Scope::Global),
        _ => None,
    };
    let layer = keys.layer.as_ref().and_then(|layer| match layer.value.value().as_str() {
        "L2" => Some(Layer::L2),
        "L3" => Some(Layer::L3),
        "L4" => Some(Layer::L4),
        _ => None,
    });
    let mut declared: Vec<IndexKeys> = Vec::new();
    let columns: Vec<Column> = fields.into_iter().map(|field| column(field, &mut declared)).collect();
    declared.splice(0..0, keys.indexes);
    let indexes = indexes(&name, scope, &columns, declared);
    Table {
        crate_path: crate_path(keys.crate_path.as_ref()),
        scope_keys: keys.world_scoped.iter().chain(&keys.global).map(|key| key.span).collect(),
        layer_key: keys.layer.map(|layer| layer.value),
        truth: keys.truth.map(|truth| match truth.value {
            TruthKey::File(path) => Truth::File(PathTemplate::parse(path)),
            TruthKey::Inside { parent, key } => Truth::Inside { parent, key },
            TruthKey::Derived => Truth::Derived,
        }),
        second_truth: keys.second_truth,
        attempted: keys.attempted,
        deletable: keys.deletable.map(|key| key.span),
        singleton: keys.singleton.map(|key| key.span),
        ident,
        visibility,
        doc,
        deprecated,
        name,
        scope,
        layer,
        columns,
        indexes,
    }
}

fn column(field: Field, declared: &mut Vec<IndexKeys>) -> Column {
    let Field { ident, visibility, ty, doc, keys } = field;
    let name = ident.unraw().to_string();
    for (key, unique) in [(&keys.unique, true), (&keys.index, false)] {
        if let Some(key) = key {
            declared.push(IndexKeys { span: key.span, unique, columns: vec![ident.clone()], name: None });
        }
    }
    let role = match name.as_str() {
        "id" => Role::Id,
        "world_id" => Role::WorldId,
        "created_at" | "updated_at" => Role::Timestamp,
        _ => Role::Plain,
    };
    let (source, second_source) = source(&keys, &name, &ident);
    Column {
        rust_type: written(&ty),
        shape: shape(&ty),
        default: keys.default.map(|default| default.value),
        not_constant: keys.not_constant,
        check: keys.check.map(|check| check.value),
        on_delete: keys.on_delete,
        no_foreign_key: keys.no_foreign_key.map(|key| key.span),
        no_index: keys.no_index.map(|key| key.span),
        ident,
        visibility,
        ty,
        name,
        doc,
        role,
        source,
        second_source,
    }
}

/// The place of the value in the file, and where a second one is given.
fn source(keys: &ColumnKeys, name: &str, ident: &syn::Ident) -> (Source, Option<Span>) {
    let mut sources = Vec::new();
    sources.extend(keys.body.as_ref().map(|key| (key.span, Source::Body(key.span))));
    sources.extend(keys.section.as_ref().map(|key| (key.span, Source::Section(key.value.clone()))));
    sources.extend(keys.derived.as_ref().map(|key| (key.span, Source::Derived(key.span))));
    sources.extend(keys.position.as_ref().map(|key| (key.span, Source::Position(key.span))));
    sources.extend(
        keys.key
            .as_ref()
            .map(|key| (key.span, Source::Key(Name { text: key.value.value(), span: key.value.span() }))),
    );
    let second = sources.get(1).map(|(span, _)| *span);
    let source = match sources.into_iter().next() {
        Some((_, source)) => source,
        None => Source::Key(Name { text: name.to_owned(), span: ident.span() }),
    };
    (source, second)
}

fn indexes(table: &Name, scope: Option<Scope>, columns: &[Column], declared: Vec<IndexKeys>) -> Vec<Index> {
    let mut indexes: Vec<Index> =
        declared.into_iter().map(|keys| declared_index(table, scope, columns, keys)).collect();
    for (position, column) in columns.iter().enumerate() {
        if column.may_reference() && column.no_index.is_none() {
            let name = names::index(&table.text, std::slice::from_ref(&column.name), false);
            indexes.push(Index {
                name: Name { text: name, span: column.ident.span() },
                columns: vec![position],
                unknown: Vec::new(),
                repeated: None,
                named: false,
                unique: false,
                origin: Origin::ForeignKey,
            });
        }
    }
    let created_at = columns.iter().position(|column| column.name == "created_at");
    if let (Some(Scope::World), Some(created_at)) = (scope, created_at) {
        indexes.push(Index {
            name: Name { text: format!("{}_world_idx", table.text), span: table.span },
            columns: vec![created_at],
            unknown: Vec::new(),
            repeated: None,
            named: false,
            unique: false,
            origin: Origin::World,
        });
    }
    indexes
}

fn declared_index(table: &Name, scope: Option<Scope>, columns: &[Column], keys: IndexKeys) -> Index {
    let (mut positions, mut unknown, mut words) = (Vec::new(), Vec::new(), Vec::new());
    let (mut repeated, named) = (None, keys.name.is_some());
    let alone = keys.columns.len() == 1;
    for ident in keys.columns {
        let name = ident.unraw().to_string();
        // The world leads every index of its table anyway; written or not, the index is the same.
        if scope == Some(Scope::World) && name == "world_id" && positions.is_empty() && !alone {
            continue;
        }
        match columns.iter().position(|column| column.name == name) {
            Some(position) => {
                if positions.contains(&position) {
                    repeated = Some(ident);
                }
                positions.push(position);
            }
            None => unknown.push(ident),
        }
        words.push(name);
    }
    let name = match keys.name {
        Some(name) => Name { text: name.value(), span: name.span() },
        None => Name { text: names::index(&table.text, &words, keys.unique), span: keys.span },
    };
    Index {
        name,
        columns: positions,
        unknown,
        repeated,
        named,
        unique: keys.unique,
        origin: Origin::Declared,
    }
}

fn shape(ty: &Type) -> Shape {
    let (optional, inner) = match generic(ty, "Option") {
        Some(inner) => (true, inner),
        None => (false, ty),
    };
    let innermost = generic(inner, "Id").unwrap_or(inner).span();
    Shape { optional, kind: kind(inner), innermost }
}

fn kind(ty: &Type) -> Kind {
    if generic(ty, "Id").is_some() {
        return Kind::Id;
    }
    if generic(ty, "Json").is_some() {
        return Kind::Json;
    }
    if generic(ty, "Vec").is_some() {
        return Kind::Bytes;
    }
    let Type::Path(path) = ungrouped(ty) else { return Kind::Other };
    let Some(last) = path.path.segments.last().filter(|last| last.arguments.is_none()) else {
        return Kind::Other;
    };
    match last.ident.to_string().as_str() {
        "String" => Kind::Text,
        "i64" => Kind::Integer(i64::MIN..=i64::MAX),
        "i32" => Kind::Integer(i32::MIN.into()..=i32::MAX.into()),
        "i16" => Kind::Integer(i16::MIN.into()..=i16::MAX.into()),
        "i8" => Kind::Integer(i8::MIN.into()..=i8::MAX.into()),
        "u32" => Kind::Integer(0..=u32::MAX.into()),
        "u16" => Kind::Integer(0..=u16::MAX.into()),
        "u8" => Kind::Integer(0..=u8::MAX.into()),
        "f64" => Kind::Real,
        "bool" => Kind::Boolean,
        "Timestamp" => Kind::Timestamp,
        _ => Kind::Other,
    }
}

/// A type that a `macro_rules!` fragment brought arrives in an invisible group.
fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

/// `T` of `name<T>`, however the path to `name` is written.
fn generic<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let ty = ungrouped(ty);
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if last.ident == name && arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// `T` of `Json<T>`, or of `Option<Json<T>>`.
pub(super) fn json_value(ty: &Type) -> Option<&Type> {
    generic(generic(ty, "Option").unwrap_or(ty), "Json")
}

/// What the tokens tell about the JSON that a type is written as.
pub(super) fn json_kind(ty: &Type) -> JsonKind {
    let ty = ungrouped(ty);
    let path = match ty {
        Type::Array(_) => return JsonKind::List,
        Type::Tuple(tuple) if !tuple.elems.is_empty() => return JsonKind::List,
        Type::Path(path) => path,
        _ => return JsonKind::Any,
    };
    for same in ["Box", "Rc", "Arc"] {
        if let Some(inner) = generic(ty, same) {
            return json_kind(inner);
        }
    }
    if let Some(inner) = generic(ty, "Option") {
        return JsonKind::OrNull(Box::new(json_kind(inner)));
    }
    let Some(last) = path.path.segments.last() else { return JsonKind::Any };
    match (last.ident.to_string().as_str(), last.arguments.is_none()) {
        ("Vec" | "VecDeque" | "HashSet" | "BTreeSet", false) => JsonKind::List,
        ("HashMap" | "BTreeMap", false) => JsonKind::Map,
        ("String", true) => JsonKind::Text,
        ("bool", true) => JsonKind::Boolean,
        ("f64" | "f32", true) => JsonKind::Number,
        (
            "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize",
            true,
        ) => JsonKind::Integer,
        _ => JsonKind::Any,
    }
}

/// The type on one line, without the spaces that a token stream prints and nobody writes.
fn written(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, tight) in
        [(" < ", "<"), ("< ", "<"), (" >", ">"), (" :: ", "::"), (":: ", "::"), (" ,", ",")]
    {
        text = text.replace(spaced, tight);
    }
    text
}
