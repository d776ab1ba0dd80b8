use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let _ = atlas.select::<Session>().columns(Session::MODEL_USED.sum()).all()?;
    let _ = atlas.select::<Session>().filter(Session::TOKENS_IN.contains("1")).all()?;
    let _ = atlas.select::<Session>().columns(Session::MODEL_USED.text_at("$.name")).all()?;
    let _ = atlas.select::<Session>().filter(Session::TOKENS_IN.is_null()).all()?;
    let _ = atlas.select::<Session>().columns(Session::MODEL_USED.unwrap_or(3)).all()?;
    let _ = atlas.select::<Session>().columns(Session::TOKENS_IN.unwrap_or(3)).all()?;
    let _ = atlas.select::<Session>().filter(Session::TOKENS_IN.eq(Session::MODEL_USED)).all()?;
    let _ = atlas.select::<Session>().filter(Session::TOKENS_IN).all()?;
    Ok(())
}

fn main() {}
