use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, World};

pub static SCHEMA: Schema = schema![World; Pattern];

fn main() {}
