//! Expressions: where they stand in a statement, and the tables they reach along foreign keys.

use std::fmt::Write as _;

use super::{Bound, Frame, Join, OWN, Renderer};
use crate::query::ast::{Body, Hop, Node, Order};
use crate::schema::TableSchema;
use crate::value::Cell;

impl Renderer {
    pub(super) fn node(&mut self, node: &Node, frame: &mut Frame) {
        match node {
            Node::Column { hops, position } => self.column(hops, *position, frame),
            Node::Value(cell) => self.value(cell.clone()),
            Node::Param(index) => self.bind(Bound::Param(*index)),
            Node::World => self.world(),
            Node::Unwritable(error) => {
                self.unwritable.get_or_insert_with(|| error.clone());
                self.push("NULL");
            }
            Node::Binary(operator, left, right) => {
                self.push("(");
                self.part(left, frame);
                self.push(operator);
                self.part(right, frame);
                self.push(")");
            }
            Node::Null { what, is } => {
                self.part(what, frame);
                self.push(if *is { " IS NULL" } else { " IS NOT NULL" });
            }
            Node::In(what, cells) => self.is_in(what, cells, frame),
            Node::InJson(what, keys) => {
                self.part(what, frame);
                self.push(" IN (SELECT value FROM json_each(");
                self.value(keys.clone());
                self.push("))");
            }
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
            Node::Not(node) => {
                self.push("NOT (");
                self.node(node, frame);
                self.push(")");
            }
            Node::Call { function, distinct, arguments } => {
                self.push(function);
                self.push(if *distinct { "(DISTINCT " } else { "(" });
                self.list(arguments, frame, Self::node);
                self.push(")");
            }
            Node::Over { call, partition, order } => self.over(call, partition, order, frame),
            Node::Children { hops, child, foreign_key, filter, count } => {
                self.children(hops, child, *foreign_key, filter, *count, frame);
            }
        }
    }

    /// A part of a comparison: a condition in it stands in parentheses, since the two bind alike, or it binds less.
    pub(super) fn part(&mut self, node: &Node, frame: &mut Frame) {
        use Node::{In, InJson, InSelect, Like, Not, Null};
        if matches!(node, Null { .. } | In(..) | InJson(..) | InSelect(..) | Like(..) | Not(_)) {
            self.push("(");
            self.node(node, frame);
            self.push(")");
        } else {
            self.node(node, frame);
        }
    }

    pub(super) fn over(&mut self, call: &Node, partition: &[Node], order: &[Order], frame: &mut Frame) {
        self.node(call, frame);
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

    pub(super) fn joined(&mut self, nodes: &[Node], with: &str, empty: &str, frame: &mut Frame) {
        self.push("(");
        if nodes.is_empty() {
            self.push(empty);
        }
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.push(with);
            }
            self.node(node, frame);
        }
        self.push(")");
    }

    pub(super) fn is_in(&mut self, what: &Node, cells: &[Cell], frame: &mut Frame) {
        let has_null = cells.contains(&Cell::Null);
        if has_null {
            self.push("(");
            self.part(what, frame);
            self.push(" IS NULL OR ");
        }
        self.part(what, frame);
        self.push(" IN (");
        for (i, cell) in cells.iter().filter(|cell| **cell != Cell::Null).enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.value(cell.clone());
        }
        self.push(if has_null { "))" } else { ")" });
    }

    pub(super) fn children(
        &mut self,
        hops: &[Hop],
        child: &'static TableSchema,
        foreign_key: usize,
        filter: &Node,
        count: bool,
        frame: &mut Frame,
    ) {
        let (parent, table) = self.reach(hops, frame);
        let key = child.columns.get(foreign_key).map_or("", |column| column.name);
        let body = Body { filter: vec![filter.clone()], ..Body::of(child) };
        self.push(if count { "(" } else { "EXISTS (" });
        let condition = |out: &mut Self, inner: &mut Frame| {
            let alias = inner.alias;
            let parent = if parent == OWN { format!("\"{}\"", table.name()) } else { format!("t{parent}") };
            let _ = write!(out.sql, "t{alias}.\"{key}\" = {parent}.\"id\"");
            if child.is_world_scoped() && table.is_world_scoped() {
                let _ = write!(out.sql, " AND t{alias}.\"world_id\" = {parent}.\"world_id\"");
            }
        };
        let rows = Node::Call { function: "count", distinct: false, arguments: vec![Node::column(0)] };
        let columns = [if count { rows } else { Node::Value(Cell::Integer(1)) }];
        self.select_with(&body, &columns, Some(&condition), |_, _| {});
        self.push(")");
    }

    pub(super) fn column(&mut self, hops: &[Hop], position: usize, frame: &mut Frame) {
        let (alias, table) = self.reach(hops, frame);
        let name = table.columns.get(position).map_or("", |column| column.name);
        if alias != OWN {
            self.alias(alias);
        }
        self.name(name);
    }

    /// The alias of the table at the end of the hops; joined once, however often it is named.
    pub(super) fn reach(&mut self, hops: &[Hop], frame: &mut Frame) -> (usize, &'static TableSchema) {
        let (mut alias, mut table, mut optional) = (frame.alias, frame.table, false);
        for hop in hops {
            optional |= hop.optional;
            let known =
                frame.joins.iter().find(|join| join.from == alias && join.hop.foreign_key == hop.foreign_key);
            let next = match known {
                Some(join) => join.alias,
                None => {
                    self.aliases += 1;
                    let next = self.aliases - 1;
                    frame.joins.push(Join {
                        from: alias,
                        from_table: table,
                        hop: *hop,
                        alias: next,
                        optional,
                    });
                    next
                }
            };
            (alias, table) = (next, hop.target);
        }
        (alias, table)
    }
}
