use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Remark, Session};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let statuses = Session::query().columns(Session::STATUS);
    let _ = atlas.run(Session::query().columns(Session::ID).union(statuses)).all()?;
    let tokens = Session::query().columns(Session::TOKENS_IN);
    let _ = atlas.select::<Session>().filter(Session::ID.in_select(tokens)).all()?;
    atlas.select::<Session>().with_many(Remark::SESSION_ID).each(|_| Ok(()))?;
    Ok(())
}

fn main() {}
