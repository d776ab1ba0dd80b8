//! `loom-schema`.

use std::path::Path;

use harness::{ATLAS, Child, FAMILY, LIMIT, Peer, Read, SCHEMA, Seed};
use loom_schema::prelude::*;
use loom_schema::query::Draft;
use peer_loom::tables::{NewSession, NewSummary, NewWorld, Session, Status, Summary, TABLES, World};

fn main() {
    harness::run::<Ours>();
}

struct Ours(Loom);

fn draft(seed: Seed) -> Draft<Session> {
    let status = match seed.status {
        harness::Status::Pending => Status::Pending,
        harness::Status::Active => Status::Active,
        harness::Status::Closed => Status::Closed,
        harness::Status::Failed => Status::Failed,
    };
    NewSession { status }
        .set(Session::ID, seed.id)
        .set(Session::MODEL_USED, seed.model_used)
        .set(Session::TOKENS_IN, seed.tokens_in)
        .set(Session::CREATED_AT, Timestamp::from_unix_seconds(seed.created_at))
}

impl Ours {
    fn world(&self, id: &str) -> loom_schema::WorldHandle<'_> {
        self.0.world(id).expect("a world")
    }
}

impl Peer for Ours {
    type Key = Id<Session>;

    fn key(id: String) -> Id<Session> {
        Id::new(id)
    }

    fn open(path: &Path) -> Self {
        let ddl: Vec<&str> = TABLES.ddl().collect();
        assert_eq!(ddl.join("\n"), SCHEMA, "schema.sql is what the peers create");
        let loom = Loom::open_database(&TABLES, path).expect("a database");
        for world in [ATLAS, FAMILY, harness::SCRATCH] {
            loom.insert(NewWorld { name: String::new() }.set(World::ID, world)).expect("a world");
        }
        Self(loom)
    }

    fn text(&mut self, sql: &str) -> String {
        self.0.with_connection(|connection| connection.query_row(sql, [], |row| row.get(0))).expect("a text")
    }

    fn execute(&mut self, sql: &str) {
        self.0.with_connection(|connection| connection.execute_batch(sql)).expect("executed");
    }

    fn insert_children(&mut self, rows: Vec<Child>) {
        let draft = |row: Child| {
            NewSummary { session_id: Id::new(row.session_id), content: row.content }
                .set(Summary::ID, row.id)
                .set(Summary::CREATED_AT, Timestamp::from_unix_seconds(row.created_at))
        };
        self.world(FAMILY).insert_many(rows.into_iter().map(draft)).expect("inserted");
    }

    fn insert_each(&mut self, world: &str, rows: Vec<Seed>) {
        self.world(world)
            .transaction(|world| {
                for row in rows {
                    world.insert(draft(row))?;
                }
                Ok::<(), loom_schema::Error>(())
            })
            .expect("inserted");
    }

    fn insert_vec(&mut self, world: &str, rows: Vec<Seed>) -> Option<()> {
        self.world(world).insert_many(rows.into_iter().map(draft)).expect("inserted");
        Some(())
    }

    fn load(&mut self) -> Read {
        let rows = self.world(ATLAS).select::<Session>().all().expect("rows");
        Read::of(&rows, |session| session.tokens_in)
    }

    fn get(&mut self, keys: &[Id<Session>]) -> Read {
        let atlas = self.world(ATLAS);
        let mut read = Read::default();
        for id in keys {
            let row = atlas.get(id).expect("read").expect("a row");
            read.add(&Read::of(&[row], |session| session.tokens_in));
        }
        read
    }

    fn list(&mut self, times: u32) -> Read {
        let atlas = self.world(ATLAS);
        let mut read = Read::default();
        for tokens in 0..i64::from(times) {
            let rows = atlas
                .select::<Session>()
                .filter(Session::STATUS.eq(Status::Active).and(Session::TOKENS_IN.gt(tokens)))
                .order_by(Session::CREATED_AT.desc())
                .limit(LIMIT as u64)
                .all()
                .expect("rows");
            assert_eq!(rows.len(), LIMIT);
            read.add(&Read::of(&rows, |session| session.tokens_in));
        }
        read
    }

    fn children(&mut self, times: u32) -> Read {
        let family = self.world(FAMILY);
        let mut read = Read::default();
        for _ in 0..times {
            let families: Vec<(Session, Vec<Summary>)> =
                family.select::<Session>().with_many(Summary::SESSION_ID).all().expect("rows");
            for (_, children) in &families {
                read.add(&Read::of(children, |child| child.content.len() as i64));
            }
        }
        read
    }

    fn update(&mut self, keys: &[Id<Session>], tokens_out: i64) {
        self.world(ATLAS)
            .transaction(|atlas| {
                for id in keys {
                    assert!(atlas.update(id).set(Session::TOKENS_OUT, tokens_out).run()?);
                }
                Ok::<(), loom_schema::Error>(())
            })
            .expect("updated");
    }
}
