//! drizzle-rs, with prepared queries where it has them; `get_obvious` is its builder.

use std::path::Path;

use drizzle::core::expr::{eq, gt};
use drizzle::core::{SQLColumn, desc};
use drizzle::sqlite::TransactionConfig;
use drizzle::sqlite::prelude::*;
use drizzle::sqlite::rusqlite::Drizzle as Database;
use harness::{ATLAS, Child, FAMILY, LIMIT, Peer, Read, SCHEMA, SETTINGS, Seed, now};
use rusqlite::Connection;

fn main() {
    harness::run::<Drizzle>();
}

struct Drizzle {
    db: Database<Schema>,
    sessions: Sessions,
    summaries: Summaries,
}

#[SQLiteTable(name = "sessions")]
struct Sessions {
    #[column(primary)]
    id: String,
    #[column(primary)]
    world_id: String,
    pattern_id: Option<String>,
    #[column(enum)]
    status: Status,
    sie_id: Option<String>,
    model_used: Option<String>,
    tokens_in: i64,
    tokens_out: i64,
    closed_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

#[SQLiteTable(
    name = "summaries",
    foreign_key(columns(world_id, session_id), references(Sessions, world_id, id))
)]
struct Summaries {
    #[column(primary)]
    id: String,
    session_id: String,
    #[column(primary)]
    world_id: String,
    content: String,
    created_at: i64,
    updated_at: i64,
}

/// drizzle-rs stores a variant by its name.
#[allow(non_camel_case_types)]
#[derive(SQLiteEnum, Default, Debug, Clone, Copy, PartialEq)]
enum Status {
    #[default]
    pending,
    active,
    closed,
    failed,
}

#[derive(SQLiteSchema)]
struct Schema {
    sessions: Sessions,
    summaries: Summaries,
}

fn status(status: harness::Status) -> Status {
    match status {
        harness::Status::Pending => Status::pending,
        harness::Status::Active => Status::active,
        harness::Status::Closed => Status::closed,
        harness::Status::Failed => Status::failed,
    }
}

impl Peer for Drizzle {
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
        let (db, Schema { sessions, summaries }) = Database::new(connection);
        Self { db, sessions, summaries }
    }

    fn text(&mut self, sql: &str) -> String {
        self.db.conn().query_row(sql, [], |row| row.get(0)).expect("a text")
    }

    fn execute(&mut self, sql: &str) {
        self.db.conn().execute_batch(sql).expect("executed");
    }

    fn insert_children(&mut self, rows: Vec<Child>) {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| {
                InsertSummaries::new(row.id, row.session_id, FAMILY, row.content, row.created_at, now())
            })
            .collect();
        self.db.insert(self.summaries).values(rows).execute().expect("inserted");
    }

    fn insert_each(&mut self, world: &str, rows: Vec<Seed>) {
        let sessions = self.sessions;
        let (id, in_world) = (sessions.id.placeholder("id"), sessions.world_id.placeholder("world"));
        let (state, model) =
            (sessions.status.placeholder("status"), sessions.model_used.placeholder("model"));
        let (tokens_in, tokens_out) =
            (sessions.tokens_in.placeholder("in"), sessions.tokens_out.placeholder("out"));
        let (created, updated) =
            (sessions.created_at.placeholder("created"), sessions.updated_at.placeholder("updated"));
        let prepared = self
            .db
            .insert(sessions)
            .value(
                InsertSessions::new(id, in_world, state, tokens_in, tokens_out, created, updated)
                    .with_model_used(model),
            )
            .prepare();
        let conn = self.db.conn();
        conn.execute_batch("BEGIN IMMEDIATE").expect("begun");
        for row in rows {
            let values = [
                id.bind(row.id),
                in_world.bind(world),
                state.bind(status(row.status)),
                tokens_in.bind(row.tokens_in),
                tokens_out.bind(0_i64),
                created.bind(row.created_at),
                updated.bind(now()),
                model.bind(row.model_used),
            ];
            assert_eq!(prepared.execute(conn, values).expect("inserted"), 1);
        }
        conn.execute_batch("COMMIT").expect("committed");
    }

    fn insert_vec(&mut self, world: &str, rows: Vec<Seed>) -> Option<()> {
        let sessions = self.sessions;
        let mut rows = rows.into_iter().map(|row| {
            InsertSessions::new(row.id, world, status(row.status), row.tokens_in, 0, row.created_at, now())
                .with_model_used(row.model_used)
        });
        self.db
            .transaction(TransactionConfig::Immediate, |tx| {
                // One statement has at most 32,766 parameters.
                loop {
                    let some: Vec<_> = rows.by_ref().take(1_000).collect();
                    if some.is_empty() {
                        return Ok(());
                    }
                    tx.insert(sessions).values(some).execute()?;
                }
            })
            .expect("inserted");
        Some(())
    }

    fn load(&mut self) -> Read {
        let rows: Vec<SelectSessions> = self
            .db
            .select(())
            .from(self.sessions)
            .r#where(eq(self.sessions.world_id, ATLAS))
            .all()
            .expect("rows");
        Read::of(&rows, |session| session.tokens_in)
    }

    fn get(&mut self, keys: &[String]) -> Read {
        let (world, id) = (self.sessions.world_id.placeholder("world"), self.sessions.id.placeholder("id"));
        let prepared = self
            .db
            .select(())
            .from(self.sessions)
            .r#where((eq(self.sessions.world_id, world), eq(self.sessions.id, id)))
            .prepare();
        let mut read = Read::default();
        for key in keys {
            let row: Option<SelectSessions> =
                prepared.get(self.db.conn(), [world.bind(ATLAS), id.bind(key.as_str())]).expect("read");
            read.add(&Read::of(&[row.expect("a row")], |session| session.tokens_in));
        }
        read
    }

    fn get_obvious(&mut self, keys: &[String]) -> Option<Read> {
        let mut read = Read::default();
        for key in keys {
            let row: Option<SelectSessions> = self
                .db
                .select(())
                .from(self.sessions)
                .r#where((eq(self.sessions.world_id, ATLAS), eq(self.sessions.id, key.as_str())))
                .get()
                .expect("read");
            read.add(&Read::of(&[row.expect("a row")], |session| session.tokens_in));
        }
        Some(read)
    }

    fn list(&mut self, times: u32) -> Read {
        let least = self.sessions.tokens_in.placeholder("least");
        let prepared = self
            .db
            .select(())
            .from(self.sessions)
            .r#where((
                eq(self.sessions.world_id, ATLAS),
                eq(self.sessions.status, Status::active),
                gt(self.sessions.tokens_in, least),
            ))
            .order_by(desc(self.sessions.created_at))
            .limit(LIMIT)
            .prepare();
        let mut read = Read::default();
        for tokens in 0..i64::from(times) {
            let rows: Vec<SelectSessions> = prepared.all(self.db.conn(), [least.bind(tokens)]).expect("rows");
            assert_eq!(rows.len(), LIMIT);
            read.add(&Read::of(&rows, |session| session.tokens_in));
        }
        read
    }

    fn children(&mut self, times: u32) -> Read {
        let mut read = Read::default();
        for _ in 0..times {
            let families = self
                .db
                .query(self.sessions)
                .with(self.sessions.summaries())
                .r#where(eq(self.sessions.world_id, FAMILY))
                .find_many()
                .expect("rows");
            for family in &families {
                read.add(&Read::of(&family.summaries, |child| child.content.len() as i64));
            }
        }
        read
    }

    fn update(&mut self, keys: &[String], tokens_out: i64) {
        let sessions = self.sessions;
        let (tokens, at) = (sessions.tokens_out.placeholder("tokens"), sessions.updated_at.placeholder("at"));
        let (world, id) = (sessions.world_id.placeholder("world"), sessions.id.placeholder("id"));
        let prepared = self
            .db
            .update(sessions)
            .set(UpdateSessions::default().with_tokens_out(tokens).with_updated_at(at))
            .r#where((eq(sessions.world_id, world), eq(sessions.id, id)))
            .prepare();
        let conn = self.db.conn();
        conn.execute_batch("BEGIN IMMEDIATE").expect("begun");
        for key in keys {
            let values = [tokens.bind(tokens_out), at.bind(now()), world.bind(ATLAS), id.bind(key.as_str())];
            assert_eq!(prepared.execute(conn, values).expect("updated"), 1);
        }
        conn.execute_batch("COMMIT").expect("committed");
    }
}
