use loom_schema::prelude::*;
use loom_schema_tests::fixture::World;

// One mistake: no layer. Whoever uses the table is not to blame.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, markdown = "worlds/{world_id}/notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub title: String,
    pub size: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L3", derived)]
pub struct Link {
    pub id: Id<Link>,
    pub world_id: Id<World>,
    pub note_id: Id<Note>,
    pub other_id: Option<Id<Note>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![World, Note, Link];

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let atlas = loom.world("atlas")?;
    let note = atlas.insert(NewNote { title: "fog".into() }.set(Note::SIZE, 3))?;
    atlas.insert(NewLink { note_id: note.id.clone() }.set(Link::OTHER_ID, &note.id))?;
    let _ = atlas.select::<Note>().filter(Note::TITLE.eq("fog").and(Note::SIZE.is_null())).all()?;
    atlas.update::<Note>(&note.id).set(Note::TITLE, "mist").run()?;
    atlas.delete::<Note>(&note.id)?;
    let _ = Note::MD_PATH;
    Ok(())
}

fn main() {}
