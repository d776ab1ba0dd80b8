//! Which row a file or a list's entry is: ids, worlds and positions that a value, a path and a place could each tell.
#![allow(missing_docs, reason = "the fields' names say it all")]

mod folder;

use folder::Folder;
use loom_schema::prelude::*;

/// A world.
#[derive(LoomTable, Debug)]
#[loom_table(global, layer = "L3", markdown = "worlds/{id}/WORLD.md")]
pub struct World {
    pub id: Id<World>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A route in a world; the path holds a unique key, and not the id.
#[derive(LoomTable, Debug)]
#[loom_table(
    world_scoped,
    layer = "L3",
    markdown = "worlds/{world_id}/routes/{from}/{to}.md",
    unique(from, to)
)]
pub struct Route {
    pub id: Id<Route>,
    pub world_id: Id<World>,
    pub from: String,
    pub to: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A stop on a route.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L3", markdown(inside = Route, key = "stops"))]
pub struct Stop {
    pub id: Id<Stop>,
    pub world_id: Id<World>,
    #[loom(on_delete = "cascade")]
    pub route_id: Id<Route>,
    #[loom(position)]
    pub place: i64,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A boat, which sails a route.
#[derive(LoomTable, Debug)]
#[loom_table(world_scoped, layer = "L3", markdown = "worlds/{world_id}/boats/{id}.md")]
pub struct Boat {
    pub id: Id<Boat>,
    pub world_id: Id<World>,
    pub route_id: Option<Id<Route>>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

static SCHEMA: Schema = schema![World, Route, Stop, Boat];

/// The worlds `atlas` and `hearth`.
fn worlds() -> Folder {
    let folder = Folder::of(&SCHEMA);
    for world in ["atlas", "hearth"] {
        folder.write(&format!("worlds/{world}/WORLD.md"), "---\n---\n");
    }
    folder
}

/// One route, with these keys.
fn route(keys: &str) -> Folder {
    let folder = worlds();
    folder.write("worlds/atlas/routes/a/b.md", format!("---\n{keys}\n---\n"));
    folder
}

/// The only problem of a sync, without its snippet.
fn only(folder: &Folder) -> String {
    let report = folder.sync();
    assert_eq!(report.problems.len(), 1, "{report}");
    let text = report.problems[0].to_string();
    text.lines().filter(|line| !line.contains(" | ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_id_unlike_the_path_is_one_problem_with_its_ways_out() {
    let folder = worlds();
    folder.write("worlds/atlas/boats/gull.md", "---\nid: tern\n---\n");
    assert_eq!(
        only(&folder),
        "worlds/atlas/boats/gull.md:2:5: `id` is `tern` here, but `gull` in the path\n  \
         = help: write `id: gull`, remove the line, or move the file to `worlds/atlas/boats/tern.md`"
    );
    folder.write("worlds/atlas/boats/gull.md", "---\nid: a/b\n---\n");
    assert!(only(&folder).ends_with("= help: write `id: gull`, or remove the line"));
    for (value, shown) in [("", "null"), ("[gull]", "a list"), ("\"\"", "text \"\"")] {
        folder.write("worlds/atlas/boats/gull.md", format!("---\nid: {value}\n---\n"));
        let problem = only(&folder);
        assert!(problem.contains(&format!("`id` is {shown} here, but `gull` in the path")), "{problem}");
    }
    folder.write("worlds/atlas/boats/gull.md", "---\nid: gull\n---\n");
    folder.load();
}

#[test]
fn a_world_unlike_the_folder_is_one_problem_with_its_ways_out() {
    // The stops, which have no file and no world of their own, have no problem of their own.
    let folder = route("world_id: hearth\nstops:\n- {name: Quay}\n- {name: Light, id: light}");
    assert_eq!(
        only(&folder),
        "worlds/atlas/routes/a/b.md:2:11: `world_id` is `hearth` here, but `atlas` in the path\n  \
         = help: write `world_id: atlas`, remove the line, or move the file to `worlds/hearth/routes/a/b.md`"
    );
    let folder = route("stops:\n- {name: Quay, world_id: hearth}");
    assert_eq!(
        only(&folder),
        "worlds/atlas/routes/a/b.md:3:26: `world_id` is `hearth` here, but `atlas` in the row that the list belongs to\n  \
         = help: write `world_id: atlas`, or remove the key"
    );
}

#[test]
fn entries_without_an_id_do_not_repeat_that_their_owners_is_wrong() {
    let folder = route("id:\nstops:\n- {name: Quay}\n- {name: Light}");
    assert!(
        only(&folder)
            .contains(":2:3: `id` is null, but needs a value\n  = help: write an id after the colon, ")
    );
    // What is wrong with the entries themselves is still reported.
    let folder = route("id: [x]\nstops:\n- {nmae: Quay}");
    let problems = folder.problems();
    assert!(problems.contains("missing key `name` in this entry"), "{problems}");
    assert!(!problems.contains("missing key `id`"), "{problems}");

    let folder = route("stops:\n- {name: Quay, id: }");
    assert!(only(&folder).contains(
        "`id` is null, but needs a value\n  = help: write an id after the colon, or remove the key"
    ));
    let folder = route("stops:\n- {name: Quay, route_id: x}");
    assert!(only(&folder).contains("`route_id` is `x` here, but `a-b` in the row that the list belongs to"));
}

#[test]
fn two_entries_with_one_id_are_both_refused() {
    let folder = route("stops:\n- {name: Quay, id: x}\n- {name: Light, id: x}");
    let problems = folder.problems();
    for (line, other) in [("3:20", 4), ("4:21", 3)] {
        let message = format!(
            "worlds/atlas/routes/a/b.md:{line}: two rows have the id `x`: the other stop is at worlds/atlas/routes/a/b.md:{other}"
        );
        assert!(problems.contains(&message), "{problems}");
    }
    assert_eq!(folder.value("SELECT count(*) FROM stops"), "0");
    // The second one's id, which is made of its place, is what the first one says.
    let folder = route("stops:\n- {name: Quay, id: a-b-2}\n- {name: Light}");
    assert_eq!(folder.problems().matches("two rows have the id `a-b-2`").count(), 2);
    // Two worlds may use one id.
    let folder = route("stops:\n- {name: Quay, id: x}");
    folder.write("worlds/hearth/routes/a/b.md", "---\nstops:\n- {name: Quay, id: x}\n---\n");
    folder.load();
}

#[test]
fn two_entries_in_one_position_are_told() {
    // A position that is written counts, and the list may be in another order.
    let folder = route("stops:\n- {name: Light, place: 2}\n- {name: Quay, place: 1}\n- {name: Ford}");
    folder.load();
    assert_eq!(folder.value("SELECT group_concat(name, ' ' ORDER BY place) FROM stops"), "Quay Light Ford");

    let folder = route("stops:\n- {name: Light, place: 2}\n- {name: Quay}\n- {name: Ford, place: 2}");
    let report = folder.sync();
    assert_eq!((report.errors(), report.warnings()), (0, 2), "{report}");
    let shown = report.to_string();
    assert!(
        shown.contains(
            "worlds/atlas/routes/a/b.md:4:3: warning: `place` is 2 here, as in the entry on line 3: their order is not defined\n"
        ),
        "{shown}"
    );
    assert!(shown.contains("b.md:5:23: warning: `place` is 2 here, as in the entry on line 3"), "{shown}");
    assert!(shown.contains(
        "= help: write another `place`, or leave it out everywhere: the order of the list counts then"
    ));
    assert_eq!(report.table("stops").unwrap().inserted, 3);
}

#[test]
fn a_row_keeps_its_id_where_the_path_holds_another_key() {
    let folder = route("id: ferry\nstops:\n- {name: Quay}");
    folder.write("worlds/atlas/boats/gull.md", "---\nroute_id: ferry\n---\n");
    folder.load();
    folder.sql("UPDATE routes SET created_at = 5");
    folder.rename("worlds/atlas/routes/a/b.md", "worlds/atlas/routes/c/d.md");
    let report = folder.clean();
    assert_eq!(report.table("routes").unwrap().updated, 1);
    let all = "SELECT group_concat(id || ' ' || \"from\" || \"to\" || created_at) FROM routes";
    assert_eq!(folder.value(all), "ferry cd5");
    assert_eq!(folder.value("SELECT id FROM stops"), "ferry-1");

    // Two files with one id name each other.
    folder.write("worlds/atlas/routes/a/b.md", "---\nid: ferry\n---\n");
    let problems = folder.problems();
    for (path, other) in [("a/b.md", "c/d.md"), ("c/d.md", "a/b.md")] {
        let message = format!(
            "worlds/atlas/routes/{path}:2:5: two rows have the id `ferry`: the other route is at worlds/atlas/routes/{other}:2"
        );
        assert!(problems.contains(&message), "{problems}");
    }
    assert_eq!(folder.value(all), "ferry cd5", "the last good row stays");
}

#[test]
fn ids_that_two_paths_make_alike_are_told_with_a_way_out() {
    let folder = worlds();
    folder.write("worlds/atlas/routes/a-b/c.md", "---\n---\n");
    folder.write("worlds/atlas/routes/a/b-c.md", "---\n---\n");
    let problems = folder.problems();
    assert_eq!(
        problems.matches(":1:1: two rows have the id `a-b-c`: the other route is at ").count(),
        2,
        "{problems}"
    );
    assert_eq!(problems.matches("give one of them another id").count(), 2, "{problems}");
    folder.write("worlds/atlas/routes/a/b-c.md", "---\nid: own\n---\n");
    folder.load();
}

#[test]
fn folders_and_files_that_differ_only_in_case_are_told_once() {
    let folder = worlds();
    folder.write("worlds/atlas/boats/gull.md", "---\n---\n");
    folder.write("worlds/atlas/boats/Gull.md", "---\n---\n");
    folder.write("worlds/atlas/routes/x/y.md", "---\n---\n");
    folder.write("worlds/atlas/routes/X/z.md", "---\n---\n");
    folder.write("worlds/atlas/routes/X/w.md", "---\n---\n");
    if std::fs::read_dir(folder.path().join("worlds/atlas/routes")).unwrap().count() < 2 {
        return; // such a file system takes them for one
    }
    let report = folder.sync();
    let problems: Vec<_> =
        report.problems.iter().map(|problem| (problem.path.as_str(), problem.message.as_str())).collect();
    let expected = [
        (
            "worlds/atlas/boats/gull.md",
            "differs from `worlds/atlas/boats/Gull.md` only in upper and lower case",
        ),
        ("worlds/atlas/routes/x", "differs from `worlds/atlas/routes/X` only in upper and lower case"),
    ];
    assert_eq!(problems, expected, "{report}");
    assert_eq!(report.table("routes").unwrap().inserted, 3);
}
