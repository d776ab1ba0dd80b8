use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Session, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.insert(NewSession { status: Status::Active }.set(Session::WORLD_ID, "hearth"))?;
    Ok(())
}

fn main() {}
