//! Queries: [`Query`] is a value of its own, [`Select`] is one in the hands of a handle.

use std::marker::PhantomData;

use super::Context;
use super::ast::{Body, Node, Select as SelectAst};
use super::expression::{Expr, Expression, Filter, Order};
use super::run;
use super::shape::{Rows, Shape};
use crate::error::{Error, Result};
use crate::table::LoomTable;

/// A query over the rows of `T`, which belongs to no handle: for subqueries, relations, set operations and
/// [`prepare`](super::prepare). `Session::query()` starts one.
#[must_use = "a query does nothing until a handle runs it"]
pub struct Query<T, S = Rows<T>> {
    pub(super) body: Body,
    pub(super) shape: S,
    table: PhantomData<fn() -> T>,
}

/// A query over the rows of `T` in the hands of a handle, not run yet.
#[must_use = "a query runs with `.all()`, `.first()`, `.optional()`, `.one()`, `.each()`, `.count()` or `.exists()`"]
pub struct Select<'c, T, S = Rows<T>> {
    pub(super) context: Context<'c>,
    pub(super) query: Query<T, S>,
}

impl<T, S: Clone> Clone for Query<T, S> {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), shape: self.shape.clone(), table: PhantomData }
    }
}

impl<T, S> std::fmt::Debug for Query<T, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Query").field("body", &self.body).finish_non_exhaustive()
    }
}

impl<T, S> std::fmt::Debug for Select<'_, T, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.query.fmt(f)
    }
}

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
impl<T: LoomTable> Condition<T> for super::Path<T, bool> {
    fn into_condition(self) -> Filter<T> {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable> IntoFilter<T> for super::Path<T, bool> {
    fn into_filter(self) -> Option<Filter<T>> {
        Some(self.into_expr())
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, A> Condition<T> for super::Column<T, bool, A> {
    fn into_condition(self) -> Filter<T> {
        self.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, A> IntoFilter<T> for super::Column<T, bool, A> {
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

/// Narrowing and ordering, the same for a [`Query`] and a [`Select`].
///
/// ```
#[doc = include_str!("example.in")]
/// let status: Option<Status> = None;
/// let largest = atlas
///     .select::<Session>()
///     .filter(Session::TOKENS_IN.ge(10))
///     .filter(status.map(|status| Session::STATUS.eq(status)))
///     .order_by(Session::TOKENS_IN.desc())
///     .limit(2)
///     .columns(Session::ID)
///     .all()?;
/// assert_eq!(largest, [Id::new("retro"), Id::new("review")]);
///
/// let groups = atlas.select::<Session>().group_by(Session::STATUS).having(Session::TOKENS_IN.sum().gt(50));
/// let groups = groups.columns((Session::STATUS, Session::TOKENS_IN.sum())).all()?;
/// assert_eq!(groups, [(Status::Active, Some(60))]);
/// # Ok(())
/// # }
/// ```
pub trait Refine: Sized {
    /// The table whose rows are queried.
    type Table: LoomTable;

    /// The query so far.
    #[doc(hidden)]
    fn body_mut(&mut self) -> &mut Body;

    /// Only rows that match; a second call narrows further, and `None` does not narrow.
    #[must_use]
    fn filter(mut self, filter: impl IntoFilter<Self::Table>) -> Self {
        self.body_mut().filter.extend(filter.into_filter().map(|filter| filter.node));
        self
    }

    /// In this order; a second call sorts what the first left equal.
    #[must_use]
    fn order_by(mut self, order: Order<Self::Table>) -> Self {
        self.body_mut().order.push(order.node);
        self
    }

    /// At most `rows` rows.
    #[must_use]
    fn limit(mut self, rows: u64) -> Self {
        self.body_mut().limit = Some(rows);
        self
    }

    /// Without the first `rows` rows.
    #[must_use]
    fn offset(mut self, rows: u64) -> Self {
        self.body_mut().offset = Some(rows);
        self
    }

    /// Each row once, where what is read of two rows is equal.
    #[must_use]
    fn distinct(mut self) -> Self {
        self.body_mut().distinct = true;
        self
    }

    /// One result for each value of `by`, over which aggregates count; a second call divides further.
    #[must_use]
    fn group_by(mut self, by: impl super::Divides<Self::Table>) -> Self {
        self.body_mut().group.push(by.into_expr().node);
        self
    }

    /// Only groups that match.
    #[must_use]
    fn having(mut self, filter: impl IntoFilter<Self::Table>) -> Self {
        self.body_mut().having.extend(filter.into_filter().map(|filter| filter.node));
        self
    }

    /// The page behind this row, in this order: keyset pagination, which costs the same for every page. The row is
    /// named by its value of `by` and its id; both are part of the order.
    #[must_use]
    fn after<E>(self, by: E, last: (E::Value, crate::Id<Self::Table>)) -> Self
    where
        E: Expression<Table = Self::Table> + Clone,
        E::Value: crate::NotNull + Clone,
    {
        let id = super::Column::<Self::Table, crate::Id<Self::Table>>::new(
            Self::Table::TABLE.position("id").unwrap_or(0),
        );
        let (value, last) = last;
        let behind = by.clone().gt(value.clone()).or(by.clone().eq(value).and(id.gt(last)));
        self.filter(behind).order_by(by.asc()).order_by(id.asc())
    }
}

impl<T: LoomTable, S> Refine for Query<T, S> {
    type Table = T;

    fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }
}

impl<T: LoomTable, S> Refine for Select<'_, T, S> {
    type Table = T;

    fn body_mut(&mut self) -> &mut Body {
        &mut self.query.body
    }
}

impl<T: LoomTable> Query<T> {
    pub(crate) fn new() -> Self {
        Self { body: Body::of(T::TABLE), shape: Rows::ALL, table: PhantomData }
    }

    /// Reads these expressions instead of whole rows: one gives its values, a tuple gives tuples.
    pub fn columns<S: Shape<T>>(self, columns: S) -> Query<T, S> {
        self.with_shape(|_| columns)
    }

    /// Selects from the rows that `source` gives instead of from the whole table: a common table expression.
    pub fn from_query(mut self, source: Self) -> Self {
        self.body.source = Some(Box::new(source.body));
        self
    }
}

impl<T: LoomTable, S> Query<T, S> {
    pub(super) fn with_shape<R>(self, shape: impl FnOnce(S) -> R) -> Query<T, R> {
        Query { body: self.body, shape: shape(self.shape), table: PhantomData }
    }
}

impl<T: LoomTable, S: Shape<T>> Query<T, S> {
    pub(super) fn into_select(self) -> SelectAst {
        let columns = self.nodes();
        SelectAst { body: self.body, columns }
    }

    pub(super) fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(T::TABLE.fields);
        self.shape.push(&mut nodes);
        nodes
    }

    /// The rows of both, each once. Filters, groups, orders and limits said before are of the one side; an order and a
    /// limit said after, of the whole. The order names a column that is read. For anything else, and for relations,
    /// select [from](Self::from_query) the union.
    pub fn union<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: super::Includes<U>,
    {
        self.compound(" UNION ", other)
    }

    /// The rows of both, with repetitions; see [`union`](Self::union).
    pub fn union_all<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: super::Includes<U>,
    {
        self.compound(" UNION ALL ", other)
    }

    /// The rows that both give; see [`union`](Self::union).
    pub fn intersect<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: super::Includes<U>,
    {
        self.compound(" INTERSECT ", other)
    }

    /// The rows that this one gives and the other does not; see [`union`](Self::union).
    pub fn except<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: super::Includes<U>,
    {
        self.compound(" EXCEPT ", other)
    }

    fn compound<U: LoomTable>(mut self, operator: &'static str, other: Query<U, impl Shape<U>>) -> Self {
        if self.body.first.is_none()
            || !self.body.order.is_empty()
            || self.body.limit.or(self.body.offset).is_some()
        {
            let columns = self.nodes();
            let body = std::mem::replace(&mut self.body, Body::of(T::TABLE));
            self.body.first = Some(Box::new(SelectAst { body, columns }));
        }
        self.body.compound.push((operator, other.into_select()));
        self
    }
}

impl<'c, T: LoomTable> Select<'c, T> {
    /// Reads these expressions instead of whole rows: one gives its values, a tuple gives tuples.
    pub fn columns<S: Shape<T>>(self, columns: S) -> Select<'c, T, S> {
        Select { context: self.context, query: self.query.columns(columns) }
    }
}

impl<'c, T: LoomTable, S: Shape<T>> Select<'c, T, S> {
    pub(super) const fn new(context: Context<'c>, query: Query<T, S>) -> Self {
        Self { context, query }
    }

    /// Every matching row.
    ///
    /// # Errors
    ///
    /// If the database refuses, or a stored value is not of its column's type.
    pub fn all(self) -> Result<Vec<S::Output>> {
        let Self { context, query } = self;
        let raw = run::all::<T, S>(context, &query)?;
        query.shape.finish(context, raw)
    }

    /// Hands every matching row to `take`, one at a time, without collecting them.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all), and whatever `take` returns, which ends the query.
    pub fn each(self, take: impl FnMut(S::Output) -> Result<()>) -> Result<()>
    where
        S: super::shape::OneByOne<T>,
    {
        run::each::<T, S>(self.context, &self.query, take)
    }

    /// The first row, if any.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn first(self) -> Result<Option<S::Output>> {
        let limit = self.query.body.limit.map_or(1, |rows| rows.min(1));
        Ok(self.limit(limit).all()?.pop())
    }

    /// The only row, or none.
    ///
    /// # Errors
    ///
    /// [`Error::ManyRows`] if there are two; else as [`all`](Self::all).
    pub fn optional(self) -> Result<Option<S::Output>> {
        let limit = self.query.body.limit.map_or(2, |rows| rows.min(2));
        let mut rows = self.limit(limit).all()?;
        if rows.len() > 1 {
            return Err(Error::ManyRows { table: T::TABLE.name() });
        }
        Ok(rows.pop())
    }

    /// The only row.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is none, [`Error::ManyRows`] if there are two; else as [`all`](Self::all).
    pub fn one(self) -> Result<S::Output> {
        let none = || Error::NoSuchRow { table: T::TABLE.name(), row: "that matches the query".to_owned() };
        self.optional()?.ok_or_else(none)
    }

    /// How many rows [`all`](Self::all) would give.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn count(self) -> Result<u64> {
        run::count::<T, S>(self.context, &self.query)
    }

    /// Whether there is any row.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn exists(self) -> Result<bool> {
        let limit = self.query.body.limit.map_or(1, |rows| rows.min(1));
        Ok(self.limit(limit).count()? > 0)
    }

    /// The statement, and what is bound to its parameters, as text.
    ///
    /// # Errors
    ///
    /// If a value of the query cannot be stored.
    pub fn to_sql(&self) -> Result<(String, Vec<String>)> {
        run::to_sql::<T, S>(self.context, &self.query)
    }

    /// How SQLite would run the query, a step a line.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub fn explain(&self) -> Result<Vec<String>> {
        run::explain::<T, S>(self.context, &self.query)
    }
}
