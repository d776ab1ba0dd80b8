//! Keyset pagination: the condition and the order that a page means.

use std::borrow::Cow;

use super::branch::Branches;
use super::tree::{Body, Node, OrderTerm, Page};

impl Body {
    /// The query with its page as a condition and an order. `in_world` if it runs through a world handle.
    ///
    /// # Errors
    ///
    /// What is wrong with the page, in words.
    pub(crate) fn paged(&self, in_world: bool) -> Result<Cow<'_, Self>, &'static str> {
        let Some(page) = &self.page else { return Ok(Cow::Borrowed(self)) };
        let Page { by, descending, value, world, id } = &**page;
        let mut keys = vec![(by.clone(), value.clone())];
        // Within a world, its rows have different ids.
        if let Some(position) = self.table.world_column().filter(|_| !in_world) {
            let Some(world) = world else {
                return Err(
                    "across worlds, a row is named by its world as well: `.after(by, (value, world, id))`",
                );
            };
            keys.push((Node::column(position), world.clone()));
        }
        keys.push((Node::column(self.table.position("id").unwrap_or(0)), id.clone()));
        let agrees =
            |(said, (by, _)): (&OrderTerm, &(Node, Node))| said.descending == *descending && said.by == *by;
        if self.order.len() > keys.len() || !self.order.iter().zip(&keys).all(agrees) {
            return Err("`after` is an order already, and `order_by` another one: leave one of them out");
        }
        let order = keys.iter().map(|(by, _)| OrderTerm {
            by: by.clone(),
            descending: *descending,
            nulls_last: None,
        });
        let order = order.collect();
        let behind = behind(&keys, if *descending { " < " } else { " > " });
        let filter = self.filter.iter().cloned().chain([behind]).collect();
        Ok(Cow::Owned(Self { filter, order, page: None, ..self.clone() }))
    }
}

/// `a > 1 OR (a = 1 AND (b > 2 OR …))`
fn behind(keys: &[(Node, Node)], operator: &'static str) -> Node {
    let compare = |operator, (by, value): &(Node, Node)| {
        Node::Binary(operator, by.clone().into(), value.clone().into())
    };
    let Some((first, rest)) = keys.split_first() else { return Node::Any(Branches::default()) };
    let further = compare(operator, first);
    if rest.is_empty() {
        return further;
    }
    let equal = vec![compare(" = ", first), behind(rest, operator)];
    Node::Any(vec![further, Node::All(equal.into())].into())
}
