//! loom-schema.
