//! Keyset pagination: which row a page follows.

use crate::sql::{Node, Page};
use crate::table::{Id, LoomTable, WorldTable};
use crate::value::ColumnType;

/// The last row of a page: its value of what the rows are ordered by and its id, or these with its world in between.
#[diagnostic::on_unimplemented(
    message = "the last row of a page is named by its value and its id",
    label = "expected `({V}, Id<{T}>)`",
    note = "help: write `(row.value, row.id)`; across worlds, `(row.value, row.world_id, row.id)`"
)]
pub trait PageKey<T, V> {
    /// The page behind the row.
    #[doc(hidden)]
    fn page(self, by: Node, descending: bool) -> Page;
}

impl<T: LoomTable, V: ColumnType> PageKey<T, V> for (V, Id<T>) {
    fn page(self, by: Node, descending: bool) -> Page {
        let (value, id) = (Node::value(self.0.write()), Node::value(self.1.write()));
        Page { by, descending, value, world: None, id }
    }
}

impl<T: LoomTable, V: ColumnType, W: WorldTable> PageKey<T, V> for (V, Id<W>, Id<T>) {
    fn page(self, by: Node, descending: bool) -> Page {
        let world = Some(Node::value(self.1.write()));
        Page { world, ..(self.0, self.2).page(by, descending) }
    }
}
