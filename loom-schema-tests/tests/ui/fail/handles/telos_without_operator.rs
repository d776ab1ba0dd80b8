use loom_schema::prelude::*;
use loom_schema_tests::fixture::NewWorldTelos;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.insert(NewWorldTelos { purpose: "to map".into() })?;
    Ok(())
}

fn main() {}
