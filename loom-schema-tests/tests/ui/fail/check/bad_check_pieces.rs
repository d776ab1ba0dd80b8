use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md")]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "a > 0;")]
    pub a: i64,
    #[loom(check = "b > 0 -- positive")]
    pub b: i64,
    #[loom(check = "c > 0 /* positive */")]
    pub c: i64,
    #[loom(check = "d > ?1")]
    pub d: i64,
    #[loom(check = "e > :least")]
    pub e: i64,
    #[loom(check = "f <> 'it's'")]
    pub f: String,
    #[loom(check = r#"g <> "g"#)]
    pub g: String,
    #[loom(check = "[h] <> ''")]
    pub h: String,
    #[loom(check = "i > 12a")]
    pub i: i64,
    #[loom(check = "j ! 1")]
    pub j: i64,
    #[loom(check = "k <> x'0'")]
    pub k: Option<Vec<u8>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
