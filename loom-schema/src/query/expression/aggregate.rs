//! Aggregates that belong to no column, and window functions.

use crate::query::expression::order::Order;
use crate::query::expression::{Expr, Expression};
use crate::sql::{Node, OrderTerm};
use crate::table::LoomTable;
use crate::value::ColumnType;

/// How many rows there are: `count(*)`, as a column of a grouped query.
#[must_use]
pub fn count<T: LoomTable>() -> Expr<T, i64> {
    // Every table has its first column in every row, and SQLite counts it as it counts `*`.
    Expr::new(Node::Call { function: "count", distinct: false, arguments: vec![Node::column(0)].into() })
}

/// The rows that a window function looks at: all of them, or those of one partition; in an order, if it has one.
#[must_use = "hand it to `.over(…)`"]
#[derive(Debug)]
pub struct Window<T> {
    partition: Vec<Node>,
    order: Vec<OrderTerm>,
    table: std::marker::PhantomData<fn() -> T>,
}

impl<T: LoomTable> Window<T> {
    /// All rows of the query.
    pub const fn all() -> Self {
        Self { partition: Vec::new(), order: Vec::new(), table: std::marker::PhantomData }
    }

    /// The rows that have the same value of `by`; a second call divides further.
    pub fn partition_by(mut self, by: impl crate::query::GroupKey<T>) -> Self {
        self.partition.push(by.into_expr().node);
        self
    }

    /// In this order.
    pub fn order_by(mut self, order: Order<T>) -> Self {
        self.order.push(order.node);
        self
    }
}

/// The row's number in the window, from 1.
#[must_use]
pub fn row_number<T: LoomTable>(window: Window<T>) -> Expr<T, i64> {
    function("row_number", Vec::new()).over(window)
}

/// The row's rank in the window, from 1; equal rows have equal ranks, and the next one skips as many.
#[must_use]
pub fn rank<T: LoomTable>(window: Window<T>) -> Expr<T, i64> {
    function("rank", Vec::new()).over(window)
}

/// The row's rank in the window, from 1, without gaps.
#[must_use]
pub fn dense_rank<T: LoomTable>(window: Window<T>) -> Expr<T, i64> {
    function("dense_rank", Vec::new()).over(window)
}

/// The value in the row before; `None` in the first.
#[must_use]
pub fn lag<E: Expression>(
    what: E,
    window: Window<E::Table>,
) -> Expr<E::Table, <E::Value as ColumnType>::Nullable> {
    function("lag", vec![what.into_expr().node]).over(window)
}

/// The value in the row behind; `None` in the last.
#[must_use]
pub fn lead<E: Expression>(
    what: E,
    window: Window<E::Table>,
) -> Expr<E::Table, <E::Value as ColumnType>::Nullable> {
    function("lead", vec![what.into_expr().node]).over(window)
}

fn function<T, V>(function: &'static str, arguments: Vec<Node>) -> Expr<T, V> {
    Expr::new(Node::Call { function, distinct: false, arguments: arguments.into() })
}

impl<T: LoomTable, V> Expr<T, V> {
    /// An aggregate over a window instead of over a group: `Session::TOKENS_IN.sum().over(…)`.
    #[must_use]
    pub fn over(self, window: Window<T>) -> Self {
        Self::new(Node::Over {
            call: self.node.into(),
            partition: window.partition.into(),
            order: window.order,
        })
    }
}
