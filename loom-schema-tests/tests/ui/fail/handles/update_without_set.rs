use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    loom.world("atlas")?.update::<Session>(&"kickoff".into()).run()?;
    Ok(())
}

fn main() {}
