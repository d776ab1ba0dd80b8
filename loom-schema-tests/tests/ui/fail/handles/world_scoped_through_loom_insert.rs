use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    loom.insert(NewSession { status: Status::Active })?;
    Ok(())
}

fn main() {}
