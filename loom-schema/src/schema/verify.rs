//! The rules about a schema as a whole, and about values that only const evaluation knows.
//!
//! [`verify`] runs in const evaluation, once a schema. Names are compared by their hashes first, since const
//! evaluation pays for every byte; a breach is found for each table, so that `schema![…]` can show it there.

use super::{Default, Entry, IndexOrigin, Kind, Segment, Truth, ValueType};
use crate::dialect::{Text, Writer};

/// A broken rule, found in const evaluation.
#[allow(missing_docs, reason = "the fields are the names that the message shows")]
#[derive(Clone, Copy, Debug)]
pub enum Breach {
    /// `table_twice`
    TableTwice { table: &'static str },
    /// `index_name_twice`
    IndexNameTwice { index: &'static str, other: &'static str },
    /// `unlisted_table`
    UnlistedTable { table: &'static str, column: &'static str, target: &'static str, rust_name: &'static str },
    /// `inside_without_reference`
    InsideWithoutReference { table: &'static str, parent: &'static str },
    /// `key_clash`
    ListKeyClash { table: &'static str, parent: &'static str, key: &'static str },
    /// `markdown_path_collision`
    PathCollision { table: &'static str, path: &'static str, other: &'static str, other_path: &'static str },
    /// `foreign_key_cycle`
    ForeignKeyCycle { table: &'static str, column: &'static str, target: &'static str },
    /// `world_bound_reference`, behind an alias
    WorldBoundReference { table: &'static str, column: &'static str, target: &'static str },
    /// `upward_reference`, behind an alias
    UpwardReference { table: &'static str, column: &'static str, target: &'static str },
    /// `default_not_a_variant`
    DefaultNotAVariant { default: &'static str, variants: &'static [&'static str] },
    /// `default_type`, behind an alias or on an enum
    DefaultType { kind: Kind },
}

/// The breach of each table, in the order of the list.
pub type Verdict<const TABLES: usize> = [Option<Breach>; TABLES];

/// How many indexes the tables have, automatic ones that do not exist included.
#[must_use]
pub const fn count_indexes(tables: &[Entry]) -> usize {
    let (mut count, mut t) = (0, 0);
    while t < tables.len() {
        count += tables[t].table.indexes.len();
        t += 1;
    }
    count
}

/// Checks every rule about the whole. `T` is the number of tables, `I` that of [`count_indexes`].
#[must_use]
pub const fn verify<const T: usize, const I: usize>(tables: &[Entry; T]) -> Verdict<T> {
    let names = table_names(tables);
    let mut verdict: Verdict<T> = [None; T];
    let mut t = 0;
    while t < T {
        verdict[t] =
            first([table_twice(tables, &names, t), references(tables, &names, t), inside(tables, &names, t)]);
        t += 1;
    }
    index_names::<T, I>(tables, &mut verdict);
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

const fn table_names<const T: usize>(tables: &[Entry; T]) -> Names<T> {
    let mut names = [(0, 0, 0); T];
    let mut t = 0;
    while t < T {
        names[t] = (hash(tables[t].table.name()), t, 0);
        t += 1;
    }
    sort(&mut names);
    names
}

/// The position of the first table of this name.
const fn find<const T: usize>(tables: &[Entry; T], names: &Names<T>, name: &str) -> Option<usize> {
    let wanted = hash(name);
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
        if earlier && equal(tables[position].table.name(), name) {
            found = Some(position);
        }
        low += 1;
    }
    found
}

const fn table_twice<const T: usize>(tables: &[Entry; T], names: &Names<T>, t: usize) -> Option<Breach> {
    match find(tables, names, tables[t].table.name()) {
        Some(earlier) if earlier < t => Some(Breach::TableTwice { table: tables[t].table.name() }),
        _ => None,
    }
}

const fn references<const T: usize>(tables: &[Entry; T], names: &Names<T>, t: usize) -> Option<Breach> {
    let table = tables[t].table;
    let name = table.name();
    let mut c = 0;
    while c < table.columns.len() {
        if let Some(target) = table.columns[c].references() {
            let column = table.columns[c].name;
            let target_name = target.table;
            if find(tables, names, target_name).is_none() {
                let rust_name = target.rust_name;
                return Some(Breach::UnlistedTable { table: name, column, target: target_name, rust_name });
            }
            if !table.is_world_scoped() && target.scope.is_world() {
                return Some(Breach::WorldBoundReference { table: name, column, target: target_name });
            }
            if !matches!(table.layer(), super::Layer::L2) && matches!(target.layer, super::Layer::L2) {
                return Some(Breach::UpwardReference { table: name, column, target: target_name });
            }
        }
        c += 1;
    }
    None
}

const fn inside<const T: usize>(tables: &[Entry; T], names: &Names<T>, t: usize) -> Option<Breach> {
    let table = tables[t].table;
    let Truth::Inside { table: parent, key } = table.truth else { return None };
    let name = table.name();
    let Some(position) = find(tables, names, parent) else {
        return Some(Breach::UnlistedTable {
            table: name,
            column: "inside = …",
            target: parent,
            rust_name: parent,
        });
    };
    let columns = tables[position].table.columns;
    let mut c = 0;
    while c < columns.len() {
        if let super::Source::Key(other) = columns[c].source
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
    Some(Breach::InsideWithoutReference { table: name, parent })
}

/// Sorts the hashes of all index names and looks at neighbours; only equal hashes are compared as text.
const fn index_names<const T: usize, const I: usize>(tables: &[Entry; T], verdict: &mut Verdict<T>) {
    let mut found = [(0_u64, 0_usize, 0_usize); I];
    let (mut n, mut t) = (0, 0);
    while t < T {
        let indexes = tables[t].table.indexes;
        let mut i = 0;
        while i < indexes.len() {
            // An automatic index that does not exist takes part with a hash of its own place, which meets no other.
            let exists = !matches!(indexes[i].origin, IndexOrigin::ForeignKey)
                || tables[t].table.index_exists(&indexes[i]);
            found[n] = (if exists { hash(indexes[i].name) } else { n as u64 }, t, i);
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
            let (index, other) = (tables[rt].table.indexes[ri].name, tables[lt].table.indexes[li].name);
            if equal(index, other) && verdict[rt].is_none() {
                verdict[rt] = Some(Breach::IndexNameTwice { index, other: tables[lt].table.name() });
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

/// Most templates are told apart by two numbers: how many segments there are and which of them are fixed, and the hash
/// of the fixed ones. Where the first are equal and the second are not, no path fits both.
const fn paths<const T: usize>(tables: &[Entry; T], verdict: &mut Verdict<T>) {
    let (mut shapes, mut hashes) = ([0_u64; T], [0_u64; T]);
    let mut t = 0;
    while t < T {
        if let Truth::File { segments, .. } = tables[t].table.truth {
            let mut s = 0;
            while s < segments.len() {
                shapes[t] <<= 1;
                if let Segment::Literal(text) = segments[s] {
                    shapes[t] |= 1;
                    hashes[t] = hashes[t].rotate_left(5) ^ hash(text);
                }
                s += 1;
            }
            // A leading 1 marks the length; of a path of more than 63 segments only the end counts.
            shapes[t] |= 1 << (if s < 63 { s } else { 63 });
        }
        t += 1;
    }
    let mut t = 1;
    while t < T {
        let (shape, hash) = (shapes[t], hashes[t]);
        let mut other = 0;
        while other < t {
            if (shapes[other] != shape || hashes[other] == hash)
                && let Truth::File { path, segments } = tables[t].table.truth
                && let Truth::File { path: other_path, segments: others } = tables[other].table.truth
                && segments.len() == others.len()
                && may_meet(segments, others)
                && verdict[t].is_none()
            {
                let (table, other) = (tables[t].table.name(), tables[other].table.name());
                verdict[t] = Some(Breach::PathCollision { table, path, other, other_path });
            }
            other += 1;
        }
        t += 1;
    }
}

/// Whether some path fits both templates, which have the same number of segments.
const fn may_meet(left: &[Segment], right: &[Segment]) -> bool {
    let mut s = 0;
    while s < left.len() {
        let meets = match (left[s], right[s]) {
            (Segment::Literal(l), Segment::Literal(r)) => equal(l, r),
            (Segment::Literal(text), Segment::Column { before, after, .. })
            | (Segment::Column { before, after, .. }, Segment::Literal(text)) => {
                text.len() > before.len() + after.len() && starts(text, before) && ends(text, after)
            }
            (Segment::Column { before: b, after: a, .. }, Segment::Column { before: c, after: d, .. }) => {
                (starts(b, c) || starts(c, b)) && (ends(a, d) || ends(d, a))
            }
        };
        if !meets {
            return false;
        }
        s += 1;
    }
    true
}

/// Takes away tables whose NOT NULL references are all taken away, until nothing moves; what is left is in a cycle, or
/// hangs on one.
const fn cycles<const T: usize>(tables: &[Entry; T], names: &Names<T>, verdict: &mut Verdict<T>) {
    let mut placed = [false; T];
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
    while t < T {
        if !placed[t]
            && verdict[t].is_none()
            && let Some(column) = blocking(tables, names, &placed, t)
            && let Some(target) = tables[t].table.columns[column].references()
        {
            let column = tables[t].table.columns[column].name;
            verdict[t] =
                Some(Breach::ForeignKeyCycle { table: tables[t].table.name(), column, target: target.table });
        }
        t += 1;
    }
}

/// The first NOT NULL foreign key of the table whose target is not placed yet.
const fn blocking<const T: usize>(
    tables: &[Entry; T],
    names: &Names<T>,
    placed: &[bool; T],
    t: usize,
) -> Option<usize> {
    let columns = tables[t].table.columns;
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

/// Whether a default fits a type that the macro could not tell by its tokens.
#[must_use]
pub const fn default_fits(value: &ValueType, default: &Default) -> Option<Breach> {
    let fits = match (value.kind, default) {
        (Kind::Enum, Default::Text(text)) => {
            let mut v = 0;
            while v < value.variants.len() {
                if equal(value.variants[v], text) {
                    return None;
                }
                v += 1;
            }
            return Some(Breach::DefaultNotAVariant { default: text, variants: value.variants });
        }
        (Kind::Text | Kind::Json | Kind::Id, Default::Text(_))
        | (Kind::Integer | Kind::Timestamp, Default::Integer(_))
        | (Kind::Real, Default::Real(_))
        | (Kind::Boolean, Default::Boolean(_)) => true,
        _ => false,
    };
    if fits { None } else { Some(Breach::DefaultType { kind: value.kind }) }
}

impl Breach {
    /// The message, as the compiler prints it.
    #[must_use]
    pub const fn text(&self) -> Text<1024> {
        let mut bytes = [0; 1024];
        let mut out = Writer::new(&mut bytes);
        self.push(&mut out);
        let length = out.length();
        Text { bytes, length }
    }

    const fn push(&self, out: &mut Writer<'_>) {
        match *self {
            Self::TableTwice { table } => pieces(
                out,
                &[
                    "table `",
                    table,
                    "` is listed twice (table_twice)\nhelp: list each table once; two structs of one name need a `name = \"…\"`",
                ],
            ),
            Self::IndexNameTwice { index, other } => pieces(
                out,
                &[
                    "index `",
                    index,
                    "` is also an index of `",
                    other,
                    "` (index_name_twice)\nhelp: give one of them a `name = \"…\"`",
                ],
            ),
            Self::UnlistedTable { table, column, target, rust_name } => pieces(
                out,
                &[
                    "`",
                    table,
                    ".",
                    column,
                    "` references `",
                    target,
                    "`, which is not listed (unlisted_table)\nhelp: add `",
                    rust_name,
                    "` to this `schema![…]`",
                ],
            ),
            Self::InsideWithoutReference { table, parent } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` lies inside the files of `",
                    parent,
                    "` without a foreign key to it (inside_without_reference)\nhelp: add a column of type `Id<…>` that references `",
                    parent,
                    "`",
                ],
            ),
            Self::ListKeyClash { table, parent, key } => pieces(
                out,
                &[
                    "`",
                    table,
                    "` and a column of `",
                    parent,
                    "` are both read from the front matter key `",
                    key,
                    "` (key_clash)\nhelp: give one of them another key",
                ],
            ),
            Self::PathCollision { table, path, other, other_path } => pieces(
                out,
                &[
                    "a file can be a row of `",
                    table,
                    "` (`",
                    path,
                    "`) and of `",
                    other,
                    "` (`",
                    other_path,
                    "`) (markdown_path_collision)\nhelp: give one of the paths a folder or a fixed part of its own",
                ],
            ),
            Self::ForeignKeyCycle { table, column, target } => pieces(
                out,
                &[
                    "no row of `",
                    table,
                    "` could be the first: `",
                    column,
                    "` needs a row of `",
                    target,
                    "`, which needs another in turn (foreign_key_cycle)\nhelp: make one of the columns of the cycle an `Option<…>`",
                ],
            ),
            Self::WorldBoundReference { table, column, target } => pieces(
                out,
                &[
                    "global table `",
                    table,
                    "` cannot reference the world-scoped `",
                    target,
                    "` in `",
                    column,
                    "` (world_bound_reference)\nhelp: make `",
                    table,
                    "` world_scoped, or keep the id as text: `String`",
                ],
            ),
            Self::UpwardReference { table, column, target } => pieces(
                out,
                &[
                    "permanent table `",
                    table,
                    "` cannot reference the L2 table `",
                    target,
                    "` in `",
                    column,
                    "` (upward_reference)\nhelp: reference the other way round, or keep the id as text: `String`",
                ],
            ),
            Self::DefaultNotAVariant { default, variants } => {
                pieces(
                    out,
                    &[
                        "`",
                        default,
                        "` is none of the enum's texts (default_not_a_variant)\nhelp: write one of ",
                    ],
                );
                let mut v = 0;
                while v < variants.len() {
                    pieces(out, &[if v == 0 { "`" } else { ", `" }, variants[v], "`"]);
                    v += 1;
                }
            }
            Self::DefaultType { kind } => pieces(
                out,
                &[
                    "the default is of another type than its column (default_type)\nhelp: the column holds ",
                    kind.title(),
                ],
            ),
        }
    }
}

const fn pieces(out: &mut Writer<'_>, pieces: &[&str]) {
    let mut i = 0;
    while i < pieces.len() {
        out.push(pieces[i]);
        i += 1;
    }
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

const fn equal(left: &str, right: &str) -> bool {
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

const fn ends(text: &str, with: &str) -> bool {
    if text.len() < with.len() {
        return false;
    }
    let (text, with) = (text.as_bytes(), with.as_bytes());
    let offset = text.len() - with.len();
    let mut i = 0;
    while i < with.len() {
        if text[offset + i] != with[i] {
            return false;
        }
        i += 1;
    }
    true
}
