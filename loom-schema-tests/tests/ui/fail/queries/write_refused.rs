use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Session, WorldTelos};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.delete_many::<Session>().all_rows().run()?;
    atlas.update_many::<WorldTelos>().all_rows().set(WorldTelos::PURPOSE, "to map").run()?;
    Ok(())
}

fn main() {}
