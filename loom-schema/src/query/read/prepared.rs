//! Queries that are built once and run many times, with new values each time.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Result;
use crate::query::expression::operand::Param;
use crate::query::read::run::{self, Statement};
use crate::query::read::select::Query;
use crate::query::read::shape::Shape;
use crate::query::{Context, Reaches, Read};
use crate::table::LoomTable;
use crate::value::{Cell, ColumnType};

/// The parameters of a prepared query: a tuple of [`Param`]s.
pub trait Params: Copy {
    /// Their values.
    type Values;

    /// The parameters, numbered from `first` on.
    #[doc(hidden)]
    fn numbered(first: usize) -> Self;

    /// The values as cells, by their parameters' numbers.
    ///
    /// # Errors
    ///
    /// If a value cannot be stored.
    #[doc(hidden)]
    fn cells(first: usize, values: Self::Values) -> Result<Vec<(usize, Cell)>, crate::CellError>;
}

macro_rules! params {
    ($( ($($value:ident $index:tt)*) )*) => { $(
        impl<$($value: ColumnType),*> Params for ($(Param<$value>,)*) {
            type Values = ($($value,)*);

            #[allow(clippy::unused_unit, reason = "the query without parameters")]
            fn numbered(first: usize) -> Self {
                let _ = first;
                ($(Param::new(first + $index),)*)
            }

            fn cells(first: usize, values: Self::Values) -> Result<Vec<(usize, Cell)>, crate::CellError> {
                let _ = (first, &values);
                Ok(vec![$((first + $index, values.$index.write()?)),*])
            }
        }
    )* };
}

params! {
    () (A 0) (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) (A 0 B 1 C 2 D 3 E 4) (A 0 B 1 C 2 D 3 E 4 F 5)
}

/// A query that is built and rendered once: see [`prepare`].
pub struct Prepared<T, S, P> {
    query: Query<T, S>,
    /// `None` if the query holds a value that cannot be stored, or says what cannot be.
    statement: Option<Statement>,
    /// The number of the first parameter.
    first: usize,
    params: std::marker::PhantomData<fn() -> P>,
}

impl<T, S, P> std::fmt::Debug for Prepared<T, S, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("query", &self.query).finish_non_exhaustive()
    }
}

/// Builds a query with parameters, to be run many times.
///
/// ```
#[doc = include_str!("../example.in")]
/// use loom_schema::query::{Param, prepare};
///
/// let busy = prepare(|(status, least): (Param<Status>, Param<i64>)| {
///     Session::query().filter(Session::STATUS.eq(status).and(Session::TOKENS_IN.ge(least)))
/// });
/// assert_eq!(busy.all(&atlas, (Status::Active, 20))?.len(), 2);
/// assert_eq!(busy.all(&atlas, (Status::Closed, 0))?, []);
/// # Ok(())
/// # }
/// ```
pub fn prepare<T: LoomTable, S: Shape<T>, P: Params>(
    build: impl FnOnce(P) -> Query<T, S>,
) -> Prepared<T, S, P> {
    /// More than a query may have; a number is used once, so that a parameter has a value in its own query only.
    const MOST: usize = 8;
    static NUMBERS: AtomicUsize = AtomicUsize::new(0);
    let first = NUMBERS.fetch_add(MOST, Ordering::Relaxed);
    let query = build(P::numbered(first));
    let statement = run::render(T::TABLE.is_world_scoped(), &query).ok();
    Prepared { query, statement, first, params: std::marker::PhantomData }
}

impl<T: LoomTable, S: Shape<T>, P: Params> Prepared<T, S, P> {
    /// Every matching row, through this handle.
    ///
    /// # Errors
    ///
    /// If the database refuses, a value cannot be stored, or a stored value is not of its column's type.
    pub fn all<H: Read>(&self, handle: &H, values: P::Values) -> Result<Vec<S::Output>>
    where
        H::Scope: Reaches<T>,
    {
        let params = P::cells(self.first, values).map_err(|error| run::unwritable::<T>(&error))?;
        let context = Context { params: &params, ..handle.context() };
        // Across worlds there is no world to bind, and the statement is another. What could not be rendered fails here.
        let across = T::TABLE.is_world_scoped() && context.world.is_none();
        let rendered;
        let statement = match &self.statement {
            Some(statement) if !across => statement,
            _ => {
                rendered = run::render(T::TABLE.is_world_scoped() && !across, &self.query)?;
                &rendered
            }
        };
        let mut rows = Vec::new();
        run::steps::<T>(context, statement, |mut row| {
            rows.push(run::decode::<T, S>(context, &self.query.shape, statement, &mut row)?);
            Ok(())
        })
        .map_err(|error| crate::query::read::unreadable::named(context, &self.query, error))?;
        self.query.shape.finish(context, rows)
    }

    /// The first matching row, through this handle; the statement is the same as for [`all`](Self::all), so that a
    /// limit belongs into the query.
    ///
    /// # Errors
    ///
    /// As [`all`](Self::all).
    pub fn first<H: Read>(&self, handle: &H, values: P::Values) -> Result<Option<S::Output>>
    where
        H::Scope: Reaches<T>,
    {
        Ok(self.all(handle, values)?.into_iter().next())
    }
}
