//! Typed queries. Every value is bound; no function here takes SQL text.

mod column;
mod constraint;
mod filter;
mod insert;
mod projection;
mod read;
mod scope;
mod select;
mod statements;
mod update;
mod write;

pub use column::{Column, Fixed, Free, OnInsert, Order, SetOnInsert, SetOnUpdate};
pub use filter::Filter;
pub use insert::{Draft, Insert};
pub use projection::Projection;
pub use read::Read;
pub use scope::{Global, InWorld, Reaches, Writes};
pub use select::Select;
pub use statements::Statements;
#[cfg(feature = "markdown")]
pub(crate) use statements::default_cell;
pub use update::{Update, UpdateStart};
pub use write::Write;

#[cfg(feature = "markdown")]
pub(crate) use constraint::broken;
pub(crate) use scope::{AsOperator, AsProgram, Context};
