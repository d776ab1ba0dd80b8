//! rusqlite by hand: cached statements, columns by index.

use std::path::Path;

use harness::{ATLAS, SCHEMA, SETTINGS, Seed, Status, now};
use rusqlite::{Connection, Row, params};

use crate::{Side, id};

pub(crate) struct Raw(Connection);

#[allow(dead_code, reason = "what is read is not all used")]
struct Session {
    id: String,
    world_id: String,
    pattern_id: Option<String>,
    status: Status,
    sie_id: Option<String>,
    model_used: Option<String>,
    tokens_in: i64,
    tokens_out: i64,
    closed_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        world_id: row.get(1)?,
        pattern_id: row.get(2)?,
        status: Status::parse(row.get_ref(3)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?,
        sie_id: row.get(4)?,
        model_used: row.get(5)?,
        tokens_in: row.get(6)?,
        tokens_out: row.get(7)?,
        closed_at: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

const GET: &str = "SELECT id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, closed_at, \
                   created_at, updated_at FROM sessions WHERE world_id = ?1 AND id = ?2";
const LIST: &str = "SELECT id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, closed_at, \
                    created_at, updated_at FROM sessions WHERE world_id = ?1 AND status = ?2 \
                    ORDER BY created_at DESC LIMIT 50";
const INSERT: &str = "INSERT INTO sessions (id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, \
                      closed_at, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

impl Side for Raw {
    fn open(path: &Path) -> Self {
        let connection = Connection::open(path).expect("a database");
        connection.execute_batch(SETTINGS).expect("set");
        connection.execute_batch(SCHEMA).expect("created");
        connection.execute("INSERT INTO worlds (id, name) VALUES (?1, '')", [ATLAS]).expect("atlas");
        Self(connection)
    }

    fn insert(&mut self, rows: Vec<Seed>) {
        let none = None::<&str>;
        self.0.execute_batch("BEGIN IMMEDIATE").expect("begun");
        let mut statement = self.0.prepare_cached(INSERT).expect("prepared");
        for seed in rows {
            let status = seed.status.as_str();
            statement
                .execute(params![
                    seed.id,
                    ATLAS,
                    none,
                    status,
                    none,
                    seed.model_used,
                    seed.tokens_in,
                    0,
                    none,
                    seed.created_at,
                    now()
                ])
                .expect("inserted");
        }
        drop(statement);
        self.0.execute_batch("COMMIT").expect("committed");
    }

    fn get(&mut self, numbers: &[usize]) -> usize {
        let read = |n: &usize| {
            let mut statement = self.0.prepare_cached(GET).expect("prepared");
            statement.query_row([ATLAS, &id(*n)], session).expect("a row").id == id(*n)
        };
        numbers.iter().filter(|n| read(n)).count()
    }

    fn list(&mut self) -> usize {
        let mut statement = self.0.prepare_cached(LIST).expect("prepared");
        let rows = statement.query_map([ATLAS, Status::Active.as_str()], session).expect("rows");
        rows.collect::<Result<Vec<_>, _>>().expect("rows").len()
    }

    fn count(&mut self) -> u64 {
        let sql = "SELECT count(*) FROM sessions WHERE world_id = ?1";
        let mut statement = self.0.prepare_cached(sql).expect("prepared");
        let count: i64 = statement.query_row([ATLAS], |row| row.get(0)).expect("a count");
        count.cast_unsigned()
    }

    fn delete_from(&mut self, number: usize) {
        let deleted =
            self.0.execute("DELETE FROM sessions WHERE world_id = ?1 AND id >= ?2", [ATLAS, &id(number)]);
        assert_eq!(deleted.expect("deleted"), crate::MORE);
    }
}
