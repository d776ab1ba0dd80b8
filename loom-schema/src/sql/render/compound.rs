//! Set operations: the sides of a compound, and its order as a whole.

use super::Renderer;
use crate::sql::tree::{Body, Node, SelectTree};

impl Renderer {
    /// `SELECT … UNION SELECT …`
    pub(super) fn compound(&mut self, body: &Body, first: &SelectTree, columns: &[Node]) {
        if let Some(Node::Unwritable(error)) = body.filter.last() {
            self.unwritable.get_or_insert_with(|| error.clone());
        }
        let narrowed = !(body.filter.is_empty() && body.group.is_empty() && body.having.is_empty());
        if narrowed
            || body.distinct
            || body.page.is_some()
            || body.source.is_some()
            || columns != first.columns
        {
            self.refuse("what a union reads is said before it: here it can only be ordered and limited");
        }
        self.side(first);
        for (operator, other) in &body.compound {
            self.push(operator);
            self.side(other);
        }
        self.order_of_compound(body, columns);
        self.limit(body);
    }

    /// One side of a compound, where SQLite takes neither an order nor a limit nor parentheses.
    fn side(&mut self, select: &SelectTree) {
        if select.body.is_plain() {
            return self.select(select);
        }
        self.push("SELECT * FROM (");
        self.select(select);
        self.push(")");
    }

    /// A compound is ordered as a whole, by the places of its columns.
    fn order_of_compound(&mut self, body: &Body, columns: &[Node]) {
        let mut word = " ORDER BY ";
        for order in &body.order {
            let Some(place) = columns.iter().position(|column| *column == order.by) else {
                self.refuse("a union is ordered by the columns it reads, and this is none of them");
                continue;
            };
            self.push(std::mem::replace(&mut word, ", "));
            self.number(place + 1);
            self.direction(order);
        }
    }
}
