// The tables of the README's query examples: hidden there, compiled with them.

#[derive(LoomTable, Debug, Clone)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable, Debug, Clone)]
#[loom_table(global, layer = "L3", derived)]
pub struct Pattern {
    pub id: Id<Pattern>,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable, Debug, Clone)]
#[loom_table(world_scoped, layer = "L2", derived)]
pub struct Session {
    pub id: Id<Session>,
    pub world_id: Id<World>,
    pub pattern_id: Option<Id<Pattern>>,
    #[loom(default = 0)]
    pub tokens_in: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable, Debug, Clone)]
#[loom_table(world_scoped, layer = "L2", derived)]
pub struct Summary {
    pub id: Id<Summary>,
    pub world_id: Id<World>,
    pub session_id: Id<Session>,
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static TABLES: Schema = schema![World, Pattern, Session, Summary];

fn filled() -> loom_schema::Result<Loom> {
    let loom = Loom::in_memory(&TABLES)?;
    loom.insert(NewWorld {}.set(World::ID, "atlas"))?;
    loom.insert(NewPattern { name: "Dialectic".into() }.set(Pattern::ID, "dialectic"))?;
    Ok(loom)
}
