//! A handle serves the structs that its schema lists, and one world's rows: whatever names a program chooses, and
//! whatever it writes by hand.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]
#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    reason = "the tables are made for one test, and documented by their names"
)]

use loom_schema::__private as private;
use loom_schema::Error;
use loom_schema::prelude::*;
use loom_schema::query::{ForeignKey, prepare};

/// An isolated project.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A note of a world.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", derived, deletable)]
pub struct Note {
    pub id: Id<Note>,
    pub world_id: Id<World>,
    pub text: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What stands beside the worlds, and names a note without being bound to it.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(global, layer = "L3", derived)]
pub struct Mention {
    pub id: Id<Mention>,
    #[loom(no_foreign_key)]
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A remark of a world, on a mention and on a note of another module.
#[derive(LoomTable, Debug, Clone, PartialEq)]
#[loom_table(world_scoped, layer = "L2", derived, deletable)]
pub struct Remark {
    pub id: Id<Remark>,
    pub world_id: Id<World>,
    pub mention_id: Id<Mention>,
    #[loom(no_foreign_key)]
    pub note_id: Id<Note>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, Note, Mention, Remark];

/// Two worlds, each with the note `a`, a mention of `a`, and each world's remark on the mention.
fn filled() -> Loom {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    loom.insert(NewMention { note_id: "a".into() }.set(Mention::ID, "m")).unwrap();
    for world in ["atlas", "borea"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
        let handle = loom.world(world).unwrap();
        let text = format!("of {world}");
        handle.insert(NewNote { text }.set(Note::ID, "a")).unwrap();
        let remark = NewRemark { mention_id: "m".into(), note_id: "a".into() };
        handle.insert(remark.set(Remark::ID, "r")).unwrap();
    }
    loom
}

fn is_not_listed<T: std::fmt::Debug>(result: Result<T, Error>) {
    assert!(matches!(result, Err(Error::NotListed { .. })), "{result:?}");
}

/// A table that claims to be global, by the name of a world-scoped one.
mod sneak {
    use loom_schema::prelude::*;

    /// A note of no world.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived, name = "notes")]
    pub struct Sneak {
        pub id: Id<Sneak>,
        pub text: String,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }
}

#[test]
fn a_struct_that_is_not_listed_is_served_by_no_handle_whatever_its_name() {
    use sneak::{NewSneak, Sneak};
    let loom = filled();
    is_not_listed(loom.select::<Sneak>().all());
    is_not_listed(loom.select::<Sneak>().count());
    is_not_listed(loom.select::<Sneak>().to_sql());
    is_not_listed(loom.select::<Sneak>().explain());
    is_not_listed(loom.get::<Sneak>(&Id::new("a")));
    is_not_listed(loom.across_worlds("a test").select::<Sneak>().all());
    is_not_listed(loom.update::<Sneak>(&Id::new("a")).set(Sneak::TEXT, "stolen").run());
    is_not_listed(loom.update::<Sneak>(&Id::new("a")).set(Sneak::TEXT, Sneak::TEXT.upper()).run());
    is_not_listed(loom.update_many::<Sneak>().all_rows().set(Sneak::TEXT, "stolen").run());
    is_not_listed(loom.update_many::<Sneak>().all_rows().set(Sneak::TEXT, "stolen").returning());
    is_not_listed(loom.delete::<Sneak>(&Id::new("a")));
    is_not_listed(loom.delete_many::<Sneak>().all_rows().run());
    is_not_listed(loom.delete_many::<Sneak>().filter(Sneak::TEXT.ne("")).returning());
    is_not_listed(loom.insert(NewSneak { text: String::new() }));
    is_not_listed(loom.insert_many([NewSneak { text: String::new() }]));
    is_not_listed(loom.upsert(NewSneak { text: String::new() }).on(Sneak::ID).do_update());
    let ids = Mention::query().columns((Mention::ID.as_text().as_id(), Mention::ID.as_text()));
    is_not_listed(loom.insert_select((Sneak::ID, Sneak::TEXT), ids));
    let prepared = prepare(|()| Sneak::query());
    is_not_listed(prepared.all(&loom, ()));
    // In a subquery, a set operation, and as rows to select from.
    let texts = || Sneak::query().columns(Sneak::TEXT);
    is_not_listed(loom.select::<Mention>().filter(Mention::ID.as_text().in_select(texts())).all());
    is_not_listed(loom.run(Mention::query().columns(Mention::ID.as_text()).union(texts())).all());
    is_not_listed(loom.run(Sneak::query().from_query(Sneak::query())).all());
    is_not_listed(loom.delete_many::<Mention>().filter(Mention::ID.as_text().in_select(texts())).run());
    let notes = loom.across_worlds("a test").select::<Note>().all().unwrap();
    assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["of atlas", "of borea"]);
}

#[test]
fn a_reference_to_another_struct_of_the_same_name_is_refused_when_a_database_is_opened() {
    /// The referenced one.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived)]
    struct Topic {
        id: Id<Topic>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }

    /// Names a topic without being bound to it.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived)]
    struct Entry {
        id: Id<Entry>,
        #[loom(no_foreign_key)]
        topic_id: Id<Topic>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }

    // In two modules the compiler would refuse it; in one, const evaluation cannot tell the two apart.
    let schema = {
        /// The listed one.
        #[derive(LoomTable, Debug)]
        #[loom_table(global, layer = "L3", derived)]
        struct Topic {
            id: Id<Topic>,
            created_at: Timestamp,
            updated_at: Timestamp,
        }

        static SCHEMA: Schema = schema![Topic, Entry];
        &SCHEMA
    };
    let error = Loom::in_memory(schema).unwrap_err();
    assert!(matches!(error, Error::NotListed { table: "topics" }), "{error}");
}

/// The table of notes once more, written by hand, with the scope of a table that failed to compile: to the types, every
/// handle reaches it.
#[derive(Debug)]
struct ByHand;

struct NewByHand;

impl private::NewRow for NewByHand {
    type Table = ByHand;

    fn write(self, _: &mut private::Assignments<'_>) {}
}

impl LoomTable for ByHand {
    type Scope = private::reach::Broken;
    type Layer = private::reach::Broken;
    const IDENTITY: private::Identity = <Note as LoomTable>::IDENTITY;
    const TABLE: &'static private::TableSchema = <Note as LoomTable>::TABLE;
    type New = NewByHand;

    fn decode(_: &mut impl private::Cells) -> Result<Self, private::CellError> {
        Ok(Self)
    }

    fn statements() -> &'static private::OnceLock<private::Statements> {
        <Note as LoomTable>::statements()
    }
}

#[test]
fn a_table_written_by_hand_crosses_no_worlds_even_when_it_is_listed() {
    static LISTED: Schema = schema![World, ByHand];
    let unlisted = filled();
    is_not_listed(unlisted.select::<ByHand>().all());
    let loom = Loom::in_memory(&LISTED).unwrap();
    is_not_listed(loom.select::<ByHand>().all());
    is_not_listed(loom.get::<ByHand>(&Id::new("a")));
    is_not_listed(loom.delete_many::<ByHand>().all_rows().run());
    is_not_listed(loom.operator().delete::<ByHand>(&Id::new("a")));
    loom.insert(NewWorld {}.set(World::ID, "atlas")).unwrap();
    assert_eq!(loom.world("atlas").unwrap().select::<ByHand>().count().unwrap(), 0);
}

#[test]
fn a_path_through_a_global_table_comes_back_into_the_same_world() {
    let loom = filled();
    let text = || Remark::MENTION_ID.to(Mention::NOTE_ID).to(Note::TEXT);
    for world in ["atlas", "borea"] {
        let handle = loom.world(world).unwrap();
        let own = format!("of {world}");
        assert_eq!(handle.select::<Remark>().columns(text()).one().unwrap(), own);
        assert_eq!(handle.select::<Remark>().filter(text().eq(own.as_str())).count().unwrap(), 1);
        let update = handle.update_many::<Remark>().filter(text().ne(own.as_str()));
        assert_eq!(update.set(Remark::NOTE_ID, "b").run().unwrap(), 0);
        let row = handle.select::<Remark>().columns(Remark::MENTION_ID.to(Mention::NOTE_ID).row());
        assert_eq!(row.one().unwrap().text, own);
    }
    let across = loom.across_worlds("a test");
    let all = across.select::<Remark>().order_by(Remark::WORLD_ID.asc()).columns((Remark::WORLD_ID, text()));
    let expected = ["atlas", "borea"].map(|world| (Id::new(world), format!("of {world}")));
    assert_eq!(all.all().unwrap(), expected);
}

#[test]
fn across_worlds_pages_lose_no_row() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    for world in ["atlas", "borea", "cyan"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
        let handle = loom.world(world).unwrap();
        for id in ["a", "b", "c"] {
            // The texts are equal, so that everything depends on the key.
            handle.insert(NewNote { text: "same".into() }.set(Note::ID, id)).unwrap();
        }
    }
    let across = loom.across_worlds("a test");
    let key = |note: &Note| (note.text.clone(), note.world_id.clone(), note.id.clone());
    for descending in [false, true] {
        let mut seen = Vec::new();
        let mut last: Option<Note> = None;
        loop {
            let page = across.select::<Note>().limit(2);
            let page = match (&last, descending) {
                (None, false) => page.order_by((Note::TEXT.asc(), Note::WORLD_ID.asc(), Note::ID.asc())),
                (None, true) => page.order_by((Note::TEXT.desc(), Note::WORLD_ID.desc(), Note::ID.desc())),
                (Some(note), false) => page.after(Note::TEXT, key(note)),
                (Some(note), true) => page.after_desc(Note::TEXT, key(note)),
            };
            let rows = page.all().unwrap();
            last = rows.last().cloned();
            seen.extend(rows.into_iter().map(|note| (note.world_id, note.id)));
            if last.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 9);
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 9);
    }
    // Without its world, a row across worlds is not named.
    let page = across.select::<Note>().after(Note::TEXT, ("same".to_owned(), Id::new("b")));
    let error = page.all().unwrap_err();
    assert!(error.to_string().contains("named by its world as well"), "{error}");
    // Within one world, the world may be said and changes nothing.
    let borea = loom.world("borea").unwrap();
    let page = borea
        .select::<Note>()
        .after(Note::TEXT, ("same".to_owned(), Id::<World>::new("borea"), Id::new("b")));
    assert_eq!(page.columns(Note::ID).all().unwrap(), [Id::new("c")]);
}

#[test]
fn a_page_has_one_order() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    let after = || atlas.select::<Note>().after(Note::TEXT, (String::new(), Id::new("")));
    assert_eq!(after().all().unwrap().len(), 1);
    assert_eq!(after().order_by(Note::TEXT.asc()).count().unwrap(), 1);
    assert_eq!(after().order_by((Note::TEXT.asc(), Note::ID.asc())).count().unwrap(), 1);
    for other in [Note::CREATED_AT.asc(), Note::TEXT.desc(), Note::ID.asc()] {
        let error = after().order_by(other).all().unwrap_err();
        assert!(error.to_string().contains("`order_by` another one"), "{error}");
    }
    let before = atlas.select::<Note>().order_by(Note::CREATED_AT.asc());
    let error = before.after(Note::TEXT, (String::new(), Id::new(""))).all().unwrap_err();
    assert!(error.to_string().contains("`after` is an order already"), "{error}");
}

#[test]
fn rows_of_another_world_are_not_counted_through_a_global_table() {
    let loom = filled();
    let atlas = loom.world("atlas").unwrap();
    assert_eq!(atlas.select::<Note>().columns(Remark::NOTE_ID.count_of(None)).all().unwrap(), [1]);
    assert_eq!(atlas.select::<Note>().filter(Mention::NOTE_ID.exists(None)).count().unwrap(), 1);
}

/// Tables whose rows go with their world.
mod ends {
    use loom_schema::prelude::*;

    /// Whoever runs worlds.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived)]
    pub struct Owner {
        pub id: Id<Owner>,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }

    /// A world, which goes with its owner.
    #[derive(LoomTable, Debug)]
    #[loom_table(global, layer = "L3", derived)]
    pub struct World {
        pub id: Id<World>,
        #[loom(on_delete = "cascade")]
        pub owner_id: Id<Owner>,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }

    /// What happened in a world.
    #[derive(LoomTable, Debug)]
    #[loom_table(world_scoped, layer = "L2", derived)]
    pub struct Event {
        pub id: Id<Event>,
        #[loom(on_delete = "cascade")]
        pub world_id: Id<World>,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }

    /// What a world knows.
    #[derive(LoomTable, Debug)]
    #[loom_table(world_scoped, layer = "L3", derived)]
    pub struct Fact {
        pub id: Id<Fact>,
        #[loom(on_delete = "cascade")]
        pub world_id: Id<World>,
        pub created_at: Timestamp,
        pub updated_at: Timestamp,
    }

    pub static SCHEMA: Schema = schema![Owner, World, Event, Fact];
}

#[test]
fn a_world_that_takes_protected_rows_along_is_deleted_by_the_operator_only() {
    use ends::{Event, Fact, NewEvent, NewFact, NewOwner, NewWorld, Owner, World};
    let loom = Loom::in_memory(&ends::SCHEMA).unwrap();
    loom.insert(NewOwner {}.set(Owner::ID, "o")).unwrap();
    for world in ["atlas", "borea", "cyan"] {
        loom.insert(NewWorld { owner_id: "o".into() }.set(World::ID, world)).unwrap();
        loom.world(world).unwrap().insert(NewFact {}).unwrap();
    }
    for world in ["atlas", "cyan"] {
        loom.world(world).unwrap().insert(NewEvent {}).unwrap();
    }
    let refused = |error: Error| {
        let message = error.to_string();
        assert!(message.contains("of events, which is L2 Episodic, would be deleted with it"), "{message}");
        assert!(message.contains("`loom.operator()`"), "{message}");
    };
    let atlas: Id<World> = "atlas".into();
    refused(loom.delete(&atlas).unwrap_err());
    refused(loom.delete_many::<World>().filter(World::ID.eq("atlas")).run().unwrap_err());
    refused(loom.delete_many::<World>().all_rows().returning().unwrap_err());
    // Along a chain of cascades, too.
    refused(loom.delete::<Owner>(&"o".into()).unwrap_err());
    let all = loom.across_worlds("a test");
    assert_eq!((loom.count::<World>().unwrap(), all.count::<Event>().unwrap()), (3, 2));
    // Nothing protected happened in `borea`.
    assert!(loom.delete::<World>(&"borea".into()).unwrap());
    assert!(loom.operator().delete(&atlas).unwrap());
    assert_eq!((all.count::<Event>().unwrap(), all.count::<Fact>().unwrap()), (1, 1));
    let deleted = loom.operator().delete_many::<World>().all_rows().returning().unwrap();
    assert_eq!((deleted.len(), all.count::<Event>().unwrap()), (1, 0));
}
