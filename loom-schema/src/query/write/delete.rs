//! `delete_many().filter(…)`.

use std::marker::PhantomData;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::expression::column::{Column, OnInsert};
use crate::query::read::run::{Trace, bound, selected, unwritable};
use crate::query::read::shape::Rows;
use crate::query::write::constraint::constraint_error_of_many;
use crate::query::write::protected::guarded;
use crate::query::write::returning::{Returning, returned};
use crate::query::write::target::{Filtered, TargetRows, push_target};
use crate::sql::{Body, Node, Rendered, Renderer, SelectTree, TableRef};
use crate::table::{Id, LoomTable};

/// A delete of the rows that match, not run yet.
#[must_use = "a delete runs with `.run()` or `.returning()`"]
#[derive(Debug)]
pub struct Delete<'c, T> {
    context: Context<'c>,
    target: TargetRows,
    marker: PhantomData<fn() -> T>,
}

impl<'c, T> From<(Context<'c>, Filtered)> for Delete<'c, T> {
    fn from((context, Filtered(target)): (Context<'c>, Filtered)) -> Self {
        Self { context, target, marker: PhantomData }
    }
}

impl<T: LoomTable> Delete<'_, T> {
    /// Runs the delete and returns how many rows matched and were deleted; rows that follow them by `on_delete` are not counted.
    ///
    /// # Errors
    ///
    /// If a row references one of them that prevents the delete; then no row is deleted.
    pub fn run(self) -> Result<u64> {
        let rendered = self.sql(&[])?;
        let (sql, values) = rendered.admitted(|table| self.context.admit(table))?;
        let lease = self.context.database.lease_to_write("delete from", T::TABLE)?;
        let failed = |error| self.refused(&lease, error);
        guarded(self.context, &lease, T::TABLE, self.target.name(), || {
            let whole = lease.all_or_nothing()?;
            let _trace = Trace::of(sql);
            let mut statement = lease.prepare_cached(sql).map_err(failed)?;
            let values = rusqlite::params_from_iter(bound::<T>(self.context, values)?);
            let deleted = statement.execute(values);
            let deleted = deleted.map_err(failed)?;
            drop(statement);
            whole.commit()?;
            Ok(deleted as u64)
        })
    }

    /// Runs the delete and returns the rows as they were, in no particular order.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), and if one of the rows cannot be read; then no row is deleted.
    #[track_caller]
    pub fn returning(self) -> Result<Vec<T>> {
        let mut columns = Vec::new();
        crate::query::read::shape::Shape::<T>::push(&Rows::ALL, &mut columns);
        let rendered = self.sql(&columns)?;
        let lease = self.context.database.lease_to_write("delete from", T::TABLE)?;
        let failed = |error| self.refused(&lease, error);
        guarded(self.context, &lease, T::TABLE, self.target.name(), || {
            let delete = Returning { rendered, columns };
            returned::<T, Rows<T>>(self.context, &lease, delete, &Rows::ALL, failed)
        })
    }

    /// The error of this delete, with one of the rows that cannot be deleted, as far as it is among the first.
    fn refused(&self, connection: &rusqlite::Connection, error: rusqlite::Error) -> Error {
        const FIRST: u64 = 1_000;
        let filter = match &self.target {
            TargetRows::Matching(filter) => vec![filter.clone()],
            TargetRows::Id(_) | TargetRows::All => Vec::new(),
        };
        let id = Column::<T, Id<T>, OnInsert>::new(T::TABLE.position("id").unwrap_or(0));
        let body = Body { filter, limit: Some(FIRST), ..Body::of(TableRef::of::<T>()) };
        let select = SelectTree { body, columns: vec![Node::column(id.position())] };
        let ids = || {
            let ids = selected::<T, _>(self.context, select, &id).unwrap_or_default();
            ids.into_iter().map(Id::into_string).collect()
        };
        constraint_error_of_many(self.context, connection, T::TABLE, ids, self.target.name(), error)
    }

    fn sql(&self, returning: &[Node]) -> Result<Rendered> {
        let mut out = Renderer::new(self.context.world.is_some());
        out.delete_from(TableRef::of::<T>());
        push_target::<T>(&mut out, &self.target);
        out.returning(TableRef::of::<T>(), returning);
        out.finish().map_err(|error| unwritable::<T>(&error))
    }
}
