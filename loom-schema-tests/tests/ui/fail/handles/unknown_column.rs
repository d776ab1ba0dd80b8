use loom_schema::prelude::*;
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let _ = loom.world("atlas")?.select::<Session>().filter(Session::STATE.eq("x")).all()?;
    Ok(())
}

fn main() {}
