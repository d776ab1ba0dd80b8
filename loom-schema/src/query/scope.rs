//! Which handle reaches which tables, in the type system.

use crate::store::Loom;
use crate::table::{GlobalTable, LoomTable, WorldScopedTable, WritableTable, reach};

/// The scope of the `Loom` itself: tables that belong to no world.
#[derive(Debug)]
pub enum Global {}

/// The scope of a world handle: tables whose rows belong to a world.
#[derive(Debug)]
pub enum InWorld {}

/// The scope of [`across_worlds`](crate::Loom::across_worlds): every table.
#[derive(Debug)]
pub enum AcrossWorlds {}

/// A scope that reaches table `T`.
pub trait Reaches<T: LoomTable> {}

impl<T: GlobalTable> Reaches<T> for Global {}
impl<T: WorldScopedTable> Reaches<T> for InWorld {}
impl<T: LoomTable> Reaches<T> for AcrossWorlds {}

/// A scope in which an id names one row of table `T`. Across worlds it does not: two worlds may use the same id.
#[diagnostic::on_unimplemented(
    message = "an id names a row within one world only",
    label = "two worlds may use the same id",
    note = "help: filter by it, `.select::<{T}>().filter({T}::ID.eq(id))`, or use the world's own handle"
)]
pub trait Finds<T: LoomTable>: Reaches<T> {}

impl<T: GlobalTable> Finds<T> for Global {}
impl<T: WorldScopedTable> Finds<T> for InWorld {}

/// A scope whose queries may also ask table `T`, by a subquery or a relation: a query inside a world may ask global
/// tables too, a global one may not ask world-scoped tables.
pub trait Includes<T: LoomTable> {}

impl<T: GlobalTable> Includes<T> for reach::Global {}
impl<T: LoomTable> Includes<T> for reach::World {}
impl<T: LoomTable> Includes<T> for reach::Broken {}

/// A role that may write table `T`.
pub trait Writes<T: LoomTable> {}

/// The program at large: writes L2 and L3.
#[derive(Debug)]
pub enum AsProgram {}

/// The operator: writes L4 too.
#[derive(Debug)]
pub enum AsOperator {}

impl<T: WritableTable> Writes<T> for AsProgram {}
impl<T: LoomTable> Writes<T> for AsOperator {}

/// Where a query runs: the database, and the world it is confined to.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    pub(crate) loom: &'c Loom,
    pub(crate) world: Option<&'c str>,
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
