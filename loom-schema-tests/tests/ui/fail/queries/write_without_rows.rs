use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Remark, Session};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.update_many::<Session>().set(Session::TOKENS_IN, 0).run()?;
    atlas.delete_many::<Remark>().run()?;
    atlas.update_many::<Session>().filter(None).set(Session::TOKENS_IN, 0).run()?;
    atlas.update_many::<Session>().filter(Session::TOKENS_IN.gt(1)).run()?;
    Ok(())
}

fn main() {}
