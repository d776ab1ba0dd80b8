use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let _ = atlas.select::<Session>().filter(Pattern::PURPOSE.eq("x")).all()?;
    let _ = atlas.select::<Session>().order_by(Pattern::ID.asc()).all()?;
    let _ = atlas.select::<Session>().columns((Session::ID, Pattern::ID)).all()?;
    atlas.update::<Session>(&"kickoff".into()).set(Pattern::PURPOSE, "x").run()?;
    Ok(())
}

fn main() {}
