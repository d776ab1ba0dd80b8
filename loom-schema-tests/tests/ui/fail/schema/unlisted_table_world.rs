use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, WorldTelos};

pub static SCHEMA: Schema = schema![Pattern, WorldTelos];

fn main() {}
