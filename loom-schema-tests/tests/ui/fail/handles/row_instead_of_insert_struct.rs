use loom_schema::prelude::*;
use loom_schema_tests::fixture::Pattern;

pub fn example(loom: &Loom, pattern: Pattern) -> loom_schema::Result<()> {
    loom.insert(pattern)?;
    Ok(())
}

fn main() {}
