//! Diesel.
//!
//! `get` is `.get_result()`. `.first()` binds the number of a `LIMIT`, and SQLite prepares such a statement again each
//! time: it is `get_obvious`.

mod schema;

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use harness::{ATLAS, Child, FAMILY, LIMIT, Peer, Read, SCHEMA, SETTINGS, Seed, now};
use schema::{Status, sessions, summaries};

fn main() {
    harness::run::<Diesel>();
}

struct Diesel(SqliteConnection);

/// A session, with all that is stored of it.
#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = sessions)]
#[diesel(check_for_backend(diesel::sqlite::Sqlite))]
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

#[derive(Insertable)]
#[diesel(table_name = sessions)]
struct NewSession<'s> {
    id: String,
    world_id: &'s str,
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

#[derive(Queryable, Selectable, Identifiable, Associations, Insertable)]
#[diesel(table_name = summaries)]
#[diesel(belongs_to(Session))]
#[diesel(check_for_backend(diesel::sqlite::Sqlite))]
struct Summary {
    id: String,
    session_id: String,
    world_id: String,
    content: String,
    created_at: i64,
    updated_at: i64,
}

fn new(world: &str, seed: Seed) -> NewSession<'_> {
    NewSession {
        id: seed.id,
        world_id: world,
        pattern_id: None,
        status: Status(seed.status),
        sie_id: None,
        model_used: Some(seed.model_used),
        tokens_in: seed.tokens_in,
        tokens_out: 0,
        closed_at: None,
        created_at: seed.created_at,
        updated_at: now(),
    }
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Peer for Diesel {
    type Key = String;

    fn key(id: String) -> String {
        id
    }

    fn open(path: &Path) -> Self {
        let mut connection =
            SqliteConnection::establish(path.to_str().expect("a path in UTF-8")).expect("a database");
        connection.batch_execute(SETTINGS).expect("set");
        connection.batch_execute(SCHEMA).expect("created");
        connection
            .batch_execute(
                "INSERT INTO worlds (id, name) VALUES ('atlas', ''), ('family', ''), ('scratch', '')",
            )
            .expect("worlds");
        Self(connection)
    }

    fn text(&mut self, sql: &str) -> String {
        let sql = format!("SELECT ({sql}) AS value");
        diesel::sql_query(sql).get_result::<OneText>(&mut self.0).expect("a text").value
    }

    fn execute(&mut self, sql: &str) {
        self.0.batch_execute(sql).expect("executed");
    }

    fn insert_children(&mut self, rows: Vec<Child>) {
        let summary = |row: Child| Summary {
            id: row.id,
            session_id: row.session_id,
            world_id: FAMILY.to_owned(),
            content: row.content,
            created_at: row.created_at,
            updated_at: now(),
        };
        let rows: Vec<Summary> = rows.into_iter().map(summary).collect();
        diesel::insert_into(summaries::table).values(&rows).execute(&mut self.0).expect("inserted");
    }

    fn insert_each(&mut self, world: &str, rows: Vec<Seed>) {
        self.0
            .immediate_transaction(|connection| {
                for row in rows {
                    diesel::insert_into(sessions::table).values(new(world, row)).execute(connection)?;
                }
                QueryResult::Ok(())
            })
            .expect("inserted");
    }

    fn insert_vec(&mut self, world: &str, rows: Vec<Seed>) -> Option<()> {
        // Diesel inserts them one by one in a transaction of its own: some of the fields are `Option`.
        let rows: Vec<NewSession<'_>> = rows.into_iter().map(|row| new(world, row)).collect();
        diesel::insert_into(sessions::table).values(rows).execute(&mut self.0).expect("inserted");
        Some(())
    }

    fn load(&mut self) -> Read {
        let rows = sessions::table
            .filter(sessions::world_id.eq(ATLAS))
            .select(Session::as_select())
            .load(&mut self.0)
            .expect("rows");
        Read::of(&rows, |session| session.tokens_in)
    }

    fn get(&mut self, keys: &[String]) -> Read {
        let mut read = Read::default();
        for id in keys {
            let row = sessions::table
                .find((ATLAS, id))
                .select(Session::as_select())
                .get_result(&mut self.0)
                .optional()
                .expect("read")
                .expect("a row");
            read.add(&Read::of(&[row], |session| session.tokens_in));
        }
        read
    }

    fn get_obvious(&mut self, keys: &[String]) -> Option<Read> {
        let mut read = Read::default();
        for id in keys {
            let row = sessions::table
                .find((ATLAS, id))
                .select(Session::as_select())
                .first(&mut self.0)
                .optional()
                .expect("read")
                .expect("a row");
            read.add(&Read::of(&[row], |session| session.tokens_in));
        }
        Some(read)
    }

    fn list(&mut self, times: u32) -> Read {
        let mut read = Read::default();
        for tokens in 0..i64::from(times) {
            let rows = sessions::table
                .filter(sessions::world_id.eq(ATLAS))
                .filter(sessions::status.eq(Status(harness::Status::Active)))
                .filter(sessions::tokens_in.gt(tokens))
                .order(sessions::created_at.desc())
                .limit(LIMIT as i64)
                .select(Session::as_select())
                .load(&mut self.0)
                .expect("rows");
            assert_eq!(rows.len(), LIMIT);
            read.add(&Read::of(&rows, |session| session.tokens_in));
        }
        read
    }

    fn children(&mut self, times: u32) -> Read {
        let mut read = Read::default();
        for _ in 0..times {
            let parents = sessions::table
                .filter(sessions::world_id.eq(FAMILY))
                .select(Session::as_select())
                .load(&mut self.0)
                .expect("rows");
            let children = Summary::belonging_to(&parents)
                .filter(summaries::world_id.eq(FAMILY))
                .select(Summary::as_select())
                .load(&mut self.0)
                .expect("rows")
                .grouped_by(&parents);
            let families: Vec<(Session, Vec<Summary>)> = parents.into_iter().zip(children).collect();
            for (_, children) in &families {
                read.add(&Read::of(children, |child| child.content.len() as i64));
            }
        }
        read
    }

    fn update(&mut self, keys: &[String], tokens_out: i64) {
        self.0
            .immediate_transaction(|connection| {
                for id in keys {
                    let updated = diesel::update(sessions::table.find((ATLAS, id)))
                        .set((sessions::tokens_out.eq(tokens_out), sessions::updated_at.eq(now())))
                        .execute(connection)?;
                    assert_eq!(updated, 1);
                }
                QueryResult::Ok(())
            })
            .expect("updated");
    }
}
