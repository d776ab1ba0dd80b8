//! Compile-time schema DSL for LOOM: SQLite tables derived from Rust structs, filled from Markdown.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(feature = "cli")]
pub mod cli;
mod dialect;
pub mod docs;
mod error;
#[cfg(feature = "markdown")]
mod markdown;
pub mod prelude;
pub mod query;
pub mod rules;
pub mod schema;
mod store;
#[cfg(feature = "markdown")]
mod sync;
mod table;
mod value;

pub use dialect::create_table;
pub use error::{Error, Result};
pub use loom_schema_macros::{LoomEnum, LoomTable};
pub use query::Column;
pub use schema::Schema;
pub use store::{Across, Loom, Operator, WorldHandle};
#[cfg(feature = "markdown")]
pub use sync::{Problem, Severity, SyncOptions, SyncReport, TableReport};
pub use table::{
    BaseTimestamp, DeletableTable, GlobalTable, IdOf, LoomTable, NewRow, WorldId, WorldScopedTable,
    WorldTable, WritableTable,
};
pub use value::{
    Cell, CellError, Cells, ColumnType, Id, IntoColumn, Json, JsonValue, LoomEnum, NotNull, Timestamp,
    TimestampError, Value,
};

/// Lists the tables of a program, and checks the rules about the schema as a whole.
///
/// The result is a constant expression: keep it in a `static`.
#[macro_export]
macro_rules! schema {
    ($($tables:tt)*) => {
        $crate::__private::schema! { $crate; $($tables)* }
    };
}
