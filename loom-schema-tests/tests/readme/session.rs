use loom_schema::prelude::*;

/// An isolated project: its data never appears in another world.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    pub id: Id<World>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// One conversation with the engine.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", markdown = "worlds/{world_id}/sessions/{id}.md")]
pub struct Session {
    pub id: Id<Session>,
    pub world_id: Id<World>,
    pub parent_id: Option<Id<Session>>, // the type is the foreign key
    pub status: SessionStatus,          // the enum is the CHECK constraint
    pub model_used: Option<String>,     // `Option` is NULL
    #[loom(default = 0, check = "tokens_in >= 0")]
    pub tokens_in: i64,
    #[loom(body)]
    pub notes: String,                  // the Markdown below the front matter
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionStatus { Pending, Active, Closed }

pub static LOOM: Schema = schema![World, Session];

fn main() -> loom_schema::Result<()> {
    let loom = Loom::in_memory(&LOOM)?;
    loom.insert(NewWorld { name: "Atlas".into() }.set(World::ID, "atlas"))?;

    let atlas = loom.world("atlas")?;
    let kickoff = atlas.insert(
        NewSession { status: SessionStatus::Pending, notes: "Kick-off".into() } // the required columns
            .set(Session::MODEL_USED, "large"),                                 // an optional one
    )?;
    atlas.update(&kickoff.id).set(Session::STATUS, SessionStatus::Active).run()?;

    let recent: Vec<Session> = atlas
        .select::<Session>()
        .filter(Session::STATUS.eq(SessionStatus::Active).and(Session::TOKENS_IN.lt(1_000)))
        .order_by(Session::CREATED_AT.desc())
        .limit(50)
        .all()?;
    assert_eq!(recent[0].notes, "Kick-off");
    Ok(())
}
