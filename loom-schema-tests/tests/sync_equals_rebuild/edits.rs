//! Random edits of the folder, the files as they should be after them, and rows that the program inserts meanwhile.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::folder::Folder;

const TOPICS: [&str; 4] = ["a", "b", "c", "d"];
pub(crate) const WORLDS: [&str; 2] = ["w", "v"];
const NOTES: [&str; 3] = ["x", "y", "z"];

/// One edit of the folder.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Write(String, String),
    Delete(usize),
    /// To the path of another file of the same kind, which is gone then.
    Move(usize, usize),
    Copy(usize, usize),
    Swap(usize, usize),
    Break(usize),
    /// Takes out what `Break` put in.
    Mend(usize),
}

pub(crate) fn topic() -> impl Strategy<Value = Edit> {
    let id = || prop::sample::select(&TOPICS[..]);
    let point = (
        prop::option::weighted(0.4, prop::sample::select(&["p", "q", "r"][..])),
        prop::option::weighted(0.3, id()),
    );
    (
        id(),
        prop::option::weighted(0.3, id()),
        prop::option::weighted(0.4, id()),
        -1..4_i64,
        prop::option::weighted(0.6, prop::sample::select(&["red", "blue", "gold"][..])),
        prop::collection::vec(point, 0..3),
    )
        .prop_map(|(slug, id, parent, rank, color, points)| {
            let mut text = format!("---\nrank: {rank}\n");
            for (key, value) in [("id", id), ("parent_id", parent), ("color", color)] {
                let _ = value.map(|value| writeln!(text, "{key}: {value}"));
            }
            if !points.is_empty() {
                text.push_str("points:\n");
            }
            for (id, about) in points {
                let id = id.map(|id| format!("id: {id}, ")).unwrap_or_default();
                let _ = writeln!(text, "  - {{{id}about: {}}}", about.unwrap_or("~"));
            }
            Edit::Write(format!("topics/{slug}.md"), text + "---\n")
        })
}

pub(crate) fn note() -> impl Strategy<Value = Edit> {
    (
        prop::sample::select(&WORLDS[..]),
        prop::sample::select(&NOTES[..]),
        prop::option::weighted(0.4, prop::sample::select(&TOPICS[..])),
        prop::option::weighted(0.4, prop::sample::select(&NOTES[..])),
        0..4_i64,
        "[a-c]{0,2}",
    )
        .prop_map(|(world, id, topic, next, code, body)| {
            let (topic, next) = (topic.unwrap_or("~"), next.unwrap_or("~"));
            let text = format!("---\ntopic_id: {topic}\nnext: {next}\ncode: {code}\n---\n{body}\n");
            Edit::Write(format!("worlds/{world}/notes/{id}.md"), text)
        })
}

fn comment() -> impl Strategy<Value = Edit> {
    (
        prop::sample::select(&WORLDS[..]),
        prop::sample::select(&["m", "n"][..]),
        prop::sample::select(&NOTES[..]),
        prop::option::weighted(0.4, prop::sample::select(&TOPICS[..])),
    )
        .prop_map(|(world, id, note, topic)| {
            let text = format!("---\nnote_id: {note}\ntopic_id: {}\n---\n", topic.unwrap_or("~"));
            Edit::Write(format!("worlds/{world}/comments/{id}.md"), text)
        })
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    let at = || any::<prop::sample::Index>().prop_map(|index| index.index(1_000));
    let world = prop::sample::select(&WORLDS[..])
        .prop_map(|world| Edit::Write(format!("worlds/{world}/WORLD.md"), "---\n---\n".to_owned()));
    prop_oneof![
        5 => topic(),
        5 => note(),
        3 => comment(),
        2 => world,
        3 => at().prop_map(Edit::Delete),
        3 => (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
        1 => (at(), at()).prop_map(|(from, to)| Edit::Copy(from, to)),
        3 => (at(), at()).prop_map(|(left, right)| Edit::Swap(left, right)),
        3 => at().prop_map(Edit::Break),
        3 => at().prop_map(Edit::Mend),
    ]
}

/// The files as they should be on disk.
#[derive(Default)]
pub(crate) struct Model(BTreeMap<String, String>);

const BROKEN: &str = "rank: [\nnote_id: [\n";

impl Model {
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn path(&self, index: usize) -> Option<String> {
        self.0.keys().nth(index % self.0.len().max(1)).cloned()
    }

    /// A path of the same kind of file, there or not.
    fn like(path: &str, index: usize) -> String {
        let (folder, _) = path.rsplit_once('/').unwrap();
        let names: &[&str] = match folder {
            "topics" => &TOPICS,
            _ if folder.ends_with("notes") => &NOTES,
            _ if folder.ends_with("comments") => &["m", "n"],
            _ => return format!("worlds/{}/WORLD.md", WORLDS[index % 2]),
        };
        let folder = match folder.split_once('/') {
            Some(("worlds", rest)) => {
                let kind = rest.split_once('/').unwrap().1;
                format!("worlds/{}/{kind}", WORLDS[index / 7 % 2])
            }
            _ => folder.to_owned(),
        };
        format!("{folder}/{}.md", names[index % names.len()])
    }

    pub(crate) fn edit(&mut self, edit: &Edit) {
        let get = |index: &usize| self.path(*index);
        match edit {
            Edit::Write(path, text) => drop(self.0.insert(path.clone(), text.clone())),
            Edit::Delete(at) => drop(get(at).and_then(|path| self.0.remove(&path))),
            Edit::Move(from, to) => {
                if let Some(from) = get(from) {
                    let text = self.0.remove(&from).unwrap();
                    self.0.insert(Self::like(&from, *to), text);
                }
            }
            Edit::Copy(from, to) => {
                if let Some(from) = get(from) {
                    self.0.insert(Self::like(&from, *to), self.0[&from].clone());
                }
            }
            Edit::Swap(left, right) => {
                if let Some(left) = get(left) {
                    let right = Self::like(&left, *right);
                    if let Some(text) = self.0.get(&right).cloned() {
                        let other = self.0.insert(left, text).unwrap();
                        self.0.insert(right, other);
                    }
                }
            }
            Edit::Break(at) => {
                if let Some(path) = get(at) {
                    let text = self.0.get_mut(&path).unwrap();
                    *text = text.replacen("---\n", &format!("---\n{BROKEN}"), 1);
                }
            }
            Edit::Mend(at) => {
                if let Some(path) = get(at) {
                    let text = self.0.get_mut(&path).unwrap();
                    *text = text.replace(BROKEN, "");
                }
            }
        }
    }

    pub(crate) fn save(&self, folder: &Folder) {
        for name in ["topics", "worlds"] {
            let _ = std::fs::remove_dir_all(folder.path().join(name));
        }
        for (path, text) in &self.0 {
            folder.write(path, text);
        }
    }
}

/// A row that the program inserts; what the database refuses is not inserted.
pub(crate) fn own_row() -> impl Strategy<Value = String> {
    let topic = || prop::sample::select(&TOPICS[..]);
    let (world, note) = (|| prop::sample::select(&WORLDS[..]), || prop::sample::select(&NOTES[..]));
    let id = || prop::sample::select(&["a", "p", "x", "m", "own", "other"][..]);
    prop_oneof![
        (id(), topic(), prop::sample::select(&["'red'", "'blue'", "NULL"][..])).prop_map(|(id, parent, color)| {
            format!("INSERT INTO topics (id, slug, parent_id, color) VALUES ('{id}', '{id}', '{parent}', {color})")
        }),
        (id(), topic(), topic()).prop_map(|(id, topic, about)| {
            format!("INSERT INTO points (id, topic_id, \"order\", about) VALUES ('{id}', '{topic}', 1, '{about}')")
        }),
        (id(), world(), topic(), note(), 0..4).prop_map(|(id, world, topic, next, code)| {
            format!(
                "INSERT INTO notes (id, world_id, topic_id, next, code, text) \
                 VALUES ('{id}', '{world}', '{topic}', '{next}', {code}, '')"
            )
        }),
        (id(), world(), note(), topic()).prop_map(|(id, world, note, topic)| {
            format!(
                "INSERT INTO comments (id, world_id, note_id, topic_id) \
                 VALUES ('{id}', '{world}', '{note}', '{topic}')"
            )
        }),
    ]
}

/// A value that the program writes into a row, whoever the row came from; what the database refuses is not written.
pub(crate) fn update() -> impl Strategy<Value = String> {
    let id = || prop::sample::select(&["a", "b", "c", "d", "x", "y", "z", "m", "n"][..]);
    let set = prop_oneof![
        Just("topics SET rank = rank + 1"),
        Just("topics SET color = NULL"),
        Just("topics SET color = 'green'"),
        Just("topics SET parent_id = 'a'"),
        Just("points SET about = NULL"),
        Just("notes SET text = text || '!'"),
        Just("notes SET code = code + 10"),
        Just("notes SET next = NULL, topic_id = NULL"),
        Just("comments SET topic_id = 'b'"),
        Just("comments SET updated_at = 1"),
    ];
    (set, id()).prop_map(|(set, id)| {
        let key = if set.starts_with("points") { "topic_id" } else { "id" };
        format!("UPDATE {set} WHERE {key} = '{id}'")
    })
}
