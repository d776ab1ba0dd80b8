use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.update::<Session>(&"kickoff".into()).set(Session::ID, "start").run()?;
    atlas.update::<Session>(&"kickoff".into()).set(Session::WORLD_ID, "hearth").run()?;
    atlas.update::<Session>(&"kickoff".into()).set(Session::CREATED_AT, Timestamp::now()).run()?;
    Ok(())
}

fn main() {}
