//! What SQLite refuses because it is too much or too late: messages that say what happened, and stay short.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]

mod common;

use std::error::Error as _;

use common::{session, two_worlds, two_worlds_in};
use loom_engine::tables::{NewWorld, Session, World};
use loom_schema::prelude::*;
use loom_schema::{Error, Loom};

/// A world.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", name = "worlds", derived)]
pub struct Realm {
    /// Its name.
    pub id: Id<Realm>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A link of a chain, which goes with the one before it.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
pub struct Link {
    /// Its number.
    pub id: Id<Link>,
    /// The one before it.
    #[loom(on_delete = "cascade")]
    pub link_id: Option<Id<Link>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

static CHAIN: Schema = schema![Realm, Link];

#[test]
fn a_chain_that_is_too_long_is_not_deleted_at_all() {
    let loom = Loom::in_memory(&CHAIN).unwrap();
    let link = |n: u32| {
        let link = NewLink {}.set(Link::ID, n.to_string());
        if n == 0 { link } else { link.set(Link::LINK_ID, (n - 1).to_string()) }
    };
    loom.insert_many((0..3_000).map(link)).unwrap();
    let check = |error: Error, left: u64| {
        assert!(matches!(error, Error::Limit { .. }), "{error}");
        let text = error.to_string();
        assert!(text.starts_with("links, row ") && text.contains(": delete: "), "{text}");
        assert!(text.contains("more than 1,000 levels"), "{text}");
        assert!(error.source().unwrap().to_string().contains("nested too deep"));
        assert_eq!(loom.count::<Link>().unwrap(), left);
    };
    let head = Id::<Link>::new("0");
    check(loom.delete(&head).unwrap_err(), 3_000);
    loom.transaction(|loom| {
        loom.insert(link(3_000))?;
        check(loom.delete(&head).unwrap_err(), 3_001);
        check(loom.delete_many::<Link>().filter(Link::ID.eq("0")).run().unwrap_err(), 3_001);
        check(loom.delete_many::<Link>().filter(Link::ID.eq("0")).returning().unwrap_err(), 3_001);
        Ok::<_, Error>(())
    })
    .unwrap();
    assert!(loom.delete(&Id::<Link>::new("2500")).unwrap());
    assert_eq!(loom.count::<Link>().unwrap(), 2_500);
}

/// The error of this statement, run as raw SQL, and of the whole chain of its sources.
fn refused(loom: &Loom, sql: &str) -> (Error, String) {
    let error = loom.with_connection(|connection| connection.prepare(sql).map(drop)).unwrap_err();
    let mut texts = vec![error.to_string(), format!("{error:?}")];
    let mut source = error.source();
    while let Some(error) = source {
        texts.extend([error.to_string(), format!("{error:?}")]);
        source = error.source();
    }
    for text in &texts {
        assert!(text.len() < 1_500, "{} bytes: {}…", text.len(), &text[..300]);
    }
    (error, texts.remove(0))
}

#[test]
fn limits_are_named_in_plain_words() {
    let loom = two_worlds();
    let repeated = |item: &str, between: &str, times: usize| vec![item; times].join(between);
    for (sql, limit) in [
        (format!("SELECT 1 WHERE 1 IN ({})", repeated("?", ",", 32_767)), "more than 32,766 values"),
        ("SELECT ?40000".to_owned(), "more than 32,766 values"),
        (repeated("SELECT 1", " UNION ALL ", 501), "more than 500 sides"),
        (format!("SELECT 1 FROM {}", repeated("(SELECT 1)", ",", 201)), "more than 200 tables"),
        (format!("SELECT 1 FROM {}", repeated("worlds", ",", 65)), "more than 64 tables"),
        (format!("SELECT {}", repeated("1", ",", 2_001)), "more than 2,000 columns"),
        (format!("SELECT 1 ORDER BY {}", repeated("1", ",", 2_001)), "more than 2,000 expressions"),
        (format!("SELECT 1 WHERE {}", repeated("id = 1", " OR ", 1_001)), "more than 1,000 levels"),
        (format!("SELECT max({})", repeated("1", ",", 1_001)), "more than 1,000 arguments"),
    ] {
        let (error, text) = refused(&loom, &sql);
        assert!(matches!(error, Error::Limit { .. }) && text.contains(limit), "{text}");
    }
    let big =
        loom.with_connection(|connection| connection.execute("SELECT zeroblob(2000000000)", [])).unwrap_err();
    assert!(big.to_string().contains("longer than 1,000,000,000 bytes"), "{big}");
}

#[test]
fn a_statement_is_shown_around_its_mistake_only() {
    let loom = two_worlds();
    let values = vec!["'ä value'"; 10_000].join(", ");
    let (error, text) = refused(&loom, &format!("SELECT 1 WHERE 1 IN ({values}, nonsense, {values})"));
    assert!(matches!(error, Error::Sqlite { .. }));
    assert!(
        text.contains("no such column: nonsense in …") && text.contains(", nonsense, 'ä value'"),
        "{text}"
    );
    let Error::Sqlite { source: rusqlite::Error::SqlInputError { sql, offset, .. }, .. } = error else {
        panic!("{error}");
    };
    assert!(sql[usize::try_from(offset).unwrap()..].starts_with("nonsense"), "the place is still right");
    let (_, text) = refused(&loom, &format!("SELECT * FROM {}", "ä".repeat(50_000)));
    assert!(text.contains("no such table"), "{text}");
    let (_, text) = refused(&loom, "SELECT nonsense FROM worlds");
    assert_eq!(text, "raw SQL: no such column: nonsense in SELECT nonsense FROM worlds at offset 7");
}

#[test]
fn long_values_are_not_shown_whole() {
    let loom = two_worlds();
    let atlas = loom.world("atlas").unwrap();
    let long = "x".repeat(100_000);
    atlas.insert(session(&long, 1)).unwrap();
    let missing = Id::new(&long);
    for error in [
        atlas.insert(session(&long, 1)).unwrap_err(),
        atlas.insert(session("a", 1).set(Session::PATTERN_ID, long.as_str())).unwrap_err(),
        atlas
            .update::<Session>(&Id::new(format!("{long}y")))
            .set(Session::TOKENS_IN, 1)
            .returning()
            .unwrap_err(),
        loom.update::<World>(&missing).set(World::NAME, "A").returning().unwrap_err(),
        loom.world(&long).unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(text.contains("xxx") && text.len() < 1_500, "{} bytes: {}…", text.len(), &text[..300]);
    }
}

#[test]
fn a_write_on_top_of_an_outdated_read_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let loom = two_worlds_in(folder.path());
    let elsewhere = |n: usize| {
        let new = NewWorld { name: n.to_string(), purpose: String::new() };
        std::thread::scope(|scope| scope.spawn(|| loom.insert(new).map(drop)).join().unwrap()).unwrap();
    };
    let atlas = loom.world("atlas").unwrap();
    let in_each = loom.select::<World>().each(|world| {
        elsewhere(1);
        atlas.insert(session(world.id.as_str(), 1)).map(drop)
    });
    let in_snapshot = loom.snapshot(|loom| {
        loom.count::<World>()?;
        elsewhere(2);
        atlas.update_many::<Session>().all_rows().set(Session::TOKENS_IN, 1).run()
    });
    for (error, doing) in [(in_each.unwrap_err(), "insert: "), (in_snapshot.unwrap_err(), "update: ")] {
        assert!(matches!(error, Error::Outdated { .. }), "{error}");
        let text = error.to_string();
        assert!(text.starts_with("sessions, row atlas/") && text.contains(doing), "{text}");
        assert!(text.contains("collect the rows first") && text.contains("`transaction`"), "{text}");
    }
    loom.transaction(|loom| {
        loom.select::<World>().each(|world| atlas.insert(session(world.id.as_str(), 1)).map(drop))
    })
    .unwrap();
}
