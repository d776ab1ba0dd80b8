//! From a row to the rows that reference it: `SessionSummary::SESSION_ID.exists(filter)`.

use super::ast::Node;
use super::column::Column;
use super::expression::{Expr, Filter};
use super::scope::Includes;
use super::select::IntoFilter;
use crate::table::LoomTable;
use crate::value::Id;

/// A foreign key column from `C` to `P`, nullable or not.
pub trait ForeignKey {
    /// The table that references.
    type Child: LoomTable;
    /// The table that is referenced.
    type Parent: LoomTable;

    /// The column's position.
    #[doc(hidden)]
    fn foreign_key(self) -> usize;

    /// Whether some row that references this one matches: a correlated `EXISTS`, as a filter on the parent.
    fn exists(self, filter: impl IntoFilter<Self::Child>) -> Filter<Self::Parent>
    where
        Self: Sized,
        <Self::Parent as LoomTable>::Scope: Includes<Self::Child>,
    {
        children(self, filter, false)
    }

    /// How many rows that reference this one match.
    fn count_of(self, filter: impl IntoFilter<Self::Child>) -> Expr<Self::Parent, i64>
    where
        Self: Sized,
        <Self::Parent as LoomTable>::Scope: Includes<Self::Child>,
    {
        children(self, filter, true)
    }
}

fn children<F: ForeignKey, V>(key: F, filter: impl IntoFilter<F::Child>, count: bool) -> Expr<F::Parent, V> {
    let filter = filter.into_filter().map_or(Node::All(Vec::new()), |filter| filter.node);
    Expr::new(Node::Children {
        hops: Vec::new(),
        child: F::Child::TABLE,
        foreign_key: key.foreign_key(),
        filter: Box::new(filter),
        count,
    })
}

impl<C: LoomTable, P: LoomTable, A> ForeignKey for Column<C, Id<P>, A> {
    type Child = C;
    type Parent = P;

    fn foreign_key(self) -> usize {
        self.position()
    }
}

impl<C: LoomTable, P: LoomTable, A> ForeignKey for Column<C, Option<Id<P>>, A> {
    type Child = C;
    type Parent = P;

    fn foreign_key(self) -> usize {
        self.position()
    }
}
