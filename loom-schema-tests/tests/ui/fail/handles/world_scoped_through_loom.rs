use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let _ = loom.select::<Session>().all()?;
    Ok(())
}

fn main() {}
