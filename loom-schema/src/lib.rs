//! loom-schema.

#[cfg(feature = "markdown")]
#[allow(dead_code, reason = "nothing reads files yet; the sync engine will")]
mod markdown;
