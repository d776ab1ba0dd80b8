//! Groups: what a grouped query reads must be one value for each group, and aggregates and window functions stand where
//! there are several rows to look at.

use super::Renderer;
use crate::sql::tree::{Body, Node, OrderTerm};

impl Renderer {
    /// Refuses aggregates and window functions where SQLite knows of no group or window yet.
    pub(super) fn refuse_misplaced(&mut self, body: &Body, columns: &[Node]) {
        if body.filter.iter().any(Node::is_over_rows) {
            self.refuse(
                "a filter is asked of each row, before there are groups: an aggregate stands in `having`, and a window \
                 function in `columns` or `order_by`",
            );
        }
        if body.group.iter().any(Node::is_over_rows) {
            self.refuse(
                "rows are grouped by what each of them holds: not by an aggregate or a window function",
            );
        }
        if body.having.iter().any(Node::has_window) {
            self.refuse(
                "`having` is asked before there are windows: a window function stands in `columns` or `order_by`",
            );
        }
        let is_grouped = !body.group.is_empty() || columns.iter().any(Node::has_aggregate);
        if !is_grouped && !body.having.is_empty() {
            self.refuse("`having` is asked of groups: say `.group_by(…)` first, or use `filter`");
        }
    }

    /// Refuses an order by what is not read, of rows that come once for what is read: SQLite would order by any of those
    /// that are alike.
    pub(super) fn refuse_order_of_distinct(&mut self, body: &Body, columns: &[Node]) {
        let is_read = |order: &OrderTerm| is_settled(&order.by, columns) || self.is_keyed(body, columns);
        if body.distinct && !body.order.iter().all(is_read) {
            self.refuse(
                "a distinct query is ordered by what it reads; name it in `.columns(…)`, or use `group_by`",
            );
        }
    }

    /// Refuses an aggregate or a window function in a write.
    pub(super) fn refuse_over_rows(&mut self, node: &Node) {
        if node.is_over_rows() {
            self.refuse(
                "a write sees one row at a time: an aggregate or a window function stands in a query, and the rows that \
                 reference this one are counted by `count_of`",
            );
        }
    }

    /// Whether the nodes hold a row's whole key, so that they tell all of it.
    fn is_keyed(&self, body: &Body, nodes: &[Node]) -> bool {
        let id = body.table.position("id").map(Node::column);
        let world = body.table.world_column().map(Node::column).filter(|_| self.world.is_none());
        id.iter().chain(&world).all(|column| nodes.contains(column))
    }

    /// Refuses what SQLite would read from an arbitrary row of the group.
    pub(super) fn refuse_ungrouped(&mut self, body: &Body, columns: &[Node]) {
        let mut ordered = body.order.iter().map(|order| &order.by);
        if body.group.is_empty() && !columns.iter().chain(&body.having).any(Node::has_aggregate) {
            // SQLite would make one group of it.
            if ordered.any(Node::has_aggregate) {
                self.refuse("there are no groups to be ordered by an aggregate; say `.group_by(…)` first");
            }
            return;
        }
        if self.is_keyed(body, &body.group) {
            return;
        }
        // Without groups there is one row, and no order of it.
        let order = body.order.iter().filter(|_| !body.group.is_empty());
        let read = columns.iter().chain(&body.having).chain(order.map(|order| &order.by));
        let mut read = read.filter(|node| !is_settled(node, &body.group));
        if read.next().is_some() {
            self.refuse(
                "a grouped query reads what it groups by, and aggregates: anything else is another value in each row of \
                 a group; name them in `.columns(…)`",
            );
        }
    }
}

/// Whether the expression has one value for each group.
fn is_settled(node: &Node, group: &[Node]) -> bool {
    if group.contains(node) || node.is_aggregate_call() {
        return true;
    }
    match node {
        Node::Column { .. } | Node::Children { .. } => false,
        Node::Over { call, partition, order } => {
            let arguments = call.parts().chain(partition.iter()).chain(order.iter().map(|order| &order.by));
            arguments.into_iter().all(|part| is_settled(part, group))
        }
        _ => node.parts().all(|part| is_settled(part, group)),
    }
}
