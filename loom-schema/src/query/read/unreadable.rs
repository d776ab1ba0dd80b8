//! Rows with a value that is not of its column's type: how errors name them, and how the rest is read.

use crate::error::{Error, Result};
use crate::query::Context;
use crate::query::read::run::{Statement, decode, render, steps};
use crate::query::read::select::{Query, Select};
use crate::query::read::shape::{OneByOne, Shape};
use crate::schema::TableSchema;
use crate::sql::{Body, JoinStep, Node, Renderer, SelectTree};
use crate::table::LoomTable;
use crate::value::{Cell, CellError};

/// The error of a row that cannot be decoded, with its table, its column and, if the columns read hold it, its key.
pub(in crate::query) fn value_error<T: LoomTable>(
    context: Context<'_>,
    columns: &[Node],
    row: &rusqlite::Row<'_>,
    error: CellError,
) -> Error {
    let (steps, position) = match columns.get(error.position) {
        Some(Node::Column { steps, position }) => (steps.as_slice(), Some(*position)),
        _ => (&[] as &[JoinStep], None),
    };
    let table = steps.last().map_or(T::TABLE, |step| step.target.schema());
    let column = position.map(|position| table.columns.get(position).map_or("?", |column| column.name));
    Error::Value {
        table: table.name(),
        column: column.unwrap_or_default().to_owned(),
        row: row_name(context, columns, steps, table, row),
        message: if column.is_some() { error.message } else { format!("an expression: {}", error.message) },
    }
}

/// `world/id`, or `id` for a global table and where the world is not among the columns.
fn row_name(
    context: Context<'_>,
    columns: &[Node],
    steps: &[JoinStep],
    table: &TableSchema,
    row: &rusqlite::Row<'_>,
) -> Option<String> {
    let text = |position: usize| -> Option<String> { row.get(place(columns, steps, position)?).ok() };
    let id = text(table.position("id")?)?;
    let world = match table.world_column() {
        Some(column) => context.world.map(str::to_owned).or_else(|| text(column)),
        None => None,
    };
    Some(world.map_or_else(|| id.clone(), |world| format!("{world}/{id}")))
}

/// Where this column of the table at the end of the steps stands among the columns read.
fn place(columns: &[Node], steps: &[JoinStep], position: usize) -> Option<usize> {
    columns.iter().position(|column| match column {
        Node::Column { steps: others, position: other } => *other == position && same(steps, others),
        _ => false,
    })
}

/// Whether these lead from one table along the same foreign keys.
fn same(steps: &[JoinStep], others: &[JoinStep]) -> bool {
    let keys = |steps: &[JoinStep]| steps.iter().map(|step| step.foreign_key).collect::<Vec<_>>();
    keys(steps) == keys(others)
}

/// The same error with the row's key. Where the query does not read it, the query runs once more and does.
pub(in crate::query) fn named<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
    error: Error,
) -> Error {
    let Error::Value { row, .. } = &error else { return error };
    // Across worlds a name without a world is half a name.
    let is_whole = context.world.is_some() || !T::TABLE.is_world_scoped();
    if row.as_ref().is_some_and(|row| is_whole || row.contains('/')) {
        return error;
    }
    let Some(Ok(statement)) = with_keys(context, query) else { return error };
    let again = steps::<T>(context, &statement, |mut row| {
        decode::<T, S>(context, &query.shape, &statement, &mut row).map(drop)
    });
    match again {
        Err(named @ Error::Value { row: Some(_), .. }) => named,
        _ => error,
    }
}

/// The query with the keys of the rows it reads behind its columns, if it reads single rows.
fn with_keys<T: LoomTable, S: Shape<T>>(
    context: Context<'_>,
    query: &Query<T, S>,
) -> Option<Result<Statement>> {
    let mut columns = query.nodes();
    let Body { source, first, distinct, group, .. } = &query.body;
    let reads_union = source.as_ref().is_some_and(|source| source.first.is_some());
    let is_one_for_one =
        first.is_none() && group.is_empty() && !distinct && !columns.iter().any(Node::has_aggregate);
    if reads_union || !is_one_for_one {
        return None;
    }
    let mut tables: Vec<(Vec<JoinStep>, &TableSchema)> = vec![(Vec::new(), T::TABLE)];
    for column in &columns {
        if let Node::Column { steps, .. } = column
            && let Some(step) = steps.last()
            && !tables.iter().any(|(others, _)| same(steps, others))
        {
            tables.push((steps.clone(), step.target.schema()));
        }
    }
    for (steps, table) in tables {
        for position in table.position("id").into_iter().chain(table.world_column()) {
            if place(&columns, &steps, position).is_none() {
                columns.push(Node::Column { steps: steps.clone(), position });
            }
        }
    }
    let select = SelectTree { body: query.body.clone(), columns };
    let mut renderer = Renderer::new(context.world.is_some());
    renderer.select(&select);
    let rendered = renderer.finish().map_err(|error| crate::query::read::run::unwritable::<T>(&error));
    Some(rendered.map(|rendered| Statement { rendered, columns: select.columns }))
}

/// Reading the other rows of a query when one cannot be read.
impl<T: LoomTable, S: OneByOne<T>> Select<'_, T, S> {
    /// Every matching row, or why it cannot be read: a value that is not of its column's type, as raw SQL or an older
    /// version of a `Json<T>` may have left it. [`all`](Self::all) stops at the first such row.
    ///
    /// An unreadable row can be updated and deleted like any other.
    ///
    /// ```
    #[doc = include_str!("../example.in")]
    /// let broken = "UPDATE sessions SET model_used = CAST(x'ff' AS TEXT) WHERE id = 'retro'";
    /// loom.with_connection(|connection| connection.execute(broken, []))?;
    /// assert!(atlas.select::<Session>().all().is_err());
    ///
    /// let (read, failed): (Vec<_>, Vec<_>) =
    ///     atlas.select::<Session>().try_all()?.into_iter().partition(Result::is_ok);
    /// assert_eq!((read.len(), failed.len()), (2, 1));
    /// let message = "sessions.model_used, row atlas/retro: expected text, found text that is not UTF-8";
    /// assert_eq!(failed[0].as_ref().unwrap_err().to_string(), message);
    ///
    /// atlas.update(&Id::<Session>::new("retro")).set(Session::MODEL_USED, "large").run()?;
    /// assert_eq!(atlas.select::<Session>().all()?.len(), 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub fn try_all(self) -> Result<Vec<Result<S::Output>>> {
        let Self { context, query } = self;
        let statement = match with_keys(context, &query) {
            Some(statement) => statement?,
            None => render(context.world.is_some(), &query)?,
        };
        let mut rows = Vec::new();
        steps::<T>(context, &statement, |mut row| {
            rows.push(decode::<T, S>(context, &query.shape, &statement, &mut row));
            Ok(())
        })?;
        Ok(rows)
    }

    /// Every matching row as it is stored, not decoded: the cells in the order of the struct's fields, or of
    /// `columns(…)`, where a whole row is all its fields, and an optional one (`KEY.row()` of a nullable key) its id and
    /// then all its fields. Text that is not UTF-8 is [`Cell::Blob`].
    ///
    /// ```
    #[doc = include_str!("../example.in")]
    /// use loom_schema::Cell;
    ///
    /// let kickoff = atlas.select::<Session>().filter(Session::ID.eq("kickoff"));
    /// let cells = kickoff.columns((Session::STATUS, Session::MODEL_USED, Session::TOKENS_IN)).raw()?;
    /// assert_eq!(cells, [[Cell::Text("active".into()), Cell::Null, Cell::Integer(10)]]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub fn raw(self) -> Result<Vec<Vec<Cell>>> {
        let Self { context, query } = self;
        let statement = render(context.world.is_some(), &query)?;
        let mut rows = Vec::new();
        steps::<T>(context, &statement, |row| {
            // The statement has these columns; a place past its end would be NULL.
            let cell = |place| row.get_ref(place).map_or(Cell::Null, Cell::stored);
            rows.push((0..statement.columns.len()).map(cell).collect());
            Ok(())
        })?;
        Ok(rows)
    }
}
