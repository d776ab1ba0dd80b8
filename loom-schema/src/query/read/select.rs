//! Queries: [`Query`] is a value of its own, [`Select`] is one in the hands of a handle.

use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::read::refine::Refine;
use crate::query::read::run;
use crate::query::read::shape::{Rows, Shape};
use crate::sql::{Body, MAX_NESTED_QUERIES, Node, SelectTree, TableRef};
use crate::table::LoomTable;
use crate::value::CellError;

/// A query over the rows of `T`, which belongs to no handle: for subqueries, relations, set operations and
/// [`prepare`](crate::query::prepare). `Session::query()` starts one.
#[must_use = "a query does nothing until a handle runs it"]
pub struct Query<T, S = Rows<T>> {
    pub(in crate::query) body: Body,
    pub(in crate::query) shape: S,
    table: PhantomData<fn() -> T>,
}

/// A query over the rows of `T` in the hands of a handle, not run yet.
#[must_use = "a query runs with `.all()`, `.first()`, `.optional()`, `.one()`, `.each()`, `.count()` or `.exists()`"]
pub struct Select<'c, T, S = Rows<T>> {
    pub(in crate::query) context: Context<'c>,
    pub(in crate::query) query: Query<T, S>,
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

/// A table, as what queries start from.
pub trait Queryable: LoomTable {
    /// A query over the rows, which belongs to no handle yet: for subqueries, relations, set operations, and
    /// [`prepare`](crate::query::prepare).
    fn query() -> Query<Self> {
        Query::new()
    }
}

impl<T: LoomTable> Queryable for T {}

impl<T: LoomTable> Query<T> {
    pub(crate) fn new() -> Self {
        Self { body: Body::of(TableRef::of::<T>()), shape: Rows::ALL, table: PhantomData }
    }

    /// Reads these expressions instead of whole rows: values for one expression, tuples for a tuple.
    pub fn columns<S: Shape<T>>(self, columns: S) -> Query<T, S> {
        self.with_shape(|_| columns)
    }

    /// Selects from the rows of `source` instead of from the whole table: a common table expression.
    pub fn from_query(mut self, source: Self) -> Self {
        if self.body.nest(source.body.nested) {
            self.body.source = Some(Box::new(source.body));
        } else {
            self.body.filter.push(too_many_queries());
        }
        self
    }
}

impl<T: LoomTable, S> Query<T, S> {
    pub(in crate::query) fn with_shape<R>(self, shape: impl FnOnce(S) -> R) -> Query<T, R> {
        Query { body: self.body, shape: shape(self.shape), table: PhantomData }
    }
}

impl<T: LoomTable, S: Shape<T>> Query<T, S> {
    pub(in crate::query) fn into_select(self) -> SelectTree {
        let columns = self.nodes();
        SelectTree { body: self.body, columns }
    }

    pub(in crate::query) fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(T::TABLE.fields);
        self.shape.push(&mut nodes);
        nodes
    }

    /// The rows of both, each once. Filters, groups, orders and limits said before are of the one side; an order and a
    /// limit said after, of the whole. The order names a column that is read. For anything else, and for relations,
    /// select [from](Self::from_query) the union.
    pub fn union<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: crate::query::Includes<U>,
    {
        self.compound(" UNION ", other)
    }

    /// The rows of both, with repetitions; see [`union`](Self::union).
    pub fn union_all<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: crate::query::Includes<U>,
    {
        self.compound(" UNION ALL ", other)
    }

    /// The rows that both queries return; see [`union`](Self::union).
    pub fn intersect<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: crate::query::Includes<U>,
    {
        self.compound(" INTERSECT ", other)
    }

    /// The rows that this query returns and the other does not; see [`union`](Self::union).
    pub fn except<U: LoomTable>(self, other: Query<U, impl Shape<U, Output = S::Output>>) -> Self
    where
        T::Scope: crate::query::Includes<U>,
    {
        self.compound(" EXCEPT ", other)
    }

    fn compound<U: LoomTable>(mut self, operator: &'static str, other: Query<U, impl Shape<U>>) -> Self {
        if self.body.first.is_none()
            || !self.body.order.is_empty()
            || self.body.limit.or(self.body.offset).is_some()
        {
            let columns = self.nodes();
            let body = std::mem::replace(&mut self.body, Body::of(TableRef::of::<T>()));
            if self.body.nest(body.nested) {
                self.body.first = Some(Box::new(SelectTree { body, columns }));
            } else {
                self.body.filter.push(too_many_queries());
            }
        }
        if self.body.nest(other.body.nested) {
            self.body.compound.push((operator, other.into_select()));
        } else {
            self.body.filter.push(too_many_queries());
        }
        self
    }
}

/// The error that takes the place of a query.
fn too_many_queries() -> Node {
    let message = format!("at most {MAX_NESTED_QUERIES} queries stand one inside the other");
    Node::Unwritable(CellError::of(message))
}

impl<'c, T: LoomTable> Select<'c, T> {
    /// Reads these expressions instead of whole rows: values for one expression, tuples for a tuple.
    pub fn columns<S: Shape<T>>(self, columns: S) -> Select<'c, T, S> {
        Select { context: self.context, query: self.query.columns(columns) }
    }
}

impl<'c, T: LoomTable, S: Shape<T>> Select<'c, T, S> {
    pub(in crate::query) const fn new(context: Context<'c>, query: Query<T, S>) -> Self {
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
        S: crate::query::read::shape::OneByOne<T>,
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

    /// How many rows [`all`](Self::all) would return.
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
