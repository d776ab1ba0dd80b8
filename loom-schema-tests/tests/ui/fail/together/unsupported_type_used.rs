use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

pub struct Place {
    pub north: f64,
}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub place: Place,
    pub title: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![World, Note];

pub fn example(loom: &Loom, place: Place) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    atlas.insert(NewNote { place, title: "fog".into() })?;
    let _ = atlas.select::<Note>().filter(Note::TITLE.eq("fog")).all()?;
    Ok(())
}

fn main() {}
