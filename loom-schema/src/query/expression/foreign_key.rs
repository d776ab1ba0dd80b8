//! From a row to the rows that reference it: `SessionSummary::SESSION_ID.exists(filter)`.

use crate::query::expression::column::{Column, Referencing};
use crate::query::expression::condition::IntoFilter;
use crate::query::expression::{Expr, Filter};
use crate::query::scope::{Includes, Sealed};
use crate::sql::{Branches, Node, TableRef};
use crate::table::{Id, LoomTable};

/// A foreign key to `P`, for [`with_many`](crate::query::Query::with_many).
#[diagnostic::on_unimplemented(
    message = "the rows that reference `{P}` are found by a foreign key to `{P}`",
    label = "not a foreign key to `{P}`",
    note = "help: name the other table's column of type `Id<{P}>`; what a column of `{P}` references is `.with_one(…)`"
)]
pub trait KeyTo<P: LoomTable>: ForeignKey<Parent = P> {}

/// A foreign key of `C`, for [`with_one`](crate::query::Query::with_one).
#[diagnostic::on_unimplemented(
    message = "the row that `{C}` references is found by a foreign key of `{C}`",
    label = "not a foreign key of `{C}`",
    note = "help: name a column of `{C}` whose type is an `Id`; the rows that reference `{C}` are `.with_many(…)`"
)]
pub trait KeyOf<C: LoomTable>: ForeignKey<Child = C> {}

macro_rules! keys {
    ($( $key:ty ),*) => { $(
        #[diagnostic::do_not_recommend]
        impl<C: LoomTable, P: LoomTable, A: Referencing> KeyTo<P> for Column<C, $key, A> {}
        #[diagnostic::do_not_recommend]
        impl<C: LoomTable, P: LoomTable, A: Referencing> KeyOf<C> for Column<C, $key, A> {}
    )* };
}

keys!(Id<P>, Option<Id<P>>);

/// A foreign key column from `C` to `P`, nullable or not. A table's own `id` is none.
#[diagnostic::on_unimplemented(
    message = "this is no foreign key",
    label = "not a column that references another row",
    note = "help: name a column whose type is the `Id` of the other table; a table's own `id` references nothing"
)]
pub trait ForeignKey: Sealed {
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

impl<C, V, A> Sealed for Column<C, V, A> {}

fn children<F: ForeignKey, V>(key: F, filter: impl IntoFilter<F::Child>, count: bool) -> Expr<F::Parent, V> {
    let filter = filter.into_filter().map_or(Node::All(Branches::default()), |filter| filter.node);
    Expr::new(Node::Children {
        steps: Vec::new(),
        child: TableRef::of::<F::Child>(),
        foreign_key: key.foreign_key(),
        filter: filter.into(),
        count,
    })
}

#[diagnostic::do_not_recommend]
impl<C: LoomTable, P: LoomTable, A: Referencing> ForeignKey for Column<C, Id<P>, A> {
    type Child = C;
    type Parent = P;

    fn foreign_key(self) -> usize {
        self.position()
    }
}

#[diagnostic::do_not_recommend]
impl<C: LoomTable, P: LoomTable, A: Referencing> ForeignKey for Column<C, Option<Id<P>>, A> {
    type Child = C;
    type Parent = P;

    fn foreign_key(self) -> usize {
        self.position()
    }
}
