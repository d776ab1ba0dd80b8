//! The rules about one column that only its type can tell, checked in const evaluation.

use super::verify::equal;
use super::{Breach, Default, Identity, Kind, Layer, Source, TableSchema, ValueType};

/// The rules about a reference that the macro cannot tell by the tokens. `references` says that the column is a foreign
/// key if its type is an id; `key` is a key that only a foreign key may have, where the tokens left open whether it is.
#[must_use]
pub const fn reference_fits(
    table: &Identity,
    column: &'static str,
    value: &ValueType,
    references: bool,
    set_null: bool,
    key: Option<&'static str>,
) -> Option<Breach> {
    let Some(target) = value.target else {
        return match key {
            Some(key) => Some(Breach::NotAReference { column, key }),
            None => None,
        };
    };
    if !references {
        return None;
    }
    if !table.scope.is_world() && target.scope.is_world() {
        return Some(Breach::WorldBoundReference { table: table.table, target: target.table });
    }
    if !matches!(table.layer, Layer::L2) && matches!(target.layer, Layer::L2) {
        return Some(Breach::UpwardReference {
            table: table.table,
            layer: table.layer,
            target: target.table,
        });
    }
    if set_null && !value.nullable {
        return Some(Breach::SetNullNotNullable { column });
    }
    if set_null && table.scope.is_world() && target.scope.is_world() {
        return Some(Breach::SetNullAcrossWorldKey { table: table.table, column, target: target.table });
    }
    None
}

/// Whether a default fits a type that the macro could not tell by its tokens.
#[must_use]
pub const fn default_fits(value: &ValueType, default: &Default) -> Option<Breach> {
    let fits = match (value.kind, default) {
        // An enum with mistakes of its own has no texts; its users are not to blame.
        (Kind::Enum, _) if value.variants.is_empty() => return None,
        (Kind::Enum, Default::Text(text)) => {
            let mut v = 0;
            while v < value.variants.len() {
                if equal(value.variants[v], text) {
                    return None;
                }
                v += 1;
            }
            return Some(Breach::DefaultNotAVariant { default: text, variants: value.variants });
        }
        (Kind::Integer, Default::Integer(number))
            if let Some((least, greatest)) = value.range
                && (*number < least || *number > greatest) =>
        {
            return Some(Breach::DefaultRange { number: *number, least, greatest });
        }
        (Kind::Text | Kind::Json | Kind::Id, Default::Text(_))
        | (Kind::Integer | Kind::Timestamp, Default::Integer(_))
        | (Kind::Real, Default::Real(_) | Default::Integer(_))
        | (Kind::Boolean, Default::Boolean(_)) => true,
        _ => false,
    };
    if fits { None } else { Some(Breach::DefaultType { kind: value.kind, variants: value.variants }) }
}

/// Whether the columns of a table that is read from Markdown can hold what stands at their places.
pub(super) const fn places_fit(table: &TableSchema) -> Option<Breach> {
    if !table.is_synced() {
        return None;
    }
    let mut c = 0;
    while c < table.fields {
        let column = &table.columns[c];
        let (table, name) = (table.name(), column.name);
        match (column.source, column.value.kind) {
            (Source::Derived, _) | (Source::Position(_), Kind::Integer) => {}
            (Source::Position(_), _) => return Some(Breach::BadPosition { table, column: name }),
            (_, Kind::Blob) if !column.value.nullable => {
                return Some(Breach::BytesInMarkdown { table, column: name });
            }
            _ => {}
        }
        c += 1;
    }
    None
}
