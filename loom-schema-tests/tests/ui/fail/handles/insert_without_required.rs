use loom_schema::prelude::*;
use loom_schema_tests::fixture::NewSession;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    loom.world("atlas")?.insert(NewSession {})?;
    Ok(())
}

fn main() {}
