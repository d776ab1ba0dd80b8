//! The inner parts of an expression, which know how deep they are.
//!
//! Whatever is done to a tree (building, cloning, rendering, dropping) recurses, here and in SQLite. An expression that
//! would become too deep turns into an error where it is built, so that no tree is ever deeper than the stack allows.

use std::ops::Deref;

use super::tree::{Body, Node, SelectTree};
use crate::value::CellError;

/// How many levels deep an expression may be. A level is a comparison, a call, a negation, or a list of conditions.
pub const MAX_DEPTH: usize = 256;

/// How many operators deep its SQL may be: SQLite takes 1,000, and the statement around the expression needs a few.
const MAX_HEIGHT: usize = 900;

/// How many queries may stand one inside the other, by `from_query`, `in_select` and set operations.
pub(crate) const MAX_NESTED_QUERIES: usize = 32;

/// How many terms are joined by one kind of operator in a row, since each operator is a level to SQLite; a longer list
/// is rendered as a list of lists.
pub(crate) const TERMS: usize = 16;

/// How deep an expression is.
#[derive(Clone, Copy, Default, PartialEq)]
struct Size {
    /// In levels of the tree.
    depth: usize,
    /// In operators of its SQL, or somewhat more.
    height: usize,
}

/// One part of an expression.
#[derive(Clone, PartialEq)]
pub struct Branch {
    node: Box<Node>,
    size: Size,
}

/// Several parts of an expression.
#[derive(Clone, Default, PartialEq)]
pub struct Branches {
    nodes: Vec<Node>,
    size: Size,
}

/// A query that is part of an expression.
#[derive(Clone, PartialEq)]
pub struct Subquery {
    select: Box<SelectTree>,
    size: Size,
}

impl Size {
    fn max(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), height: self.height.max(other.height) }
    }

    /// One level more, which takes so many operators.
    const fn above(self, operators: usize) -> Self {
        Self { depth: self.depth + 1, height: self.height + operators }
    }

    /// A query more: to render it takes the stack of several levels.
    const fn above_query(self) -> Self {
        Self { depth: self.depth + MAX_DEPTH / MAX_NESTED_QUERIES, height: self.height + 3 }
    }
}

impl Node {
    fn size(&self) -> Size {
        match self {
            Self::Column { .. } | Self::Value(_) | Self::Param(_) | Self::World | Self::Unwritable(_) => {
                Size::default().above(1)
            }
            // A comparison may need an `IS TRUE` behind it.
            Self::Binary(_, left, right) | Self::Like(left, right) => left.size.max(right.size).above(2),
            Self::Null { what, .. } | Self::In(what, _) | Self::Not(what) => what.size.above(3),
            Self::InSelect(what, query) => what.size.max(query.size).above_query(),
            Self::All(nodes) | Self::Any(nodes) => nodes.size.above(operators(nodes.nodes.len())),
            Self::Call { arguments, .. } => arguments.size.above(1),
            Self::Over { call, partition, order } => {
                let order = order.iter().map(|order| order.by.size()).fold(Size::default(), Size::max);
                call.size.max(partition.size).max(order).above(1)
            }
            Self::Children { filter, .. } => filter.size.above_query(),
        }
    }

    /// The expression, or the error that takes its place if it is too deep.
    pub(crate) fn bounded(self) -> Self {
        self.measured().0
    }

    /// The same, with its size.
    fn measured(self) -> (Self, Size) {
        let size = self.size();
        if size.depth <= MAX_DEPTH && size.height <= MAX_HEIGHT {
            return (self, size);
        }
        let message = format!(
            "the expression is too deep: at most {MAX_DEPTH} levels; put alternatives into one list, with `Filter::any`, \
             `Filter::all` or `is_in`"
        );
        (Self::Unwritable(CellError::of(message)), Size::default().above(1))
    }
}

impl Body {
    /// The size of its largest expression, and of the queries that it is made of.
    fn size(&self) -> Size {
        let order = self.order.iter().map(|order| &order.by);
        let nodes = self.filter.iter().chain(&self.having).chain(&self.group).chain(order).map(Node::size);
        // What is behind a row is three levels above what the rows are ordered by.
        let page = self.page.iter().map(|page| page.by.size().above(2).above(1).above(1));
        let source = self.source.iter().map(|source| source.size().above_query());
        let sides = self.first.iter().map(Box::as_ref).chain(self.compound.iter().map(|(_, other)| other));
        let sides = sides.map(|side| side.size().above_query());
        nodes.chain(page).chain(source).chain(sides).fold(Size::default(), Size::max)
    }
}

impl SelectTree {
    fn size(&self) -> Size {
        self.columns.iter().map(Node::size).fold(self.body.size(), Size::max)
    }
}

impl From<SelectTree> for Subquery {
    fn from(select: SelectTree) -> Self {
        Self { size: select.size(), select: Box::new(select) }
    }
}

impl Deref for Subquery {
    type Target = SelectTree;

    fn deref(&self) -> &SelectTree {
        &self.select
    }
}

impl std::fmt::Debug for Subquery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.select.fmt(f)
    }
}

/// The operators on the longest way through a list of so many terms: see [`TERMS`].
const fn operators(terms: usize) -> usize {
    let (mut operators, mut rest) = (0, terms);
    while rest > TERMS {
        operators += TERMS;
        rest = rest.div_ceil(TERMS);
    }
    operators + rest
}

impl Branch {
    pub(crate) fn into_node(self) -> Node {
        *self.node
    }
}

impl From<Node> for Branch {
    fn from(node: Node) -> Self {
        let (node, size) = node.measured();
        Self { node: Box::new(node), size }
    }
}

impl Deref for Branch {
    type Target = Node;

    fn deref(&self) -> &Node {
        &self.node
    }
}

impl std::fmt::Debug for Branch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

impl Branches {
    /// One more part, at this place.
    pub(crate) fn insert(&mut self, at: usize, node: Node) {
        let (node, size) = node.measured();
        self.size = self.size.max(size);
        self.nodes.insert(at, node);
    }

    /// One more part, at the end.
    pub(crate) fn push(&mut self, node: Node) {
        self.insert(self.nodes.len(), node);
    }
}

impl Extend<Node> for Branches {
    fn extend<I: IntoIterator<Item = Node>>(&mut self, nodes: I) {
        nodes.into_iter().for_each(|node| self.push(node));
    }
}

impl FromIterator<Node> for Branches {
    fn from_iter<I: IntoIterator<Item = Node>>(nodes: I) -> Self {
        let mut branches = Self::default();
        branches.extend(nodes);
        branches
    }
}

impl From<Vec<Node>> for Branches {
    fn from(nodes: Vec<Node>) -> Self {
        nodes.into_iter().collect()
    }
}

impl IntoIterator for Branches {
    type Item = Node;
    type IntoIter = std::vec::IntoIter<Node>;

    fn into_iter(self) -> Self::IntoIter {
        self.nodes.into_iter()
    }
}

impl Deref for Branches {
    type Target = [Node];

    fn deref(&self) -> &[Node] {
        &self.nodes
    }
}

impl std::fmt::Debug for Branches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.nodes.fmt(f)
    }
}
