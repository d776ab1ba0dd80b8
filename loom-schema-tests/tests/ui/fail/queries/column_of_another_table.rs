use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Remark, Session};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let groups = || atlas.select::<Session>().group_by(Session::STATUS).columns(Session::STATUS);
    let _ = groups().having(Pattern::ID.count().gt(1)).all()?;
    let _ = groups().order_by(Pattern::ID.asc()).all()?;
    let _ = atlas.select::<Session>().group_by(Pattern::ID).all()?;
    let _ = atlas.select::<Remark>().columns(Remark::SESSION_ID.to(Pattern::PURPOSE)).all()?;
    let _ = atlas.select::<Session>().filter(Session::ID.as_text().eq(Pattern::PURPOSE)).all()?;
    atlas.update_many::<Session>().filter(Remark::ID.eq("r")).set(Session::TOKENS_IN, 1).run()?;
    let _ = atlas.select::<Session>().with_many(Session::PATTERN_ID).all()?;
    let _ = atlas.select::<Session>().with_one(Remark::SESSION_ID).all()?;
    Ok(())
}

fn main() {}
