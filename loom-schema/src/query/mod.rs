//! Typed queries. Every value is bound; no function here takes SQL text.
//!
//! Expressions ([`Expression`]) are made of column constants and build a tree (`ast`); one renderer writes its SQL. A
//! [`Query`] is such a tree with a shape, a [`Select`] is a query in the hands of a handle, which knows its world.

mod aggregate;
mod ast;
mod branch;
mod children;
mod column;
mod condition;
mod constraint;
mod delete;
mod expression;
mod functions;
mod insert;
mod insert_select;
mod operand;
mod order;
mod page;
mod path;
mod plan;
mod prepared;
mod protected;
mod read;
mod refine;
mod relation;
mod render;
mod returning;
mod run;
mod scope;
mod select;
mod shape;
mod statements;
mod unreadable;
mod update;
mod upsert;
mod which;
mod with;
mod write;

pub use aggregate::{Window, count, dense_rank, lag, lead, rank, row_number};
pub use branch::MAX_DEPTH;
pub use children::{ForeignKey, KeyOf, KeyTo};
#[doc(hidden)]
pub use column::column;
pub use column::{Column, Fixed, Free, OnInsert, Referencing, SetOnInsert, SetOnUpdate};
pub use condition::{Condition, IntoFilter};
pub use delete::Delete;
pub use expression::{Divides, Expr, Expression, Filter};
pub use functions::{
    JsonColumn, JsonExpression, NullExpression, Number, NumberExpression, Optional, Text, TextExpression,
};
pub use insert::{Draft, Insert};
pub use insert_select::Target;
pub use operand::{Operand, Param};
pub use order::{IntoOrder, Order};
pub use page::PageKey;
pub use path::{Path, Row};
pub use prepared::{Params, Prepared, prepare};
pub(crate) use read::Handle;
pub use read::Read;
pub use refine::Refine;
pub use relation::{AddRelation, Found, Many, One, Related, Relation, Through};
pub(crate) use scope::Context;
pub use scope::{
    AcrossWorlds, AsOperator, AsProgram, AsReader, Finds, Global, InWorld, Includes, Reaches, Role, Writes,
};
pub use select::{Query, Select};
pub use shape::{OneByOne, Projection, Rows, Shape};
pub use statements::Statements;
#[cfg(feature = "markdown")]
pub(crate) use statements::default_cell;
pub use update::{ByFilter, ById, Update, UpdateStart};
pub use upsert::{KeyColumns, UpdateColumns, Upsert, UpsertOn};
pub use which::{Filtered, Which};
pub use with::ReferencesOne;
pub use write::Write;

#[cfg(feature = "markdown")]
pub(crate) use constraint::broken;
