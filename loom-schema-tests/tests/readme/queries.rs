// The README's query examples, as they stand there.

use loom_schema::prelude::*;

include!("tables.rs");

pub fn main() -> loom_schema::Result<()> {
    let loom = filled()?;
    let atlas = loom.world("atlas")?;
// README
use loom_schema::query::{Param, count, prepare};

// Joins follow foreign keys; behind an optional one, columns become an `Option`.
let _: Vec<(Id<Session>, Option<String>)> = atlas
    .select::<Session>()
    .columns((Session::ID, Session::PATTERN_ID.to(Pattern::NAME)))
    .all()?;

// Relations, in both directions, nested: one statement each, however many rows there are.
let newest = Summary::query().order_by(Summary::CREATED_AT.desc()).limit(3);
let _: Vec<(Session, Option<Pattern>, Vec<Summary>)> = atlas
    .select::<Session>()
    .with_one(Session::PATTERN_ID)
    .with_many_of(Summary::SESSION_ID, newest)
    .all()?;

// Groups, subqueries, optional filters.
let least: Option<i64> = None;
let _: Vec<(Option<Id<Pattern>>, i64, Option<i64>)> = atlas
    .select::<Session>()
    .filter(Summary::SESSION_ID.exists(Summary::TEXT.contains("100%")))
    .filter(least.map(|least| Session::TOKENS_IN.ge(least)))
    .group_by(Session::PATTERN_ID)
    .columns((Session::PATTERN_ID, count(), Session::TOKENS_IN.sum()))
    .all()?;

// Built once, run many times, in any world.
let busy = prepare(|(least,): (Param<i64>,)| Session::query().filter(Session::TOKENS_IN.ge(least)));
let _: Vec<Session> = busy.all(&atlas, (1_000,))?;

// Writes by filter name their rows, or `.all_rows()`; upserts name the key that decides.
atlas
    .update_many::<Session>()
    .filter(Session::TOKENS_IN.gt(9_000))
    .set(Session::TOKENS_IN, Session::TOKENS_IN.minus(1))
    .run()?;
loom.upsert(NewPattern { name: "Dialectic".into() }.set(Pattern::ID, "dialectic")).on(Pattern::ID).do_update()?;

// Transactions: rolled back on `Err` and on panic, nested as savepoints.
atlas.transaction(|atlas| {
    let session = atlas.insert(NewSession {}.set(Session::PATTERN_ID, "dialectic"))?;
    atlas.insert(NewSummary { session_id: session.id, text: "begun".into() })
})?;
// README
    Ok(())
}
