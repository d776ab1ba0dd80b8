//! The rules about a schema as a whole.
//!
//! [`verify`] runs in const evaluation, once a schema. Names are compared by their hashes first, since const
//! evaluation pays for every byte; a breach is found for each table, so that `schema![…]` can show it there.

use super::fits::places_fit;
use super::paths::paths;
use super::{Breach, Identity, IndexOrigin, Source, TableSchema, Truth};

/// The breach of each table, in the order of the list.
pub type Verdict<const TABLES: usize> = [Option<Breach>; TABLES];

/// Checks every rule about the whole. `T` is the number of tables, `I` how many indexes they have, automatic ones that do not exist included.
#[must_use]
pub const fn verify<const T: usize, const I: usize>(tables: &[&'static TableSchema; T]) -> Verdict<T> {
    let names = table_names(tables);
    let mut verdict: Verdict<T> = [None; T];
    let mut t = 0;
    while t < T {
        verdict[t] =
            first([table_twice(tables, &names, t), references(tables, &names, t), inside(tables, &names, t)]);
        if verdict[t].is_none() {
            verdict[t] = places_fit(tables[t]);
        }
        t += 1;
    }
    index_names::<T, I>(tables, &names, &mut verdict);
    paths(tables, &mut verdict);
    cycles(tables, &names, &mut verdict);
    verdict
}

const fn first<const N: usize>(breaches: [Option<Breach>; N]) -> Option<Breach> {
    let mut i = 0;
    while i < N {
        if breaches[i].is_some() {
            return breaches[i];
        }
        i += 1;
    }
    None
}

/// The hash of each table's name, with the table's position; sorted, so that a name is found in a few steps.
type Names<const T: usize> = [(u64, usize, usize); T];

const fn table_names<const T: usize>(tables: &[&'static TableSchema; T]) -> Names<T> {
    let mut names = [(0, 0, 0); T];
    let mut t = 0;
    while t < T {
        names[t] = (hash(tables[t].name()), t, 0);
        t += 1;
    }
    sort(&mut names);
    names
}

/// The position of the first table of this name.
const fn find<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    name: &str,
) -> Option<usize> {
    find_hashed(tables, names, name, hash(name))
}

const fn find_hashed<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    name: &str,
    wanted: u64,
) -> Option<usize> {
    let (mut low, mut high) = (0, T);
    while low < high {
        let middle = low.midpoint(high);
        if names[middle].0 < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut found = None;
    while low < T && names[low].0 == wanted {
        let position = names[low].1;
        let earlier = match found {
            Some(other) => position < other,
            None => true,
        };
        if earlier && equal(tables[position].name(), name) {
            found = Some(position);
        }
        low += 1;
    }
    found
}

const fn table_twice<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    t: usize,
) -> Option<Breach> {
    match find(tables, names, tables[t].name()) {
        Some(earlier) if earlier < t => Some(Breach::TableTwice {
            table: tables[t].name(),
            first: tables[earlier].identity.rust_name,
            second: tables[t].identity.rust_name,
        }),
        _ => None,
    }
}

const fn references<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    t: usize,
) -> Option<Breach> {
    let table = tables[t];
    let name = table.name();
    let mut c = 0;
    while c < table.columns.len() {
        let column = &table.columns[c];
        // A column that opts out of the foreign key is followed by queries all the same.
        if let Some(target) = column.value.target {
            match find(tables, names, target.table) {
                Some(position) => {
                    let listed = tables[position].identity;
                    if !same_struct(&target, &listed) {
                        let column = column.name;
                        return Some(Breach::AnotherStruct { table: name, column, target, listed });
                    }
                }
                None if column.references().is_some() => {
                    let (column, target, rust_name) = (column.name, target.table, target.rust_name);
                    return Some(Breach::UnlistedTable { table: name, column, target, rust_name });
                }
                None => {}
            }
        }
        c += 1;
    }
    None
}

/// Whether two identities are of one struct, as far as const evaluation can tell: it cannot compare types. Opening a
/// database compares those as well.
const fn same_struct(left: &Identity, right: &Identity) -> bool {
    equal(left.rust_name, right.rust_name)
        && equal(left.module, right.module)
        && left.scope.is_world() == right.scope.is_world()
}

const fn inside<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    t: usize,
) -> Option<Breach> {
    let table = tables[t];
    let Truth::Inside { table: parent, key } = table.truth else { return None };
    let name = table.name();
    let Some(position) = find(tables, names, parent) else {
        return Some(Breach::UnlistedParent { table: name, parent });
    };
    if is_first_of_cycle(tables, names, t) {
        return Some(Breach::InsideItself { table: name, parent });
    }
    let columns = tables[position].columns;
    // A parent with mistakes of its own has no columns.
    if matches!(tables[position].truth, Truth::Derived) && !columns.is_empty() {
        return Some(Breach::InsideWithoutFile { table: name, parent });
    }
    let mut earlier = 0;
    while earlier < t {
        let other = tables[earlier];
        if let Truth::Inside { table: other_parent, key: other_key } = other.truth
            && equal(other_key, key)
            && equal(other_parent, parent)
        {
            return Some(Breach::ListTwice { table: name, other: other.name(), parent, key });
        }
        earlier += 1;
    }
    let mut c = 0;
    while c < columns.len() {
        if let Source::Key(other) | Source::Position(other) = columns[c].source
            && equal(other, key)
        {
            return Some(Breach::ListKeyClash { table: name, parent, key });
        }
        c += 1;
    }
    let mut c = 0;
    while c < table.columns.len() {
        if let Some(target) = table.columns[c].references()
            && equal(target.table, parent)
        {
            return None;
        }
        c += 1;
    }
    let rust_name = tables[position].identity.rust_name;
    Some(Breach::InsideWithoutReference { table: name, parent, rust_name })
}

/// Whether the parents of table `t`, one inside the other, come back to it, and none of them is listed earlier: a cycle
/// is shown once.
const fn is_first_of_cycle<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    t: usize,
) -> bool {
    let (mut at, mut steps) = (t, 0);
    while steps < T {
        let Truth::Inside { table: parent, .. } = tables[at].truth else { return false };
        at = match find(tables, names, parent) {
            Some(position) if position == t => return true,
            Some(position) if position > t => position,
            _ => return false,
        };
        steps += 1;
    }
    false
}

/// Sorts the hashes of all index names and looks at neighbours; only equal hashes are compared as text. Tables and
/// indexes share one name space in SQLite, so each index is looked up among the tables as well.
const fn index_names<const T: usize, const I: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    verdict: &mut Verdict<T>,
) {
    let mut found = [(0_u64, 0_usize, 0_usize); I];
    let (mut n, mut t) = (0, 0);
    while t < T {
        let indexes = tables[t].indexes;
        let mut i = 0;
        while i < indexes.len() {
            // An automatic index that does not exist takes part with a hash of its own place, which meets no other.
            let exists =
                !matches!(indexes[i].origin, IndexOrigin::ForeignKey) || tables[t].index_exists(&indexes[i]);
            found[n] = (if exists { hash(indexes[i].name) } else { n as u64 }, t, i);
            if exists
                && let Some(named) = find_hashed(tables, names, indexes[i].name, found[n].0)
                && verdict[named].is_none()
            {
                let (table, other) = (indexes[i].name, tables[t].name());
                verdict[named] = Some(Breach::TableNamedAsIndex { table, other });
            }
            n += 1;
            i += 1;
        }
        t += 1;
    }
    sort(&mut found);
    let mut n = 1;
    while n < I {
        let ((left, lt, li), (right, rt, ri)) = (found[n - 1], found[n]);
        if left == right && lt != rt {
            let (index, other) = (tables[rt].indexes[ri].name, tables[lt].indexes[li].name);
            if equal(index, other) && verdict[rt].is_none() {
                verdict[rt] = Some(Breach::IndexNameTwice { index, other: tables[lt].name() });
            }
        }
        n += 1;
    }
}

/// Shell sort: short, without recursion, and fast enough for a few thousand names.
const fn sort(items: &mut [(u64, usize, usize)]) {
    let mut gap = items.len() / 2;
    while gap > 0 {
        let mut i = gap;
        while i < items.len() {
            let item = items[i];
            let mut j = i;
            while j >= gap && items[j - gap].0 > item.0 {
                items[j] = items[j - gap];
                j -= gap;
            }
            items[j] = item;
            i += 1;
        }
        gap /= 2;
    }
}

/// Takes away tables whose NOT NULL references are all taken away, until nothing moves; what is left is in a cycle, or
/// hangs on one. A cycle is shown once, at its first table, and taken away as well.
const fn cycles<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    verdict: &mut Verdict<T>,
) {
    let mut placed = [false; T];
    loop {
        let mut moved = true;
        while moved {
            moved = false;
            let mut t = 0;
            while t < T {
                if !placed[t] && blocking(tables, names, &placed, t).is_none() {
                    placed[t] = true;
                    moved = true;
                }
                t += 1;
            }
        }
        let mut t = 0;
        while t < T && placed[t] {
            t += 1;
        }
        if t == T {
            return;
        }
        // After as many steps as there are tables, the walk is within a cycle.
        let mut steps = 0;
        while steps < T {
            t = blocker(tables, names, &placed, t);
            steps += 1;
        }
        let (mut first, mut at) = (t, blocker(tables, names, &placed, t));
        while at != t {
            first = if at < first { at } else { first };
            at = blocker(tables, names, &placed, at);
        }
        if verdict[first].is_none()
            && let Some(column) = blocking(tables, names, &placed, first)
            && let Some(target) = tables[first].columns[column].references()
        {
            let (table, column) = (tables[first].name(), tables[first].columns[column].name);
            verdict[first] = Some(Breach::ForeignKeyCycle { table, column, target: target.table });
        }
        placed[first] = true;
    }
}

/// The table that the first blocking foreign key of table `t` references; `t` itself if nothing blocks it.
const fn blocker<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    placed: &[bool; T],
    t: usize,
) -> usize {
    if let Some(column) = blocking(tables, names, placed, t)
        && let Some(target) = tables[t].columns[column].references()
        && let Some(position) = find(tables, names, target.table)
    {
        return position;
    }
    t
}

/// The first NOT NULL foreign key of the table whose target is not placed yet.
const fn blocking<const T: usize>(
    tables: &[&'static TableSchema; T],
    names: &Names<T>,
    placed: &[bool; T],
    t: usize,
) -> Option<usize> {
    let columns = tables[t].columns;
    let mut c = 0;
    while c < columns.len() {
        if let Some(target) = columns[c].references()
            && !columns[c].value.nullable
            && let Some(position) = find(tables, names, target.table)
            && !placed[position]
        {
            return Some(c);
        }
        c += 1;
    }
    None
}

/// FNV-1a.
const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

pub(super) const fn equal(left: &str, right: &str) -> bool {
    left.len() == right.len() && starts(left, right)
}

const fn starts(text: &str, with: &str) -> bool {
    if text.len() < with.len() {
        return false;
    }
    let (text, with) = (text.as_bytes(), with.as_bytes());
    let mut i = 0;
    while i < with.len() {
        if text[i] != with[i] {
            return false;
        }
        i += 1;
    }
    true
}
