//! rust-query.
//!
//! It makes its own tables: an integer key, the text id unique in its world, the world and the session referenced by
//! integer, and an index only where a constraint or `#[index]` says so. It reads in transactions only, and has no enum
//! columns, no `LIMIT` (an iterator is cut short instead), no insert of many, and no update that does not read the row.

use std::collections::BTreeMap;
use std::path::Path;

use harness::{ATLAS, Child, FAMILY, LIMIT, Peer, Read, SCRATCH, Seed, Status, now};
use rust_query::migration::{Config, Synchronous, schema};
use rust_query::{Database, FromExpr, TableRow, Transaction};

fn main() {
    harness::run::<RustQuery>();
}

struct RustQuery(Database<Tables>);

#[schema(Tables)]
pub mod vN {
    use rust_query::TableRow;

    pub struct World {
        #[unique]
        pub name: String,
    }

    #[primary_key("row")]
    #[unique(world, id)]
    #[index(world, created_at)]
    pub struct Session {
        pub id: String,
        pub world: TableRow<World>,
        pub pattern_id: Option<String>,
        pub status: String,
        pub sie_id: Option<String>,
        pub model_used: Option<String>,
        pub tokens_in: i64,
        pub tokens_out: i64,
        pub closed_at: Option<i64>,
        pub created_at: i64,
        pub updated_at: i64,
    }

    #[primary_key("row")]
    #[unique(world, id)]
    #[index(session)]
    pub struct Summary {
        pub id: String,
        pub session: TableRow<Session>,
        pub world: TableRow<World>,
        pub content: String,
        pub created_at: i64,
        pub updated_at: i64,
    }
}
use v0::{Session, Summary, Tables, World};

/// A session, with all that is stored of it.
#[derive(FromExpr)]
#[rust_query(From = Session)]
#[allow(dead_code, reason = "what is read is not all used")]
struct SessionRow {
    id: String,
    world: TableRow<World>,
    pattern_id: Option<String>,
    status: String,
    sie_id: Option<String>,
    model_used: Option<String>,
    tokens_in: i64,
    tokens_out: i64,
    closed_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

#[derive(FromExpr)]
#[rust_query(From = Summary)]
#[allow(dead_code, reason = "what is read is not all used")]
struct SummaryRow {
    id: String,
    session: TableRow<Session>,
    world: TableRow<World>,
    content: String,
    created_at: i64,
    updated_at: i64,
}

fn world(txn: &Transaction<Tables>, name: &str) -> TableRow<World> {
    txn.query_one(World.name(name)).expect("a world")
}

impl Peer for RustQuery {
    const SESSIONS: &str = "Session";
    const READS_IN_TRANSACTION: bool = true;
    type Key = String;

    fn key(id: String) -> String {
        id
    }

    fn open(path: &Path) -> Self {
        let mut config = Config::open(path);
        config.synchronous = Synchronous::Normal;
        let database = Database::new(config);
        database.transaction_mut_ok(|txn| {
            for name in [ATLAS, FAMILY, SCRATCH] {
                txn.insert(World { name: name.to_owned() }).expect("a world");
            }
        });
        Self(database)
    }

    fn text(&mut self, sql: &str) -> String {
        self.0.transaction_mut_ok(|txn| {
            txn.downgrade()
                .rusqlite_transaction(|raw| raw.query_row(sql, [], |row| row.get(0)).expect("a text"))
        })
    }

    fn execute(&mut self, sql: &str) {
        self.0.transaction_mut_ok(|txn| {
            txn.downgrade().rusqlite_transaction(|raw| raw.execute_batch(sql).expect("executed"));
        });
    }

    fn insert_children(&mut self, rows: Vec<Child>) {
        self.0.transaction_mut_ok(|txn| {
            let world = world(txn, FAMILY);
            for row in rows {
                let session = txn.query_one(Session.world(world).id(&row.session_id)).expect("a session");
                let summary = Summary {
                    id: row.id,
                    session,
                    world,
                    content: row.content,
                    created_at: row.created_at,
                    updated_at: now(),
                };
                txn.insert(summary).expect("inserted");
            }
        });
    }

    fn insert_each(&mut self, name: &str, rows: Vec<Seed>) {
        self.0.transaction_mut_ok(|txn| {
            let world = world(txn, name);
            for row in rows {
                let session = Session {
                    id: row.id,
                    world,
                    pattern_id: None,
                    status: row.status.as_str().to_owned(),
                    sie_id: None,
                    model_used: Some(row.model_used),
                    tokens_in: row.tokens_in,
                    tokens_out: 0,
                    closed_at: None,
                    created_at: row.created_at,
                    updated_at: now(),
                };
                txn.insert(session).expect("inserted");
            }
        });
    }

    fn insert_vec(&mut self, _world: &str, _rows: Vec<Seed>) -> Option<()> {
        None
    }

    fn load(&mut self) -> Read {
        self.0.transaction(|txn| {
            let rows: Vec<SessionRow> = txn.query(|rows| {
                let session = rows.join(Session.world(world(txn, ATLAS)));
                rows.into_vec(SessionRow::from_expr(session))
            });
            Read::of(&rows, |session| session.tokens_in)
        })
    }

    fn get(&mut self, keys: &[String]) -> Read {
        self.0.transaction(|txn| {
            let atlas = world(txn, ATLAS);
            let mut read = Read::default();
            for id in keys {
                let row = txn.query_one(Option::<SessionRow>::from_expr(Session.world(atlas).id(id)));
                read.add(&Read::of(&[row.expect("a row")], |session| session.tokens_in));
            }
            read
        })
    }

    fn list(&mut self, times: u32) -> Read {
        self.0.transaction(|txn| {
            let atlas = world(txn, ATLAS);
            let mut read = Read::default();
            for tokens in 0..i64::from(times) {
                let rows: Vec<SessionRow> = txn.query(|rows| {
                    let session = rows.join(Session.world(atlas));
                    rows.filter(session.status.eq(Status::Active.as_str()));
                    rows.filter(session.tokens_in.gt(tokens));
                    let newest = rows.order_by().desc(&session.created_at);
                    newest.into_iter(SessionRow::from_expr(&session)).take(LIMIT).collect()
                });
                assert_eq!(rows.len(), LIMIT);
                read.add(&Read::of(&rows, |session| session.tokens_in));
            }
            read
        })
    }

    fn children(&mut self, times: u32) -> Read {
        self.0.transaction(|txn| {
            let family = world(txn, FAMILY);
            let mut read = Read::default();
            for _ in 0..times {
                let parents: Vec<(TableRow<Session>, SessionRow)> = txn.query(|rows| {
                    let session = rows.join(Session.world(family));
                    rows.into_vec((&session, SessionRow::from_expr(&session)))
                });
                let found: Vec<SummaryRow> = txn.query(|rows| {
                    let session = rows.join(Session.world(family));
                    let summary = rows.join(Summary.session(session));
                    rows.into_vec(SummaryRow::from_expr(summary))
                });
                let mut children: BTreeMap<TableRow<Session>, Vec<SummaryRow>> = BTreeMap::new();
                for child in found {
                    children.entry(child.session).or_default().push(child);
                }
                let families: Vec<(SessionRow, Vec<SummaryRow>)> = parents
                    .into_iter()
                    .map(|(key, parent)| (parent, children.remove(&key).unwrap_or_default()))
                    .collect();
                for (_, children) in &families {
                    read.add(&Read::of(children, |child| child.content.len() as i64));
                }
            }
            read
        })
    }

    fn update(&mut self, keys: &[String], tokens_out: i64) {
        self.0.transaction_mut_ok(|txn| {
            let atlas = world(txn, ATLAS);
            for id in keys {
                txn.scope(|txn| {
                    let mut session = txn.mutable(Session.world(atlas).id(id)).expect("a row");
                    session.tokens_out = tokens_out;
                    session.updated_at = now();
                });
            }
        });
    }
}
