//! A query as a tree, without types: what the typed layer builds and the renderer reads.

use std::any::TypeId;
use std::ops::Deref;
use std::sync::Arc;

use super::branch::{Branch, Branches, MAX_NESTED_QUERIES, Subquery};
use crate::schema::TableSchema;
use crate::value::{Cell, CellError};

/// A table, with the struct that declares it. Whether a handle serves the table is asked of the struct.
#[derive(Clone, Copy)]
pub struct TableRef {
    schema: &'static TableSchema,
    type_id: TypeId,
}

/// An expression over the rows of one table, the root of its query.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A column of the root, or of a table reached from it along foreign keys.
    Column { steps: Vec<JoinStep>, position: usize },
    /// A value, bound.
    Value(Cell),
    /// A value that is given when the query runs.
    Param(usize),
    /// The world of the handle.
    World,
    /// A value that cannot be stored, or an expression that cannot be; the error waits until the query runs.
    Unwritable(CellError),
    /// `left operator right`
    Binary(&'static str, Branch, Branch),
    /// `(what IS NULL)` or `(what IS NOT NULL)`
    Null { what: Branch, is: bool },
    /// `what IN (values)`; NULL among the values matches NULL.
    In(Branch, Arc<[Cell]>),
    /// `what IN (SELECT …)`
    InSelect(Branch, Subquery),
    /// `what LIKE pattern ESCAPE '\\'`
    Like(Branch, Branch),
    /// All of these; true if there are none.
    All(Branches),
    /// At least one of these; false if there are none.
    Any(Branches),
    /// Not this.
    Not(Branch),
    /// `function(arguments)`
    Call { function: &'static str, distinct: bool, arguments: Branches },
    /// `call OVER (PARTITION BY … ORDER BY …)`
    Over { call: Branch, partition: Branches, order: Vec<OrderTerm> },
    /// `EXISTS (…)`, or `(SELECT count(*) …)`, over the rows that reference this one.
    Children { steps: Vec<JoinStep>, child: TableRef, foreign_key: usize, filter: Branch, count: bool },
}

/// A step along a foreign key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JoinStep {
    /// The foreign key column, in the table the step starts from.
    pub foreign_key: usize,
    /// The table it leads to.
    pub target: TableRef,
    /// Whether the column may be NULL.
    pub optional: bool,
}

/// One term of an `ORDER BY`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderTerm {
    pub by: Node,
    pub descending: bool,
    /// Where NULLs go, if not where SQLite puts them (first when ascending, last when descending).
    pub nulls_last: Option<bool>,
}

/// The row that a page follows: keyset pagination.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub by: Node,
    pub descending: bool,
    /// The last row's value of `by`.
    pub value: Node,
    /// The last row's world, where the query names it.
    pub world: Option<Node>,
    /// The last row's id.
    pub id: Node,
}

/// A `SELECT` without its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub table: TableRef,
    /// The rows to select from, instead of the whole table: a common table expression.
    pub source: Option<Box<Body>>,
    /// The first part of a compound (`UNION` and the like), whose order and limit are written here, and nothing else.
    pub first: Option<Box<SelectTree>>,
    pub distinct: bool,
    pub filter: Vec<Node>,
    pub group: Vec<Node>,
    pub having: Vec<Node>,
    pub page: Option<Box<Page>>,
    pub order: Vec<OrderTerm>,
    pub limit: Option<u64>,
    pub offset: Option<u64>,
    pub compound: Vec<(&'static str, SelectTree)>,
    /// How many queries it is made of, one inside the other.
    pub nested: usize,
    /// Whether a row stays, with NULL, where a path along foreign keys finds no row.
    pub outer: bool,
}

/// A whole `SELECT`.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectTree {
    pub body: Body,
    pub columns: Vec<Node>,
}

impl TableRef {
    /// The table that this struct declares.
    pub(crate) const fn new(schema: &'static TableSchema, type_id: TypeId) -> Self {
        Self { schema, type_id }
    }

    pub(crate) const fn schema(self) -> &'static TableSchema {
        self.schema
    }

    pub(crate) const fn type_id(self) -> TypeId {
        self.type_id
    }
}

impl Deref for TableRef {
    type Target = TableSchema;

    fn deref(&self) -> &TableSchema {
        self.schema
    }
}

impl PartialEq for TableRef {
    fn eq(&self, other: &Self) -> bool {
        self.type_id == other.type_id
    }
}

impl std::fmt::Debug for TableRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.schema.name())
    }
}

impl Node {
    pub(crate) const fn column(position: usize) -> Self {
        Self::Column { steps: Vec::new(), position }
    }

    /// `NULL` where the value cannot be stored is not what the user meant; the error is.
    pub(crate) fn value(cell: Result<Cell, CellError>) -> Self {
        cell.map_or_else(Self::Unwritable, Self::Value)
    }

    /// The name of an aggregate, for messages; a window function is none.
    pub(crate) fn is_aggregate_call(&self) -> bool {
        matches!(self, Self::Call { function, .. } if AGGREGATES.contains(function))
    }

    /// Whether it is a function that looks at a window, if it is given one.
    pub(crate) fn is_window_call(&self) -> bool {
        self.is_aggregate_call()
            || matches!(self, Self::Call { function, .. } if WINDOW_FUNCTIONS.contains(function))
    }

    /// Whether it is made of an aggregate over the rows of its query.
    pub(crate) fn has_aggregate(&self) -> bool {
        self.is_aggregate_call()
            || match self {
                // Its own aggregate is over a window; those in it are over the group.
                Self::Over { call, partition, order } => {
                    call.parts().any(Self::has_aggregate)
                        || partition.iter().any(Self::has_aggregate)
                        || order.iter().any(|order| order.by.has_aggregate())
                }
                _ => self.parts().any(Self::has_aggregate),
            }
    }

    /// Whether it is made of a window function.
    pub(crate) fn has_window(&self) -> bool {
        matches!(self, Self::Over { .. }) || self.parts().any(Self::has_window)
    }

    /// The expressions that it is made of, over the same rows.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Self> {
        let (one, other, all): (Option<&Self>, Option<&Self>, &[Self]) = match self {
            Self::Column { .. } | Self::Value(_) | Self::Param(_) | Self::World | Self::Unwritable(_) => {
                (None, None, &[])
            }
            // The filter is over other rows.
            Self::Children { .. } => (None, None, &[]),
            Self::Binary(_, left, right) | Self::Like(left, right) => (Some(left), Some(right), &[]),
            Self::Null { what, .. } | Self::In(what, _) | Self::InSelect(what, _) | Self::Not(what) => {
                (Some(what), None, &[])
            }
            Self::All(nodes) | Self::Any(nodes) | Self::Call { arguments: nodes, .. } => (None, None, nodes),
            Self::Over { call, partition, .. } => (Some(call), None, partition),
        };
        let order = match self {
            Self::Over { order, .. } => order.as_slice(),
            _ => &[],
        };
        one.into_iter().chain(other).chain(all).chain(order.iter().map(|order| &order.by))
    }

    /// Whether it is one value for many rows: an aggregate, or a window function.
    pub(crate) fn is_over_rows(&self) -> bool {
        self.has_aggregate() || self.has_window()
    }

    pub(crate) fn is_null_value(&self) -> bool {
        matches!(self, Self::Value(Cell::Null))
    }

    /// What a condition is whatever the rows hold, if it is made of nothing but lists: `Some(true)` for all of none.
    pub(crate) fn constant(&self) -> Option<bool> {
        match self {
            Self::All(nodes) => {
                let known: Vec<_> = nodes.iter().map(Self::constant).collect();
                if known.contains(&Some(false)) {
                    Some(false)
                } else {
                    known.iter().all(Option::is_some).then_some(true)
                }
            }
            Self::Any(nodes) => {
                let known: Vec<_> = nodes.iter().map(Self::constant).collect();
                if known.contains(&Some(true)) {
                    Some(true)
                } else {
                    known.iter().all(Option::is_some).then_some(false)
                }
            }
            Self::Not(node) => node.constant().map(|is| !is),
            _ => None,
        }
    }

    /// The same expression, with each of its nodes that are made of no others replaced, and its windows.
    fn map(self, leaf: &impl Fn(Self) -> Self, window: &impl Fn(Branches) -> Branches) -> Self {
        let one = |branch: Branch| Branch::from(branch.into_node().map(leaf, window));
        let all =
            |nodes: Branches| -> Branches { nodes.into_iter().map(|node| node.map(leaf, window)).collect() };
        match self {
            Self::Binary(operator, left, right) => Self::Binary(operator, one(left), one(right)),
            Self::Null { what, is } => Self::Null { what: one(what), is },
            Self::In(what, values) => Self::In(one(what), values),
            Self::InSelect(what, select) => Self::InSelect(one(what), select),
            Self::Like(what, pattern) => Self::Like(one(what), one(pattern)),
            Self::All(nodes) => Self::All(all(nodes)),
            Self::Any(nodes) => Self::Any(all(nodes)),
            Self::Not(node) => Self::Not(one(node)),
            Self::Call { function, distinct, arguments } => {
                Self::Call { function, distinct, arguments: all(arguments) }
            }
            Self::Over { call, partition, order } => {
                let order =
                    order.into_iter().map(|order| OrderTerm { by: order.by.map(leaf, window), ..order });
                Self::Over { call: one(call), partition: window(all(partition)), order: order.collect() }
            }
            Self::Column { .. }
            | Self::Children { .. }
            | Self::Value(_)
            | Self::Param(_)
            | Self::World
            | Self::Unwritable(_) => leaf(self),
        }
    }

    /// The same expression, seen from the table that `step` starts from.
    pub(crate) fn rebase(self, step: JoinStep) -> Self {
        let longer = |mut steps: Vec<JoinStep>| {
            steps.insert(0, step);
            steps
        };
        let leaf = |node| match node {
            Self::Column { steps, position } => Self::Column { steps: longer(steps), position },
            Self::Children { steps, child, foreign_key, filter, count } => {
                Self::Children { steps: longer(steps), child, foreign_key, filter, count }
            }
            other => other,
        };
        self.map(&leaf, &|partition| partition)
    }

    /// The same expression, with its window functions over the rows of each partition.
    pub(crate) fn within(self, partition: &[Self]) -> Self {
        let narrowed = |own: Branches| -> Branches { partition.iter().cloned().chain(own).collect() };
        self.map(&|node| node, &narrowed)
    }
}

/// The functions that are over the rows of a group.
const AGGREGATES: [&str; 5] = ["count", "sum", "avg", "min", "max"];

/// The functions that are over the rows of a window only.
const WINDOW_FUNCTIONS: [&str; 5] = ["row_number", "rank", "dense_rank", "lag", "lead"];

impl OrderTerm {
    /// See [`Node::rebase`].
    pub(crate) fn rebase(self, step: JoinStep) -> Self {
        Self { by: self.by.rebase(step), ..self }
    }

    /// See [`Node::within`].
    pub(crate) fn within(self, partition: &[Node]) -> Self {
        Self { by: self.by.within(partition), ..self }
    }
}

impl SelectTree {
    /// One more column, in each part of a compound.
    pub(crate) fn add(&mut self, column: &Node) {
        self.columns.push(column.clone());
        if let Some(first) = &mut self.body.first {
            first.add(column);
        }
        for (_, other) in &mut self.body.compound {
            other.add(column);
        }
    }
}

impl Body {
    /// Whether it can stand in a compound as it is, without parentheses.
    pub(crate) fn is_plain(&self) -> bool {
        let Self { source, first, page, order, limit, offset, .. } = self;
        source.is_none()
            && first.is_none()
            && page.is_none()
            && order.is_empty()
            && limit.is_none()
            && offset.is_none()
    }

    /// Notes that a query of so many queries stands in this one, and whether that is still few enough.
    pub(crate) fn nest(&mut self, nested: usize) -> bool {
        self.nested = self.nested.max(nested + 1);
        self.nested <= MAX_NESTED_QUERIES
    }

    pub(crate) const fn of(table: TableRef) -> Self {
        Self {
            table,
            source: None,
            first: None,
            distinct: false,
            filter: Vec::new(),
            group: Vec::new(),
            having: Vec::new(),
            page: None,
            order: Vec::new(),
            limit: None,
            offset: None,
            compound: Vec::new(),
            nested: 0,
            outer: false,
        }
    }
}
