//! What the metadata means, in words that the pages and the command line share.

use crate::schema::{Default, Kind, Layer, OnDelete, Scope, Segment, Source, TableSchema, Truth};
use crate::table::Schema;

/// What a layer holds, in one line.
pub(crate) const fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::L4 => "identity kernels, permanent, written only by the operator",
        Layer::L3 => "definitions, permanent",
        Layer::L2 => "what happened, always world-scoped, append-mostly",
    }
}

/// What a scope means for the rows.
pub(super) const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::World => "every row belongs to one world",
        Scope::Global => "rows belong to no world",
    }
}

/// The type in SQLite.
pub(super) const fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer | Kind::Boolean | Kind::Timestamp => "INTEGER",
        Kind::Text | Kind::Json | Kind::Enum | Kind::Id => "TEXT",
        Kind::Real => "REAL",
        Kind::Blob => "BLOB",
    }
}

/// A default as it stands in the DDL.
pub(super) fn sql_default(default: Default) -> String {
    match default {
        Default::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Default::Integer(value) => value.to_string(),
        Default::Real(literal) => literal.to_owned(),
        Default::Boolean(value) => u8::from(value).to_string(),
        Default::Now => "unixepoch()".to_owned(),
    }
}

/// What becomes of a row when the row it references is deleted.
pub(super) const fn on_delete(action: OnDelete) -> &'static str {
    match action {
        OnDelete::NoAction => "the delete is refused while such a row exists",
        OnDelete::Restrict => "the delete is refused at once while such a row exists",
        OnDelete::Cascade => "the row is deleted too",
        OnDelete::SetNull => "the column becomes NULL",
    }
}

/// The same, of a table whose rows only the operator may delete.
pub(super) fn on_delete_of(child: &TableSchema, action: OnDelete) -> String {
    let becomes = on_delete(action);
    if child.is_protected() && action == OnDelete::Cascade {
        return format!(
            "{becomes}, and only the operator may: a program's delete is refused while such a row exists"
        );
    }
    becomes.to_owned()
}

/// Whether the value of the column at this position is part of the file's path.
pub(super) fn in_path(table: &TableSchema, position: usize) -> bool {
    let Truth::File { segments, .. } = table.truth else { return false };
    segments.iter().any(|segment| matches!(segment, Segment::Column { column, .. } if *column == position))
}

/// How the column at this position is filled in a table that is a list in another one's file: by the file's own row,
/// or by its world.
pub(super) fn filled_by_file(table: &TableSchema, position: usize) -> Option<&'static str> {
    let Truth::Inside { .. } = table.truth else { return None };
    if table.owner_column() == Some(position) {
        Some("the row of the file")
    } else if table.is_world_column(position) {
        Some("the world of the file")
    } else {
        None
    }
}

/// The tables whose rows are lists in this table's files, with the lists' keys.
pub(super) fn lists<'t>(
    schema: &Schema,
    table: &'t TableSchema,
) -> impl Iterator<Item = (&'static TableSchema, &'static str)> + use<'t> {
    schema.tables().filter_map(move |list| match list.truth {
        Truth::Inside { table: parent, key } if parent == table.name() => Some((list, key)),
        _ => None,
    })
}

/// Whether a file may leave the column's value out.
pub(super) fn is_optional(table: &TableSchema, position: usize) -> bool {
    let column = &table.columns[position];
    let is_made = column.name == "id" || matches!(column.source, Source::Position(_));
    column.value.nullable || column.default.is_some() || is_made
}
