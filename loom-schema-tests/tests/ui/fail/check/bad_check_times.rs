use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "a <= date()")]
    pub a: String,
    #[loom(check = "strftime('%Y') >= b")]
    pub b: String,
    #[loom(check = "c <= datetime('NOW', '+1 day')")]
    pub c: String,
    #[loom(check = "time(d, 'localtime') > '12:00'")]
    pub d: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
