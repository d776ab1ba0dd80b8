//! Column constants: `Session::STATUS`.

use std::marker::PhantomData;

use crate::query::expression::path::Path;
use crate::query::expression::{Expr, Expression};
use crate::query::scope::{Includes, Sealed};
use crate::sql::{Node, TableRef};
use crate::table::{Id, LoomTable};
use crate::value::ColumnType;

/// A column of table `T` with values of type `V`: `Session::STATUS`.
///
/// `A` says who may set it: any insert and update ([`Free`]), an insert only ([`OnInsert`]: `id`, `created_at`), or
/// nobody ([`Fixed`]: `world_id`, which comes from the handle, and the sync columns).
///
/// What can be asked of a column stands at [`Expression`].
pub struct Column<T, V, A = Free> {
    position: usize,
    marker: PhantomData<fn() -> (T, V, A)>,
}

/// See [`Column`]: set by inserts and updates.
#[derive(Debug)]
pub enum Free {}
/// See [`Column`]: set by inserts.
#[derive(Debug)]
pub enum OnInsert {}
/// See [`Column`]: set by the library.
#[derive(Debug)]
pub enum Fixed {}

/// Who may set a column: one of the three above.
#[doc(hidden)]
pub trait Access: Sealed {
    /// Whether it is an update that may, an insert only, or nobody.
    const MAY_SET: MaySet;
}

/// See [`Access`].
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum MaySet {
    Update,
    Insert,
    Nobody,
}

impl Sealed for Free {}
impl Sealed for OnInsert {}
impl Sealed for Fixed {}
impl Access for Free {
    const MAY_SET: MaySet = MaySet::Update;
}
impl Access for OnInsert {
    const MAY_SET: MaySet = MaySet::Insert;
}
impl Access for Fixed {
    const MAY_SET: MaySet = MaySet::Nobody;
}

/// Columns that may name another row. The table's own `id`, which is set by inserts, names none.
#[diagnostic::on_unimplemented(
    message = "a table's own `id` references nothing",
    label = "not a foreign key",
    note = "help: name a column whose type is the `Id` of the other table"
)]
pub trait Referencing: Access {}
#[diagnostic::do_not_recommend]
impl Referencing for Free {}
#[diagnostic::do_not_recommend]
impl Referencing for Fixed {}

/// Columns that an insert may set.
#[diagnostic::on_unimplemented(
    message = "this column is set by the library",
    label = "`world_id` comes from the handle, and the sync columns from the sync",
    note = "help: remove this `.set(…)`; for another world, use its own handle"
)]
pub trait SetOnInsert: Access {}
#[diagnostic::do_not_recommend]
impl SetOnInsert for Free {}
#[diagnostic::do_not_recommend]
impl SetOnInsert for OnInsert {}

/// Columns that an update may set.
#[diagnostic::on_unimplemented(
    message = "an update cannot change who a row is",
    label = "`id`, `world_id` and `created_at` stay what they are",
    note = "help: insert a new row, and delete this one"
)]
pub trait SetOnUpdate: Access {}
#[diagnostic::do_not_recommend]
impl SetOnUpdate for Free {}

/// The positions of columns that a write names. A program cannot name this type, and so not say which columns a type of
/// its own stands for.
#[derive(Debug)]
pub struct Positions(pub(in crate::query) Vec<usize>);

impl<T, V, A> Clone for Column<T, V, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V, A> Copy for Column<T, V, A> {}

impl<T: LoomTable, V, A> std::fmt::Debug for Column<T, V, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", T::TABLE.name(), self.name())
    }
}

/// The column at this position, as the derive makes it.
///
/// # Panics
///
/// If `A` lets programs set what only the library sets: whoever calls this by hand cannot move a row into another world.
#[must_use]
#[track_caller]
#[allow(clippy::panic, reason = "in const evaluation, a panic is a message")]
pub const fn column<T: LoomTable, V, A: Access>(position: usize) -> Column<T, V, A> {
    let columns = T::TABLE.columns;
    if position < columns.len() {
        let name = columns[position].name.as_bytes();
        let fits = match A::MAY_SET {
            MaySet::Nobody => true,
            MaySet::Insert => position < T::TABLE.fields && !matches!(name, b"world_id"),
            MaySet::Update => {
                position < T::TABLE.fields && !matches!(name, b"world_id" | b"id" | b"created_at")
            }
        };
        if !fits {
            panic!(
                "a program cannot set this column\nhelp: use the table's own constants, as in `Session::STATUS`, which the derive makes"
            );
        }
    }
    Column::new(position)
}

impl<T, V, A> Column<T, V, A> {
    pub(in crate::query) const fn new(position: usize) -> Self {
        Self { position, marker: PhantomData }
    }

    pub(crate) const fn position(self) -> usize {
        self.position
    }
}

impl<T: LoomTable, V, A> Column<T, V, A> {
    /// The column's name in SQL.
    #[must_use]
    pub fn name(&self) -> &'static str {
        T::TABLE.columns.get(self.position).map_or("", |column| column.name)
    }
}

impl<T: LoomTable, V: ColumnType, A> Expression for Column<T, V, A> {
    type Table = T;
    type Value = V;

    fn into_expr(self) -> Expr<T, V> {
        Expr::new(Node::column(self.position))
    }
}

impl<T: LoomTable, U: LoomTable, A: Referencing> Column<T, Id<U>, A> {
    /// A column of the row that this foreign key references. The table is joined, once however often it is named. Rows
    /// whose `no_foreign_key` column points nowhere are left out.
    #[must_use]
    pub fn to<W: ColumnType, B>(self, column: Column<U, W, B>) -> Path<T, W>
    where
        T::Scope: Includes<U>,
    {
        Path::start(self.position, TableRef::of::<U>(), false, column.position)
    }

    /// The whole row that this foreign key references, as part of `columns(…)`.
    #[must_use]
    pub fn row(self) -> crate::query::expression::path::Row<T, U>
    where
        T::Scope: Includes<U>,
    {
        self.to(Column::<U, Id<U>>::new(0)).into_row()
    }
}

impl<T: LoomTable, U: LoomTable, A: Referencing> Column<T, Option<Id<U>>, A> {
    /// A column of the row that this foreign key references; `None` where it references none.
    #[must_use]
    pub fn to<W: ColumnType, B>(self, column: Column<U, W, B>) -> Path<T, W::Nullable>
    where
        T::Scope: Includes<U>,
    {
        Path::start(self.position, TableRef::of::<U>(), true, column.position)
    }

    /// The whole row that this foreign key references, or `None`, as part of `columns(…)`.
    #[must_use]
    pub fn row(self) -> crate::query::expression::path::Row<T, Option<U>>
    where
        T::Scope: Includes<U>,
    {
        self.to(Column::<U, Id<U>>::new(0)).into_row()
    }
}
