//! Structs that the user's own macro writes.

use loom_schema::prelude::*;

macro_rules! table {
    ($name:ident, $table:literal, { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(LoomTable)]
        #[loom_table(global, layer = "L3", derived, name = $table)]
        pub struct $name {
            pub id: Id<$name>,
            $( pub $field: $type, )*
            pub created_at: Timestamp,
            pub updated_at: Timestamp,
        }
    };
}

table!(Author, "authors", { name: String });
table!(Book, "books", { title: String, author_id: Id<Author>, editor_id: Option<Id<Author>>, pages: u16 });

pub static SCHEMA: Schema = schema![Author, Book];

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let author = loom.insert(NewAuthor { name: "Le Guin".into() }).unwrap();
    loom.insert(NewBook { title: "Always Coming Home".into(), author_id: author.id, pages: 523 }).unwrap();
    assert_eq!(SCHEMA.table("books").unwrap().foreign_keys().count(), 2);
}
