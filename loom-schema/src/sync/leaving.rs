//! Which stored rows go, which go with them, and which cannot go yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::plan::{Fate, Round};
use super::stored;
use super::tables::Key;
use crate::schema::OnDelete;

/// The rows that go.
#[derive(Default)]
pub(super) struct Leaving {
    /// Rows whose file is gone, and all that the database deletes with them.
    pub(super) rows: BTreeSet<Key>,
    /// Rows that should go, and who still references them.
    pub(super) kept: BTreeMap<Key, Key>,
    /// Accepted rows, and the stored rows that have a value they need and have to stay.
    pub(super) blocked: Vec<(Key, Key)>,
}

/// Who references a row, among the stored rows that no good file rewrites.
type Referrers<'a> = HashMap<Key, Vec<(&'a Key, OnDelete)>>;

/// Finds the rows that go.
pub(super) fn find(round: &Round<'_>) -> Leaving {
    let fates: Vec<(&Key, Fate)> =
        round.stored.keys().filter_map(|key| Some((key, round.fate(key)?))).collect();
    let rivals = rivals(round, &fates);
    let gone: Vec<&Key> = fates.iter().filter(|(_, fate)| *fate == Fate::Gone).map(|(key, _)| *key).collect();
    if rivals.is_empty() && gone.is_empty() {
        return Leaving::default();
    }
    let referrers = referrers(round, &fates);
    // A row that is displaced may be what kept another one, so that everything is looked at again.
    let mut forced = BTreeSet::new();
    loop {
        let mut leaving = Leaving::default();
        // A row that stays keeps those that would have gone along with it, which may keep others.
        let mut staying = BTreeSet::new();
        loop {
            let roots = gone.iter().copied().chain(&forced);
            leaving.rows = with_referrers(roots, &referrers, &staying, |action| action == OnDelete::Cascade);
            let more = leaving.keep(round, &referrers);
            if more.is_empty() {
                break;
            }
            staying.extend(more);
        }
        let mut more = BTreeSet::new();
        for (rival, wanted_by) in &rivals {
            match leaving.displace(round, &referrers, rival) {
                Some(rows) => more.extend(rows),
                None => leaving.blocked.push(((*wanted_by).clone(), (*rival).clone())),
            }
        }
        let before = forced.len();
        forced.extend(more);
        if forced.len() == before {
            return leaving;
        }
    }
}

/// Stored rows that have a value which an accepted row of another key needs, and that row.
fn rivals<'a>(round: &'a Round<'_>, fates: &[(&'a Key, Fate)]) -> Vec<(&'a Key, &'a Key)> {
    let mut rivals = Vec::new();
    for (key, _) in fates.iter().filter(|(_, fate)| *fate != Fate::Accepted) {
        // Of a table without Markdown no values were read, and nothing claims them.
        let table = round.tables.get(key.table);
        let Some(cells) = round.stored.get(*key).filter(|_| table.schema.is_synced()) else { continue };
        let wanted = round.tables.claims(key.table, cells).find_map(|claim| round.claims.get(&claim));
        rivals.extend(wanted.map(|wanted| (*key, wanted)));
    }
    rivals
}

fn referrers<'a>(round: &Round<'a>, fates: &[(&'a Key, Fate)]) -> Referrers<'a> {
    let mut referrers = Referrers::new();
    for (key, _) in fates.iter().filter(|(_, fate)| *fate != Fate::Accepted) {
        for (target, on_delete) in targets(round, key) {
            referrers.entry(target).or_default().push((key, on_delete));
        }
    }
    referrers
}

/// The rows that a stored row references.
fn targets(round: &Round<'_>, key: &Key) -> Vec<(Key, OnDelete)> {
    let Some(cells) = round.stored.get(key) else { return Vec::new() };
    let references = round.tables.get(key.table).references.iter();
    references
        .filter_map(|reference| {
            Some((round.tables.target(key.table, reference, cells)?, reference.on_delete))
        })
        .filter(|(target, _)| target != key)
        .collect()
}

/// The rows, and those that reference them in a way that `follows`; without those that stay.
fn with_referrers<'k>(
    roots: impl Iterator<Item = &'k Key>,
    referrers: &'k Referrers<'_>,
    staying: &BTreeSet<Key>,
    follows: impl Fn(OnDelete) -> bool,
) -> BTreeSet<Key> {
    let (mut rows, mut open) = (BTreeSet::new(), roots.collect::<Vec<_>>());
    while let Some(key) = open.pop() {
        if !staying.contains(key) && rows.insert(key.clone()) {
            let more = referrers.get(key).into_iter().flatten();
            open.extend(more.filter(|(_, action)| follows(*action)).map(|(key, _)| *key));
        }
    }
    rows
}

impl Leaving {
    /// Takes those rows out again that a row references which stays: the database would refuse to delete them.
    /// Returns them.
    fn keep(&mut self, round: &Round<'_>, referrers: &Referrers<'_>) -> BTreeSet<Key> {
        let holds = |action| matches!(action, OnDelete::NoAction | OnDelete::Restrict);
        let mut open: Vec<(Key, Key)> = Vec::new();
        for key in &self.rows {
            let mut others = referrers.get(key).into_iter().flatten();
            let holder = others.find(|(other, action)| holds(*action) && !self.rows.contains(*other));
            open.extend(holder.map(|(other, _)| (key.clone(), (*other).clone())));
        }
        let mut staying = BTreeSet::new();
        while let Some((key, by)) = open.pop() {
            if !self.rows.remove(&key) {
                continue;
            }
            // What it references has to stay as well, whether the database would refuse or delete it too.
            let needed = targets(round, &key).into_iter().filter(|(_, action)| *action != OnDelete::SetNull);
            open.extend(needed.map(|(target, _)| (target, key.clone())));
            if round.fate(&key) == Some(Fate::Gone) {
                self.kept.insert(key.clone(), by);
            }
            staying.insert(key);
        }
        staying
    }

    /// The rows that have to go as well, for a row to go that is only there because its file is bad, when a good file
    /// needs its value; `None` if the program's own rows need it.
    fn displace(&self, round: &Round<'_>, referrers: &Referrers<'_>, rival: &Key) -> Option<BTreeSet<Key>> {
        if self.rows.contains(rival) {
            return Some(BTreeSet::new());
        }
        let rival = [rival].into_iter();
        let with = with_referrers(rival, referrers, &BTreeSet::new(), |action| action != OnDelete::SetNull);
        let stays = |key: &Key| !self.rows.contains(key) && round.fate(key) == Some(Fate::Program);
        if with.iter().any(stays) { None } else { Some(with) }
    }
}

/// Whether a reference finds this row: a good file holds it, or it stays from before.
pub(super) fn exists(round: &Round<'_>, leaving: &Leaving, key: &Key) -> bool {
    match round.fate(key) {
        Some(Fate::Accepted) => true,
        Some(Fate::Program | Fate::Stale) => !leaving.rows.contains(key),
        Some(Fate::Gone) => false,
        None => round.accepted.contains_key(key),
    }
}

/// Whether a row stays that came from a file, bad as the file may be now.
pub(super) fn stays_without(round: &Round<'_>, leaving: &Leaving, key: &Key, bad: &[bool]) -> bool {
    let Some(cells) = round.stored.get(key).filter(|_| !leaving.rows.contains(key)) else { return false };
    match stored::path(round.tables.get(key.table), cells) {
        None => true,
        Some(path) => match round.scan.files.binary_search_by(|file| file.path.as_str().cmp(path)) {
            Ok(file) => bad[file],
            Err(_) => round.scan.walk.is_unknown(path),
        },
    }
}
