//! Where a column's value stands in a file, and what it is there.
#![allow(missing_docs, reason = "the fields' names say it all")]

mod folder;

use folder::Folder;
use loom_schema::prelude::*;
use serde::{Deserialize, Serialize};

/// A shelf; its path holds a number and a word.
#[derive(LoomTable, Debug)]
#[loom_table(
    global,
    layer = "L3",
    name = "shelves",
    markdown = "shelves/{room}/{kind}-shelf.md",
    unique(room, kind)
)]
pub struct Shelf {
    pub id: Id<Shelf>,
    pub room: i64,
    pub kind: ShelfKind,
    #[loom(section = "NOTES")]
    pub notes: Option<String>,
    #[loom(section = "Layout")]
    pub layout: Option<Json<Layout>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a shelf is for.
#[derive(LoomEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShelfKind {
    Books,
    Maps,
}

/// The layout of a shelf.
#[derive(Serialize, Deserialize, Debug)]
pub struct Layout {
    pub rows: u8,
    pub label: String,
}

/// A book.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "books/{id}.md")]
pub struct Book {
    pub id: Id<Book>,
    pub title: String,
    #[loom(key = "call-number")]
    pub call_number: Option<String>,
    #[loom(default = "unknown")]
    pub author: String,
    #[loom(default = true)]
    pub lent: bool,
    pub pages: Option<u16>,
    pub weight: Option<f64>,
    pub scan: Option<Vec<u8>>,
    pub printed_at: Option<Timestamp>,
    pub extra: Option<Json<serde_json::Value>>,
    #[loom(derived, default = 0)]
    pub read_count: i64,
    #[loom(body)]
    pub review: Option<String>,
    pub shelf_id: Option<Id<Shelf>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A chapter of a book.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown(inside = Book, key = "chapters"))]
pub struct Chapter {
    pub id: Id<Chapter>,
    #[loom(on_delete = "cascade")]
    pub book_id: Id<Book>,
    #[loom(position)]
    pub number: i64,
    pub title: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![Shelf, Book, Chapter];

fn book(keys: &str) -> Folder {
    let folder = Folder::of(&SCHEMA);
    folder.write("books/b.md", format!("---\n{keys}\n---\n"));
    folder
}

#[test]
fn text_is_what_is_written() {
    for text in
        ["no", "0123", "1.10", "1e3", "2026-03-14", "99999999999999999999", "true", "0x1F", "a: b # c"]
    {
        let quoted = if text.contains(':') { format!("\"{text}\"") } else { text.to_owned() };
        let folder = book(&format!("title: {quoted}"));
        folder.load();
        assert_eq!(folder.value("SELECT title FROM books"), text);
    }
    let folder = book("title: \"\"\nauthor: |\n  Two\n  lines\n");
    folder.load();
    assert_eq!(folder.value("SELECT title || author FROM books"), "Two\nlines\n");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_no_value() {
    let text = "\u{feff}---\r\ntitle: Tide\r\nextra: {a: [1, no]}\r\n---\r\n\r\nA\r\n\r\nB\r\n";
    let folder = Folder::of(&SCHEMA);
    folder.write("books/b.md", text);
    folder.load();
    assert_eq!(folder.value("SELECT review FROM books"), "A\n\nB");
    assert_eq!(folder.value("SELECT title || extra FROM books"), "Tide{\"a\":[1,\"no\"]}");
    folder.write("books/b.md", text.replace("Tide", "[]"));
    assert!(folder.problems().starts_with("books/b.md:2:8: `title`: expected text, found a list"));
}

#[test]
fn silence_is_the_default_or_null() {
    let folder = book("title: A");
    folder.load();
    assert_eq!(
        folder.value("SELECT author || lent || (pages IS NULL) || (review IS NULL) FROM books"),
        "unknown111"
    );
    let folder = book("title: A\nauthor:\nlent: false\npages: ~");
    folder.load();
    assert_eq!(folder.value("SELECT author || lent || (pages IS NULL) FROM books"), "unknown01");
}

#[test]
fn every_kind_is_read_strictly() {
    let good = "title: A\ncall-number: 12\npages: 300\nweight: 1\nlent: true\nprinted_at: 1970-01-01T00:00:05Z\nextra: ~";
    let folder = book(good);
    folder.load();
    assert_eq!(
        folder.value("SELECT call_number || pages || weight || lent || printed_at FROM books"),
        "123001.015"
    );
    let folder = book(
        "title: A\npages: 70000\nscan: aGk=\nweight: heavy\nlent: yes\nprinted_at: 1.1.1970\nextra: 1e999",
    );
    insta::assert_snapshot!(folder.problems());
    // Each fits i64, but not the field.
    insta::assert_snapshot!(book("title: A\npages: 70000").problems());
    assert!(book("title: \"a\\0b\"").problems().contains("the text holds a NUL character"));
}

#[test]
fn derived_columns_are_left_alone() {
    let folder = book("title: A\nread_count: 5");
    folder.load();
    assert_eq!(folder.value("SELECT read_count FROM books"), "0");
    folder.sql("UPDATE books SET read_count = 9");
    folder.write("books/b.md", "---\ntitle: B\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT title || read_count FROM books"), "B9");
}

#[test]
fn a_path_holds_values_and_makes_the_id() {
    let folder = Folder::of(&SCHEMA);
    folder.write("shelves/3/maps-shelf.md", "---\nroom: 3\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT id || room || kind FROM shelves"), "3-maps3maps");
    folder.write("shelves/4/maps-shelf.md", "---\nid: own\nkind: books\n---\n");
    folder.write("shelves/03/books-shelf.md", "---\n---\n");
    folder.write("shelves/5/jars-shelf.md", "---\n---\n");
    folder.write("shelves/6/maps-shelf.md", "---\nroom: six\n---\n");
    insta::assert_snapshot!(folder.problems());
}

#[test]
fn sections_are_text_or_a_block() {
    let folder = Folder::of(&SCHEMA);
    let text = "---\n---\n# notes \n\nDusty.\n\n## More\n\nVery.\n\n# LAYOUT\n\n```text\nno data\n```\n\n```json\n{\"rows\": 3, \"label\": \"no\"}\n```\n";
    folder.write("shelves/3/maps-shelf.md", text);
    folder.load();
    assert_eq!(folder.value("SELECT notes FROM shelves"), "Dusty.\n\n## More\n\nVery.");
    assert_eq!(folder.value("SELECT layout FROM shelves"), "{\"rows\":3,\"label\":\"no\"}");
    folder.write("shelves/3/maps-shelf.md", "---\n---\n# LAYOUT\n\n```yaml\nrows: 300\nlabel: a\n```\n");
    insta::assert_snapshot!(folder.problems());
    folder.write("shelves/3/maps-shelf.md", "---\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT layout IS NULL AND notes IS NULL FROM shelves"), "1");
}

#[test]
fn a_slip_in_a_heading_is_told() {
    let folder = Folder::of(&SCHEMA);
    folder.write(
        "shelves/3/maps-shelf.md",
        "---\n---\n# Layuot\n\n```yaml\nrows: 3\nlabel: a\n```\n\n# Other\n\nText.\n",
    );
    insta::assert_snapshot!(folder.problems());
}

#[test]
fn list_entries_have_a_place_and_an_id() {
    let folder = book(
        "title: A\nchapters:\n- title: One\n- title: Two\n  id: two\n  number: 7\n- title: Three\n  book_id: b",
    );
    folder.load();
    let all = "SELECT group_concat(id || ':' || number, ' ' ORDER BY number) FROM chapters";
    assert_eq!(folder.value(all), "b-1:1 b-3:3 two:7");
    // Swapped entries keep the ids they say; those without one are what stands there.
    folder.write("books/b.md", "---\ntitle: A\nchapters:\n- {title: Two, id: two}\n- title: One\n---\n");
    folder.load();
    assert_eq!(folder.value(all), "two:1 b-2:2");
    folder.write("books/b.md", "---\ntitle: A\nchapters:\n- {title: Two, book_id: c, titel: x}\n---\n");
    insta::assert_snapshot!(folder.problems());
    for nothing in ["chapters:", "chapters: []", ""] {
        folder.write("books/b.md", format!("---\ntitle: A\n{nothing}\n---\n"));
        folder.load();
        assert_eq!(folder.value("SELECT count(*) FROM chapters"), "0");
    }
}

#[test]
fn values_that_only_one_row_may_have_can_be_swapped() {
    let folder = Folder::of(&SCHEMA);
    folder.write("shelves/1/maps-shelf.md", "---\nid: a\n---\n");
    folder.write("shelves/2/maps-shelf.md", "---\nid: b\n---\n");
    folder.write("books/b.md", "---\ntitle: A\nshelf_id: a\n---\n");
    folder.load();
    folder.rename("shelves/1/maps-shelf.md", "shelves/3/maps-shelf.md");
    folder.rename("shelves/2/maps-shelf.md", "shelves/1/maps-shelf.md");
    folder.rename("shelves/3/maps-shelf.md", "shelves/2/maps-shelf.md");
    let report = folder.clean();
    assert_eq!(report.table("shelves").unwrap().updated, 2);
    assert_eq!(folder.value("SELECT group_concat(id || room, ' ' ORDER BY id) FROM shelves"), "a2 b1");
    // The same with a new row in the old one's place.
    folder.write("shelves/2/maps-shelf.md", "---\nid: c\n---\n");
    folder.write("books/b.md", "---\ntitle: A\nshelf_id: c\n---\n");
    folder.load();
    assert_eq!(folder.value("SELECT group_concat(id || room, ' ' ORDER BY id) FROM shelves"), "b1 c2");
}

#[test]
fn names_that_differ_in_case_are_told() {
    let folder = book("title: A");
    folder.write("books/B.md", "---\ntitle: A\n---\n");
    if std::fs::read_dir(folder.path().join("books")).unwrap().count() == 2 {
        assert!(folder.problems().starts_with("books/b.md:1:1: warning: differs from `books/B.md` only in"));
    }
}

#[test]
fn deep_or_large_front_matter_is_refused_quickly() {
    let folder = book(&format!("title: {}", "[".repeat(100_000)));
    assert!(folder.problems().contains("books/b.md:2:"));
    let folder = book(&format!("title: {}", "a".repeat(2 << 20)));
    assert!(folder.problems().contains("more than 1 MiB of YAML"));
    let folder = book("title: &a x\nauthor: *a");
    assert!(folder.problems().contains("anchors are not allowed"));
}
