use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    loom.world("atlas")?.insert(NewSession { status: Status::Active, model_used: None })?;
    Ok(())
}

fn main() {}
