use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

pub struct Author {
    pub name: String,
}

pub static SCHEMA: Schema = schema![World, Author];

fn main() {}
