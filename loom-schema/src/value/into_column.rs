//! What a user may write where a column's value is asked for.

use super::{ColumnType, Json, NotNull};

/// A value that a column of type `V` takes: `V` itself, the inner value of an `Option`, and `&str` for text and ids.
#[diagnostic::on_unimplemented(
    message = "a column of type `{V}` does not take `{Self}`",
    label = "expected `{V}`, or what converts into it",
    note = "help: write a `{V}`; text and ids also take `&str` and `String`, an `Option` column the inner value"
)]
pub trait IntoColumn<V> {
    /// The column's value.
    fn into_column(self) -> V;
}

#[diagnostic::do_not_recommend]
impl<V: ColumnType> IntoColumn<V> for V {
    fn into_column(self) -> V {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<V: NotNull> IntoColumn<Option<V>> for V {
    fn into_column(self) -> Option<V> {
        Some(self)
    }
}

/// What converts into a column's type is taken where the column is asked for, nullable or not.
macro_rules! converts {
    ($( [$($generics:tt)*] $from:ty => $to:ty ),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl $($generics)* $crate::value::IntoColumn<$to> for $from {
            fn into_column(self) -> $to {
                self.into()
            }
        }

        #[diagnostic::do_not_recommend]
        impl $($generics)* $crate::value::IntoColumn<Option<$to>> for $from {
            fn into_column(self) -> Option<$to> {
                Some(self.into())
            }
        }
    )* };
}

pub(crate) use converts;

converts! {
    [] &str => String,
    [] &String => String,
    [] &[u8] => Vec<u8>,
    [] i32 => i64,
    [] u32 => i64,
    [<T>] T => Json<T>,
}
