//! Messages, read as the user who made the mistake.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed expectation is a failed test")]
#![allow(dead_code, reason = "rows that are only written")]

mod common;

use common::{filled, two_worlds};
use loom_engine::tables::{NewWorld, Session, World};
use loom_schema::Error;
use loom_schema::prelude::*;

fn message<T>(result: Result<T, Error>) -> String {
    result.map(drop).unwrap_err().to_string()
}

#[test]
fn a_transaction_that_raw_sql_ends_has_ended_early() {
    for end in ["COMMIT", "ROLLBACK"] {
        let loom = two_worlds();
        let ended = loom.transaction(|loom| loom.with_connection(|connection| connection.execute_batch(end)));
        assert!(
            message(ended)
                .starts_with("this transaction has ended early: SQLite rolled it back after an error"),
            "{end}"
        );
        let nested = loom.transaction(|loom| {
            loom.transaction(|loom| loom.with_connection(|connection| connection.execute_batch(end)))?;
            loom.insert(NewWorld { name: "late".to_owned(), purpose: String::new() })
        });
        assert!(matches!(nested, Err(Error::RolledBack)), "{end}");
        assert_eq!(loom.count::<World>().unwrap(), 2, "{end}");
        assert_eq!(loom.transaction(loom_schema::query::Read::count::<World>).unwrap(), 2, "{end}");
    }
}

#[test]
fn a_raw_query_without_a_column_of_the_struct_names_it() {
    let loom = two_worlds();
    assert_eq!(
        message(loom.query_raw::<World>("SELECT id, name FROM worlds", [])),
        "worlds.purpose: the raw query returns no column of this name"
    );
}

#[test]
fn an_expression_is_not_taken_for_a_column() {
    let loom = filled();
    let broken = "UPDATE sessions SET model_used = CAST(x'ff' AS TEXT) WHERE id = 'a'";
    loom.with_connection(|connection| connection.execute(broken, [])).unwrap();
    let atlas = loom.world("atlas").unwrap();
    let query = atlas.select::<Session>().filter(Session::ID.eq("a"));
    assert_eq!(
        message(query.columns(Session::MODEL_USED.concat("")).all()),
        "sessions, row atlas/a: an expression: expected text, found text that is not UTF-8"
    );
}

#[test]
fn an_insert_from_a_query_names_its_rows() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let again = Session::query().columns((Session::ID, Session::STATUS));
    assert_eq!(
        message(atlas.insert_select((Session::ID, Session::STATUS), again)),
        "sessions.id, row atlas/one of the query's rows: there is such a row already"
    );
}

#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
struct Book {
    id: Id<Book>,
    #[loom(default = 1, check = "copies > 0")]
    copies: u16,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[test]
fn a_computed_value_beyond_its_column_is_not_blamed_on_the_check_alone() {
    static BOOKS: Schema = schema![Book];
    let loom = Loom::in_memory(&BOOKS).unwrap();
    let book = loom.insert(NewBook {}.set(Book::ID, "axaxas")).unwrap();
    let more = loom.update(&book.id).set(Book::COPIES, Book::COPIES.plus(100_000)).run();
    let range = "is not from 0 to 65535, or breaks its check: copies > 0";
    assert_eq!(message(more), format!("books.copies, row axaxas: {range}"));
    let none = loom.update(&book.id).set(Book::COPIES, 0).run();
    assert_eq!(message(none), "books.copies, row axaxas: 0 breaks its check: copies > 0");
}

#[test]
fn a_delete_by_filter_names_a_row_that_prevents_it() {
    let loom = filled();
    let worlds = || loom.delete_many::<World>();
    assert_eq!(
        message(worlds().filter(World::ID.eq("atlas")).run()),
        "worlds, row atlas: sessions.world_id of row atlas/a references it"
    );
    let prevented = "worlds, row atlas: sessions.world_id of row atlas/a references it";
    assert_eq!(message(worlds().all_rows().returning()), prevented);
    assert_eq!(message(loom.transaction(|_| worlds().all_rows().run())), prevented);
    assert_eq!(loom.count::<World>().unwrap(), 2);
}

/// Kept by its chapters.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", derived)]
struct Chapter {
    id: Id<Chapter>,
    #[loom(on_delete = "restrict")]
    book_id: Id<Book>,
    /// A chapter within a chapter.
    part_of_id: Option<Id<Chapter>>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[test]
fn a_delete_that_is_restricted_names_the_row_in_the_way() {
    static CHAPTERS: Schema = schema![Book, Chapter];
    let loom = Loom::in_memory(&CHAPTERS).unwrap();
    for id in ["axaxas", "tlon"] {
        let book = loom.insert(NewBook {}.set(Book::ID, id)).unwrap().id;
        let chapter = NewChapter { book_id: book }.set(Chapter::ID, format!("{id}-1"));
        loom.insert(chapter.set(Chapter::PART_OF_ID, (id == "tlon").then(|| Id::new("axaxas-1")))).unwrap();
    }
    let in_the_way = "books, row axaxas: chapters.book_id of row axaxas-1 references it";
    assert_eq!(message(loom.delete(&Id::<Book>::new("axaxas"))), in_the_way);
    assert_eq!(message(loom.delete_many::<Book>().filter(Book::ID.lt("b")).run()), in_the_way);
    let first = loom.delete_many::<Chapter>().filter(Chapter::ID.eq("axaxas-1")).run();
    assert_eq!(message(first), "chapters, row axaxas-1: chapters.part_of_id of row tlon-1 references it");
    assert_eq!(loom.delete_many::<Chapter>().all_rows().run().unwrap(), 2);
    assert_eq!(loom.delete_many::<Book>().all_rows().run().unwrap(), 2);
}
