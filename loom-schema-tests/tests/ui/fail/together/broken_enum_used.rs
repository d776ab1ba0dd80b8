use loom_schema::prelude::*;

#[derive(LoomEnum, Debug, Clone, Copy, PartialEq)]
pub enum Size {
    Small,
    #[loom(rename = "small")]
    Tiny,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = "small")]
    pub size: Size,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub fn example(loom: &Loom) -> loom_schema::Result<()> {
    let _ = loom.select::<Note>().filter(Note::SIZE.eq(Size::Tiny)).all()?;
    Ok(())
}

fn main() {}
