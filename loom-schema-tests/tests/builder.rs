//! Opening through the builder, and the command line of a program with a folder and a database of its own.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

use std::fs;

use loom_engine::tables::{LOOM, World};
use loom_schema::cli::{Status, run_from};
use loom_schema::prelude::*;

#[test]
fn the_builder_opens_a_file_or_a_database_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let world = folder.path().join("files/worlds/atlas");
    fs::create_dir_all(&world).unwrap();
    fs::write(world.join("WORLD.md"), "---\nname: Atlas\n---\n").unwrap();
    let database = folder.path().join("engine.db");

    let loom = Loom::builder(&LOOM).root(folder.path().join("files")).database(&database).open().unwrap();
    assert!(loom.sync().unwrap().is_clean());
    drop(loom);
    let again = Loom::open_database(&LOOM, &database).unwrap();
    assert_eq!(again.count::<World>().unwrap(), 1);
    assert!(again.root().is_none());

    let memory = Loom::builder(&LOOM).open().unwrap();
    assert_eq!(memory.count::<World>().unwrap(), 0);
}

#[test]
fn the_command_line_uses_the_programs_own_folder_and_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["files", "others"] {
        fs::create_dir_all(path(name).join("worlds/atlas")).unwrap();
        let text = format!("---\nname: {name}\n---\n");
        fs::write(path(name).join("worlds/atlas/WORLD.md"), text).unwrap();
    }
    let program = || Loom::builder(&LOOM).root(path("files")).database(path("engine.db"));
    let run = |arguments: &[&str]| {
        let arguments = ["engine"].iter().chain(arguments);
        run_from(program(), arguments, &mut Vec::new(), &mut Vec::new())
    };
    let name = |database: &str| {
        let loom = Loom::open_database(&LOOM, path(database)).unwrap();
        loom.select::<World>().columns(World::NAME).one().unwrap()
    };
    assert_eq!(run(&["sync"]), Status::Fine);
    assert_eq!(name("engine.db"), "files");
    // An option names another.
    assert_eq!(run(&["sync", "--root", path("others").to_str().unwrap()]), Status::Fine);
    assert_eq!(name("engine.db"), "others");
    assert_eq!(run(&["sync", "--database", path("second.db").to_str().unwrap()]), Status::Fine);
    assert_eq!((name("engine.db"), name("second.db")), ("others".to_owned(), "files".to_owned()));
}
