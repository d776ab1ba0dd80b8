#![no_implicit_prelude]

use ::core::clone::Clone;
use ::loom_schema::{Id, Json, LoomEnum, LoomTable, Timestamp};
use ::std::string::String;
use ::std::vec::Vec;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", markdown = "notes/{id}.md", index(kind))]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = "plain")]
    pub kind: Kind,
    #[loom(body)]
    pub text: String,
    pub next_id: ::core::option::Option<Id<Note>>,
    pub tags: Json<Vec<String>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomEnum, Clone, ::core::marker::Copy)]
pub enum Kind {
    Plain,
    Fancy,
}

pub static SCHEMA: ::loom_schema::Schema = ::loom_schema::schema![Note];

fn main() {
    use ::core::iter::ExactSizeIterator;
    ::core::assert_eq!(SCHEMA.tables().len(), 1);
}
