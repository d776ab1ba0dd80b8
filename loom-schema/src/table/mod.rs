//! What the derive implements: the table trait, and the marker traits that say which handles reach a table.
//!
//! The derive names a scope and a layer; the impls that read them are not to be recommended, since the compiler would
//! explain them instead of showing the messages below. The base columns (`id`, `world_id`, the timestamps) are typed by traits of their own, through
//! which the derive does all it does with the field, so that a wrong type is one error.

mod ddl;
mod id;
mod registry;

use std::any::TypeId;
use std::sync::OnceLock;

use crate::schema::{Identity, Kind, TableSchema, ValueType};
use crate::sql::{Statements, TableRef};
use crate::value::{Assignments, CellError, Cells, ColumnType, Timestamp};
use ddl::ddl;

pub use id::Id;
pub use registry::Schema;
#[doc(hidden)]
pub use registry::{Entry, count_indexes, verify};

impl TableRef {
    /// The table whose row is `T`.
    pub(crate) fn of<T: LoomTable>() -> Self {
        Self::new(T::TABLE, TypeId::of::<T>())
    }
}

/// A table, declared by `#[derive(LoomTable)]` on the struct that is its row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a LOOM table",
    label = "no `#[derive(LoomTable)]` on this type",
    note = "help: declare it with `#[derive(LoomTable)]` and `#[loom_table(world_scoped, layer = \"L2\", markdown = \"…\")]`"
)]
pub trait LoomTable: Sized + 'static {
    /// Which handles reach it: see [`reach`].
    #[doc(hidden)]
    type Scope: reach::Scope;
    /// What they may do with its rows: see [`reach`].
    #[doc(hidden)]
    type Layer: reach::Layer;
    /// Name, scope and layer: what other tables may know of this one.
    const IDENTITY: Identity;
    /// All that is known about the table.
    const TABLE: &'static TableSchema;
    /// `CREATE TABLE` and `CREATE INDEX`, for SQLite, made by the compiler.
    const DDL: &'static str = ddl::<Self>();
    /// What `schema![…]` lists.
    #[doc(hidden)]
    const ENTRY: Entry = Entry {
        table: Self::TABLE,
        type_id: TypeId::of::<Self>(),
        ddl: || Self::DDL,
        check: |cells| Self::decode(cells).map(drop),
    };
    /// The insert struct: the required columns.
    type New: NewRow<Table = Self>;

    /// Reads a row from cells that stand in the order of the struct's fields.
    ///
    /// # Errors
    ///
    /// If a cell does not hold its field's type.
    fn decode(cells: &mut impl Cells) -> Result<Self, CellError>;

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
    fn write(self, set: &mut Assignments<'_>);
}

/// A table whose rows belong to a world.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is global: its rows belong to no world",
    label = "a world handle reaches world-scoped tables only",
    note = "help: use the `Loom` itself, as in `loom.select::<{Self}>()`"
)]
pub trait WorldScopedTable: LoomTable {}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> WorldScopedTable for T where T::Scope: reach::InWorld {}

/// A table whose rows belong to no world.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is world-scoped: it is reached through a world only",
    label = "this would read or write across worlds",
    note = "help: `let world = loom.world(\"…\")?;` and then `world.select::<{Self}>()`"
)]
pub trait GlobalTable: LoomTable {}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> GlobalTable for T where T::Scope: reach::OutOfWorlds {}

/// A table that any part of the program may write: L2 and L3.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is L4 Telos: only the operator writes it",
    label = "an L4 table is read-only here",
    note = "help: write it through `loom.operator()`; a world's, through `loom.operator().world(\"…\")?`"
)]
pub trait WritableTable: LoomTable {}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> WritableTable for T where T::Layer: reach::Writable {}

/// A table whose rows the program may delete: L3 and L4, and L2 where the table says `deletable`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is L2 Episodic: what happened is not deleted",
    label = "rows of this table cannot be deleted",
    note = "help: add `deletable` to its `#[loom_table(…)]` if its rows are meant to go"
)]
pub trait DeletableTable: LoomTable {}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> DeletableTable for T where T::Layer: reach::Deletable {}

/// The world table: the one named `worlds`. [`WorldId`] has the message.
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

#[diagnostic::do_not_recommend]
#[allow(clippy::panic, reason = "in const evaluation, a panic is a message")]
impl<W: WorldTable> WorldId for Id<W> {
    const TYPE: ValueType = {
        // Rows go with their world only if it is a row of the table that worlds are looked up in.
        if !matches!(W::IDENTITY.table.as_bytes(), b"worlds") {
            panic!(
                "`world_id` must be the id of a row of the table `worlds` (wrong_base_type)\nhelp: write `pub world_id: Id<World>`"
            );
        }
        <Self as ColumnType>::TYPE
    };

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

#[diagnostic::do_not_recommend]
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

#[diagnostic::do_not_recommend]
impl BaseTimestamp for Timestamp {
    const TYPE: ValueType = <Self as ColumnType>::TYPE;

    fn read<C: Cells>(cells: &mut C, position: usize) -> Result<Self, CellError> {
        ColumnType::read(cells, position)
    }
}

/// What a derive declares of a table's scope and layer, and what follows from it. Both are closed lists.
#[doc(hidden)]
pub mod reach {
    mod sealed {
        pub trait Scope {}
        pub trait Layer {}
    }

    pub trait Scope: sealed::Scope {}
    pub trait Layer: sealed::Layer {}

    impl<S: sealed::Scope> Scope for S {}
    impl<L: sealed::Layer> Layer for L {}

    impl sealed::Scope for World {}
    impl sealed::Scope for Global {}
    impl sealed::Scope for Broken {}
    impl sealed::Layer for Append {}
    impl sealed::Layer for Open {}
    impl sealed::Layer for Telos {}
    impl sealed::Layer for Broken {}

    #[derive(Debug)]
    pub enum World {}
    #[derive(Debug)]
    pub enum Global {}
    /// L2: rows are inserted and updated, and stay.
    #[derive(Debug)]
    pub enum Append {}
    /// L3, and L2 that is `deletable`.
    #[derive(Debug)]
    pub enum Open {}
    /// L4: the operator's.
    #[derive(Debug)]
    pub enum Telos {}
    /// A table with compile errors, whose users are not to blame: everything.
    #[derive(Debug)]
    pub enum Broken {}

    /// Implemented by nothing.
    pub trait Nowhere {}
    pub trait InWorld {}
    pub trait OutOfWorlds {}
    pub trait Writable {}
    pub trait Deletable {}

    macro_rules! holds {
        ($( $what:ident: $($who:ident),+; )+) => { $($(
            #[diagnostic::do_not_recommend]
            impl $what for $who {}
        )+)+ };
    }

    holds! {
        InWorld: World, Broken;
        OutOfWorlds: Global, Broken;
        Writable: Append, Open, Broken;
        Deletable: Open, Telos, Broken;
    }
}
