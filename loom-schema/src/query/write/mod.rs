//! Writing, through any handle.

pub(in crate::query) mod constraint;
pub(in crate::query) mod delete;
pub(in crate::query) mod insert;
pub(in crate::query) mod insert_select;
pub(in crate::query) mod protected;
pub(in crate::query) mod returning;
pub(in crate::query) mod target;
pub(in crate::query) mod update;
pub(in crate::query) mod upsert;

use std::panic::Location;

use crate::error::Result;
use crate::query::read::run::{Trace, bound_key, value_error};
use crate::query::read::shape::Projection;
use crate::query::write::constraint::constraint_error;
use crate::query::write::delete::Delete;
use crate::query::write::insert::Insert;
use crate::query::write::insert_select::{InsertColumns, insert_select};
use crate::query::write::protected::guarded;
use crate::query::write::target::Which;
use crate::query::write::update::ByFilter;
use crate::query::write::upsert::Upsert;
use crate::query::{Context, Includes, Query, Reaches, Read, Role, UpdateStart, Writes};
use crate::sql::{Statements, TableRef};
use crate::store::{Begin, Lease};
use crate::table::{DeletableTable, Id, LoomTable};
use crate::value::{Cell, Timestamp};

/// A handle that rows are written through.
///
/// ```
#[doc = include_str!("../example.in")]
/// let session = atlas.insert(NewSession { status: Status::Active }.set(Session::MODEL_USED, "large"))?;
/// let closed = atlas.update(&session.id).set(Session::STATUS, Status::Closed).returning()?;
/// assert_eq!(closed.status, Status::Closed);
///
/// let longer = Session::TOKENS_IN.plus(5);
/// let update = atlas.update_many::<Session>().filter(Session::STATUS.eq(Status::Active));
/// assert_eq!(update.set(Session::TOKENS_IN, longer).run()?, 3);
///
/// let again = NewSession { status: Status::Closed }.set(Session::ID, "retro");
/// let retro = atlas.upsert(again).on(Session::ID).do_update()?;
/// assert_eq!((retro.status, retro.tokens_in), (Status::Closed, 35));
///
/// // `Remark` is `deletable`; what happened in a session is not.
/// assert_eq!(atlas.delete_many::<Remark>().filter(Remark::TEXT.ne("first")).run()?, 2);
/// # Ok(())
/// # }
/// ```
pub trait Write: Read {
    /// Who writes: [`AsProgram`](crate::query::scope::AsProgram) or [`AsOperator`](crate::query::scope::AsOperator).
    type Role: Role;

    /// Inserts a row and returns it as it is stored. `id` (a UUIDv7), `created_at` and `updated_at` (now) are filled in
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
        context.admit(TableRef::of::<T>())?;
        let lease = context.database.lease_to_write("insert into", T::TABLE)?;
        Inserter::new::<T>(context, &lease)?.insert(row)
    }

    /// Inserts rows, all of them or, if one cannot be, none.
    ///
    /// # Errors
    ///
    /// As [`insert`](Self::insert), for the first row that cannot be inserted.
    #[track_caller]
    fn insert_many<T: LoomTable, I: Insert<T>>(&self, rows: impl IntoIterator<Item = I>) -> Result<Vec<T>>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        let context = self.context();
        context.admit(TableRef::of::<T>())?;
        let lease = context.database.lease()?;
        let transaction = lease.begin(Begin::Immediate(Location::caller()))?;
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
        UpdateStart::of(self.context(), id)
    }

    /// An update of the rows that match a filter, or of all; it runs once it says which, and sets something.
    fn update_many<T: LoomTable>(&self) -> Which<'_, T, UpdateStart<'_, T, ByFilter>>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        Which::new(self.context())
    }

    /// A delete of the rows that match a filter, or of all; it runs once it says which.
    fn delete_many<T: DeletableTable>(&self) -> Which<'_, T, Delete<'_, T>>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        Which::new(self.context())
    }

    /// An insert of a row that may be there already; it runs once it says what then.
    fn upsert<T: LoomTable>(&self, row: impl Insert<T>) -> Upsert<'_, T>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
    {
        Upsert::new(self.context(), row.into_draft())
    }

    /// Inserts the rows of a query in one statement: its columns are stored in these columns, in the same order. Columns
    /// that are not named get their defaults; `id` has none. Returns how many rows were inserted.
    ///
    /// # Errors
    ///
    /// If a column is named twice, a row breaks a constraint, an id is empty, or the database refuses; then no row is
    /// inserted.
    #[track_caller]
    fn insert_select<T: LoomTable, C: InsertColumns<T>, U: LoomTable, S>(
        &self,
        columns: C,
        query: Query<U, S>,
    ) -> Result<u64>
    where
        Self::Scope: Reaches<T>,
        Self::Role: Writes<T>,
        T::Scope: Includes<U>,
        S: Projection<U, Output = C::Values>,
    {
        insert_select::<T, U, S>(self.context(), &columns.positions().0, query)
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
        context.admit(TableRef::of::<T>())?;
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        let lease = context.database.lease_to_write("delete from", T::TABLE)?;
        let failed = |error| constraint_error(context, &lease, T::TABLE, id.as_str(), "delete", &[], error);
        guarded(context, &lease, T::TABLE, id.as_str(), || {
            let whole = lease.all_or_nothing()?;
            let _trace = Trace::of(&statements.delete);
            let mut statement = lease.prepare_cached(&statements.delete).map_err(failed)?;
            let key = rusqlite::params_from_iter(bound_key(context, id.as_str()));
            let deleted = statement.execute(key).map_err(failed)?;
            drop(statement);
            whole.commit()?;
            Ok(deleted > 0)
        })
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
        let failed = |error| constraint_error(context, lease, T::TABLE, "", "insert", &[], error);
        let statement = lease.prepare_cached(&statements.insert).map_err(failed)?;
        Ok(Self { context, lease, statements, statement, now: Timestamp::now() })
    }

    /// Binds what is not NULL: that is what a parameter without a value is.
    fn execute(&mut self, cells: &[Cell]) -> rusqlite::Result<usize> {
        self.statement.clear_bindings();
        for (position, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Null) {
            self.statement.raw_bind_parameter(position + 1, cell)?;
        }
        self.statement.raw_execute()
    }

    fn insert<T: LoomTable>(&mut self, row: impl Insert<T>) -> Result<T> {
        let cells = row.into_draft().into_cells(self.context, self.statements, self.now)?;
        let id = self.statements.id.and_then(|position| cells[position].as_text()).unwrap_or_default();
        // Before it is stored: a row that cannot be read back must not be there.
        let decoded = T::decode(&mut cells.as_slice())
            .map_err(|error| value_error::<T>(error, Some(self.context.row(id))))?;
        let trace = Trace::of(&self.statements.insert);
        let executed = self.execute(&cells);
        drop(trace);
        executed.map_err(|error| {
            constraint_error(self.context, self.lease, T::TABLE, id, "insert", &cells, error)
        })?;
        Ok(decoded)
    }
}
