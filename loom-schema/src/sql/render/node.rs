//! Expressions, as values.

use std::sync::Arc;

use super::{Bound, Frame, OWN, Renderer, TERMS};
use crate::sql::branch::Branches;
use crate::sql::tree::{Body, JoinStep, Node, OrderTerm, TableRef};
use crate::value::Cell;

impl Renderer {
    /// The expression as a value: what is read, compared, ordered and grouped by. A condition is 0 or 1.
    pub(super) fn node(&mut self, node: &Node, frame: &mut Frame) {
        match node {
            Node::Column { steps, position } => self.column(steps, *position, frame),
            Node::Value(cell) => self.value(cell.clone()),
            Node::Param(index) => self.bind(Bound::Param(*index)),
            Node::World => self.world(),
            Node::Unwritable(error) => {
                self.unwritable.get_or_insert_with(|| error.clone());
                self.push("NULL");
            }
            Node::Call { function, distinct, arguments } => {
                if node.is_aggregate_call() && arguments.iter().any(Node::is_over_rows) {
                    self.refuse("an aggregate is over what each row holds, not over another aggregate or a window function");
                }
                self.call(function, *distinct, arguments, frame);
            }
            Node::Over { call, partition, order } => self.over(call, partition, order, frame),
            Node::Children { steps, child, foreign_key, filter, count: true } => {
                self.children(steps, *child, *foreign_key, filter, true, frame);
            }
            Node::Binary(operator, left, right) if !is_comparison(operator) => {
                self.binary(operator, left, right, frame);
            }
            condition => self.truth(condition, frame),
        }
    }

    pub(super) fn binary(&mut self, operator: &str, left: &Node, right: &Node, frame: &mut Frame) {
        self.push("(");
        self.part(left, frame);
        self.push(operator);
        self.part(right, frame);
        self.push(")");
    }

    /// A part of a comparison: a condition in it stands in parentheses, since the two bind alike, or it binds less.
    pub(super) fn part(&mut self, node: &Node, frame: &mut Frame) {
        use Node::{All, Any, In, InSelect, Like, Not, Null};
        let binds_less = match node {
            Null { .. } | In(..) | InSelect(..) | Like(..) | Not(_) | All(_) | Any(_) => true,
            Node::Binary(operator, ..) => is_comparison(operator),
            _ => false,
        };
        if binds_less {
            self.push("(");
            self.node(node, frame);
            self.push(")");
        } else {
            self.node(node, frame);
        }
    }

    fn call(&mut self, function: &str, distinct: bool, arguments: &[Node], frame: &mut Frame) {
        self.push(function);
        self.push(if distinct { "(DISTINCT " } else { "(" });
        self.list(arguments, frame, Self::node);
        self.push(")");
    }

    fn over(&mut self, call: &Node, partition: &[Node], order: &[OrderTerm], frame: &mut Frame) {
        let Node::Call { function, distinct: false, arguments } = call else {
            return self.refuse(
                "`.over(…)` follows an aggregate, as in `.sum().over(…)`, which is not of distinct values",
            );
        };
        if !call.is_window_call() {
            return self.refuse("`.over(…)` follows the aggregate itself, as in `.sum().over(…).plus(1)`");
        }
        let mut parts = arguments.iter().chain(partition).chain(order.iter().map(|order| &order.by));
        if parts.any(Node::has_window) {
            self.refuse(
                "a window function is not over or ordered by another one; select from a query that reads it",
            );
        }
        self.call(function, false, arguments, frame);
        self.push(" OVER (");
        if !partition.is_empty() {
            self.push("PARTITION BY ");
            self.list(partition, frame, Self::node);
        }
        if !order.is_empty() {
            self.push(if partition.is_empty() { "ORDER BY " } else { " ORDER BY " });
            self.order(order, frame);
        }
        self.push(")");
    }

    /// `what IN (…)`. A long list is one parameter: SQLite takes 32,766, and prepares a statement anew for each length.
    pub(super) fn is_in(&mut self, what: &Node, cells: &Arc<[Cell]>, frame: &mut Frame) {
        let has_null = cells.contains(&Cell::Null);
        if has_null {
            self.push("(");
            self.part(what, frame);
            self.push(" IS NULL OR ");
        }
        self.part(what, frame);
        if cells.len() > TERMS {
            self.push(" IN rarray(");
            self.bind(Bound::List(Arc::clone(cells)));
        } else {
            self.push(" IN (");
            for (i, cell) in cells.iter().filter(|cell| **cell != Cell::Null).enumerate() {
                if i > 0 {
                    self.push(", ");
                }
                self.value(cell.clone());
            }
        }
        self.push(if has_null { "))" } else { ")" });
    }

    pub(super) fn children(
        &mut self,
        steps: &[JoinStep],
        child: TableRef,
        foreign_key: usize,
        filter: &Node,
        count: bool,
        frame: &mut Frame,
    ) {
        if frame.alias == OWN && !steps.is_empty() {
            self.refuse("a write cannot ask the rows that reference another row than its own");
            return;
        }
        let (parent, table) = self.reach(steps, frame);
        let key = child.columns.get(foreign_key).map_or("", |column| column.name);
        let body = Body { filter: vec![filter.clone()], ..Body::of(child) };
        self.push(if count { "(" } else { "EXISTS (" });
        let condition = |out: &mut Self, inner: &mut Frame| {
            out.of(inner.alias);
            out.name(key);
            out.push(" = ");
            out.qualified(parent, table, "id");
            if child.is_world_scoped() && table.is_world_scoped() {
                out.push(" AND ");
                out.of(inner.alias);
                out.push("\"world_id\" = ");
                out.qualified(parent, table, "world_id");
            }
        };
        let rows = || Node::Call {
            function: "count",
            distinct: false,
            arguments: Branches::from(vec![Node::column(0)]),
        };
        let columns = [if count { rows() } else { Node::Value(Cell::Integer(1)) }];
        self.select_with(&body, &columns, Some(&condition), |_, _| {});
        self.push(")");
    }
}

/// Whether an operator compares, so that what it makes of NULL is neither true nor false.
pub(super) fn is_comparison(operator: &str) -> bool {
    [" = ", " <> ", " < ", " <= ", " > ", " >= ", " IS ", " IS NOT "].contains(&operator)
}
