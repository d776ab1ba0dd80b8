//! The example's files with random damage: whatever is in a file, a sync reports it at a place in that file, and what it
//! takes is what a rebuild takes.

use std::fs;
use std::path::{Path, PathBuf};

use loom_engine::tables::LOOM;
use loom_schema::{SyncOptions, SyncReport};

use crate::compare;
use crate::folder::Folder;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/loom-engine/.loom");

/// What gets into files by accident, by hand and by other tools.
const TOKENS: [&[u8]; 44] = [
    b"---\n",
    b"\n---\n",
    b"...\n",
    b"\r",
    b"\r\n",
    b"\t",
    b"\0",
    b"\xff",
    b"\xc3",
    "\u{feff}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2028}".as_bytes(),
    b"\x1b[31m",
    b":",
    b": ",
    b"- ",
    b"#",
    b" #",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\"",
    b"'",
    b"&a ",
    b"*a",
    b"!x ",
    b"|\n",
    b">-\n",
    b"? ",
    b"<<: *a\n",
    b"id: other\n",
    b"world_id: hearth\n",
    b"id: [",
    b"status: \n",
    b"steps:\n",
    b"steps:\n  - {name: x, agent_id: y, order: 2}\n",
    b"```yaml\n",
    b"```\n",
    b"## PROFILE\n",
    b"~",
    b"99999999999999999999",
    "ä".as_bytes(),
    b"<!--",
];

/// SplitMix64: the same damage each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % (end.max(1) as u64)).unwrap()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn copy(from: &Path, folder: &Folder) {
    for path in files(from) {
        let name = path.strip_prefix(from).unwrap().to_str().unwrap();
        folder.write(name, fs::read(&path).unwrap());
    }
}

/// One bit of damage to a file's bytes.
fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.below(bytes.len() + 1);
    // Most of what matters is in front.
    let at = if random.below(3) > 0 { at.min(random.below(200)) } else { at };
    let end = (at + random.below(12)).min(bytes.len());
    match random.below(7) {
        0 => drop(bytes.drain(at..end)),
        1 => bytes.truncate(at),
        2 => bytes[at..end].reverse(),
        3 => {
            let part = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, part));
        }
        4 => {
            let mut lines: Vec<Vec<u8>> =
                bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            if !lines.is_empty() {
                let (left, right) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(left, right);
            }
            *bytes = lines.concat();
        }
        _ => drop(bytes.splice(at..at, TOKENS[random.below(TOKENS.len())].iter().copied())),
    }
}

/// Damages some files of the folder, and moves, copies or restores others.
fn mutate(random: &mut Random, folder: &Folder) {
    for _ in 0..=random.below(4) {
        let all = files(folder.path());
        let pick = |random: &mut Random| all[random.below(all.len())].clone();
        let path = pick(random);
        let Ok(mut bytes) = fs::read(&path) else { continue };
        match random.below(12) {
            0 => fs::remove_file(&path).unwrap(),
            1 => fs::write(pick(random), &bytes).unwrap(),
            2 => fs::rename(&path, pick(random)).unwrap(),
            3 => fs::rename(&path, path.with_file_name("moved.md")).unwrap(),
            4 | 5 => {
                let original = Path::new(EXAMPLE).join(path.strip_prefix(folder.path()).unwrap());
                fs::read(original).map(|bytes| fs::write(&path, bytes).unwrap()).unwrap_or_default();
            }
            _ => {
                for _ in 0..=random.below(3) {
                    damage(random, &mut bytes);
                }
                fs::write(&path, &bytes).unwrap();
            }
        }
    }
}

/// Every problem is at a place that an editor can go to, and shows a terminal nothing that it obeys.
fn places(folder: &Folder, report: &SyncReport) {
    for problem in &report.problems {
        assert!(!problem.to_string().chars().any(|c| c.is_control() && c != '\n'), "{problem:?}");
        let Ok(bytes) = fs::read(folder.path().join(&problem.path)) else {
            assert_eq!((problem.line, problem.column), (1, 1), "{problem}");
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.split('\n').collect();
        let line = lines.get(problem.line as usize - 1);
        let line = line.unwrap();
        assert!((1..=line.chars().count() + 1).contains(&(problem.column as usize)), "{problem}");
    }
}

#[test]
fn damaged_files_are_reported_in_place_and_change_nothing_else() {
    let options = SyncOptions { allow_mass_delete: true, ..SyncOptions::default() };
    let mut found = 0;
    for seed in 0..12 {
        let mut random = Random(seed);
        let folder = Folder::of(&LOOM);
        copy(Path::new(EXAMPLE), &folder);
        folder.load();
        for _ in 0..5 {
            mutate(&mut random, &folder);
            let report = folder.sync_with(options).unwrap();
            places(&folder, &report);
            found += report.problems.len();
            compare(&folder, &report).unwrap();
            let again = folder.sync_with(options).unwrap();
            assert_eq!((again.changes(), &again.problems), (0, &report.problems), "seed {seed}");
        }
    }
    assert!(found > 100, "the damage does damage: {found}");
}
