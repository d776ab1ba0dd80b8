//! SQLite's own SQL: the DDL of tables, and of the tables that the library keeps for itself.

mod ddl;
mod library;

pub use ddl::create_table;
pub(crate) use ddl::{create_table_length, create_table_text};
pub(crate) use library::LIBRARY_TABLES;
