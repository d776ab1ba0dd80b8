use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Session, World};

pub static SCHEMA: Schema = schema![World, Session];

fn main() {}
