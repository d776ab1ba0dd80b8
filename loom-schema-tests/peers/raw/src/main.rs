//! rusqlite by hand, as a careful person writes it: cached statements, columns by index, one transaction around bulk
//! work.

use std::collections::HashMap;
use std::path::Path;

use harness::{ATLAS, Child, FAMILY, LIMIT, Peer, Read, SCHEMA, SETTINGS, Seed, Status, now};
use rusqlite::{Connection, Row, Statement, params};

fn main() {
    harness::run::<Raw>();
}

struct Raw(Connection);

/// A session, with all that is stored of it.
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

#[allow(dead_code, reason = "what is read is not all used")]
struct Summary {
    id: String,
    session_id: String,
    world_id: String,
    content: String,
    created_at: i64,
    updated_at: i64,
}

const ALL: &str = "SELECT id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, closed_at, \
                   created_at, updated_at FROM sessions WHERE world_id = ?1";
const GET: &str = "SELECT id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, closed_at, \
                   created_at, updated_at FROM sessions WHERE world_id = ?1 AND id = ?2";
const LIST: &str = "SELECT id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, closed_at, \
                    created_at, updated_at FROM sessions WHERE world_id = ?1 AND status = ?2 AND tokens_in > ?3 \
                    ORDER BY created_at DESC LIMIT 50";
const CHILDREN: &str = "SELECT id, session_id, world_id, content, created_at, updated_at FROM summaries \
                        WHERE world_id = ?1 AND session_id IN (SELECT id FROM sessions WHERE world_id = ?1)";
const INSERT: &str = "INSERT INTO sessions (id, world_id, pattern_id, status, sie_id, model_used, tokens_in, tokens_out, \
                      closed_at, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

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

fn summary(row: &Row<'_>) -> rusqlite::Result<Summary> {
    Ok(Summary {
        id: row.get(0)?,
        session_id: row.get(1)?,
        world_id: row.get(2)?,
        content: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

fn insert(statement: &mut Statement<'_>, world: &str, seed: &Seed) {
    let none = None::<&str>;
    let status = seed.status.as_str();
    statement
        .execute(params![
            seed.id,
            world,
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

impl Raw {
    fn in_transaction(&self, work: impl FnOnce()) {
        self.0.execute_batch("BEGIN IMMEDIATE").expect("begun");
        work();
        self.0.execute_batch("COMMIT").expect("committed");
    }

    fn sessions(&self, sql: &str, params: impl rusqlite::Params) -> Vec<Session> {
        let mut statement = self.0.prepare_cached(sql).expect("prepared");
        let rows = statement.query_map(params, session).expect("rows");
        rows.collect::<Result<_, _>>().expect("rows")
    }
}

impl Peer for Raw {
    type Key = String;

    fn key(id: String) -> String {
        id
    }

    fn open(path: &Path) -> Self {
        let connection = Connection::open(path).expect("a database");
        connection.execute_batch(SETTINGS).expect("set");
        connection.execute_batch(SCHEMA).expect("created");
        connection
            .execute_batch(
                "INSERT INTO worlds (id, name) VALUES ('atlas', ''), ('family', ''), ('scratch', '')",
            )
            .expect("worlds");
        Self(connection)
    }

    fn text(&mut self, sql: &str) -> String {
        self.0.query_row(sql, [], |row| row.get(0)).expect("a text")
    }

    fn execute(&mut self, sql: &str) {
        self.0.execute_batch(sql).expect("executed");
    }

    fn insert_children(&mut self, rows: Vec<Child>) {
        let sql = "INSERT INTO summaries (id, session_id, world_id, content, created_at, updated_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.in_transaction(|| {
            for row in rows {
                self.0
                    .prepare_cached(sql)
                    .and_then(|mut statement| {
                        statement.execute(params![
                            row.id,
                            row.session_id,
                            FAMILY,
                            row.content,
                            row.created_at,
                            now()
                        ])
                    })
                    .expect("inserted");
            }
        });
    }

    fn insert_each(&mut self, world: &str, rows: Vec<Seed>) {
        self.in_transaction(|| {
            for row in rows {
                insert(&mut self.0.prepare_cached(INSERT).expect("prepared"), world, &row);
            }
        });
    }

    fn insert_vec(&mut self, world: &str, rows: Vec<Seed>) -> Option<()> {
        self.in_transaction(|| {
            let mut statement = self.0.prepare_cached(INSERT).expect("prepared");
            for row in rows {
                insert(&mut statement, world, &row);
            }
        });
        Some(())
    }

    fn load(&mut self) -> Read {
        Read::of(&self.sessions(ALL, [ATLAS]), |session| session.tokens_in)
    }

    fn get(&mut self, keys: &[String]) -> Read {
        let mut read = Read::default();
        for id in keys {
            let mut statement = self.0.prepare_cached(GET).expect("prepared");
            let row = statement.query_row([ATLAS, id], session).expect("a row");
            read.add(&Read::of(&[row], |session| session.tokens_in));
        }
        read
    }

    fn list(&mut self, times: u32) -> Read {
        let mut read = Read::default();
        for tokens in 0..times {
            let rows = self.sessions(LIST, params![ATLAS, Status::Active.as_str(), tokens]);
            assert_eq!(rows.len(), LIMIT);
            read.add(&Read::of(&rows, |session| session.tokens_in));
        }
        read
    }

    fn children(&mut self, times: u32) -> Read {
        let mut read = Read::default();
        for _ in 0..times {
            let parents = self.sessions(ALL, [FAMILY]);
            let mut children: HashMap<String, Vec<Summary>> = HashMap::with_capacity(parents.len());
            let mut statement = self.0.prepare_cached(CHILDREN).expect("prepared");
            let mut rows = statement.query([FAMILY]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                let row = summary(row).expect("a summary");
                match children.get_mut(&row.session_id) {
                    Some(siblings) => siblings.push(row),
                    None => drop(children.insert(row.session_id.clone(), vec![row])),
                }
            }
            let families: Vec<(Session, Vec<Summary>)> = parents
                .into_iter()
                .map(|parent| {
                    let own = children.remove(&parent.id).unwrap_or_default();
                    (parent, own)
                })
                .collect();
            for (_, children) in &families {
                read.add(&Read::of(children, |child| child.content.len() as i64));
            }
        }
        read
    }

    fn update(&mut self, keys: &[String], tokens_out: i64) {
        let sql = "UPDATE sessions SET tokens_out = ?1, updated_at = ?2 WHERE world_id = ?3 AND id = ?4";
        self.in_transaction(|| {
            for id in keys {
                let mut statement = self.0.prepare_cached(sql).expect("prepared");
                assert_eq!(statement.execute(params![tokens_out, now(), ATLAS, id]).expect("updated"), 1);
            }
        });
    }

    fn read_transaction(&mut self, begin: bool) -> bool {
        self.0.execute_batch(if begin { "BEGIN" } else { "COMMIT" }).expect("begun or committed");
        true
    }
}
