use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let pattern: Id<Pattern> = "dialectic".into();
    let atlas = loom.world("atlas")?;
    let _ = atlas.get::<Session>(&pattern)?;
    let _ = atlas.select::<Session>().filter(Session::ID.eq(pattern)).all()?;
    Ok(())
}

fn main() {}
