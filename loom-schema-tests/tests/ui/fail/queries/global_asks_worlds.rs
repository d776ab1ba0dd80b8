use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session};

/// A note beside the worlds, which names a session without being bound to it.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(no_foreign_key)]
    pub session_id: Id<Session>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let used = Session::query().columns(Session::PATTERN_ID.unwrap_or("none"));
    let _ = loom.select::<Pattern>().filter(Pattern::ID.in_select(used)).all()?;
    let _ = loom.select::<Pattern>().filter(Session::PATTERN_ID.exists(None)).all()?;
    let _ = loom.select::<Pattern>().columns(Session::PATTERN_ID.count_of(None)).all()?;
    let _ = loom.select::<Pattern>().with_many(Session::PATTERN_ID).all()?;
    let ids = Session::query().columns(Session::ID.as_text());
    let _ = loom.run(Pattern::query().columns(Pattern::ID.as_text()).union(ids)).all()?;
    let _ = loom.select::<Note>().with_one(Note::SESSION_ID).all()?;
    let _ = loom.select::<Note>().columns(Note::SESSION_ID.to(Session::STATUS)).all()?;
    Ok(())
}

fn main() {}
