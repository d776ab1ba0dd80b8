//! Defaults of `Json<T>` columns are values of `T`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]
#![allow(missing_docs, unreachable_pub, reason = "the tables stand here as a program has them")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use loom_schema::Error;
use loom_schema::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub struct Settings {
    pub depth: u8,
    pub words: Vec<String>,
}

pub type Tags = Json<Vec<String>>;

#[derive(LoomTable, Debug, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct Fitting {
    pub id: Id<Fitting>,
    #[loom(default = r#"{ "depth": 3, "words": ["one", "tw\u006f"] }"#)]
    pub settings: Json<Settings>,
    #[loom(default = "[]")]
    pub tags: Tags,
    #[loom(default = "[1, 2]")]
    pub pair: Json<(i64, i64)>,
    #[loom(default = "{\"a\": 1}")]
    pub counts: Json<BTreeMap<String, i64>>,
    #[loom(default = "null")]
    pub nothing: Json<Option<HashMap<String, i64>>>,
    #[loom(default = "[\"a\"]")]
    pub set: Option<Json<BTreeSet<String>>>,
    #[loom(default = "\"one\"")]
    pub text: Json<String>,
    #[loom(default = "2")]
    pub number: Json<f64>,
    #[loom(default = "-2")]
    pub integer: Json<Box<i64>>,
    #[loom(default = "true")]
    pub flag: Json<bool>,
    #[loom(default = "{\"any\": [null]}")]
    pub value: Json<serde_json::Value>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static FITTING: Schema = schema![Fitting];

#[test]
fn a_row_takes_each_default_and_can_be_read() {
    let loom = Loom::in_memory(&FITTING).unwrap();
    let row = loom.insert(NewFitting {}).unwrap();
    assert_eq!(row.settings.0, Settings { depth: 3, words: vec!["one".to_owned(), "two".to_owned()] });
    assert_eq!((row.pair.0, row.number.0, *row.integer.0), ((1, 2), 2.0, -2));
    assert_eq!((row.nothing.0.is_none(), row.text.0.as_str(), row.flag.0), (true, "one", true));
    assert_eq!(loom.get(&row.id).unwrap(), Some(row));
}

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Misfit {
    pub id: Id<Misfit>,
    #[loom(default = "{\"depth\": 300, \"words\": []}")]
    pub settings: Json<Settings>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Aliased {
    pub id: Id<Aliased>,
    #[loom(default = "{}")]
    pub tags: Tags,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static MISFIT: Schema = schema![Fitting, Misfit];
static ALIASED: Schema = schema![Fitting, Aliased];

#[test]
fn what_only_the_type_can_tell_is_told_before_a_table_is_made() {
    for (schema, table, column, message) in [
        (
            &MISFIT,
            "misfits",
            "settings",
            "misfits.settings: the default is not a `Json<Settings>`: invalid value: integer `300`, expected u8",
        ),
        (
            &ALIASED,
            "aliaseds",
            "tags",
            "aliaseds.tags: the default is not a `Tags`: invalid type: map, expected a sequence",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loom.db");
        let error = Loom::open_database(schema, &file).err().unwrap();
        assert!(error.to_string().starts_with(message), "{error}");
        let Error::Value { table: in_table, column: in_column, row: None, .. } = error else {
            panic!("{error}")
        };
        assert_eq!((in_table, in_column.as_str()), (table, column));
        let tables = rusqlite::Connection::open(&file).unwrap().query_one(
            "SELECT count(*) FROM sqlite_schema",
            [],
            |row| row.get::<_, i64>(0),
        );
        assert_eq!(tables.unwrap(), 0);
        assert!(Loom::in_memory(schema).is_err());
    }
}
