//! What may stand where a condition is asked for.

use crate::query::expression::{Expr, Expression, Filter};
use crate::table::LoomTable;

/// What may be a filter: a [`Condition`], or an `Option` of one, which vanishes when it is `None`.
#[diagnostic::on_unimplemented(
    message = "a filter of `{T}` is a condition on `{T}`",
    label = "not a condition on columns of `{T}`",
    note = "help: compare the table's own columns, as in `.filter({T}::ID.eq(…))`; another table is asked along a foreign key, `KEY.to(column)` or `KEY.exists(filter)`"
)]
pub trait IntoFilter<T> {
    /// The condition, if there is one.
    #[doc(hidden)]
    fn into_filter(self) -> Option<Filter<T>>;
}

/// A condition on the rows of `T`: a comparison, or a `bool` column.
#[diagnostic::on_unimplemented(
    message = "which rows of `{T}` are written is said by a condition on `{T}`",
    label = "not a condition on columns of `{T}`",
    note = "help: compare the table's own columns, as in `.filter({T}::ID.eq(…))`; every row is `.all_rows()`"
)]
pub trait Condition<T> {
    /// The condition.
    #[doc(hidden)]
    fn into_condition(self) -> Filter<T>;
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> Condition<T> for Expr<T, bool> {
    fn into_condition(self) -> Filter<T> {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> IntoFilter<T> for Expr<T, bool> {
    fn into_filter(self) -> Option<Filter<T>> {
        Some(self.into_expr())
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> Condition<T> for crate::query::Path<T, bool> {
    fn into_condition(self) -> Filter<T> {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> IntoFilter<T> for crate::query::Path<T, bool> {
    fn into_filter(self) -> Option<Filter<T>> {
        Some(self.into_expr())
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, A> Condition<T> for crate::query::Column<T, bool, A> {
    fn into_condition(self) -> Filter<T> {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, A> IntoFilter<T> for crate::query::Column<T, bool, A> {
    fn into_filter(self) -> Option<Filter<T>> {
        Some(self.into_expr())
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> IntoFilter<T> for Option<Expr<T, bool>> {
    fn into_filter(self) -> Option<Filter<T>> {
        self
    }
}
