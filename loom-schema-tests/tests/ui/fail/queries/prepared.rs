use loom_schema::prelude::*;
use loom_schema::query::{Param, prepare};
use loom_schema_tests::fixture::Session;

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let busy = prepare(|(least,): (Param<i64>,)| Session::query().filter(Session::TOKENS_IN.ge(least)));
    let _ = busy.all(&loom.world("atlas")?, ("many",))?;
    let _ = busy.all(loom, (1,))?;
    let _ = prepare(|(least,): (Param<String>,)| Session::query().filter(Session::TOKENS_IN.ge(least)));
    Ok(())
}

fn main() {}
