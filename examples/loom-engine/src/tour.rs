//! What a first look at the database shows.

use loom_engine::tables::{
    Agent, AgentTelos, Decision, LOOM, OperatorTelos, Pattern, PatternFamily, PatternStep, Session,
    SessionStatus, SessionSummary, World, WorldTelos,
};
use loom_schema::Result;
use loom_schema::prelude::*;
use loom_schema::schema::Layer;

/// The tables by layer, with their row counts.
pub(crate) fn tables(loom: &Loom) -> Result<()> {
    for layer in Layer::ALL {
        println!("{layer}");
        for table in LOOM.layer(layer) {
            println!(
                "  {:<18} {:<7} {:>4} rows",
                table.name(),
                table.scope().code(),
                count(loom, table.name())?
            );
        }
    }
    println!();
    Ok(())
}

/// All rows of a table, whatever their world: a case for raw SQL, since no typed query reaches across worlds.
fn count(loom: &Loom, table: &str) -> Result<i64> {
    loom.with_connection(|connection| {
        connection.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get::<_, i64>(0))
    })
}

/// The rows of each world.
pub(crate) fn worlds(loom: &Loom) -> Result<()> {
    for world in loom.select::<World>().order_by(World::ID.asc()).all()? {
        let handle = loom.world(&world.id)?;
        println!("world {} — {} ({})", world.id, world.name, world.status.text());
        if let Some(telos) = handle.select::<WorldTelos>().optional()? {
            println!("  voice      {}", telos.identity.voice);
        }
        println!("  agents     {}", names(handle.select::<Agent>().columns(Agent::ID).all()?));
        println!(
            "  telos of   {}",
            names(handle.select::<AgentTelos>().columns(AgentTelos::AGENT_ID).all()?)
        );
        println!("  sessions   {}", names(handle.select::<Session>().columns(Session::ID).all()?));
        println!(
            "  summaries  {}",
            names(handle.select::<SessionSummary>().columns(SessionSummary::ID).all()?)
        );
        println!("  decisions  {}", names(handle.select::<Decision>().columns(Decision::ID).all()?));
        println!();
    }
    Ok(())
}

fn names<T>(ids: Vec<Id<T>>) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

/// Three typed queries, and a typed write that leaves no trace.
pub(crate) fn queries(loom: &Loom) -> Result<()> {
    println!("patterns that help to decide, and their first step:");
    let deciding = loom.select::<Pattern>().filter(Pattern::FAMILY.eq(PatternFamily::Decision));
    for pattern in deciding.order_by(Pattern::NAME.asc()).all()? {
        let first = loom
            .select::<PatternStep>()
            .filter(PatternStep::PATTERN_ID.eq(&pattern.id).and(PatternStep::ORDER.eq(1)))
            .columns((PatternStep::NAME, PatternStep::AGENT_ID))
            .optional()?;
        let (step, role) = first.unwrap_or_default();
        println!("  {:<20} {step} ({role})", pattern.name);
    }

    println!("the longest closed sessions of atlas, in tokens:");
    let atlas = loom.world("atlas")?;
    let longest = atlas
        .select::<Session>()
        .filter(Session::STATUS.eq(SessionStatus::Closed))
        .order_by(Session::TOKENS_OUT.desc())
        .limit(3)
        .columns((Session::ID, Session::TOKENS_OUT, Session::CLOSED_AT, Session::MD_PATH))
        .all()?;
    for (id, tokens, closed, path) in longest {
        let closed = closed.map(|at| at.to_string()).unwrap_or_default();
        println!("  {id:<28} {tokens:>6} tokens, closed {closed}, from {}", path.unwrap_or_default());
    }

    println!("what the operator stands for:");
    if let Some(telos) = loom.get::<OperatorTelos>(&Id::new("operator"))? {
        println!("  {}", telos.values.join(" · "));
    }

    println!("one id, two worlds:");
    for world in ["atlas", "foundry"] {
        let session = loom.world(world)?.get::<Session>(&Id::new("2026-03-14-kickoff"))?;
        println!("  {world:<10} {}", session.map_or("none", |session| session.status.text()));
    }
    println!();
    Ok(())
}
