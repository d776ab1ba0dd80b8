//! What an expression may be compared and computed with.

use std::marker::PhantomData;

use crate::query::expression::column::Column;
use crate::query::expression::path::Path;
use crate::query::expression::{Expr, Expression};
use crate::sql::Node;
use crate::table::{Id, LoomTable};
use crate::value::{ColumnType, Json, NotNull};

/// A value of type `V`, or an expression over the rows of `T` with such values. The values are those that
/// [`IntoColumn`](crate::IntoColumn) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not fit a column of type `{V}`",
    label = "expected `{V}`, what converts into it, or an expression over `{T}`",
    note = "help: give a value of type `{V}`; text and ids also take `&str`, an `Option` column the inner value, and every column another one of `{T}` with the same type"
)]
pub trait Operand<T, V> {
    /// Its place in the tree.
    #[doc(hidden)]
    fn into_node(self) -> Node;
}

/// A value that is given when the query runs; see [`prepare`](crate::query::prepare). It can be used only in
/// the query that its own `prepare` builds; any other query that contains it is an error when it runs.
#[derive(Debug)]
pub struct Param<V> {
    /// Of all parameters of the program, so that it is known in no other query.
    index: usize,
    marker: PhantomData<fn() -> V>,
}

impl<V> Clone for Param<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Param<V> {}

impl<V> Param<V> {
    pub(in crate::query) const fn new(index: usize) -> Self {
        Self { index, marker: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<T, V: ColumnType> Operand<T, V> for Param<V> {
    fn into_node(self) -> Node {
        Node::Param(self.index)
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, V: ColumnType, A> Operand<T, V> for Column<T, V, A> {
    fn into_node(self) -> Node {
        self.into_expr().node
    }
}

#[diagnostic::do_not_recommend]
impl<T: LoomTable, V: ColumnType> Operand<T, V> for Path<T, V> {
    fn into_node(self) -> Node {
        self.into_expr().node
    }
}

#[diagnostic::do_not_recommend]
impl<T, V> Operand<T, V> for Expr<T, V> {
    fn into_node(self) -> Node {
        self.node
    }
}

#[diagnostic::do_not_recommend]
impl<T, V: ColumnType> Operand<T, V> for V {
    fn into_node(self) -> Node {
        Node::value(self.write())
    }
}

#[diagnostic::do_not_recommend]
impl<T, V: NotNull> Operand<T, Option<V>> for V {
    fn into_node(self) -> Node {
        Node::value(self.write())
    }
}

macro_rules! converts {
    ($( [$($generics:ident)?] $from:ty => $to:ty ),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl<T, $($generics: LoomTable)?> Operand<T, $to> for $from {
            fn into_node(self) -> Node {
                Node::value(<$to>::from(self).write())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T, $($generics: LoomTable)?> Operand<T, Option<$to>> for $from {
            fn into_node(self) -> Node {
                Node::value(<$to>::from(self).write())
            }
        }
    )* };
}

converts! {
    [] &str => String,
    [] &String => String,
    [] &[u8] => Vec<u8>,
    [] i8 => i64,
    [] i16 => i64,
    [] i32 => i64,
    [] u8 => i64,
    [] u16 => i64,
    [] u32 => i64,
    [U] &str => Id<U>,
    [U] String => Id<U>,
    [U] &Id<U> => Id<U>,
}

/// Arithmetic is in 64 bits: a smaller column is an operand of it, and takes its result, which the column's CHECK holds
/// to what fits.
macro_rules! smaller_integers {
    ($($small:ty),*) => { $(
        smaller_integers! { @operand $small => i64 }
        smaller_integers! { @operand Option<$small> => Option<i64> }
    )* };
    (@operand $small:ty => $wide:ty) => {
        #[diagnostic::do_not_recommend]
        impl<T: LoomTable, A> Operand<T, $wide> for Column<T, $small, A> {
            fn into_node(self) -> Node {
                self.into_expr().node
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: LoomTable> Operand<T, $wide> for Path<T, $small> {
            fn into_node(self) -> Node {
                self.into_expr().node
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> Operand<T, $wide> for Expr<T, $small> {
            fn into_node(self) -> Node {
                self.node
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> Operand<T, $wide> for Param<$small> {
            fn into_node(self) -> Node {
                Node::Param(self.index)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> Operand<T, $small> for Expr<T, $wide> {
            fn into_node(self) -> Node {
                self.node
            }
        }
    };
}

smaller_integers!(i32, i16, i8, u32, u16, u8);

#[diagnostic::do_not_recommend]
impl<T, J: serde::Serialize + serde::de::DeserializeOwned> Operand<T, Json<J>> for J {
    fn into_node(self) -> Node {
        Node::value(Json(self).write())
    }
}
