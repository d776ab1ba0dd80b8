use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

pub static SCHEMA: Schema = schema![World, Wrold];

fn main() {}
