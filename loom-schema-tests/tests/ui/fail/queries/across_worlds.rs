use loom_schema::prelude::*;
use loom_schema_tests::fixture::{NewSession, Remark, Session, Status};

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let across = loom.across_worlds("a report");
    let _ = across.get::<Session>(&"kickoff".into())?;
    across.insert(NewSession { status: Status::Active })?;
    across.update::<Session>(&"kickoff".into()).set(Session::TOKENS_IN, 1).run()?;
    across.delete_many::<Remark>().all_rows().run()?;
    Ok(())
}

fn main() {}
