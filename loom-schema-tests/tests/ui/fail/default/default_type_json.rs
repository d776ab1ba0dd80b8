use std::collections::{BTreeMap, HashSet};

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = "{}")]
    pub a: Json<Vec<String>>,
    #[loom(default = "[]")]
    pub b: Json<BTreeMap<String, i64>>,
    #[loom(default = "active")]
    pub c: Json<String>,
    #[loom(default = "0.5")]
    pub d: Json<u32>,
    #[loom(default = "\"0.5\"")]
    pub e: Json<f64>,
    #[loom(default = "1")]
    pub f: Json<bool>,
    #[loom(default = "{}")]
    pub g: Json<Option<HashSet<String>>>,
    #[loom(default = "null")]
    pub h: Option<Json<Vec<String>>>,
    #[loom(default = "{\"a\": 1,}")]
    pub i: Json<serde_json::Value>,
    #[loom(default = "")]
    pub j: Json<[i64; 2]>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
