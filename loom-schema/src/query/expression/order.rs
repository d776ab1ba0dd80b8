//! `ORDER BY`.

use std::marker::PhantomData;

use crate::sql::{Node, OrderTerm};

/// One term of an `ORDER BY`.
#[must_use = "hand it to `.order_by(…)`"]
pub struct Order<T> {
    pub(in crate::query) node: OrderTerm,
    table: PhantomData<fn() -> T>,
}

impl<T> Order<T> {
    pub(in crate::query) const fn new(by: Node, descending: bool) -> Self {
        Self { node: OrderTerm { by, descending, nulls_last: None }, table: PhantomData }
    }

    /// Rows without a value come first.
    pub fn nulls_first(mut self) -> Self {
        self.node.nulls_last = Some(false);
        self
    }

    /// Rows without a value come last.
    pub fn nulls_last(mut self) -> Self {
        self.node.nulls_last = Some(true);
        self
    }
}

impl<T> std::fmt::Debug for Order<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

/// What rows can be ordered by: one [`Order`], or a tuple of them, the first counting most.
#[diagnostic::on_unimplemented(
    message = "rows of `{T}` are ordered by what is said of columns of `{T}`",
    label = "not an order of `{T}`",
    note = "help: say which way: `.order_by({T}::ID.asc())`, or `.desc()`; several in a tuple"
)]
pub trait IntoOrder<T> {
    /// The terms, in their order.
    #[doc(hidden)]
    fn push(self, terms: &mut Vec<OrderTerm>);
}

impl<T> IntoOrder<T> for Order<T> {
    fn push(self, terms: &mut Vec<OrderTerm>) {
        terms.push(self.node);
    }
}

macro_rules! tuples {
    ($( ($($order:ident $index:tt)+) )*) => { $(
        impl<T, $($order: IntoOrder<T>),+> IntoOrder<T> for ($($order,)+) {
            fn push(self, terms: &mut Vec<OrderTerm>) {
                $( self.$index.push(terms); )+
            }
        }
    )* };
}

tuples! { (A 0) (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) }
