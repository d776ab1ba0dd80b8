use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let _ = atlas.select::<Session>().filter(Session::STATUS.is_null()).all()?;
    atlas.update::<Session>(&"kickoff".into()).set(Session::STATUS, None).run()?;
    Ok(())
}

fn main() {}
