//! The DDL of the ten tables: what it says, that SQLite takes it, and that it is the Drizzle schema it replaces.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

use loom_engine::tables::{LOOM, Session};
use loom_schema::prelude::*;
use loom_schema::schema::TableSchema;
use rusqlite::Connection;

fn created() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    for ddl in LOOM.ddl() {
        connection.execute_batch(ddl).unwrap();
    }
    connection
}

#[test]
fn the_ddl_is_what_it_was() {
    insta::assert_snapshot!(LOOM.ddl().collect::<Vec<_>>().join("\n"));
}

#[test]
fn sqlite_takes_it_and_makes_strict_tables() {
    let connection = created();
    let mut statement = connection
        .prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
        .unwrap();
    let tables: Vec<(String, bool)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let own: Vec<&(String, bool)> = tables.iter().filter(|(name, _)| !name.starts_with("sqlite_")).collect();
    assert_eq!(own.len(), 10);
    assert!(own.iter().all(|(_, strict)| *strict));
}

#[test]
fn the_constant_is_what_the_renderer_writes_at_run_time() {
    for (table, ddl) in LOOM.tables().zip(LOOM.ddl()) {
        assert_eq!(loom_schema::create_table(table), ddl);
    }
    const COMPILED: &str = <Session as LoomTable>::DDL;
    assert!(COMPILED.starts_with("CREATE TABLE \"sessions\" ("));
}

/// The Drizzle schema's columns, in its order, without those that came by a design decision.
#[test]
fn the_tables_have_the_columns_of_the_drizzle_schema() {
    let drizzle: [(&str, &[&str]); 10] = [
        ("operator_telos", &["id", "values", "preferences", "updated_at"]),
        ("world_telos", &["id", "world_id", "purpose", "identity", "updated_at"]),
        ("agent_telos", &["id", "agent_id", "core_purpose", "constraints", "updated_at"]),
        ("worlds", &["id", "name", "purpose", "config", "status", "created_at", "updated_at"]),
        (
            "agents",
            &[
                "id",
                "world_id",
                "name",
                "profile",
                "modes",
                "tools",
                "model_preferences",
                "created_at",
                "updated_at",
            ],
        ),
        (
            "patterns",
            &["id", "name", "family", "purpose", "world_scope", "config", "created_at", "updated_at"],
        ),
        (
            "pattern_steps",
            &[
                "id",
                "pattern_id",
                "order",
                "name",
                "agent_id",
                "layer_writes",
                "tempo_mode",
                "constraints",
                "created_at",
                "updated_at",
            ],
        ),
        (
            "sessions",
            &[
                "id",
                "world_id",
                "pattern_id",
                "status",
                "sie_id",
                "model_used",
                "tokens_in",
                "tokens_out",
                "closed_at",
                "created_at",
                "updated_at",
            ],
        ),
        (
            "session_summaries",
            &["id", "session_id", "world_id", "type", "content", "created_at", "updated_at"],
        ),
        ("decisions", &["id", "session_id", "world_id", "type", "content", "created_at", "updated_at"]),
    ];
    for (name, expected) in drizzle {
        let table = LOOM.table(name).unwrap();
        let found: Vec<&str> = table.fields().iter().map(|column| column.name).collect();
        let expected: Vec<&str> = if name == "agent_telos" {
            // It belongs to its agent's world.
            vec!["id", "world_id", "agent_id", "core_purpose", "constraints", "updated_at"]
        } else {
            expected.to_vec()
        };
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(LOOM.tables().len(), 10);
}

#[test]
fn the_indexes_have_the_names_of_the_drizzle_schema() {
    let names: Vec<&str> =
        LOOM.tables().flat_map(TableSchema::indexes).map(|(index, _)| index.name).collect();
    for name in [
        "agents_world_idx",
        "pattern_steps_pattern_idx",
        "pattern_steps_order_idx",
        "sessions_world_idx",
        "session_summaries_world_idx",
        "session_summaries_session_idx",
        "decisions_world_idx",
        "world_telos_world_id_unique",
        "agent_telos_agent_id_unique",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    let connection = created();
    let made: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(usize::try_from(made).unwrap(), names.len(), "the metadata lists what the database has");
}

#[test]
fn foreign_keys_have_indexes_that_serve_them() {
    let connection = created();
    for table in LOOM.tables() {
        for key in table.foreign_keys() {
            let condition: Vec<String> =
                key.columns.iter().map(|column| format!("\"{column}\" = 'x'")).collect();
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT 1 FROM \"{}\" WHERE {}",
                table.name(),
                condition.join(" AND ")
            );
            let plan: String = connection.query_row(&sql, [], |row| row.get(3)).unwrap();
            assert!(plan.starts_with("SEARCH"), "{}.{}: {plan}", table.name(), key.column);
        }
    }
}
