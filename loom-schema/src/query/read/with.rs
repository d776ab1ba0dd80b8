//! `with_one`, `with_many` and `with_through`: which relations a query reads.

use std::marker::PhantomData;

use crate::query::expression::column::{Column, Referencing};
use crate::query::expression::foreign_key::{ForeignKey, KeyOf, KeyTo};
use crate::query::read::relation::{AddRelation, Found, Many, One, Through};
use crate::query::read::select::{Query, Select};
use crate::query::read::shape::{Rows, Shape};
use crate::query::scope::Includes;
use crate::schema::ColumnSchema;
use crate::sql::{JoinStep, Node, TableRef};
use crate::table::{Id, LoomTable};

/// A foreign key column whose referenced row can stand beside the row.
pub trait ReferencesOne: ForeignKey {
    /// `U`, or `Option<U>` where the column is nullable.
    type Beside<U>: Found<U>;
}

impl<C: LoomTable, P: LoomTable, A: Referencing> ReferencesOne for Column<C, Id<P>, A> {
    type Beside<U> = U;
}

impl<C: LoomTable, P: LoomTable, A: Referencing> ReferencesOne for Column<C, Option<Id<P>>, A> {
    type Beside<U> = Option<U>;
}

/// Whether a value that must be there may name no row.
fn may_dangle(column: &ColumnSchema) -> bool {
    column.references().is_none() && !column.value.nullable
}

impl<T: LoomTable, S> Query<T, S> {
    /// With the row that this foreign key references, or `None` where it is NULL. Rows whose `no_foreign_key` column
    /// names a row that does not exist are left out; [`with_one_of`](Self::with_one_of) keeps them, with `None`.
    pub fn with_one<F>(mut self, key: F) -> Query<T, S::With>
    where
        F: KeyOf<T> + ReferencesOne,
        T::Scope: Includes<F::Parent>,
        S: AddRelation<One<T, F::Parent, Rows<F::Parent>, F::Beside<F::Parent>>>,
    {
        let foreign_key = key.foreign_key();
        if T::TABLE.columns.get(foreign_key).is_some_and(may_dangle) {
            let step = JoinStep { foreign_key, target: TableRef::of::<F::Parent>(), optional: false };
            let id = F::Parent::TABLE.position("id").unwrap_or(0);
            let what = Node::Column { steps: vec![step], position: id }.into();
            self.body.filter.push(Node::Null { what, is: false });
        }
        let relation = One { foreign_key, query: Query::new(), marker: PhantomData };
        self.with_shape(|shape| shape.add(relation))
    }

    /// With the result of this query for the row that the foreign key references: its filter may leave it out, its own
    /// relations are nested.
    pub fn with_one_of<F, Q>(self, key: F, query: Query<F::Parent, Q>) -> Query<T, S::With>
    where
        F: KeyOf<T> + ReferencesOne,
        T::Scope: Includes<F::Parent>,
        Q: Shape<F::Parent>,
        S: AddRelation<One<T, F::Parent, Q, Option<Q::Output>>>,
    {
        let relation = One { foreign_key: key.foreign_key(), query, marker: PhantomData };
        self.with_shape(|shape| shape.add(relation))
    }

    /// With the rows that reference this one by that foreign key.
    pub fn with_many<F>(self, key: F) -> Query<T, S::With>
    where
        F: KeyTo<T>,
        T::Scope: Includes<F::Child>,
        S: AddRelation<Many<F::Child, Rows<F::Child>>>,
    {
        self.with_many_of(key, Query::new())
    }

    /// With the results of this query for the rows that reference this one: filtered, in its order, at most its limit of
    /// each, and with relations of their own.
    ///
    /// ```
    #[doc = include_str!("../example.in")]
    /// let last = Remark::query().order_by(Remark::ID.desc()).limit(2).columns(Remark::TEXT);
    /// let sessions = Session::query().order_by(Session::ID.asc()).with_many_of(Remark::SESSION_ID, last);
    /// let (session, remarks) = atlas.run(sessions).first()?.unwrap();
    /// assert_eq!(session.id, "kickoff");
    /// assert_eq!(remarks, ["third", "second"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_many_of<F, Q>(self, key: F, query: Query<F::Child, Q>) -> Query<T, S::With>
    where
        F: KeyTo<T>,
        T::Scope: Includes<F::Child>,
        S: AddRelation<Many<F::Child, Q>>,
    {
        let relation = Many { foreign_key: key.foreign_key(), query };
        self.with_shape(|shape| shape.add(relation))
    }

    /// With the rows at the other end of a link table: `near` is the link's foreign key to this table, `far` the one to
    /// the other. The query filters, orders and limits what is found there.
    pub fn with_through<N, F, Q>(self, near: N, far: F, query: Query<F::Parent, Q>) -> Query<T, S::With>
    where
        N: KeyTo<T>,
        F: KeyOf<N::Child>,
        T::Scope: Includes<N::Child> + Includes<F::Parent>,
        S: AddRelation<Through<N::Child, F::Parent, Q>>,
    {
        let relation =
            Through { near: near.foreign_key(), far: far.foreign_key(), query, marker: PhantomData };
        self.with_shape(|shape| shape.add(relation))
    }
}

/// The same, in the hands of a handle.
impl<'c, T: LoomTable, S> Select<'c, T, S> {
    /// See [`Query::with_one`].
    pub fn with_one<F>(self, key: F) -> Select<'c, T, S::With>
    where
        F: KeyOf<T> + ReferencesOne,
        T::Scope: Includes<F::Parent>,
        S: AddRelation<One<T, F::Parent, Rows<F::Parent>, F::Beside<F::Parent>>>,
    {
        Select { context: self.context, query: self.query.with_one(key) }
    }

    /// See [`Query::with_one_of`].
    pub fn with_one_of<F, Q>(self, key: F, query: Query<F::Parent, Q>) -> Select<'c, T, S::With>
    where
        F: KeyOf<T> + ReferencesOne,
        T::Scope: Includes<F::Parent>,
        Q: Shape<F::Parent>,
        S: AddRelation<One<T, F::Parent, Q, Option<Q::Output>>>,
    {
        Select { context: self.context, query: self.query.with_one_of(key, query) }
    }

    /// See [`Query::with_many`].
    pub fn with_many<F>(self, key: F) -> Select<'c, T, S::With>
    where
        F: KeyTo<T>,
        T::Scope: Includes<F::Child>,
        S: AddRelation<Many<F::Child, Rows<F::Child>>>,
    {
        Select { context: self.context, query: self.query.with_many(key) }
    }

    /// See [`Query::with_many_of`].
    pub fn with_many_of<F, Q>(self, key: F, query: Query<F::Child, Q>) -> Select<'c, T, S::With>
    where
        F: KeyTo<T>,
        T::Scope: Includes<F::Child>,
        S: AddRelation<Many<F::Child, Q>>,
    {
        Select { context: self.context, query: self.query.with_many_of(key, query) }
    }

    /// See [`Query::with_through`].
    pub fn with_through<N, F, Q>(self, near: N, far: F, query: Query<F::Parent, Q>) -> Select<'c, T, S::With>
    where
        N: KeyTo<T>,
        F: KeyOf<N::Child>,
        T::Scope: Includes<N::Child> + Includes<F::Parent>,
        S: AddRelation<Through<N::Child, F::Parent, Q>>,
    {
        Select { context: self.context, query: self.query.with_through(near, far, query) }
    }
}
