//! What a select gives: whole rows, one column, or a tuple of columns.

use std::marker::PhantomData;

use super::column::Column;
use crate::table::LoomTable;
use crate::value::{CellError, Cells, ColumnType};

/// What a select of table `T` reads of each row.
#[diagnostic::on_unimplemented(
    message = "a select of `{T}` reads columns of `{T}`",
    label = "not a column of `{T}`, nor a tuple of them",
    note = "help: write the table's own constants, as in `.columns((Session::ID, Session::STATUS))`; up to twelve"
)]
pub trait Projection<T: LoomTable> {
    /// What a row becomes.
    type Output;

    /// The positions of the columns read, in their order.
    #[doc(hidden)]
    fn columns(&self) -> Vec<usize>;

    /// How many columns that are.
    #[doc(hidden)]
    fn width(&self) -> usize {
        1
    }

    /// Reads one row, whose cells start at `offset`.
    ///
    /// # Errors
    ///
    /// If a cell does not hold its column's type.
    #[doc(hidden)]
    fn decode<C: Cells>(&self, cells: &mut C, offset: usize) -> Result<Self::Output, CellError>;
}

/// Whole rows.
pub struct Rows<T>(PhantomData<fn() -> T>);

impl<T> Rows<T> {
    pub(super) const ALL: Self = Self(PhantomData);
}

impl<T> std::fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rows")
    }
}

impl<T: LoomTable> Projection<T> for Rows<T> {
    type Output = T;

    fn columns(&self) -> Vec<usize> {
        (0..T::TABLE.fields).collect()
    }

    fn decode<C: Cells>(&self, cells: &mut C, _: usize) -> Result<T, CellError> {
        T::decode(cells)
    }
}

impl<T: LoomTable, V: ColumnType, A> Projection<T> for Column<T, V, A> {
    type Output = V;

    fn columns(&self) -> Vec<usize> {
        vec![self.position()]
    }

    fn decode<C: Cells>(&self, cells: &mut C, offset: usize) -> Result<V, CellError> {
        V::read(cells, offset)
    }
}

macro_rules! tuples {
    ($( ($($name:ident)+) )*) => { $(
        impl<T: LoomTable, $($name: Projection<T>),+> Projection<T> for ($($name,)+) {
            type Output = ($($name::Output,)+);

            fn columns(&self) -> Vec<usize> {
                #[allow(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                let mut columns = Vec::new();
                $( columns.extend($name.columns()); )+
                columns
            }

            fn width(&self) -> usize {
                #[allow(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                0 $( + $name.width() )+
            }

            fn decode<Z: Cells>(&self, cells: &mut Z, offset: usize) -> Result<Self::Output, CellError> {
                #[allow(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                let mut _next = offset;
                Ok(($({
                    let value = $name.decode(cells, _next)?;
                    _next += $name.width();
                    value
                },)+))
            }
        }
    )* };
}

tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}
