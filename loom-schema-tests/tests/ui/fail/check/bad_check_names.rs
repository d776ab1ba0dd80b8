use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "token_in >= 0")]
    pub tokens_in: i64,
    #[loom(check = r#"status IN ("open", "closed")"#)]
    pub status: String,
    #[loom(check = "rowid > 0")]
    pub a: i64,
    #[loom(check = "md_path IS NOT NULL")]
    pub b: i64,
    #[loom(check = "order > 0")]
    pub order: i64,
    #[loom(check = "notes.c > 0")]
    pub c: i64,
    #[loom(check = "d IN words")]
    pub d: String,
    #[loom(check = "e = 'x' COLLATE german")]
    pub e: String,
    #[loom(check = "CAST(f AS money) > 0")]
    pub f: i64,
    #[loom(check = "g > 0 ORDER BY g")]
    pub g: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
