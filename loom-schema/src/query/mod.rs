//! Typed queries. Every value is bound; no function here takes SQL text.
//!
//! Expressions ([`Expression`]) are made of column constants and build a tree (in `sql`); one renderer writes its SQL. A
//! [`Query`] is such a tree with a shape, a [`Select`] is a query in the hands of a handle, which knows its world.

mod expression;
mod read;
mod scope;
mod write;

pub use crate::sql::MAX_DEPTH;
pub use expression::aggregate::{Window, count, dense_rank, lag, lead, rank, row_number};
#[doc(hidden)]
pub use expression::column::column;
pub use expression::column::{Column, Fixed, Free, OnInsert, Referencing, SetOnInsert, SetOnUpdate};
pub use expression::condition::{Condition, IntoFilter};
pub use expression::foreign_key::{ForeignKey, KeyOf, KeyTo};
pub use expression::functions::{
    JsonColumn, JsonExpression, NullExpression, Number, NumberExpression, Optional, Text, TextExpression,
};
pub use expression::operand::{Operand, Param};
pub use expression::order::{IntoOrder, Order};
pub use expression::path::{Path, Row};
pub use expression::{Expr, Expression, Filter, GroupKey};
pub(crate) use read::Handle;
pub use read::Read;
pub use read::page::PageKey;
pub use read::prepared::{Params, Prepared, prepare};
pub use read::refine::Refine;
pub use read::relation::{AddRelation, Found, Many, One, Related, Relation, Through};
pub use read::select::{Query, Queryable, Select};
pub use read::shape::{OneByOne, Projection, Rows, Shape};
pub use read::with::ReferencesOne;
pub(crate) use scope::Context;
pub use scope::{
    AcrossWorlds, AsOperator, AsProgram, AsReader, Finds, Global, InWorld, Includes, Reaches, Role, Writes,
};
pub use write::Write;
pub use write::delete::Delete;
pub use write::insert::{Draft, Insert};
pub use write::insert_select::InsertColumns;
pub use write::target::{Filtered, Which};
pub use write::update::{ByFilter, ById, Update, UpdateStart};
pub use write::upsert::{KeyColumns, UpdateColumns, Upsert, UpsertOn};

#[cfg(feature = "markdown")]
pub(crate) use write::constraint::constraint_error;
