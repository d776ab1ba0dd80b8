//! Expressions over the rows of a table, and what can be asked of them.

pub(in crate::query) mod aggregate;
pub(in crate::query) mod column;
pub(in crate::query) mod condition;
pub(in crate::query) mod foreign_key;
pub(in crate::query) mod functions;
pub(in crate::query) mod operand;
pub(in crate::query) mod order;
pub(in crate::query) mod path;

use std::marker::PhantomData;
use std::sync::Arc;

use crate::query::expression::column::Column;
use crate::query::expression::operand::Operand;
use crate::query::expression::order::Order;
use crate::query::read::select::Query;
use crate::query::read::shape::Shape;
use crate::query::scope::Includes;
use crate::sql::Node;
use crate::table::LoomTable;
use crate::value::{Cell, ColumnType, IntoColumn};

/// An expression over the rows of `T`, with values of type `V`.
pub struct Expr<T, V> {
    pub(in crate::query) node: Node,
    marker: PhantomData<fn() -> (T, V)>,
}

/// A condition on rows of `T`. It is true or false for every row, never unknown, in filters as well as in columns, groups
/// and orders. A comparison with NULL is false, and its opposite is true; [`eq`](Expression::eq) and
/// [`ne`](Expression::ne) treat NULL as a value like any other.
pub type Filter<T> = Expr<T, bool>;

impl<T, V> Expr<T, V> {
    pub(in crate::query) fn new(node: Node) -> Self {
        Self { node: node.bounded(), marker: PhantomData }
    }
}

impl<T, V> Clone for Expr<T, V> {
    fn clone(&self) -> Self {
        Self::new(self.node.clone())
    }
}

impl<T, V> std::fmt::Debug for Expr<T, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

impl<T: LoomTable, V: ColumnType> Expression for Expr<T, V> {
    type Table = T;
    type Value = V;

    fn into_expr(self) -> Self {
        self
    }
}

/// What can be compared, ordered by and computed with: column constants, paths along foreign keys, and what is made of
/// them. Operands are values of the same type, or other expressions over the same table.
///
/// ```
#[doc = include_str!("../example.in")]
/// let long = Session::TOKENS_IN.gt(15).and(Session::STATUS.eq(Status::Active));
/// let unnamed = Session::MODEL_USED.is_null().or(Session::MODEL_USED.starts_with("test-"));
/// assert_eq!(atlas.select::<Session>().filter(long.and(unnamed)).count()?, 2);
///
/// // Along a foreign key, against the key, computed, aggregated.
/// let of_short = Remark::SESSION_ID.to(Session::TOKENS_IN).lt(15);
/// assert_eq!(atlas.select::<Remark>().filter(of_short).count()?, 3);
/// let without_remarks = !Remark::SESSION_ID.exists(None);
/// assert_eq!(atlas.select::<Session>().filter(without_remarks).count()?, 2);
/// let total = atlas.select::<Session>().columns(Session::TOKENS_IN.plus(1).sum()).one()?;
/// assert_eq!(total, Some(63));
/// # Ok(())
/// # }
/// ```
pub trait Expression: Sized {
    /// The table whose rows it is about.
    type Table: LoomTable;
    /// The type of its values.
    type Value: ColumnType;

    /// The expression itself.
    fn into_expr(self) -> Expr<Self::Table, Self::Value>;

    /// Equal; `None` matches NULL.
    #[must_use]
    fn eq(self, other: impl Operand<Self::Table, Self::Value>) -> Filter<Self::Table> {
        let (what, other) = (self.into_expr().node, other.into_node());
        if other.is_null_value() {
            return Expr::new(Node::Null { what: what.into(), is: true });
        }
        // A value is known not to be NULL, and `=` is what everybody reads; a column or a parameter is not.
        let is_value = matches!(other, Node::Value(_));
        let operator = if Self::Value::TYPE.nullable && !is_value { " IS " } else { " = " };
        Expr::new(Node::Binary(operator, what.into(), other.into()))
    }

    /// Not equal; a NULL differs from every value.
    #[must_use]
    fn ne(self, other: impl Operand<Self::Table, Self::Value>) -> Filter<Self::Table> {
        let (what, other) = (self.into_expr().node, other.into_node());
        if other.is_null_value() {
            return Expr::new(Node::Null { what: what.into(), is: false });
        }
        let operator = if Self::Value::TYPE.nullable { " IS NOT " } else { " <> " };
        Expr::new(Node::Binary(operator, what.into(), other.into()))
    }

    /// Less than; never matches NULL.
    #[must_use]
    fn lt(self, other: impl Operand<Self::Table, Self::Value>) -> Filter<Self::Table> {
        binary(" < ", self, other)
    }

    /// Less than or equal; never matches NULL.
    #[must_use]
    fn le(self, other: impl Operand<Self::Table, Self::Value>) -> Filter<Self::Table> {
        binary(" <= ", self, other)
    }

    /// Greater than; never matches NULL.
    #[must_use]
    fn gt(self, other: impl Operand<Self::Table, Self::Value>) -> Filter<Self::Table> {
        binary(" > ", self, other)
    }

    /// Greater than or equal; never matches NULL.
    #[must_use]
    fn ge(self, other: impl Operand<Self::Table, Self::Value>) -> Filter<Self::Table> {
        binary(" >= ", self, other)
    }

    /// From `low` to `high`, both included.
    #[must_use]
    fn between(
        self,
        low: impl Operand<Self::Table, Self::Value>,
        high: impl Operand<Self::Table, Self::Value>,
    ) -> Filter<Self::Table> {
        let what = self.into_expr();
        what.clone().ge(low).and(what.le(high))
    }

    /// One of these values; an empty list matches nothing. `None` among them matches NULL.
    #[must_use]
    fn is_in<I: IntoColumn<Self::Value>>(self, values: impl IntoIterator<Item = I>) -> Filter<Self::Table> {
        let cells: Result<Arc<[Cell]>, _> =
            values.into_iter().map(|value| value.into_column().write()).collect();
        let what = self.into_expr().node.into();
        Expr::new(cells.map_or_else(Node::Unwritable, |cells| Node::In(what, cells)))
    }

    /// Among the values that a query returns. The query runs in the same world; across worlds, it runs over all of them:
    /// there, use [`ForeignKey::exists`](crate::query::ForeignKey::exists), which compares worlds as well.
    #[must_use]
    fn in_select<U: LoomTable, S: Shape<U, Output = Self::Value>>(
        self,
        query: Query<U, S>,
    ) -> Filter<Self::Table>
    where
        <Self::Table as LoomTable>::Scope: Includes<U>,
    {
        Expr::new(Node::InSelect(self.into_expr().node.into(), query.into_select().into()))
    }

    /// Smallest first; NULL first, unless [`nulls_last`](Order::nulls_last).
    fn asc(self) -> Order<Self::Table> {
        Order::new(self.into_expr().node, false)
    }

    /// Largest first; NULL last, unless [`nulls_first`](Order::nulls_first).
    fn desc(self) -> Order<Self::Table> {
        Order::new(self.into_expr().node, true)
    }

    /// How many rows have a value here.
    #[must_use]
    fn count(self) -> Expr<Self::Table, i64> {
        call("count", self)
    }

    /// How many different values there are.
    #[must_use]
    fn count_distinct(self) -> Expr<Self::Table, i64> {
        let arguments = vec![self.into_expr().node].into();
        Expr::new(Node::Call { function: "count", distinct: true, arguments })
    }

    /// The smallest value; `None` where there is none.
    #[must_use]
    fn min(self) -> Expr<Self::Table, <Self::Value as ColumnType>::Nullable> {
        call("min", self)
    }

    /// The largest value; `None` where there is none.
    #[must_use]
    fn max(self) -> Expr<Self::Table, <Self::Value as ColumnType>::Nullable> {
        call("max", self)
    }
}

/// An expression over `T`, to divide its rows by.
#[diagnostic::on_unimplemented(
    message = "rows of `{T}` are divided by an expression over `{T}`",
    label = "not an expression over `{T}`",
    note = "help: name a column of `{T}`, or one of another table along a foreign key, `KEY.to(column)`"
)]
pub trait GroupKey<T: LoomTable>: Expression<Table = T> {}
#[diagnostic::do_not_recommend]
impl<T: LoomTable, V: ColumnType, A> GroupKey<T> for Column<T, V, A> {}
#[diagnostic::do_not_recommend]
impl<T: LoomTable, V: ColumnType> GroupKey<T> for crate::query::Path<T, V> {}
#[diagnostic::do_not_recommend]
impl<T: LoomTable, V: ColumnType> GroupKey<T> for Expr<T, V> {}

fn binary<E: Expression>(
    operator: &'static str,
    left: E,
    right: impl Operand<E::Table, E::Value>,
) -> Filter<E::Table> {
    Expr::new(Node::Binary(operator, left.into_expr().node.into(), right.into_node().into()))
}

pub(in crate::query) fn call<E: Expression, V>(function: &'static str, argument: E) -> Expr<E::Table, V> {
    Expr::new(Node::Call { function, distinct: false, arguments: vec![argument.into_expr().node].into() })
}

impl<T: LoomTable> Expr<T, bool> {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::new(match (self.node, other.node) {
            (Node::All(mut nodes), Node::All(others)) => {
                nodes.extend(others);
                Node::All(nodes)
            }
            (Node::All(mut nodes), other) => {
                nodes.push(other);
                Node::All(nodes)
            }
            (node, Node::All(mut nodes)) => {
                nodes.insert(0, node);
                Node::All(nodes)
            }
            (node, other) => Node::All(vec![node, other].into()),
        })
    }

    /// At least one of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::new(match (self.node, other.node) {
            (Node::Any(mut nodes), Node::Any(others)) => {
                nodes.extend(others);
                Node::Any(nodes)
            }
            (Node::Any(mut nodes), other) => {
                nodes.push(other);
                Node::Any(nodes)
            }
            (node, Node::Any(mut nodes)) => {
                nodes.insert(0, node);
                Node::Any(nodes)
            }
            (node, other) => Node::Any(vec![node, other].into()),
        })
    }

    /// All of these; true if there are none. An update or a delete refuses such an empty filter: to write every row, call
    /// `.all_rows()`.
    #[must_use]
    pub fn all(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Node::All(filters.into_iter().map(|filter| filter.node).collect()))
    }

    /// At least one of these; false if there are none.
    #[must_use]
    pub fn any(filters: impl IntoIterator<Item = Self>) -> Self {
        Self::new(Node::Any(filters.into_iter().map(|filter| filter.node).collect()))
    }
}

/// The opposite. A condition is true or false, never unknown: a comparison with NULL is false, and its opposite true.
impl<T> std::ops::Not for Expr<T, bool> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(match self.node {
            Node::Not(node) => node.into_node(),
            node => Node::Not(node.into()),
        })
    }
}
