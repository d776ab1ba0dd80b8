//! Aliases hide nothing: the foreign keys are there, and so are the types.

use loom_schema::prelude::*;
use loom_schema_tests::fixture::{Pattern, Session, World};

type WorldId = Id<World>;
type Seconds = Timestamp;
type PatternId = Id<Pattern>;
type MaybeSession = Option<Id<Session>>;
type Count = i64;
type Own = Id<Note>;

#[derive(LoomTable)]
#[loom_table(world_scoped, layer = "L2", derived, deletable)]
pub struct Note {
    pub id: Own,
    pub world_id: WorldId,
    #[loom(on_delete = "cascade")]
    pub pattern_id: PatternId,
    pub session_id: MaybeSession,
    #[loom(no_foreign_key)]
    pub other_id: PatternId,
    #[loom(default = 3)]
    pub size: Count,
    pub created_at: Seconds,
    pub updated_at: Seconds,
}

pub static SCHEMA: Schema = schema![World, Pattern, Session, Note];

fn main() {
    let ddl = <Note as loom_schema::LoomTable>::DDL;
    assert!(ddl.contains("FOREIGN KEY (\"pattern_id\") REFERENCES \"patterns\" (\"id\")"), "{ddl}");
    assert!(ddl.contains("FOREIGN KEY (\"world_id\", \"session_id\") REFERENCES \"sessions\""), "{ddl}");
    assert!(ddl.contains("\"notes_pattern_idx\"") && ddl.contains("\"notes_session_idx\""), "{ddl}");
    assert!(!ddl.contains("(\"other_id\")"), "{ddl}");
    assert!(ddl.contains("\"size\" INTEGER NOT NULL DEFAULT 3"), "{ddl}");
    let table = SCHEMA.table("notes").unwrap();
    assert_eq!(table.foreign_keys().count(), 3);
}
