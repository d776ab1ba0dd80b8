//! All that generated code names. Not part of the public interface: it changes without notice, together with the macros.

pub use core::module_path;
pub use core::option::Option;
pub use core::panic;
pub use core::result::Result;
pub use std::string::String;
pub use std::sync::OnceLock;

pub use crate::query::column;
pub use crate::schema::{
    ColumnSchema, Default, Identity, Index, IndexOrigin, Layer, OnDelete, Scope, Segment, Source,
    TableSchema, Truth, ValueType, Verdict, default_fits, reference_fits, refuse,
};
pub use crate::sql::Statements;
pub use crate::table::{
    BaseTimestamp, Entry, IdOf, LoomTable, NewRow, Schema, WorldId, WorldTable, count_indexes, reach, verify,
};
pub use crate::text::Text;
pub use crate::value::enumeration::delegate as enumeration;
pub use crate::value::{Assignments, Cell, CellError, Cells, ColumnType, LoomEnum, NotNull, Value};
pub use loom_schema_macros::schema;

use crate::schema::Kind;

/// The type of `MD_PATH` and `MD_HASH`.
pub type SyncText<T> = crate::Column<T, Option<String>, crate::query::Fixed>;
/// The type of `LAST_SYNCED_AT`.
pub type SyncTime<T> = crate::Column<T, Option<crate::Timestamp>, crate::query::Fixed>;

/// The sync column `md_path`.
pub const MD_PATH: ColumnSchema =
    ColumnSchema::sync("md_path", Kind::Text, "The file the row came from, relative to the root folder.");
/// The sync column `md_hash`.
pub const MD_HASH: ColumnSchema =
    ColumnSchema::sync("md_hash", Kind::Text, "BLAKE3 of the file's bytes when the row was read from it.");
/// The sync column `last_synced_at`.
pub const LAST_SYNCED_AT: ColumnSchema =
    ColumnSchema::sync("last_synced_at", Kind::Timestamp, "When the row was last read from its file.");

/// The decoder of a table with compile errors; such a program never runs.
pub fn broken<T, C: Cells>(_: &mut C) -> Result<T, CellError> {
    Err(CellError { position: 0, message: "this table did not compile".to_owned() })
}
