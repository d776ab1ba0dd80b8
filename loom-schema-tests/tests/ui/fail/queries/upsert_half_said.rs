use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Pattern, Session, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let new = || NewSession { status: Status::Active }.set(Session::ID, "kickoff");
    atlas.upsert(new()).do_update()?;
    atlas.upsert(new()).on(Session::ID).run()?;
    atlas.upsert(new()).on(Session::ID).do_update_only(Session::MD_HASH)?;
    atlas.upsert(new()).on(Pattern::ID).do_update()?;
    Ok(())
}

fn main() {}
