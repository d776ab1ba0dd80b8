use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub title: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Link {
    pub id: Id<Link>,
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Note, Link];

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let _ = loom.select::<Note>().filter(Note::TITLE.eq("fog")).all()?;
    Ok(())
}

fn main() {}
