use loom_schema::prelude::*;
use loom_schema_tests::fixture::Pattern;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let _ = loom.world("atlas")?.select::<Pattern>().all()?;
    Ok(())
}

fn main() {}
