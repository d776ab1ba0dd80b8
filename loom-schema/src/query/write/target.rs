//! Which rows a write is about: one by its id, those that match a filter, or all.

use std::marker::PhantomData;

use crate::error::Result;
use crate::query::Context;
use crate::query::expression::column::{Column, SetOnUpdate};
use crate::query::expression::condition::Condition;
use crate::query::expression::operand::Operand;
use crate::query::write::delete::Delete;
use crate::query::write::update::{ByFilter, Update, UpdateStart};
use crate::sql::{Body, Node, Renderer, SelectTree, TableRef};
use crate::table::LoomTable;
use crate::value::ColumnType;

/// Which rows an update or a delete is about is not said yet, and so it cannot run.
#[must_use = "say which rows: `.filter(…)`, or `.all_rows()`"]
#[derive(Debug)]
pub struct Which<'c, T, W> {
    context: Context<'c>,
    marker: PhantomData<fn() -> (T, W)>,
}

/// The rows that an update or a delete is about.
#[derive(Debug)]
pub(in crate::query) enum TargetRows {
    Id(String),
    Matching(Node),
    All,
}

impl<'c, T: LoomTable, W: From<(Context<'c>, Filtered)>> Which<'c, T, W> {
    pub(in crate::query) const fn new(context: Context<'c>) -> Self {
        Self { context, marker: PhantomData }
    }

    /// The rows that match.
    pub fn filter(self, filter: impl Condition<T>) -> W {
        W::from((self.context, Filtered(TargetRows::Matching(filter.into_condition().node))))
    }

    /// Every row that the handle reaches.
    pub fn all_rows(self) -> W {
        W::from((self.context, Filtered(TargetRows::All)))
    }
}

/// Implemented by nothing: the message for a write that does not say which rows it is about.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this write does not say which rows of `{Self}` it is about",
    label = "nothing says which rows before this",
    note = "help: write `.filter(condition)` first; every row is `.all_rows()`"
)]
pub trait SaysWhich {}

impl<'c, T: LoomTable> Which<'c, T, UpdateStart<'c, T, ByFilter>> {
    /// Does not compile: which rows is not said yet.
    #[doc(hidden)]
    pub fn set<V: ColumnType, A: SetOnUpdate>(
        self,
        column: Column<T, V, A>,
        value: impl Operand<T, V>,
    ) -> Update<'c, T, ByFilter>
    where
        T: SaysWhich,
    {
        self.all_rows().set(column, value)
    }
}

impl<T: LoomTable> Which<'_, T, Delete<'_, T>> {
    /// Does not compile: which rows is not said yet.
    #[doc(hidden)]
    pub fn run(self) -> Result<u64>
    where
        T: SaysWhich,
    {
        Ok(0)
    }

    /// Does not compile: which rows is not said yet.
    #[doc(hidden)]
    pub fn returning(self) -> Result<Vec<T>>
    where
        T: SaysWhich,
    {
        Ok(Vec::new())
    }
}

/// The rows, named or filtered.
#[doc(hidden)]
#[derive(Debug)]
pub struct Filtered(pub(in crate::query) TargetRows);

impl TargetRows {
    /// How messages name the row.
    pub(in crate::query) fn name(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Matching(_) => "one of the rows that match",
            Self::All => "one of all rows",
        }
    }
}

/// ` WHERE …`
pub(in crate::query) fn push_target<T: LoomTable>(out: &mut Renderer, target: &TargetRows) {
    let table = TableRef::of::<T>();
    match target {
        TargetRows::Id(id) => out.by_id(&table, id),
        TargetRows::Matching(filter) => {
            // The filter may follow foreign keys, which an update cannot join; a subselect can.
            if filter.constant() == Some(true) {
                out.refuse("the filter is an empty list of conditions; every row is `.all_rows()`");
            }
            let id = table.position("id").unwrap_or(0);
            let body = Body { filter: vec![filter.clone()], ..Body::of(table) };
            out.by_select(&table, &SelectTree { body, columns: vec![Node::column(id)] });
        }
        TargetRows::All => out.by_world(&table),
    }
}
