use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Remark, Session, World};

pub static SCHEMA: Schema = schema![World, World, Session, Remark];

fn main() {}
