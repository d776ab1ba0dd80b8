//! Fixtures.

pub mod fixture;
