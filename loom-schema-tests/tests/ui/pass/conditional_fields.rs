//! `#[cfg]` and `#[cfg_attr]` on fields and variants, and other derives and their attributes beside ours.

use loom_schema::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(LoomTable, Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(rename_all = "camelCase")]
#[loom_table(global, layer = "L3")]
#[cfg_attr(all(), loom_table(derived))]
#[must_use]
pub struct Note {
    pub id: Id<Note>,
    #[serde(default)]
    #[loom(default = 0)]
    #[allow(unused)]
    pub size: i64,
    #[cfg(any())]
    pub never: NoSuchType,
    #[cfg(all())]
    #[cfg_attr(all(), loom(default = "x"))]
    pub always: String,
    #[serde(skip)]
    pub kind: Option<Kind>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomEnum, Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Default)]
pub enum Kind {
    #[default]
    Plain,
    #[serde(rename = "F")]
    #[loom(rename = "very-fancy")]
    Fancy,
    #[cfg(any())]
    Never,
}

pub static SCHEMA: Schema = schema![Note];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let note = loom.insert(NewNote {}.set(Note::KIND, Kind::Fancy)).unwrap();
    assert_eq!(note.always, "x");
    assert!(serde_json::to_string(&note).unwrap().contains("createdAt"));
}
