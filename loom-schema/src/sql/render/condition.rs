//! Conditions.
//!
//! To SQL, a comparison with NULL is neither true nor false. To us a condition is one of the two, wherever it stands.
//! Where rows are filtered, SQL itself takes what is unknown for false, and so do `AND` and `OR` between there and the
//! comparison: no word is spent on it, and indexes serve. Everywhere else, `IS TRUE` decides.

use super::node::is_comparison;
use super::{Frame, OWN, Renderer, TERMS};
use crate::sql::tree::Node;

impl Renderer {
    /// The condition where what is unknown counts as false.
    fn condition(&mut self, node: &Node, frame: &mut Frame) {
        match node {
            Node::Binary(operator, left, right) if is_comparison(operator) => {
                self.binary(operator, left, right, frame);
            }
            Node::Null { what, is } => {
                self.part(what, frame);
                self.push(if *is { " IS NULL" } else { " IS NOT NULL" });
            }
            Node::In(what, cells) => self.is_in(what, cells, frame),
            Node::InSelect(what, select) => {
                self.part(what, frame);
                self.push(" IN (");
                self.select(select);
                self.push(")");
            }
            Node::Like(what, pattern) => {
                self.part(what, frame);
                self.push(" LIKE ");
                self.part(pattern, frame);
                self.push(" ESCAPE '\\'");
            }
            Node::All(nodes) => self.joined(nodes, " AND ", "1", frame),
            Node::Any(nodes) => self.joined(nodes, " OR ", "0", frame),
            Node::Not(node) if may_be_unknown(node, frame) => {
                self.push("(");
                self.condition(node, frame);
                self.push(") IS NOT TRUE");
            }
            Node::Not(node) => {
                self.push("NOT (");
                self.condition(node, frame);
                self.push(")");
            }
            Node::Children { steps, child, foreign_key, filter, count: false } => {
                self.children(steps, *child, *foreign_key, filter, false, frame);
            }
            value => self.node(value, frame),
        }
    }

    /// The condition as a value, 0 or 1.
    pub(super) fn truth(&mut self, node: &Node, frame: &mut Frame) {
        if may_be_unknown(node, frame) {
            self.push("(");
            self.condition(node, frame);
            self.push(") IS TRUE");
        } else {
            self.condition(node, frame);
        }
    }

    /// What rows are ordered or grouped by. SQLite folds some conditions into a number when it parses them, such as one of
    /// an empty list, and takes a number here for the place of a column.
    pub(super) fn sorted_by(&mut self, node: &Node, frame: &mut Frame) {
        if matches!(node, Node::All(_) | Node::Any(_) | Node::In(..)) {
            self.push("(");
            self.condition(node, frame);
            self.push(") IS TRUE");
        } else {
            self.node(node, frame);
        }
    }

    /// The conditions with a word between them. Many are written as groups of groups, since SQLite counts every word in
    /// a row as a level of its own.
    pub(super) fn terms(&mut self, nodes: &[Node], with: &str, frame: &mut Frame) {
        if nodes.len() <= TERMS {
            for (i, node) in nodes.iter().enumerate() {
                if i > 0 {
                    self.push(with);
                }
                self.condition(node, frame);
            }
            return;
        }
        for (i, group) in nodes.chunks(nodes.len().div_ceil(TERMS)).enumerate() {
            self.push(if i > 0 { with } else { "" });
            self.push("(");
            self.terms(group, with, frame);
            self.push(")");
        }
    }

    fn joined(&mut self, nodes: &[Node], with: &str, empty: &str, frame: &mut Frame) {
        self.push("(");
        if nodes.is_empty() {
            self.push(empty);
        }
        self.terms(nodes, with, frame);
        self.push(")");
    }
}

/// Whether the condition may be NULL to SQLite, over the rows of this frame.
fn may_be_unknown(node: &Node, frame: &Frame) -> bool {
    match node {
        Node::Null { .. } | Node::Not(_) | Node::Children { .. } => false,
        // They compare NULL like any other value.
        Node::Binary(" IS " | " IS NOT ", ..) => false,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(|node| may_be_unknown(node, frame)),
        Node::Binary(_, left, right) | Node::Like(left, right) => {
            may_be_null(left, frame) || may_be_null(right, frame)
        }
        Node::In(what, _) => may_be_null(what, frame),
        // The query may read a NULL.
        Node::InSelect(..) => true,
        value => may_be_null(value, frame),
    }
}

/// Functions that are NULL for a NULL only.
const OF_WHAT_IS_THERE: [&str; 9] = [
    "lower",
    "upper",
    "instr",
    "loom_length",
    "loom_starts_with",
    "loom_ends_with",
    "loom_add",
    "loom_subtract",
    "loom_multiply",
];

/// Whether the value may be NULL, as far as the columns it is made of tell.
fn may_be_null(node: &Node, frame: &Frame) -> bool {
    match node {
        Node::Column { steps, position } => {
            let of = steps.last().map_or(frame.table, |step| step.target);
            let nullable = of.columns.get(*position).is_none_or(|column| column.value.nullable);
            // A write looks another row up, and there may be none; a select joins it.
            let looked_up = (frame.alias == OWN || frame.outer) && !steps.is_empty();
            nullable || looked_up || steps.iter().any(|step| step.optional)
        }
        Node::Value(cell) => *cell == crate::value::Cell::Null,
        Node::World | Node::Children { .. } => false,
        Node::Call { function, arguments, .. } => {
            let may_be = |argument: &Node| may_be_null(argument, frame);
            match *function {
                "count" => false,
                "coalesce" => arguments.iter().all(may_be),
                _ if OF_WHAT_IS_THERE.contains(function) => arguments.iter().any(may_be),
                _ => true,
            }
        }
        Node::Param(_) | Node::Unwritable(_) | Node::Over { .. } => true,
        // An operation on floats may be: infinity less infinity is NULL.
        Node::Binary(operator, left, right) if !is_comparison(operator) => {
            *operator != " || " || may_be_null(left, frame) || may_be_null(right, frame)
        }
        // As a value, a condition is 0 or 1.
        Node::Binary(..)
        | Node::Null { .. }
        | Node::In(..)
        | Node::InSelect(..)
        | Node::Like(..)
        | Node::All(_)
        | Node::Any(_)
        | Node::Not(_) => false,
    }
}
