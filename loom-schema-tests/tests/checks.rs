//! Checks that the compiler cannot refuse, since only SQLite knows its grammar.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(missing_docs, unreachable_pub, reason = "the tables stand here as a program has them")]

use loom_schema::prelude::*;

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(check = "rank >")]
    pub rank: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static UNFINISHED: Schema = schema![Note];

#[test]
fn an_unfinished_check_is_an_error_that_names_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("loom.db");
    for error in [Loom::in_memory(&UNFINISHED), Loom::open_database(&UNFINISHED, file)] {
        let message = error.err().unwrap().to_string();
        assert!(message.starts_with("create table notes: "), "{message}");
    }
}
