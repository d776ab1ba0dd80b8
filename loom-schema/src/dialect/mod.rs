//! SQL text, made from metadata by one renderer, in const evaluation and at run time alike.

mod sqlite;
mod text;

pub use sqlite::create_table;
pub(crate) use sqlite::create_table_text;
pub(crate) use text::Writer;
#[doc(hidden)]
pub use text::{Text, as_str};
