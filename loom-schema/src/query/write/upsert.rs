//! `upsert(row).on(…).do_update()`: insert, or change what is there.

use std::fmt::Write as _;

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::expression::column::{Column, Positions, SetOnUpdate};
use crate::query::read::shape::{Rows, Shape};
use crate::query::write::constraint::constraint_error;
use crate::query::write::insert::Draft;
use crate::query::write::returning::{Returning, returned};
use crate::sql::{Bound, Rendered, Statements, TableRef};
use crate::table::LoomTable;
use crate::value::Timestamp;

/// A row to insert, unless it is there; what "there" means is not said yet.
#[must_use = "say which columns decide: `.on(Session::ID)`"]
pub struct Upsert<'c, T: LoomTable> {
    context: Context<'c>,
    draft: Draft<T>,
}

/// A row to insert, unless a row with the same values in these columns is there.
#[must_use = "say what happens then: `.do_nothing()`, `.do_update()` or `.do_update_only(…)`"]
pub struct UpsertOn<'c, T: LoomTable> {
    context: Context<'c>,
    draft: Draft<T>,
    target: Vec<usize>,
}

impl<T: LoomTable> std::fmt::Debug for Upsert<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.draft.fmt(f)
    }
}

impl<T: LoomTable> std::fmt::Debug for UpsertOn<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.draft.fmt(f)
    }
}

/// A column, or a tuple of columns, that rows are told apart by; whether they are a key, the table says when it runs.
#[diagnostic::on_unimplemented(
    message = "an upsert of `{T}` decides by columns of `{T}`",
    label = "not a column of `{T}`, nor a tuple of up to four",
    note = "help: write `.on({T}::ID)`, or the columns of a `unique(…)`"
)]
pub trait KeyColumns<T: LoomTable> {
    /// Their positions.
    #[doc(hidden)]
    fn key_positions(&self) -> Positions;
}

impl<T: LoomTable, V, A> KeyColumns<T> for Column<T, V, A> {
    fn key_positions(&self) -> Positions {
        Positions(vec![self.position()])
    }
}

macro_rules! key_tuples {
    ($( ($($value:ident $access:ident $index:tt)+) )*) => { $(
        impl<T: LoomTable, $($value, $access),+> KeyColumns<T> for ($(Column<T, $value, $access>,)+) {
            fn key_positions(&self) -> Positions {
                Positions(vec![$(self.$index.position()),+])
            }
        }
    )* };
}

key_tuples! { (A AA 0) (A AA 0 B BB 1) (A AA 0 B BB 1 C CC 2) (A AA 0 B BB 1 C CC 2 D DD 3) }

/// A column, or a tuple of columns, that [`do_update_only`](UpsertOn::do_update_only) changes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no columns of `{T}` that an update may set",
    label = "not a column of `{T}` that an update may set, nor a tuple of them",
    note = "help: name other columns of `{T}`, at most eight; `id`, `world_id`, `created_at` and the sync columns stay what they are"
)]
pub trait UpdateColumns<T: LoomTable> {
    /// Their positions.
    #[doc(hidden)]
    fn update_positions(&self) -> Positions;
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, V, A: SetOnUpdate> UpdateColumns<T> for Column<T, V, A> {
    fn update_positions(&self) -> Positions {
        Positions(vec![self.position()])
    }
}

macro_rules! update_tuples {
    ($( ($($value:ident $access:ident $index:tt)+) )*) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: LoomTable, $($value, $access: SetOnUpdate),+> UpdateColumns<T>
            for ($(Column<T, $value, $access>,)+)
        {
            fn update_positions(&self) -> Positions {
                Positions(vec![$(self.$index.position()),+])
            }
        }
    )* };
}

update_tuples! {
    (A AA 0) (A AA 0 B BB 1) (A AA 0 B BB 1 C CC 2) (A AA 0 B BB 1 C CC 2 D DD 3)
    (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4) (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4 F FF 5)
    (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4 F FF 5 G GG 6) (A AA 0 B BB 1 C CC 2 D DD 3 E EE 4 F FF 5 G GG 6 H HH 7)
}

impl<'c, T: LoomTable> Upsert<'c, T> {
    pub(in crate::query) const fn new(context: Context<'c>, draft: Draft<T>) -> Self {
        Self { context, draft }
    }

    /// The columns that decide whether the row is there: `id`, or those of a `unique(…)`. In a world-scoped table the
    /// world belongs to them without being said.
    pub fn on<C: KeyColumns<T>>(self, columns: C) -> UpsertOn<'c, T> {
        UpsertOn { context: self.context, draft: self.draft, target: columns.key_positions().0 }
    }

    /// Does not compile: what "there" means is not said yet.
    #[doc(hidden)]
    pub fn do_nothing(self) -> Result<Option<T>>
    where
        T: SaysOnWhat,
    {
        Ok(None)
    }

    /// Does not compile: what "there" means is not said yet.
    #[doc(hidden)]
    pub fn do_update(self) -> Result<T>
    where
        T: SaysOnWhat,
    {
        Err(Error::NoSuchRow { table: T::TABLE.name(), row: String::new() })
    }

    /// Does not compile: what "there" means is not said yet.
    #[doc(hidden)]
    pub fn do_update_only<C: UpdateColumns<T>>(self, _: C) -> Result<T>
    where
        T: SaysOnWhat,
    {
        self.do_update()
    }
}

/// Implemented by nothing: the message for an upsert without its key.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this upsert does not say which columns decide whether the row is there",
    label = "nothing says what the row is recognised by",
    note = "help: write `.on({Self}::ID)` first, or `.on(…)` with the columns of a `unique(…)`"
)]
pub trait SaysOnWhat {}

/// Implemented by nothing: the message for an upsert that does not say what happens to the row that is there.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this upsert does not say what happens to a row that is there",
    label = "nothing says what happens then",
    note = "help: write `.do_update()`, `.do_update_only(columns)` or `.do_nothing()` instead"
)]
pub trait SaysWhatThen {}

impl<T: LoomTable> UpsertOn<'_, T> {
    /// Does not compile: what happens to the row that is there is not said yet.
    #[doc(hidden)]
    pub fn run(self) -> Result<T>
    where
        T: SaysWhatThen,
    {
        Err(Error::NoSuchRow { table: T::TABLE.name(), row: String::new() })
    }

    /// Leaves the row that is there as it is; `None` then.
    ///
    /// # Errors
    ///
    /// If the columns are no key, the row breaks another constraint, it could not be read back, or the database refuses.
    #[track_caller]
    pub fn do_nothing(self) -> Result<Option<T>> {
        self.execute(&[])
    }

    /// Changes the row that is there to say what this one says: every column that this one names. `updated_at` moves.
    ///
    /// # Errors
    ///
    /// As [`do_nothing`](Self::do_nothing).
    #[track_caller]
    pub fn do_update(self) -> Result<T> {
        let said = self.draft.said();
        self.update(&said)
    }

    /// Changes these columns of the row that is there to this one's values. `updated_at` moves.
    ///
    /// # Errors
    ///
    /// As [`do_nothing`](Self::do_nothing).
    #[track_caller]
    pub fn do_update_only<C: UpdateColumns<T>>(self, columns: C) -> Result<T> {
        self.update(&columns.update_positions().0)
    }

    #[track_caller]
    fn update(self, columns: &[usize]) -> Result<T> {
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        // Who a row is does not change; when it last changed does.
        let kept = [statements.id, statements.world_id, statements.created_at];
        let mut set: Vec<usize> = columns.iter().copied().filter(|at| !kept.contains(&Some(*at))).collect();
        set.extend(statements.updated_at.filter(|moved| !set.contains(moved)));
        let none =
            || Error::NoSuchRow { table: T::TABLE.name(), row: "that was inserted or updated".to_owned() };
        self.execute(&set)?.ok_or_else(none)
    }

    #[track_caller]
    fn execute(self, set: &[usize]) -> Result<Option<T>> {
        let statements = T::statements().get_or_init(|| Statements::of(T::TABLE));
        check_key::<T>(&self.target)?;
        let cells = self.draft.into_cells(self.context, statements, Timestamp::now())?;
        let sql = sql::<T>(statements, &self.target, set);
        let mut columns = Vec::new();
        Shape::<T>::push(&Rows::ALL, &mut columns);
        let lease = self.context.database.lease_to_write("upsert into", T::TABLE)?;
        let id = statements.id.and_then(|at| cells[at].as_text().map(str::to_owned)).unwrap_or_default();
        let bound = cells.iter().cloned().map(Bound::Value).collect();
        let write = Returning { rendered: Rendered::of(sql, bound, TableRef::of::<T>()), columns };
        let rows = returned::<T, Rows<T>>(self.context, &lease, write, &Rows::ALL, |error| {
            constraint_error(self.context, &lease, T::TABLE, &id, "upsert", &cells, error)
        });
        Ok(rows?.pop())
    }
}

/// `INSERT … ON CONFLICT (…) DO …  RETURNING …`, with the fields as parameters in their order.
fn sql<T: LoomTable>(statements: &Statements, target: &[usize], set: &[usize]) -> String {
    let name = |at: &usize| T::TABLE.columns.get(*at).map_or("", |column| column.name);
    let mut sql = statements.insert.clone();
    sql.push_str(" ON CONFLICT (");
    if T::TABLE.is_world_scoped() && !target.iter().any(|at| T::TABLE.is_world_column(*at)) {
        sql.push_str("\"world_id\", ");
    }
    for (i, at) in target.iter().enumerate() {
        let _ = write!(sql, "{}\"{}\"", if i == 0 { "" } else { ", " }, name(at));
    }
    sql.push_str(if set.is_empty() { ") DO NOTHING" } else { ") DO UPDATE SET " });
    for (i, at) in set.iter().enumerate() {
        let _ = write!(sql, "{}\"{1}\" = excluded.\"{1}\"", if i == 0 { "" } else { ", " }, name(at));
    }
    sql.push_str(" RETURNING ");
    for at in 0..T::TABLE.fields {
        let _ = write!(sql, "{}\"{}\"", if at == 0 { "" } else { ", " }, name(&at));
    }
    sql
}

/// SQLite would say that no constraint matches, and not which there are.
fn check_key<T: LoomTable>(target: &[usize]) -> Result<()> {
    let id = T::TABLE.position("id");
    // The world belongs to every key, said or not; a key may also be the world alone.
    let own = |columns: &[usize]| -> Vec<usize> {
        let rest = |at: &&usize| columns.len() == 1 || !T::TABLE.is_world_column(**at);
        columns.iter().filter(rest).copied().collect()
    };
    let target_own = own(target);
    let same = |columns: &[usize]| {
        let columns = own(columns);
        columns.len() == target_own.len() && columns.iter().all(|at| target_own.contains(at))
    };
    let is_key = id.is_some_and(|id| same(&[id]))
        || T::TABLE.indexes.iter().any(|index| index.unique && same(index.columns));
    if is_key {
        return Ok(());
    }
    let names = |columns: &[usize]| {
        columns
            .iter()
            .filter_map(|at| T::TABLE.columns.get(*at))
            .map(|column| column.name)
            .collect::<Vec<_>>()
            .join("+")
    };
    let keys: Vec<String> = std::iter::once("id".to_owned())
        .chain(T::TABLE.indexes.iter().filter(|index| index.unique).map(|index| names(index.columns)))
        .collect();
    Err(Error::Value {
        table: T::TABLE.name(),
        column: names(target),
        row: None,
        message: format!("an upsert needs a key to decide by; the keys are {}", keys.join(", ")),
    })
}
