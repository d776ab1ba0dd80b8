//! The tables, for whoever measures with them.

pub mod tables;
