//! What a module that declares or uses tables needs: `use loom_schema::prelude::*;`.

pub use crate::query::{
    Expression as _, ForeignKey as _, Insert as _, JsonExpression as _, NullExpression as _,
    NumberExpression as _, Queryable as _, Read as _, Refine as _, TextExpression as _, Write as _,
};
pub use crate::{Id, Json, Loom, LoomEnum, LoomTable, Schema, Timestamp, schema};
