//! The metadata as JSON, with the fields in a fixed order. These structs mirror the schema's, so that those need not
//! promise a serialized form.

use serde::Serialize;

use super::words;
use crate::schema::{
    ColumnSchema, Default, ForeignKey, Index, IndexOrigin, Kind, OnDelete, Segment, Source, TableSchema,
    Truth,
};
use crate::table::Schema;

/// How a generated `schema.json` begins; a file that does not is somebody's own. The hash of the rest follows.
pub(super) const START: &str = "{\n  \"generated_by\": \"loom-schema; do not edit\",";

pub(super) fn document(schema: &Schema) -> String {
    let tables = schema.tables().zip(schema.ddl()).map(|(table, ddl)| self::table(table, ddl)).collect();
    let document = Document { generated_by: "loom-schema; do not edit", format: 1, tables };
    // Nothing in there can fail to serialize: no maps, no floats.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct Document {
    generated_by: &'static str,
    /// Grows when a field changes its meaning or goes; a new field does not count.
    format: u32,
    tables: Vec<TableJson>,
}

#[derive(Serialize)]
struct TableJson {
    name: &'static str,
    rust_name: &'static str,
    layer: &'static str,
    scope: &'static str,
    doc: &'static str,
    truth: TruthJson,
    singleton_id: Option<&'static str>,
    deletable: bool,
    columns: Vec<ColumnJson>,
    primary_key: &'static [&'static str],
    foreign_keys: Vec<ForeignKeyJson>,
    indexes: Vec<IndexJson>,
    ddl: String,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum TruthJson {
    File { path: &'static str, path_columns: Vec<&'static str> },
    Inside { table: &'static str, key: &'static str },
    Derived,
}

#[derive(Serialize)]
struct ColumnJson {
    name: &'static str,
    /// `null` for the sync's columns, which are not in the struct.
    rust_type: Option<&'static str>,
    doc: &'static str,
    kind: &'static str,
    sql_type: &'static str,
    nullable: bool,
    /// The default as it stands in the DDL.
    sql_default: Option<String>,
    check: Option<&'static str>,
    variants: &'static [&'static str],
    source: SourceJson,
    references: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SourceJson {
    Key { key: &'static str },
    Body,
    Section { heading: &'static str },
    Position { key: &'static str },
    Derived,
    Sync,
}

#[derive(Serialize)]
struct ForeignKeyJson {
    column: &'static str,
    columns: Vec<&'static str>,
    references_table: &'static str,
    references_columns: Vec<&'static str>,
    on_delete: &'static str,
}

#[derive(Serialize)]
struct IndexJson {
    name: &'static str,
    columns: Vec<&'static str>,
    unique: bool,
    origin: &'static str,
}

fn table(table: &'static TableSchema, ddl: &str) -> TableJson {
    TableJson {
        name: table.name(),
        rust_name: table.identity.rust_name,
        layer: table.layer().code(),
        scope: table.scope().code(),
        doc: table.doc,
        truth: truth(table),
        singleton_id: table.singleton,
        deletable: table.deletable,
        columns: table.columns.iter().map(column).collect(),
        primary_key: table.primary_key(),
        foreign_keys: table.foreign_keys().map(foreign_key).collect(),
        indexes: table.indexes().map(|(index, columns)| self::index(index, columns)).collect(),
        ddl: ddl.to_owned(),
    }
}

fn truth(table: &TableSchema) -> TruthJson {
    match table.truth {
        Truth::File { path, segments } => {
            let column = |segment: &Segment| match segment {
                Segment::Column { column, .. } => Some(table.columns[*column].name),
                Segment::Literal(_) => None,
            };
            TruthJson::File { path, path_columns: segments.iter().filter_map(column).collect() }
        }
        Truth::Inside { table, key } => TruthJson::Inside { table, key },
        Truth::Derived => TruthJson::Derived,
    }
}

fn column(column: &ColumnSchema) -> ColumnJson {
    ColumnJson {
        name: column.name,
        rust_type: (!column.rust_type.is_empty()).then_some(column.rust_type),
        doc: column.doc,
        kind: kind(column.value.kind),
        sql_type: words::sql_type(column.value.kind),
        nullable: column.value.nullable,
        sql_default: column.default.map(sql_default),
        check: column.check,
        variants: column.value.variants,
        source: match column.source {
            Source::Key(key) => SourceJson::Key { key },
            Source::Body => SourceJson::Body,
            Source::Section(heading) => SourceJson::Section { heading },
            Source::Position(key) => SourceJson::Position { key },
            Source::Derived => SourceJson::Derived,
            Source::Sync => SourceJson::Sync,
        },
        references: column.references().map(|target| target.table),
    }
}

fn sql_default(default: Default) -> String {
    words::sql_default(default)
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Real => "real",
        Kind::Boolean => "boolean",
        Kind::Blob => "blob",
        Kind::Timestamp => "timestamp",
        Kind::Json => "json",
        Kind::Enum => "enum",
        Kind::Id => "id",
    }
}

fn foreign_key(key: ForeignKey) -> ForeignKeyJson {
    ForeignKeyJson {
        column: key.column,
        columns: key.columns,
        references_table: key.table,
        references_columns: key.references,
        on_delete: match key.on_delete {
            OnDelete::NoAction => "no action",
            OnDelete::Restrict => "restrict",
            OnDelete::Cascade => "cascade",
            OnDelete::SetNull => "set null",
        },
    }
}

fn index(index: &Index, columns: Vec<&'static str>) -> IndexJson {
    let origin = match index.origin {
        IndexOrigin::Declared => "declared",
        IndexOrigin::ForeignKey => "foreign_key",
        IndexOrigin::World => "world",
    };
    IndexJson { name: index.name, columns, unique: index.unique, origin }
}
