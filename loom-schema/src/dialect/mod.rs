//! SQL text, made from metadata by one renderer, in const evaluation and at run time alike.

mod constant;
mod sqlite;
mod text;

pub(crate) use constant::ddl;
pub use sqlite::create_table;
#[doc(hidden)]
pub use text::Text;
pub(crate) use text::Writer;
