//! What a module that declares or uses tables needs: `use loom_schema::prelude::*;`.

pub use crate::query::{Insert as _, Read as _, Write as _};
pub use crate::schema::Schema;
pub use crate::{Id, Json, Loom, LoomEnum, LoomTable, Timestamp, schema};
