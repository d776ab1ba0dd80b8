//! The typed API.

use std::path::Path;

use harness::{ATLAS, Seed};
use loom_schema::WorldHandle;
use loom_schema::prelude::*;
use peer_loom::tables::{NewSession, NewWorld, Session, Status, TABLES, World};

use crate::{Side, id};

pub(crate) struct Ours {
    loom: &'static Loom,
    atlas: WorldHandle<'static>,
}

impl Side for Ours {
    fn open(path: &Path) -> Self {
        // A handle borrows from its `Loom`, which lives as long as the program.
        let loom: &'static Loom =
            Box::leak(Box::new(Loom::open_database(&TABLES, path).expect("a database")));
        loom.insert(NewWorld { name: String::new() }.set(World::ID, ATLAS)).expect("atlas");
        Self { loom, atlas: loom.world(ATLAS).expect("atlas") }
    }

    fn insert(&mut self, rows: Vec<Seed>) {
        let draft = |seed: Seed| {
            let status = match seed.status {
                harness::Status::Closed => Status::Closed,
                _ => Status::Active,
            };
            NewSession { status }
                .set(Session::ID, seed.id)
                .set(Session::MODEL_USED, seed.model_used)
                .set(Session::TOKENS_IN, seed.tokens_in)
                .set(Session::CREATED_AT, Timestamp::from_unix_seconds(seed.created_at))
        };
        self.atlas.insert_many(rows.into_iter().map(draft)).expect("inserted");
    }

    fn get(&mut self, numbers: &[usize]) -> usize {
        let read = |n: &usize| {
            let row = self.atlas.get::<Session>(&Id::new(id(*n))).expect("read").expect("a row");
            row.id.as_str() == id(*n)
        };
        numbers.iter().filter(|n| read(n)).count()
    }

    fn list(&mut self) -> usize {
        self.atlas
            .select::<Session>()
            .filter(Session::STATUS.eq(Status::Active))
            .order_by(Session::CREATED_AT.desc())
            .limit(50)
            .all()
            .expect("rows")
            .len()
    }

    fn count(&mut self) -> u64 {
        self.atlas.count::<Session>().expect("a count")
    }

    fn delete_from(&mut self, number: usize) {
        let deleted = self.loom.with_connection(|connection| {
            connection.execute("DELETE FROM sessions WHERE world_id = ?1 AND id >= ?2", [ATLAS, &id(number)])
        });
        assert_eq!(deleted.expect("deleted"), crate::MORE);
    }
}
