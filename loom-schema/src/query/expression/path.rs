//! Along foreign keys: `Decision::SESSION_ID.to(Session::PATTERN_ID).to(Pattern::NAME)`.

use std::marker::PhantomData;

use crate::query::expression::column::Column;
use crate::query::expression::{Expr, Expression};
use crate::query::scope::Includes;
use crate::schema::TableSchema;
use crate::sql::{JoinStep, Node, TableRef};
use crate::table::{Id, LoomTable};
use crate::value::ColumnType;

/// A column of a table that `T` reaches along foreign keys.
#[derive(Debug)]
pub struct Path<T, V> {
    steps: Vec<JoinStep>,
    position: usize,
    marker: PhantomData<fn() -> (T, V)>,
}

impl<T, V> Clone for Path<T, V> {
    fn clone(&self) -> Self {
        Self { steps: self.steps.clone(), position: self.position, marker: PhantomData }
    }
}

impl<T: LoomTable, V> Path<T, V> {
    pub(in crate::query) fn start(
        foreign_key: usize,
        target: TableRef,
        optional: bool,
        position: usize,
    ) -> Self {
        Self { steps: vec![JoinStep { foreign_key, target, optional }], position, marker: PhantomData }
    }

    fn step<W>(mut self, target: TableRef, optional: bool, position: usize) -> Path<T, W> {
        self.steps.push(JoinStep { foreign_key: self.position, target, optional });
        Path { steps: self.steps, position, marker: PhantomData }
    }

    pub(in crate::query) fn into_row<U>(self) -> Row<T, U> {
        Row { steps: self.steps, marker: PhantomData }
    }
}

impl<T: LoomTable, V: ColumnType> Expression for Path<T, V> {
    type Table = T;
    type Value = V;

    fn into_expr(self) -> Expr<T, V> {
        Expr::new(Node::Column { steps: self.steps, position: self.position })
    }
}

impl<T: LoomTable, U: LoomTable> Path<T, Id<U>> {
    /// A column of the row that this foreign key references.
    #[must_use]
    pub fn to<W: ColumnType, B>(self, column: Column<U, W, B>) -> Path<T, W>
    where
        T::Scope: Includes<U>,
    {
        self.step(TableRef::of::<U>(), false, column.position())
    }

    /// The whole row that this foreign key references, as part of `columns(…)`.
    #[must_use]
    pub fn row(self) -> Row<T, U>
    where
        T::Scope: Includes<U>,
    {
        self.step::<Id<U>>(TableRef::of::<U>(), false, 0).into_row()
    }
}

impl<T: LoomTable, U: LoomTable> Path<T, Option<Id<U>>> {
    /// A column of the row that this foreign key references; `None` where it references none.
    #[must_use]
    pub fn to<W: ColumnType, B>(self, column: Column<U, W, B>) -> Path<T, W::Nullable>
    where
        T::Scope: Includes<U>,
    {
        self.step(TableRef::of::<U>(), true, column.position())
    }

    /// The whole row that this foreign key references, or `None`, as part of `columns(…)`.
    #[must_use]
    pub fn row(self) -> Row<T, Option<U>>
    where
        T::Scope: Includes<U>,
    {
        self.step::<Id<U>>(TableRef::of::<U>(), true, 0).into_row()
    }
}

/// A whole row of a table that `T` reaches along foreign keys: `U`, or `Option<U>` where there may be none.
#[derive(Debug)]
pub struct Row<T, U> {
    pub(in crate::query) steps: Vec<JoinStep>,
    marker: PhantomData<fn() -> (T, U)>,
}

impl<T, U> Row<T, U> {
    /// The nodes of all its fields.
    pub(in crate::query) fn nodes(&self, table: &'static TableSchema) -> impl Iterator<Item = Node> + '_ {
        (0..table.fields).map(|position| Node::Column { steps: self.steps.clone(), position })
    }
}
