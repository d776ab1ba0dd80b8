//! The two tests of the engine's former Drizzle schema, by their names, on the ten tables.

use loom_engine::tables::{
    LOOM, NewPattern, NewPatternStep, NewWorld, Pattern, PatternFamily, PatternStep, World,
};
use loom_schema::prelude::*;

/// Runs one statement as a program would that knows nothing of this library; returns SQLite's message if it refuses.
fn raw(loom: &Loom, sql: &str) -> Result<(), String> {
    loom.with_connection(|connection| connection.execute_batch(sql)).map_err(|error| error.to_string())
}

#[test]
fn should_enforce_world_id_on_l2_tables() {
    let loom = Loom::in_memory(&LOOM).unwrap();
    loom.insert(NewWorld { name: "Atlas".into(), purpose: "A coast".into() }.set(World::ID, "atlas"))
        .unwrap();
    let rows = [
        ("sessions", "id, status", "'test', 'pending'"),
        ("session_summaries", "id, session_id, type, content", "'test', 'test', 'final', '{}'"),
        ("decisions", "id, session_id, type, content", "'test', 'test', 'scope', '{}'"),
    ];
    let l2: Vec<_> = LOOM
        .tables()
        .filter(|table| table.layer().code() == "L2")
        .map(loom_schema::schema::TableSchema::name)
        .collect();
    assert_eq!(rows.map(|(table, ..)| table).as_slice(), l2);

    for (table, columns, values) in rows {
        let refused = raw(&loom, &format!("INSERT INTO {table} ({columns}) VALUES ({values})")).unwrap_err();
        assert!(refused.contains(&format!("NOT NULL constraint failed: {table}.world_id")), "{refused}");
        // The world is all that was missing.
        raw(&loom, &format!("INSERT INTO {table} ({columns}, world_id) VALUES ({values}, 'atlas')")).unwrap();
    }
}

#[test]
fn should_cascade_delete_pattern_steps() {
    let loom = Loom::in_memory(&LOOM).unwrap();
    let [p1, p2] = ["p1", "p2"].map(|id| {
        let new = NewPattern { name: "Test".into(), family: PatternFamily::Ideation, purpose: "Test".into() };
        loom.insert(new.set(Pattern::ID, id)).unwrap().id
    });
    for (id, pattern_id) in [("s1", &p1), ("s2", &p1), ("s3", &p2)] {
        let step = NewPatternStep {
            pattern_id: pattern_id.clone(),
            order: 1,
            name: "Step 1".into(),
            agent_id: "a1".into(),
        };
        loom.insert(step.set(PatternStep::ID, id)).unwrap();
    }
    let steps = |pattern: &Id<Pattern>| {
        loom.select::<PatternStep>().filter(PatternStep::PATTERN_ID.eq(pattern)).all().unwrap().len()
    };
    assert_eq!((steps(&p1), steps(&p2)), (2, 1));

    loom.delete::<Pattern>(&p1).unwrap();
    assert_eq!((steps(&p1), steps(&p2)), (0, 1), "the other pattern keeps its step");

    // By the database, and not by the library.
    raw(&loom, "DELETE FROM patterns WHERE id = 'p2'").unwrap();
    assert_eq!(steps(&p2), 0);
}
