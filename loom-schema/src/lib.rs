//! Compile-time schema DSL for LOOM: SQLite tables derived from Rust structs, filled from Markdown.
//!
//! A struct with [`#[derive(LoomTable)]`](derive@LoomTable) is a table: the derive makes its DDL, an insert struct
//! (`NewSession`), typed column constants (`Session::STATUS`), a row decoder and the mapping to Markdown files. The rules of
//! the engine ([`rules`]) are compile errors. [`schema!`] lists the tables and checks them as a whole, a [`Loom`] is a
//! database with them, and its handles ([`Loom`] for global tables, [`WorldHandle`] for one world's) decide what code can
//! reach.
//!
//! ```
//! use loom_schema::prelude::*;
//!
//! /// An isolated project.
//! #[derive(LoomTable, Debug)]
//! #[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
//! pub struct World {
//!     pub id: Id<World>,
//!     pub created_at: Timestamp,
//!     pub updated_at: Timestamp,
//! }
//!
//! /// Something worth keeping.
//! #[derive(LoomTable, Debug)]
//! #[loom_table(world_scoped, layer = "L3", markdown = "worlds/{world_id}/notes/{id}.md")]
//! pub struct Note {
//!     pub id: Id<Note>,
//!     pub world_id: Id<World>,
//!     #[loom(body)]
//!     pub text: String,
//!     pub created_at: Timestamp,
//!     pub updated_at: Timestamp,
//! }
//!
//! static LOOM: Schema = schema![World, Note];
//!
//! # fn main() -> loom_schema::Result<()> {
//! let loom = Loom::in_memory(&LOOM)?;
//! loom.insert(NewWorld {}.set(World::ID, "atlas"))?;
//! let atlas = loom.world("atlas")?;
//! let note = atlas.insert(NewNote { text: "low water at six".into() })?;
//! assert_eq!(atlas.select::<Note>().filter(Note::TEXT.contains("water")).one()?.id, note.id);
//! # Ok(())
//! # }
//! ```
//!
//! | feature | adds |
//! |---|---|
//! | `markdown` (default) | `Loom::sync` |
//! | `cli` | `cli::run`, the command line over a program's schema |

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(feature = "cli")]
pub mod cli;
pub mod docs;
mod error;
mod handles;
#[cfg(feature = "markdown")]
mod markdown;
mod open;
pub mod prelude;
pub mod query;
pub mod rules;
pub mod schema;
mod sql;
mod store;
#[cfg(feature = "markdown")]
mod sync;
mod table;
mod text;
mod value;

pub use error::{Error, Result};
pub use handles::{Across, Loom, Operator, WorldHandle};
/// Declares an enum column type: TEXT with a CHECK, stored as the variant's name in snake case, or as
/// `#[loom(rename = "world-specific")]` says. The enum must be `Copy` and have no fields.
///
/// `#[loom_enum(crate = engine::loom_schema)]` on the enum says where this crate is, if not at `::loom_schema`.
///
/// ```
/// use loom_schema::prelude::*;
///
/// #[derive(LoomEnum, Clone, Copy)]
/// enum Status {
///     InProgress,
///     #[loom(rename = "shelved-for-now")]
///     Shelved,
/// }
/// assert_eq!(Status::VARIANTS, ["in_progress", "shelved-for-now"]);
/// ```
pub use loom_schema_macros::LoomEnum;
/// Declares a table: the struct is its row.
///
/// On the struct, in `#[loom_table(…)]`:
///
/// | key | meaning |
/// |---|---|
/// | `world_scoped` or `global` | whose the rows are (required) |
/// | `layer = "L2"`, `"L3"`, `"L4"` | episodic, knowledge or telos (required) |
/// | `markdown = "worlds/{world_id}/notes/{id}.md"` | one file a row |
/// | `markdown(inside = Pattern, key = "steps")` | one entry a row, of a list in another table's file |
/// | `derived` | no Markdown (one of these three is required) |
/// | `index(a, b)`, `unique(a, b)`, with `name = "…"` | an index; `world_id` leads it by itself |
/// | `name = "operator_telos"` | the table's name; the struct's in snake case and plural otherwise |
/// | `singleton` | one row; its id is the default of `id` |
/// | `deletable` | rows of this L2 table may be deleted |
/// | `crate = engine::loom_schema` | where this crate is, if not at `::loom_schema` |
///
/// On a field, in `#[loom(…)]`:
///
/// | key | meaning |
/// |---|---|
/// | `default = 0` | a literal; the column leaves the insert struct |
/// | `check = "tokens_in >= 0"` | a CHECK: one SQL expression over the columns of the row |
/// | `unique`, `index`, `no_index` | on this column; foreign keys have an index unless `no_index` |
/// | `on_delete = "cascade"`, `"set null"`, `"restrict"`, `"no action"` | what a deleted parent means |
/// | `no_foreign_key` | an `Id<T>` that may point nowhere |
/// | `body`, `section = "PROFILE"`, `key = "model"`, `position` | where the value stands in the file |
/// | `derived` | not from Markdown; a sync leaves it alone |
///
/// Every table has `id: Id<Self>`, `created_at: Timestamp` (not required in L4) and `updated_at: Timestamp`; a
/// world-scoped one has `world_id: Id<World>`. The column types are listed at [`ColumnType`], the rules at [`rules`].
///
/// The derive makes `NewSession` (with the required columns as fields; [`query::Insert::set`] sets the others), a constant
/// for each column (`Session::STATUS`; for a synced table `MD_PATH`, `MD_HASH` and `LAST_SYNCED_AT` as well), and the trait
/// [`LoomTable`](trait@LoomTable) with `Session::DDL` and `Session::TABLE`.
pub use loom_schema_macros::LoomTable;
pub use open::LoomBuilder;
pub use query::Column;
pub use sql::sqlite::create_table;
#[cfg(feature = "markdown")]
pub use sync::{Problem, Severity, SyncOptions, SyncReport, TableReport};
pub use table::{
    BaseTimestamp, DeletableTable, GlobalTable, Id, IdOf, LoomTable, NewRow, Schema, WorldId,
    WorldScopedTable, WorldTable, WritableTable,
};
pub use value::{
    Cell, CellError, Cells, ColumnType, IntoColumn, Json, JsonValue, LoomEnum, NotNull, Timestamp,
    TimestampError, Value,
};

/// The README's code, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Lists the tables of a program, and checks the rules about the schema as a whole.
///
/// The result is a constant expression: keep it in a `static`.
#[macro_export]
macro_rules! schema {
    () => {
        ::core::compile_error!("the schema lists no table (empty_schema)\nhelp: write `schema![World, Pattern]`")
    };
    ($($tables:tt)*) => {
        $crate::__private::schema! { $crate; $($tables)* }
    };
}
