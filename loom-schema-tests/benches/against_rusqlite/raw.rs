//! The same workloads, by hand.

use std::collections::HashMap;
use std::path::Path;

use loom_engine::tables::LOOM;
use rusqlite::{Connection, Row, params};

use super::{Side, timed};

/// A summary, likewise.
struct Summary {
    session_id: String,
    _id: String,
    _world_id: String,
    _kind: Kind,
    _content: loom_engine::tables::Summary,
    _created_at: i64,
    _updated_at: i64,
}

enum Kind {
    Checkpoint,
    Final,
}

fn decode_summary(row: &Row<'_>) -> rusqlite::Result<Summary> {
    Ok(Summary {
        _id: row.get(0)?,
        session_id: row.get(1)?,
        _world_id: row.get(2)?,
        _kind: match row.get_ref(3)?.as_str()? {
            "checkpoint" => Kind::Checkpoint,
            "final" => Kind::Final,
            _ => return Err(rusqlite::Error::InvalidQuery),
        },
        _content: serde_json::from_str(row.get_ref(4)?.as_str()?)
            .map_err(|_| rusqlite::Error::InvalidQuery)?,
        _created_at: row.get(5)?,
        _updated_at: row.get(6)?,
    })
}

/// A session, as it would be written without us.
struct Session {
    id: String,
    _world_id: String,
    _pattern_id: Option<String>,
    _status: Status,
    _sie_id: Option<String>,
    _model_used: Option<String>,
    _tokens_in: i64,
    _tokens_out: i64,
    _closed_at: Option<i64>,
    _created_at: i64,
    _updated_at: i64,
}

#[derive(Clone, Copy)]
enum Status {
    Active,
    Closed,
}

const COLUMNS: &str = "id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, closed_at, \
                       created_at, updated_at";

fn decode(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        _world_id: row.get(1)?,
        _pattern_id: row.get(2)?,
        _status: match row.get_ref(3)?.as_str()? {
            "active" => Status::Active,
            "closed" => Status::Closed,
            _ => return Err(rusqlite::Error::InvalidQuery),
        },
        _sie_id: row.get(4)?,
        _model_used: row.get(5)?,
        _tokens_in: row.get(6)?,
        _tokens_out: row.get(7)?,
        _closed_at: row.get(8)?,
        _created_at: row.get(9)?,
        _updated_at: row.get(10)?,
    })
}

fn now() -> i64 {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock after 1970");
    i64::try_from(since.as_secs()).expect("a clock before the end of time")
}

fn insert(connection: &Connection, world: &str, n: i64) {
    let status = if n % 3 == 0 { Status::Closed } else { Status::Active };
    let status = match status {
        Status::Active => "active",
        Status::Closed => "closed",
    };
    connection
        .prepare_cached(
            "INSERT INTO sessions (id, world_id, status, model_used, tokens_in, tokens_out, created_at, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut statement| {
            statement.execute(params![format!("session-{n:05}"), world, status, "large", n, 0, n, now()])
        })
        .expect("inserted");
}

fn in_transaction(connection: &Connection, work: impl FnOnce()) {
    connection.execute_batch("BEGIN IMMEDIATE").expect("begun");
    work();
    connection.execute_batch("COMMIT").expect("committed");
}

pub(super) fn workloads(path: &Path) -> Vec<(&'static str, u32, Side<'static>)> {
    let connection: &'static Connection = Box::leak(Box::new(Connection::open(path).expect("a database")));
    for (name, value) in [("journal_mode", "wal"), ("synchronous", "normal"), ("foreign_keys", "on")] {
        connection.pragma_update(None, name, value).expect("set");
    }
    connection.set_prepared_statement_cache_capacity(256);
    for ddl in LOOM.ddl() {
        connection.execute_batch(ddl).expect("created");
    }
    for id in ["atlas", "scratch"] {
        connection
            .execute("INSERT INTO worlds (id, name, purpose) VALUES (?1, ?1, 'A benchmark')", [id])
            .expect("a world");
    }
    in_transaction(connection, || (0..10_000).for_each(|n| insert(connection, "atlas", n)));
    let ids: Vec<String> = (0..10_000).map(|n| format!("session-{n:05}")).collect();
    let ids: &'static [String] = Box::leak(ids.into_boxed_slice());
    in_transaction(connection, || {
        for session in &ids[..100] {
            for n in 0..10 {
                connection
                    .prepare_cached(
                        "INSERT INTO session_summaries (id, session_id, world_id, type, content) \
                         VALUES (?1, ?2, 'atlas', 'final', ?3)",
                    )
                    .and_then(|mut statement| {
                        let content = format!("{{\"headline\":\"{session} {n}\",\"points\":[]}}");
                        statement.execute(params![
                            format!("01890000-0000-7000-8000-{session}-{n:02}"),
                            session,
                            content
                        ])
                    })
                    .expect("a summary");
            }
        }
    });
    let clear = || {
        connection.execute("DELETE FROM sessions WHERE world_id = 'scratch'", []).expect("cleared");
    };
    let insert_all = move || {
        clear();
        timed(|| in_transaction(connection, || (0..10_000).for_each(|n| insert(connection, "scratch", n))))
    };
    vec![
        ("", 0, Box::new(insert_all)),
        ("", 0, Box::new(insert_all)),
        (
            "",
            0,
            Box::new(move || {
                timed(|| {
                    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE world_id = ?1");
                    let mut statement = connection.prepare_cached(&sql).expect("prepared");
                    let rows: Vec<Session> = statement
                        .query_map(["atlas"], decode)
                        .expect("rows")
                        .collect::<Result<_, _>>()
                        .expect("rows");
                    assert_eq!(rows.len(), 10_000);
                })
            }),
        ),
        (
            "",
            0,
            Box::new(move || {
                let sql = format!("SELECT {COLUMNS} FROM sessions WHERE world_id = ?1 AND id = ?2");
                timed(|| {
                    for id in ids {
                        let mut statement = connection.prepare_cached(&sql).expect("prepared");
                        let row = statement.query_row(["atlas", id], decode).expect("a row");
                        assert_eq!(row.id, *id);
                    }
                })
            }),
        ),
        (
            "",
            0,
            Box::new(move || {
                let sql = format!(
                    "SELECT {COLUMNS} FROM sessions WHERE world_id = ?1 AND status = ?2 AND tokens_in > ?3 \
                 ORDER BY created_at DESC LIMIT 50"
                );
                timed(|| {
                    for n in 0..200 {
                        let mut statement = connection.prepare_cached(&sql).expect("prepared");
                        let rows: Vec<Session> = statement
                            .query_map(params!["atlas", "active", n], decode)
                            .expect("rows")
                            .collect::<Result<_, _>>()
                            .expect("rows");
                        assert_eq!(rows.len(), 50);
                    }
                })
            }),
        ),
        (
            "",
            0,
            Box::new(move || {
                let parents =
                    format!("SELECT {COLUMNS} FROM sessions WHERE world_id = ?1 AND tokens_in < ?2");
                let places = vec!["?"; 100].join(", ");
                let children = format!(
                    "SELECT id, session_id, world_id, type, content, created_at, updated_at FROM session_summaries \
                     WHERE world_id = ? AND session_id IN ({places})"
                );
                timed(|| {
                    for _ in 0..50 {
                        let mut statement = connection.prepare_cached(&parents).expect("prepared");
                        let sessions: Vec<Session> = statement
                            .query_map(params!["atlas", 100], decode)
                            .expect("rows")
                            .collect::<Result<_, _>>()
                            .expect("rows");
                        let mut statement = connection.prepare_cached(&children).expect("prepared");
                        let keys = std::iter::once("atlas")
                            .chain(sessions.iter().map(|session| session.id.as_str()));
                        let mut rows = statement.query(rusqlite::params_from_iter(keys)).expect("rows");
                        let mut found: HashMap<String, Vec<Summary>> = HashMap::new();
                        while let Some(row) = rows.next().expect("a row") {
                            let summary = decode_summary(row).expect("a summary");
                            match found.get_mut(&summary.session_id) {
                                Some(summaries) => summaries.push(summary),
                                None => drop(found.insert(summary.session_id.clone(), vec![summary])),
                            }
                        }
                        let rows: Vec<(Session, Vec<Summary>)> = sessions
                            .into_iter()
                            .map(|session| {
                                let summaries = found.remove(&session.id).unwrap_or_default();
                                (session, summaries)
                            })
                            .collect();
                        assert_eq!(rows.iter().map(|(_, summaries)| summaries.len()).sum::<usize>(), 1_000);
                    }
                })
            }),
        ),
        (
            "",
            0,
            Box::new(move || {
                timed(|| {
                    in_transaction(connection, || {
                        for id in ids {
                            connection
                            .prepare_cached("UPDATE sessions SET tokens_out = ?1, updated_at = ?2 WHERE world_id = ?3 AND id = ?4")
                            .and_then(|mut statement| statement.execute(params![7, now(), "atlas", id]))
                            .expect("updated");
                        }
                    });
                })
            }),
        ),
    ]
}
