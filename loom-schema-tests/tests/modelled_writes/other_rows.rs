//! Updates whose values are made of other rows of the same table.

use loom_schema::Error;
use loom_schema::prelude::*;
use loom_schema::query::{Window, row_number};

use crate::tables::{Item, NewItem, NewPart, NewWorld, Part, SCHEMA, World};

/// A chain of parts, `a` to `d`, of 1, 10, 100 and 1,000 pieces, in both worlds.
fn chain() -> Loom {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    for world in ["v", "w"] {
        loom.insert(NewWorld {}.set(World::ID, world)).unwrap();
        let world = loom.world(world).unwrap();
        world.insert(NewItem { slug: "item".to_owned() }.set(Item::ID, "item")).unwrap();
        let mut parent = None;
        for (place, id) in (0..).zip(["a", "b", "c", "d"]) {
            let part = NewPart { item_id: Id::new("item"), place }.set(Part::ID, id);
            let qty = 10_i64.pow(u32::try_from(place).unwrap());
            parent = Some(world.insert(part.set(Part::PARENT_ID, parent).set(Part::QTY, qty)).unwrap().id);
        }
    }
    loom
}

fn quantities(loom: &Loom, world: &str) -> Vec<i64> {
    let world = loom.world(world).unwrap();
    world.select::<Part>().order_by(Part::ID.asc()).columns(Part::QTY).all().unwrap()
}

#[test]
fn an_update_reads_other_rows_as_they_were_before_it() {
    let loom = chain();
    let world = loom.world("v").unwrap();
    let of_parent = || Part::PARENT_ID.to(Part::QTY).unwrap_or(0);
    assert_eq!(world.update_many::<Part>().all_rows().set(Part::QTY, of_parent()).run().unwrap(), 4);
    assert_eq!(quantities(&loom, "v"), [0, 1, 10, 100]);
    let some = world.update_many::<Part>().filter(Part::QTY.ge(1));
    assert_eq!(some.set(Part::QTY, of_parent()).set(Part::PLACE, Part::PLACE.plus(9)).run().unwrap(), 3);
    assert_eq!(quantities(&loom, "v"), [0, 0, 1, 10]);
    // From the last to the first: a row's child is written before it.
    let of_children = Part::PARENT_ID.count_of(Part::QTY.ge(1));
    world.update_many::<Part>().all_rows().set(Part::QTY, of_children).run().unwrap();
    assert_eq!(quantities(&loom, "v"), [0, 1, 1, 0]);
    assert_eq!(quantities(&loom, "w"), [1, 10, 100, 1_000]);
}

#[test]
fn what_an_update_returns_of_other_rows_is_what_they_are_after_it() {
    let loom = chain();
    let world = loom.world("v").unwrap();
    let columns =
        (Part::ID, Part::PARENT_ID.to(Part::QTY), Part::PARENT_ID.count_of(Part::QTY.eq(5)), Part::QTY);
    let update = world.update_many::<Part>().filter(Part::ID.ne("d")).set(Part::QTY, 5);
    let mut rows = update.returning_columns(&columns).unwrap();
    rows.sort();
    let rows: Vec<_> = rows.iter().map(|row| (row.0.as_str(), row.1, row.2, row.3)).collect();
    assert_eq!(rows, [("a", None, 1, 5), ("b", Some(5), 1, 5), ("c", Some(5), 0, 5)]);
    assert_eq!(quantities(&loom, "w"), [1, 10, 100, 1_000]);
}

#[test]
fn an_aggregate_in_an_update_is_refused_in_plain_words() {
    let loom = chain();
    let world = loom.world("v").unwrap();
    let all = || world.update_many::<Part>().all_rows();
    let refused = |result: Result<(), Error>| {
        let message = result.unwrap_err().to_string();
        assert!(message.starts_with("parts: a write sees one row at a time"), "{message}");
    };
    refused(all().set(Part::QTY, Part::QTY.sum().unwrap_or(0)).run().map(drop));
    refused(all().set(Part::QTY, row_number(Window::all())).run().map(drop));
    refused(all().set(Part::QTY, 1).returning_columns(&Part::QTY.max()).map(drop));
    refused(all().set(Part::QTY, 1).returning_columns(&row_number::<Part>(Window::all())).map(drop));
    assert_eq!(quantities(&loom, "v"), [1, 10, 100, 1_000]);
}
