//! Groups: what a grouped query reads must be one value for each group.

use super::Renderer;
use crate::query::ast::{Body, Node};

impl Renderer {
    /// Refuses what SQLite would read from an arbitrary row of the group.
    pub(super) fn refuse_ungrouped(&mut self, body: &Body, columns: &[Node]) {
        if body.group.is_empty() && !columns.iter().any(Node::has_aggregate) {
            return;
        }
        let id = body.table.position("id").map(Node::column);
        let world = body.table.world_column().map(Node::column).filter(|_| self.world.is_none());
        let mut key = id.iter().chain(&world);
        // All of a row is known by its key.
        if key.all(|column| body.group.contains(column)) {
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
