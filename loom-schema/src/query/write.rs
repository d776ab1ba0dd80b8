//! Writing, through any handle.

use super::constraint::broken;
use super::insert::Insert;
use super::select::{bound_key, value_error};
use super::{Context, Reaches, Read, Statements, UpdateStart, Writes};
use crate::error::Result;
use crate::store::Lease;
use crate::table::{DeletableTable, LoomTable};
use crate::value::{Cell, Id, Timestamp};

/// A handle that rows are written through.
pub trait Write: Read {
    /// Who writes: [`AsProgram`](super::scope::AsProgram) or [`AsOperator`](super::scope::AsOperator).
    type Role;

    /// Inserts a row and gives it as it is stored. `id` (a UUIDv7), `created_at` and `updated_at` (now) are filled in
    /// unless set; `world_id` comes from the handle.
    ///
    /// # Errors
    ///
    /// If the row breaks a constraint, which the error names, or the database refuses.
    fn insert<T: LoomTable>(&self, row: impl Insert<T>) -> Result<T>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        let context = self.context();
        let lease = context.loom.lease()?;
        Inserter::new::<T>(context, &lease)?.insert(row)
    }

    /// Inserts rows, all of them or, if one cannot be, none.
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert), for the first row that cannot be inserted.
    fn insert_many<T: LoomTable, I: Insert<T>>(&self, rows: impl IntoIterator<Item = I>) -> Result<Vec<T>>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        let context = self.context();
        let lease = context.loom.lease()?;
        let transaction = lease.begin()?;
        let mut inserter = Inserter::new::<T>(context, &lease)?;
        let inserted = rows.into_iter().map(|row| inserter.insert(row)).collect::<Result<Vec<T>>>()?;
        drop(inserter);
        transaction.commit()?;
        Ok(inserted)
    }

    /// An update of the row of this id; it runs once it sets something.
    fn update<T: LoomTable>(&self, id: &Id<T>) -> UpdateStart<'_, T>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        UpdateStart::new(self.context(), id.clone())
    }

    /// Deletes the row of this id; `false` if there is none. Rows that reference it go too, lose the reference, or
    /// prevent the delete, as their `on_delete` says.
    ///
    /// # Errors
    ///
    /// If a row references it that prevents the delete, or the database refuses.
    fn delete<T: DeletableTable>(&self, id: &Id<T>) -> Result<bool>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        let context = self.context();
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        let lease = context.loom.lease()?;
        let failed = |error| broken(context, &lease, T::TABLE, id.as_str(), "delete", &[], error);
        let mut statement = lease.prepare_cached(&statements.delete).map_err(failed)?;
        Ok(statement.execute(rusqlite::params_from_iter(bound_key(context, id.as_str()))).map_err(failed)?
            > 0)
    }
}

/// One held statement, for as many rows as there are.
struct Inserter<'i> {
    context: Context<'i>,
    lease: &'i Lease<'i>,
    statements: &'static Statements,
    statement: rusqlite::CachedStatement<'i>,
    now: Timestamp,
}

impl<'i> Inserter<'i> {
    fn new<T: LoomTable>(context: Context<'i>, lease: &'i Lease<'i>) -> Result<Self> {
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        let failed = |error| broken(context, lease, T::TABLE, "", "insert", &[], error);
        let statement = lease.prepare_cached(&statements.insert).map_err(failed)?;
        Ok(Self { context, lease, statements, statement, now: Timestamp::now() })
    }

    fn insert<T: LoomTable>(&mut self, row: impl Insert<T>) -> Result<T> {
        let mut cells = row.into_draft().into_cells(self.context, self.statements, self.now)?;
        if let Err(error) = self.statement.execute(rusqlite::params_from_iter(&cells)) {
            let id = self.statements.id.and_then(|position| cells[position].as_text()).unwrap_or_default();
            return Err(broken(self.context, self.lease, T::TABLE, id, "insert", &cells, error));
        }
        T::decode(&mut cells).map_err(|error| value_error::<T>(error, None))
    }
}
