//! What a query reads of each row, and what it makes of it: whole rows, expressions, tuples, rows with their relations.

use std::marker::PhantomData;

use crate::error::Result;
use crate::query::Context;
use crate::query::expression::column::Column;
use crate::query::expression::path::{Path, Row};
use crate::query::expression::{Expr, Expression};
use crate::sql::Node;
use crate::table::LoomTable;
use crate::value::{CellError, Cells, ColumnType, Value};

/// What a query over `T` returns for each row.
#[diagnostic::on_unimplemented(
    message = "a select of `{T}` reads expressions over `{T}`",
    label = "neither an expression over `{T}`, nor a tuple of them",
    note = "help: write the table's own constants, as in `.columns((Session::ID, Session::STATUS))`; up to twelve"
)]
pub trait Shape<T: LoomTable> {
    /// What is read of a row.
    #[doc(hidden)]
    type Raw;
    /// What the query returns for it.
    type Output;

    /// The expressions read.
    #[doc(hidden)]
    fn push(&self, nodes: &mut Vec<Node>);

    /// Reads them, from `offset` on, which moves behind them.
    ///
    /// # Errors
    ///
    /// If a value is not of its type.
    #[doc(hidden)]
    fn decode<C: Cells>(&self, cells: &mut C, offset: &mut usize) -> Result<Self::Raw, CellError>;

    /// Adds what further statements give.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    #[doc(hidden)]
    fn finish(&self, context: Context<'_>, rows: Vec<Self::Raw>) -> Result<Vec<Self::Output>>;

    /// The same for rows in groups, still with one statement for all of them.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    #[doc(hidden)]
    fn finish_groups(
        &self,
        context: Context<'_>,
        groups: Vec<Vec<Self::Raw>>,
    ) -> Result<Vec<Vec<Self::Output>>> {
        let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        let mut rows = self.finish(context, groups.into_iter().flatten().collect())?.into_iter();
        Ok(sizes.into_iter().map(|size| rows.by_ref().take(size).collect()).collect())
    }
}

/// A shape that needs no further statement.
#[diagnostic::on_unimplemented(
    message = "a select of `{T}` reads expressions over `{T}`",
    label = "neither an expression over `{T}`, nor a tuple of them",
    note = "help: write the table's own constants, as in `.columns((Session::ID, Session::STATUS))`; up to twelve"
)]
pub trait Projection<T: LoomTable>: Shape<T, Raw = <Self as Shape<T>>::Output> {}

/// A shape whose rows are complete as soon as they are read.
#[diagnostic::on_unimplemented(
    message = "rows with their relations are not handed out one at a time",
    label = "the relations are read when all rows are known",
    note = "help: use `.all()`; or leave the relations out"
)]
pub trait OneByOne<T: LoomTable>: Projection<T> {}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, S: Projection<T>> OneByOne<T> for S {}

/// Whole rows of the table itself.
pub struct Rows<T>(PhantomData<fn() -> T>);

impl<T> Rows<T> {
    pub(in crate::query) const ALL: Self = Self(PhantomData);
}

impl<T> std::fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rows")
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Self::ALL
    }
}

/// The rest of a [`Shape`] that needs no further statement.
macro_rules! plain {
    ($output:ty) => {
        type Raw = $output;
        type Output = $output;

        fn finish(&self, _: Context<'_>, rows: Vec<Self::Raw>) -> Result<Vec<Self::Output>> {
            Ok(rows)
        }

        fn finish_groups(
            &self,
            _: Context<'_>,
            groups: Vec<Vec<Self::Raw>>,
        ) -> Result<Vec<Vec<Self::Output>>> {
            Ok(groups)
        }
    };
}

impl<T: LoomTable> Projection<T> for Rows<T> {}

impl<T: LoomTable> Shape<T> for Rows<T> {
    plain!(T);

    fn push(&self, nodes: &mut Vec<Node>) {
        nodes.extend((0..T::TABLE.fields).map(Node::column));
    }

    fn decode<C: Cells>(&self, cells: &mut C, offset: &mut usize) -> Result<T, CellError> {
        decode_row(cells, offset)
    }
}

/// A row whose cells start at `offset`.
fn decode_row<U: LoomTable, C: Cells>(cells: &mut C, offset: &mut usize) -> Result<U, CellError> {
    let from = std::mem::replace(offset, *offset + U::TABLE.fields);
    if from == 0 {
        return U::decode(cells);
    }
    let shifted = |error: CellError| CellError { position: error.position + from, ..error };
    U::decode(&mut Shifted { cells, by: from }).map_err(shifted)
}

/// Cells, seen from behind their first ones.
struct Shifted<'c, C> {
    cells: &'c mut C,
    by: usize,
}

impl<C: Cells> Cells for Shifted<'_, C> {
    fn take(&mut self, position: usize) -> Value<'_> {
        self.cells.take(self.by + position)
    }
}

impl<T: LoomTable, U: LoomTable> Projection<T> for Row<T, U> {}

impl<T: LoomTable, U: LoomTable> Shape<T> for Row<T, U> {
    plain!(U);

    fn push(&self, nodes: &mut Vec<Node>) {
        nodes.extend(self.nodes(U::TABLE));
    }

    fn decode<C: Cells>(&self, cells: &mut C, offset: &mut usize) -> Result<U, CellError> {
        decode_row(cells, offset)
    }
}

impl<T: LoomTable, U: LoomTable> Projection<T> for Row<T, Option<U>> {}

impl<T: LoomTable, U: LoomTable> Shape<T> for Row<T, Option<U>> {
    plain!(Option<U>);

    fn push(&self, nodes: &mut Vec<Node>) {
        // The id once more, in front: a row that is there has one.
        let id = U::TABLE.position("id").unwrap_or(0);
        nodes.push(Node::Column { steps: self.steps.clone(), position: id });
        nodes.extend(self.nodes(U::TABLE));
    }

    fn decode<C: Cells>(&self, cells: &mut C, offset: &mut usize) -> Result<Option<U>, CellError> {
        *offset += 1;
        if matches!(cells.take(*offset - 1), Value::Null) {
            *offset += U::TABLE.fields;
            return Ok(None);
        }
        decode_row(cells, offset).map(Some)
    }
}

fn decode_value<V: ColumnType, C: Cells>(cells: &mut C, offset: &mut usize) -> Result<V, CellError> {
    *offset += 1;
    V::read(cells, *offset - 1)
}

macro_rules! expressions {
    ($( [$($generics:ident),*] $expression:ty );* $(;)?) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: LoomTable, V: ColumnType $(, $generics)*> Projection<T> for $expression {}

        #[diagnostic::do_not_recommend]
        impl<T: LoomTable, V: ColumnType $(, $generics)*> Shape<T> for $expression {
            plain!(V);

            fn push(&self, nodes: &mut Vec<Node>) {
                nodes.push(self.clone().into_expr().node);
            }

            fn decode<C: Cells>(&self, cells: &mut C, offset: &mut usize) -> Result<V, CellError> {
                decode_value(cells, offset)
            }
        }
    )* };
}

expressions! {
    [A] Column<T, V, A>;
    [] Path<T, V>;
    [] Expr<T, V>;
}

macro_rules! tuples {
    ($( ($($name:ident)+) )*) => { $(
        impl<T: LoomTable, $($name: Projection<T>),+> Projection<T> for ($($name,)+) {}

        impl<T: LoomTable, $($name: Projection<T>),+> Shape<T> for ($($name,)+) {
            type Raw = ($($name::Output,)+);
            type Output = ($($name::Output,)+);

            fn push(&self, nodes: &mut Vec<Node>) {
                #[allow(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                $( $name.push(nodes); )+
            }

            fn decode<Z: Cells>(&self, cells: &mut Z, offset: &mut usize) -> Result<Self::Raw, CellError> {
                #[allow(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                Ok(($($name.decode(cells, offset)?,)+))
            }

            fn finish(&self, _: Context<'_>, rows: Vec<Self::Raw>) -> Result<Vec<Self::Output>> {
                Ok(rows)
            }
        }
    )* };
}

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}
