//! Which handle reaches which tables, in the type system.

use crate::error::{Error, Result};
use crate::sql::TableRef;
use crate::store::Database;
use crate::table::{GlobalTable, LoomTable, WorldScopedTable, WritableTable, reach};
use crate::value::Cell;

/// The scope of the `Loom` itself: tables that belong to no world.
#[derive(Debug)]
pub enum Global {}

/// The scope of a world handle: tables whose rows belong to a world.
#[derive(Debug)]
pub enum InWorld {}

/// The scope of [`across_worlds`](crate::Loom::across_worlds): every table.
#[derive(Debug)]
pub enum AcrossWorlds {}

/// What only this library's own types are: nobody else can name it.
pub trait Sealed {}

/// A scope that reaches table `T`.
pub trait Reaches<T: LoomTable> {}

impl<T: GlobalTable> Reaches<T> for Global {}
impl<T: WorldScopedTable> Reaches<T> for InWorld {}
impl<T: LoomTable> Reaches<T> for AcrossWorlds {}

/// A scope in which an id names one row of table `T`. Across worlds it does not: two worlds may use the same id.
pub trait Finds<T: LoomTable>: Reaches<T> {}

impl<T: GlobalTable> Finds<T> for Global {}
impl<T: WorldScopedTable> Finds<T> for InWorld {}
impl<T: NamedAcrossWorlds> Finds<T> for AcrossWorlds {}

/// Implemented by nothing: the message for an id that is looked up across worlds.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an id names a row of `{Self}` within one world only",
    label = "two worlds may use the same id",
    note = "help: filter by it, `.select::<{Self}>().filter({Self}::ID.eq(id))`, or use the world's own handle"
)]
pub trait NamedAcrossWorlds: LoomTable {}
// Not quite nothing: with no impl at all, a program could write `impl Finds<Note> for AcrossWorlds`.
#[diagnostic::do_not_recommend]
impl<T: LoomTable> NamedAcrossWorlds for T where T::Scope: reach::Nowhere {}

/// A scope whose queries may also ask table `T`, by a subquery or a relation: a query inside a world may ask global
/// tables too, a global one may not ask world-scoped tables.
#[diagnostic::on_unimplemented(
    message = "a query over a global table cannot ask `{T}`, which is world-scoped",
    label = "this would read `{T}` across worlds",
    note = "help: ask from within a world, by a query over `{T}`: `world.select::<{T}>()`"
)]
pub trait Includes<T: LoomTable> {}

#[diagnostic::do_not_recommend]
impl<T: GlobalTable> Includes<T> for reach::Global {}
#[diagnostic::do_not_recommend]
impl<T: LoomTable> Includes<T> for reach::World {}
#[diagnostic::do_not_recommend]
impl<T: LoomTable> Includes<T> for reach::Broken {}

/// Who writes through a handle: one of the three below.
pub trait Role: Sealed {
    /// Whether it is the operator.
    #[doc(hidden)]
    const IS_OPERATOR: bool = false;
}

impl Sealed for AsProgram {}
impl Sealed for AsOperator {}
impl Sealed for AsReader {}
impl Role for AsProgram {}
impl Role for AsReader {}
impl Role for AsOperator {
    const IS_OPERATOR: bool = true;
}

/// A role that may write table `T`.
pub trait Writes<T: LoomTable> {}

/// The program at large: writes L2 and L3.
#[derive(Debug)]
pub enum AsProgram {}

/// The operator: writes L4 too.
#[derive(Debug)]
pub enum AsOperator {}

/// Whoever reads across worlds: writes nothing. That there is such a role makes an attempt an error in our words.
#[derive(Debug)]
pub enum AsReader {}

impl<T: WritableTable> Writes<T> for AsProgram {}
impl<T: WrittenAcrossWorlds> Writes<T> for AsReader {}

/// Implemented by nothing: the message for a write across worlds.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "across worlds, rows of `{Self}` are only read",
    label = "this would write across worlds",
    note = "help: write through the world's own handle, `loom.world(\"…\")?`; global tables through the `Loom`"
)]
pub trait WrittenAcrossWorlds: LoomTable {}
// As above: a program could write `impl Writes<Note> for AsReader`.
#[diagnostic::do_not_recommend]
impl<T: LoomTable> WrittenAcrossWorlds for T where T::Scope: reach::Nowhere {}
impl<T: LoomTable> Writes<T> for AsOperator {}

/// Where a query runs: the database, and the world it is confined to.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    pub(crate) database: &'c Database,
    pub(crate) world: Option<&'c str>,
    /// Whether world-scoped tables are read without a world.
    pub(in crate::query) across: bool,
    /// Whether it is the operator who acts.
    pub(in crate::query) operator: bool,
    /// The values of a prepared query's parameters, by their numbers.
    pub(crate) params: &'c [(usize, Cell)],
}

impl<'c> Context<'c> {
    /// Global tables, or those of one world.
    pub(crate) const fn new(database: &'c Database, world: Option<&'c str>) -> Self {
        Self { database, world, across: false, operator: false, params: &[] }
    }

    /// Every table, of all worlds.
    pub(crate) const fn across(database: &'c Database) -> Self {
        Self { database, world: None, across: true, operator: false, params: &[] }
    }

    /// The same, for whoever acts in this role.
    pub(crate) fn acting<R: Role>(self) -> Self {
        Self { operator: R::IS_OPERATOR, ..self }
    }

    /// That statements may name this table here. The types of the handles say so already; this holds whatever impls
    /// a program writes by hand.
    ///
    /// # Errors
    ///
    /// [`Error::NotListed`] if the schema does not list this struct, or if it is world-scoped and there is no world.
    pub(crate) fn admit(&self, table: TableRef) -> Result<()> {
        let confined = !table.is_world_scoped() || self.world.is_some() || self.across;
        if confined && self.database.lists(table.type_id()) {
            return Ok(());
        }
        Err(Error::NotListed { table: table.name() })
    }
}

impl Context<'_> {
    /// How messages name a row: `world/id`, or `id`.
    pub(crate) fn row(&self, id: &str) -> String {
        match self.world {
            Some(world) => format!("{world}/{id}"),
            None => id.to_owned(),
        }
    }
}
