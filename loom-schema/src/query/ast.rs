//! A query as a tree, without types: what the typed layer builds and the renderer reads.

use crate::schema::TableSchema;
use crate::value::{Cell, CellError};

/// An expression over the rows of one table, the root of its query.
#[derive(Clone, Debug)]
pub enum Node {
    /// A column of the root, or of a table reached from it along foreign keys.
    Column { hops: Vec<Hop>, position: usize },
    /// A value, bound.
    Value(Cell),
    /// A value that is given when the query runs.
    Param(usize),
    /// The world of the handle.
    World,
    /// A value that cannot be stored; the error waits until the query runs.
    Unwritable(CellError),
    /// `left operator right`
    Binary(&'static str, Box<Node>, Box<Node>),
    /// `(what IS NULL)` or `(what IS NOT NULL)`
    Null { what: Box<Node>, is: bool },
    /// `what IN (values)`; NULL among the values matches NULL.
    In(Box<Node>, Vec<Cell>),
    /// `what IN` the members of this JSON array.
    InJson(Box<Node>, Cell),
    /// `what IN (SELECT …)`
    InSelect(Box<Node>, Box<Select>),
    /// `what LIKE pattern ESCAPE '\'`
    Like(Box<Node>, Box<Node>),
    /// All of these; true if there are none.
    All(Vec<Node>),
    /// At least one of these; false if there are none.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// `function(arguments)`
    Call { function: &'static str, distinct: bool, arguments: Vec<Node> },
    /// `call OVER (PARTITION BY … ORDER BY …)`
    Over { call: Box<Node>, partition: Vec<Node>, order: Vec<Order> },
    /// `EXISTS (…)`, or `(SELECT count(*) …)`, over the rows that reference this one.
    Children {
        hops: Vec<Hop>,
        child: &'static TableSchema,
        foreign_key: usize,
        filter: Box<Node>,
        count: bool,
    },
}

/// A step along a foreign key.
#[derive(Clone, Copy, Debug)]
pub struct Hop {
    /// The foreign key column, in the table the step starts from.
    pub foreign_key: usize,
    /// The table it leads to.
    pub target: &'static TableSchema,
    /// Whether the column may be NULL.
    pub optional: bool,
}

/// One term of an `ORDER BY`.
#[derive(Clone, Debug)]
pub struct Order {
    pub by: Node,
    pub descending: bool,
    /// Where NULLs go, if not where SQLite puts them (first when ascending, last when descending).
    pub nulls_last: Option<bool>,
}

/// A `SELECT` without its columns.
#[derive(Clone, Debug)]
pub struct Body {
    pub table: &'static TableSchema,
    /// The rows to select from, instead of the whole table: a common table expression.
    pub source: Option<Box<Body>>,
    /// The first part of a compound (`UNION` and the like), whose order and limit are said here, and nothing else.
    pub first: Option<Box<Select>>,
    pub distinct: bool,
    pub filter: Vec<Node>,
    pub group: Vec<Node>,
    pub having: Vec<Node>,
    pub order: Vec<Order>,
    pub limit: Option<u64>,
    pub offset: Option<u64>,
    pub compound: Vec<(&'static str, Select)>,
}

/// A whole `SELECT`.
#[derive(Clone, Debug)]
pub struct Select {
    pub body: Body,
    pub columns: Vec<Node>,
}

impl Node {
    pub(crate) const fn column(position: usize) -> Self {
        Self::Column { hops: Vec::new(), position }
    }

    /// `NULL` where the value cannot be stored is not what the user meant; the error is.
    pub(crate) fn value(cell: Result<Cell, CellError>) -> Self {
        cell.map_or_else(Self::Unwritable, Self::Value)
    }

    /// The expression as a column that is read. A condition on NULL is neither true nor false; a `bool` is one of the
    /// two, and where rows are filtered it counts as false.
    pub(crate) fn read(self) -> Self {
        let may_be_unknown = match &self {
            Self::Binary(operator, ..) => [" = ", " <> ", " < ", " <= ", " > ", " >= "].contains(operator),
            Self::In(..) | Self::InSelect(..) | Self::InJson(..) | Self::Like(..) => true,
            Self::All(_) | Self::Any(_) | Self::Not(_) => true,
            _ => false,
        };
        if may_be_unknown {
            let arguments = vec![self, Self::Value(Cell::Integer(0))];
            Self::Call { function: "coalesce", distinct: false, arguments }
        } else {
            self
        }
    }

    /// Whether it is an aggregate over the rows of its query, or made of one.
    pub(crate) fn is_aggregate(&self) -> bool {
        match self {
            Self::Call { function, arguments, .. } => {
                ["count", "sum", "avg", "min", "max"].contains(function)
                    || arguments.iter().any(Self::is_aggregate)
            }
            Self::Binary(_, left, right) | Self::Like(left, right) => {
                left.is_aggregate() || right.is_aggregate()
            }
            Self::Null { what, .. }
            | Self::In(what, _)
            | Self::InJson(what, _)
            | Self::InSelect(what, _)
            | Self::Not(what) => what.is_aggregate(),
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(Self::is_aggregate),
            _ => false,
        }
    }

    pub(crate) fn is_null_value(&self) -> bool {
        matches!(self, Self::Value(Cell::Null))
    }

    /// The same expression, seen from the table that `hop` starts from.
    pub(crate) fn behind(self, hop: Hop) -> Self {
        let all = |nodes: Vec<Self>| nodes.into_iter().map(|node| node.behind(hop)).collect();
        let one = |node: Box<Self>| Box::new(node.behind(hop));
        let longer = |mut hops: Vec<Hop>| {
            hops.insert(0, hop);
            hops
        };
        match self {
            Self::Column { hops, position } => Self::Column { hops: longer(hops), position },
            Self::Children { hops, child, foreign_key, filter, count } => {
                Self::Children { hops: longer(hops), child, foreign_key, filter, count }
            }
            Self::Binary(operator, left, right) => Self::Binary(operator, one(left), one(right)),
            Self::Null { what, is } => Self::Null { what: one(what), is },
            Self::In(what, values) => Self::In(one(what), values),
            Self::InJson(what, keys) => Self::InJson(one(what), keys),
            Self::InSelect(what, select) => Self::InSelect(one(what), select),
            Self::Like(what, pattern) => Self::Like(one(what), one(pattern)),
            Self::All(nodes) => Self::All(all(nodes)),
            Self::Any(nodes) => Self::Any(all(nodes)),
            Self::Not(node) => Self::Not(one(node)),
            Self::Call { function, distinct, arguments } => {
                Self::Call { function, distinct, arguments: all(arguments) }
            }
            Self::Over { call, partition, order } => {
                let order = order.into_iter().map(|order| order.behind(hop)).collect();
                Self::Over { call: one(call), partition: all(partition), order }
            }
            Self::Value(_) | Self::Param(_) | Self::World | Self::Unwritable(_) => self,
        }
    }
}

impl Order {
    pub(crate) fn behind(self, hop: Hop) -> Self {
        Self { by: self.by.behind(hop), ..self }
    }
}

impl Select {
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
        let Self { source, first, order, limit, offset, .. } = self;
        source.is_none() && first.is_none() && order.is_empty() && limit.is_none() && offset.is_none()
    }

    pub(crate) const fn of(table: &'static TableSchema) -> Self {
        Self {
            table,
            source: None,
            first: None,
            distinct: false,
            filter: Vec::new(),
            group: Vec::new(),
            having: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: None,
            compound: Vec::new(),
        }
    }
}
