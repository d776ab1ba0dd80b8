//! SQL text, made from metadata by one renderer, in const evaluation and at run time alike.

mod constant;
mod sqlite;

pub(crate) use constant::ddl;
pub use sqlite::create_table;
