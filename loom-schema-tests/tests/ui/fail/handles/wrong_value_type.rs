use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Session, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let _ = atlas.select::<Session>().filter(Session::TOKENS_IN.eq("many")).all()?;
    let _ = atlas.select::<Session>().filter(Session::STATUS.eq("active")).all()?;
    atlas.update::<Session>(&"kickoff".into()).set(Session::MODEL_USED, 3).run()?;
    atlas.insert(NewSession { status: Status::Active }.set(Session::TOKENS_IN, "many"))?;
    Ok(())
}

fn main() {}
