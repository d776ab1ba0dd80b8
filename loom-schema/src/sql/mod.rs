//! All SQL: the tree that queries build, the one writer of statements, the fixed statements of a table, and what only
//! SQLite understands, in a folder of its own.

mod branch;
mod page;
mod render;
pub(crate) mod sqlite;
mod statements;
mod tree;

pub use branch::MAX_DEPTH;
pub(crate) use branch::{Branches, MAX_NESTED_QUERIES};
pub(crate) use render::{Bound, Rendered, Renderer};
pub use statements::Statements;
#[cfg(feature = "markdown")]
pub(crate) use statements::default_cell;
pub(crate) use tree::{Body, JoinStep, Node, OrderTerm, Page, SelectTree, TableRef};
