//! What the derive implements: the table trait, and the marker traits that carry the rules about other types.
//!
//! The markers are implemented by name for each table, never by a blanket impl, which would replace the messages below
//! by the compiler's own. The base columns (`id`, `world_id`, the timestamps) are typed by traits of their own, through
//! which the derive does all it does with the field, so that a wrong type is one error.

use std::sync::OnceLock;

use crate::dialect::ddl;
use crate::query::Statements;
use crate::schema::{Identity, Kind, TableSchema, ValueType};
use crate::value::{Assignments, CellError, Cells, ColumnType, Id, Timestamp};

/// A table, declared by `#[derive(LoomTable)]` on the struct that is its row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a LOOM table",
    label = "no `#[derive(LoomTable)]` on this type",
    note = "help: declare it with `#[derive(LoomTable)]` and `#[loom_table(world_scoped, layer = \"L2\", markdown = \"…\")]`"
)]
pub trait LoomTable: Sized + 'static {
    /// Name, scope and layer: what other tables may know of this one.
    const IDENTITY: Identity;
    /// All that is known about the table.
    const TABLE: &'static TableSchema;
    /// `CREATE TABLE` and `CREATE INDEX`, for SQLite, made by the compiler.
    const DDL: &'static str = ddl::<Self>();
    /// The insert struct: the required columns.
    type New: NewRow<Table = Self>;

    /// Reads a row from cells that stand in the order of the struct's fields.
    ///
    /// # Errors
    ///
    /// If a cell does not hold its field's type.
    fn decode<C: Cells>(cells: &mut C) -> Result<Self, CellError>;

    /// The table's SQL, made at first use and kept.
    #[doc(hidden)]
    fn statements() -> &'static OnceLock<Statements>;
}

/// An insert struct: the columns that have neither a default nor NULL.
pub trait NewRow: Sized {
    /// The table it inserts into.
    type Table: LoomTable<New = Self>;

    /// Sets the required columns.
    #[doc(hidden)]
    fn write(self, set: &mut Assignments);
}

/// A table whose rows belong to a world.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is global: its rows belong to no world",
    label = "a world handle reaches world-scoped tables only",
    note = "help: use the `Loom` itself, as in `loom.select::<{Self}>()`"
)]
pub trait WorldScopedTable: LoomTable {}

/// A table whose rows belong to no world.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is world-scoped: it is reached through a world only",
    label = "this would read or write across worlds",
    note = "help: `let world = loom.world(\"…\")?;` and then `world.select::<{Self}>()`"
)]
pub trait GlobalTable: LoomTable {}

/// A table that any part of the program may write: L2 and L3.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is L4 Telos: only the operator writes it",
    label = "an L4 table is read-only here",
    note = "help: write it through `loom.operator()`"
)]
pub trait WritableTable: LoomTable {}

/// A table whose rows the program may delete: L3 and L4, and L2 where the table says `deletable`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is L2 Episodic: what happened is not deleted",
    label = "rows of this table cannot be deleted",
    note = "help: add `deletable` to its `#[loom_table(…)]` if its rows are meant to go"
)]
pub trait DeletableTable: LoomTable {}

/// A table that a global table may reference (rule `world_bound_reference`).
#[diagnostic::on_unimplemented(
    message = "a global table cannot reference the world-scoped `{Self}` (world_bound_reference)",
    label = "its rows belong to a world; this table's rows belong to none",
    note = "help: make this table `world_scoped`, or keep the id as text without a foreign key: `String`"
)]
pub trait GlobalTarget: LoomTable {
    #[doc(hidden)]
    const CHECKED: () = ();
}

/// A table whose id a column may lose: `on_delete = "set null"` (rule `set_null_across_world_key`).
#[diagnostic::on_unimplemented(
    message = "`on_delete = \"set null\"` cannot work between two world-scoped tables (set_null_across_world_key)",
    label = "the foreign key is `(world_id, …)`, and `world_id` cannot become NULL",
    note = "help: write `on_delete = \"cascade\"`, or leave it out: the delete is then refused"
)]
pub trait SetNullTarget: LoomTable {
    #[doc(hidden)]
    const CHECKED: () = ();
}

/// A table that an L3 or L4 table may reference (rule `upward_reference`).
#[diagnostic::on_unimplemented(
    message = "an L3 or L4 table cannot reference the L2 table `{Self}` (upward_reference)",
    label = "what is permanent cannot hang on what merely happened",
    note = "help: reference the other way round, from the L2 table, or keep the id as text: `String`"
)]
pub trait PermanentTarget: LoomTable {
    #[doc(hidden)]
    const CHECKED: () = ();
}

/// The world table: the one named `worlds`.
#[diagnostic::on_unimplemented(
    message = "`world_id` must be `Id<World>`, where `World` is the table named `worlds` (wrong_base_type)",
    label = "`{Self}` is not the world table",
    note = "help: write `pub world_id: Id<World>`"
)]
pub trait WorldTable: LoomTable {}

/// The type of `world_id`.
#[diagnostic::on_unimplemented(
    message = "`world_id` must be `Id<World>`, found `{Self}` (wrong_base_type)",
    label = "not the id of a world",
    note = "help: write `pub world_id: Id<World>`"
)]
pub trait WorldId: Sized {
    #[doc(hidden)]
    const TYPE: ValueType;

    #[doc(hidden)]
    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError>;
}

impl<W: WorldTable> WorldId for Id<W> {
    const TYPE: ValueType = <Self as ColumnType>::TYPE;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        ColumnType::read(cells, position)
    }
}

/// The type of `id` in table `T`.
#[diagnostic::on_unimplemented(
    message = "`id` must be `Id<{T}>`, found `{Self}` (wrong_base_type)",
    label = "not the id of this table",
    note = "help: write `pub id: Id<{T}>`"
)]
pub trait IdOf<T>: Sized {
    #[doc(hidden)]
    const TYPE: ValueType;

    #[doc(hidden)]
    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError>;
}

impl<T: LoomTable> IdOf<T> for Id<T> {
    // A row's own id is text; the table it names is this one, and no foreign key.
    const TYPE: ValueType = ValueType::of(Kind::Id);

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        ColumnType::read(cells, position)
    }
}

/// The type of `created_at` and `updated_at`.
#[diagnostic::on_unimplemented(
    message = "`created_at` and `updated_at` must be `Timestamp`, found `{Self}` (wrong_base_type)",
    label = "not a timestamp",
    note = "help: write `Timestamp`: seconds since 1970, exact in both directions"
)]
pub trait BaseTimestamp: Sized {
    #[doc(hidden)]
    const TYPE: ValueType;

    #[doc(hidden)]
    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError>;
}

impl BaseTimestamp for Timestamp {
    const TYPE: ValueType = <Self as ColumnType>::TYPE;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        ColumnType::read(cells, position)
    }
}
