use loom_schema::prelude::*;
use loom_schema_tests::fixture::WorldTelos;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.update::<WorldTelos>(&"telos".into()).set(WorldTelos::PURPOSE, "to map").run()?;
    Ok(())
}

fn main() {}
