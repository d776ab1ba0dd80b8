//! `NewSession { … }.set(column, value)`: what an insert takes.

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::expression::column::{Column, SetOnInsert};
use crate::query::read::run::value_error;
use crate::sql::Statements;
use crate::table::{Id, LoomTable, NewRow};
use crate::value::{Assignments, Cell, CellError, ColumnType, IntoColumn, Timestamp};

/// What an insert of table `T` takes: the insert struct, or a [`Draft`] made from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what an insert takes",
    label = "not an insert struct",
    note = "help: a `Session` is inserted as a `NewSession`, with its required columns; `.set(column, value)` sets the others"
)]
pub trait Insert<T: LoomTable>: Sized {
    /// Sets a column that the insert struct does not have: an optional one, one with a default, or one that would
    /// otherwise fill itself in (`id`, `created_at`, `updated_at`).
    fn set<V: ColumnType, A: SetOnInsert>(
        self,
        column: Column<T, V, A>,
        value: impl IntoColumn<V>,
    ) -> Draft<T> {
        let mut draft = self.into_draft();
        draft.set.push((column.position(), value.into_column().write()));
        draft
    }

    /// The row to be.
    #[doc(hidden)]
    fn into_draft(self) -> Draft<T>;
}

/// An insert struct with further columns set.
#[must_use = "insert it: `world.insert(draft)?`"]
pub struct Draft<T: LoomTable> {
    new: T::New,
    set: Vec<(usize, Result<Cell, CellError>)>,
}

impl<T: LoomTable> std::fmt::Debug for Draft<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("set", &self.set).finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, N: NewRow<Table = T>> Insert<T> for N
where
    T: LoomTable<New = N>,
{
    fn into_draft(self) -> Draft<T> {
        Draft { new: self, set: Vec::with_capacity(4) }
    }
}

impl<T: LoomTable> Insert<T> for Draft<T> {
    fn into_draft(self) -> Self {
        self
    }
}

impl<T: LoomTable> Draft<T> {
    /// The positions of the columns that the row itself says.
    pub(in crate::query) fn said(&self) -> Vec<usize> {
        let required = T::TABLE.fields().iter().enumerate().filter(|(_, column)| {
            let by_itself = ["id", "world_id", "created_at", "updated_at"].contains(&column.name);
            !by_itself && !column.value.nullable && column.default.is_none()
        });
        required.map(|(position, _)| position).chain(self.set.iter().map(|(position, _)| *position)).collect()
    }

    /// The row's cells, every field filled in.
    pub(in crate::query) fn into_cells(
        self,
        context: Context<'_>,
        statements: &Statements,
        now: Timestamp,
    ) -> Result<Vec<Cell>> {
        let mut cells = statements.template.clone();
        for position in [statements.created_at, statements.updated_at].into_iter().flatten() {
            cells[position] = Cell::Integer(now.unix_seconds());
        }
        let mut required = Assignments::new(&mut cells);
        self.new.write(&mut required);
        required.finish().map_err(|error| value_error::<T>(error, None))?;
        for (position, value) in self.set {
            cells[position] =
                value.map_err(|error| value_error::<T>(CellError { position, ..error }, None))?;
        }
        if let (Some(position), Some(world)) = (statements.world_id, context.world) {
            cells[position] = Cell::Text(world.to_owned().into());
        }
        if let Some(position) = statements.id
            && cells[position] == Cell::Null
        {
            cells[position] = Cell::Text(Id::<T>::generate().into_string().into());
        }
        check_id::<T>(&cells, statements)?;
        Ok(cells)
    }
}

/// An id names a file and a folder in Markdown; the empty text names nothing.
fn check_id<T: LoomTable>(cells: &[Cell], statements: &Statements) -> Result<()> {
    let id = statements.id.and_then(|position| cells[position].as_text());
    if id.is_some_and(str::is_empty) { Err(empty_id::<T>()) } else { Ok(()) }
}

pub(in crate::query) fn empty_id<T: LoomTable>() -> Error {
    Error::Value {
        table: T::TABLE.name(),
        column: "id".to_owned(),
        row: None,
        message: "an id cannot be empty".to_owned(),
    }
}
