use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Session, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let upsert = || atlas.upsert(NewSession { status: Status::Active }.set(Session::ID, "kickoff")).on(Session::ID);
    upsert().do_update_only(Session::ID)?;
    upsert().do_update_only(Session::CREATED_AT)?;
    upsert().do_update_only((Session::STATUS, Session::WORLD_ID))?;
    upsert().do_update_only((Session::STATUS, Session::TOKENS_IN))?;
    Ok(())
}

fn main() {}
