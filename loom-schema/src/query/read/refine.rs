//! Narrowing, ordering and grouping: the verbs that a [`Query`] and a [`Select`] share.

use crate::query::expression::Expression;
use crate::query::expression::condition::IntoFilter;
use crate::query::expression::order::IntoOrder;
use crate::query::read::page::PageKey;
use crate::query::read::select::{Query, Select};
use crate::sql::Body;
use crate::table::LoomTable;

/// Narrowing and ordering, the same for a [`Query`] and a [`Select`].
///
/// ```
#[doc = include_str!("../example.in")]
/// let status: Option<Status> = None;
/// let largest = atlas
///     .select::<Session>()
///     .filter(Session::TOKENS_IN.ge(10))
///     .filter(status.map(|status| Session::STATUS.eq(status)))
///     .order_by(Session::TOKENS_IN.desc())
///     .limit(2)
///     .columns(Session::ID)
///     .all()?;
/// assert_eq!(largest, [Id::new("retro"), Id::new("review")]);
///
/// let groups = atlas.select::<Session>().group_by(Session::STATUS).having(Session::TOKENS_IN.sum().gt(50));
/// let groups = groups.columns((Session::STATUS, Session::TOKENS_IN.sum())).all()?;
/// assert_eq!(groups, [(Status::Active, Some(60))]);
/// # Ok(())
/// # }
/// ```
pub trait Refine: Sized {
    /// The table whose rows are queried.
    type Table: LoomTable;

    /// The query so far.
    #[doc(hidden)]
    fn body_mut(&mut self) -> &mut Body;

    /// Only rows that match; a second call narrows further, and `None` does not narrow.
    #[must_use]
    fn filter(mut self, filter: impl IntoFilter<Self::Table>) -> Self {
        self.body_mut().filter.extend(filter.into_filter().map(|filter| filter.node));
        self
    }

    /// In this order, or these, in a tuple; a second call sorts what the first left equal.
    #[must_use]
    fn order_by(mut self, order: impl IntoOrder<Self::Table>) -> Self {
        order.push(&mut self.body_mut().order);
        self
    }

    /// At most `rows` rows.
    #[must_use]
    fn limit(mut self, rows: u64) -> Self {
        self.body_mut().limit = Some(rows);
        self
    }

    /// Without the first `rows` rows.
    #[must_use]
    fn offset(mut self, rows: u64) -> Self {
        self.body_mut().offset = Some(rows);
        self
    }

    /// Each row once, where what is read of two rows is equal.
    #[must_use]
    fn distinct(mut self) -> Self {
        self.body_mut().distinct = true;
        self
    }

    /// One result for each value of `by`, over which aggregates count; a second call divides further.
    #[must_use]
    fn group_by(mut self, by: impl crate::query::GroupKey<Self::Table>) -> Self {
        self.body_mut().group.push(by.into_expr().node);
        self
    }

    /// Only groups that match.
    #[must_use]
    fn having(mut self, filter: impl IntoFilter<Self::Table>) -> Self {
        self.body_mut().having.extend(filter.into_filter().map(|filter| filter.node));
        self
    }

    /// The page that follows this row when `by` ascends: keyset pagination, which costs the same for every page. The row
    /// is named by its value of `by` and its id, `(value, id)`; across worlds, where two rows may have one id, by its
    /// world as well: `(value, world, id)`.
    ///
    /// This is the order, too: by `by`, then by the row's key. An [`order_by`](Self::order_by) may repeat it; any other
    /// one is an error when the query runs.
    ///
    /// ```
    #[doc = include_str!("../example.in")]
    /// let page = || atlas.select::<Session>().limit(2);
    /// let first = page().order_by((Session::TOKENS_IN.asc(), Session::ID.asc())).all()?;
    /// let last = &first[1];
    /// let second = page().after(Session::TOKENS_IN, (last.tokens_in, last.id.clone())).all()?;
    /// assert_eq!(second[0].id, "retro");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    fn after<E>(mut self, by: E, last: impl PageKey<Self::Table, E::Value>) -> Self
    where
        E: Expression<Table = Self::Table>,
        E::Value: crate::NotNull,
    {
        self.body_mut().page = Some(Box::new(last.page(by.into_expr().node, false)));
        self
    }

    /// The page that follows this row when `by` descends, as a list with the newest first does; see
    /// [`after`](Self::after).
    #[must_use]
    fn after_desc<E>(mut self, by: E, last: impl PageKey<Self::Table, E::Value>) -> Self
    where
        E: Expression<Table = Self::Table>,
        E::Value: crate::NotNull,
    {
        self.body_mut().page = Some(Box::new(last.page(by.into_expr().node, true)));
        self
    }
}

impl<T: LoomTable, S> Refine for Query<T, S> {
    type Table = T;

    fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }
}

impl<T: LoomTable, S> Refine for Select<'_, T, S> {
    type Table = T;

    fn body_mut(&mut self) -> &mut Body {
        &mut self.query.body
    }
}
