//! Column constants, and what can be said of a column in a query.

use std::marker::PhantomData;

use super::filter::{Comparison, Filter, Predicate};
use crate::table::LoomTable;
use crate::value::{Cell, CellError, ColumnType, IntoColumn, NotNull};

/// A column of table `T` with values of type `V`: `Session::STATUS`.
///
/// `A` says who may set it: any insert and update ([`Free`]), an insert only ([`OnInsert`]: `id`, `created_at`), or
/// nobody ([`Fixed`]: `world_id`, which comes from the handle, and the sync columns).
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

/// Columns that an insert may set.
#[diagnostic::on_unimplemented(
    message = "this column is set by the library",
    label = "`world_id` comes from the handle, and the sync columns from the sync",
    note = "help: remove this `.set(…)`; for another world, use its own handle"
)]
pub trait SetOnInsert {}
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
pub trait SetOnUpdate {}
#[diagnostic::do_not_recommend]
impl SetOnUpdate for Free {}

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

impl<T, V, A> Column<T, V, A> {
    /// The column at this position; the derive makes these.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(position: usize) -> Self {
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

    /// Smallest first; NULL first.
    #[must_use]
    pub fn asc(self) -> Order<T> {
        Order { position: self.position, descending: false, table: PhantomData }
    }

    /// Largest first; NULL last.
    #[must_use]
    pub fn desc(self) -> Order<T> {
        Order { position: self.position, descending: true, table: PhantomData }
    }
}

impl<T: LoomTable, V: ColumnType, A> Column<T, V, A> {
    /// Equal; `None` matches NULL.
    #[must_use]
    pub fn eq(self, value: impl IntoColumn<V>) -> Filter<T> {
        self.compare(Comparison::Is, value)
    }

    /// Not equal; a NULL differs from every value.
    #[must_use]
    pub fn ne(self, value: impl IntoColumn<V>) -> Filter<T> {
        self.compare(Comparison::IsNot, value)
    }

    /// Less than; never matches NULL.
    #[must_use]
    pub fn lt(self, value: impl IntoColumn<V>) -> Filter<T> {
        self.compare(Comparison::Less, value)
    }

    /// Less than or equal; never matches NULL.
    #[must_use]
    pub fn le(self, value: impl IntoColumn<V>) -> Filter<T> {
        self.compare(Comparison::LessOrEqual, value)
    }

    /// Greater than; never matches NULL.
    #[must_use]
    pub fn gt(self, value: impl IntoColumn<V>) -> Filter<T> {
        self.compare(Comparison::Greater, value)
    }

    /// Greater than or equal; never matches NULL.
    #[must_use]
    pub fn ge(self, value: impl IntoColumn<V>) -> Filter<T> {
        self.compare(Comparison::GreaterOrEqual, value)
    }

    /// From `low` to `high`, both included.
    #[must_use]
    pub fn between(self, low: impl IntoColumn<V>, high: impl IntoColumn<V>) -> Filter<T> {
        self.ge(low).and(self.le(high))
    }

    /// One of these values; an empty list matches nothing. `None` among them matches NULL.
    #[must_use]
    pub fn is_in<I: IntoColumn<V>>(self, values: impl IntoIterator<Item = I>) -> Filter<T> {
        let cells: Result<Vec<Cell>, CellError> =
            values.into_iter().map(|value| value.into_column().write()).collect();
        Filter::from_result(cells.map(|cells| Predicate::In(self.position, cells)), self.position)
    }

    fn compare(self, comparison: Comparison, value: impl IntoColumn<V>) -> Filter<T> {
        let cell = value.into_column().write();
        Filter::from_result(
            cell.map(|cell| Predicate::Compare(self.position, comparison, cell)),
            self.position,
        )
    }
}

impl<T: LoomTable, V: NotNull, A> Column<T, Option<V>, A> {
    /// No value.
    #[must_use]
    pub fn is_null(self) -> Filter<T> {
        Filter::of(Predicate::Compare(self.position, Comparison::Is, Cell::Null))
    }

    /// Any value.
    #[must_use]
    pub fn is_not_null(self) -> Filter<T> {
        Filter::of(Predicate::Compare(self.position, Comparison::IsNot, Cell::Null))
    }
}

/// One term of an `ORDER BY`.
pub struct Order<T> {
    pub(super) position: usize,
    pub(super) descending: bool,
    table: PhantomData<fn() -> T>,
}

impl<T> std::fmt::Debug for Order<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Order({}, {})", self.position, if self.descending { "desc" } else { "asc" })
    }
}
