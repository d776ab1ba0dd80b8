//! The ten tables of the LOOM engine, and what the first run does with them.
#![allow(
    missing_docs,
    reason = "a field is documented where its name does not say it all, and the docs show both"
)]

pub mod tables;
