//! The rules about the paths of all tables: whose files they name, and which columns they hold.

use super::{Breach, Kind, Segment, TableSchema, Truth, Verdict};

/// A column of the path whose type, behind an alias, cannot be a part of one.
const fn unfit_column(table: &TableSchema, column: usize) -> Option<Breach> {
    let column = &table.columns[column];
    let mut v = 0;
    while v < column.value.variants.len() {
        let variant = column.value.variants[v];
        let mut i = 0;
        while i < variant.len() {
            if variant.as_bytes()[i] == b'/' {
                let (table, column) = (table.name(), column.name);
                return Some(Breach::PathUnfitVariant { table, column, variant });
            }
            i += 1;
        }
        v += 1;
    }
    let fits = !matches!(column.value.kind, Kind::Real | Kind::Blob | Kind::Json) && !column.value.nullable;
    if fits { None } else { Some(Breach::PathUnfitColumn { table: table.name(), column: column.name }) }
}

/// Most templates are told apart by two numbers: how many segments there are and which of them are fixed, and the hash
/// of the fixed ones. Where the first are equal and the second are not, no path fits both. Many file systems fold case,
/// so that upper and lower case tell nothing apart.
pub(super) const fn paths<const T: usize>(tables: &[&'static TableSchema; T], verdict: &mut Verdict<T>) {
    let (mut shapes, mut hashes) = ([0_u64; T], [0_u64; T]);
    let mut t = 0;
    while t < T {
        if let Truth::File { segments, .. } = tables[t].truth {
            let mut s = 0;
            while s < segments.len() {
                shapes[t] <<= 1;
                match segments[s] {
                    Segment::Literal(text) => {
                        shapes[t] |= 1;
                        hashes[t] = hashes[t].rotate_left(5) ^ hash_folded(text);
                    }
                    Segment::Column { column, .. } if verdict[t].is_none() => {
                        verdict[t] = unfit_column(tables[t], column);
                    }
                    Segment::Column { .. } => {}
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
                && let Truth::File { path, segments } = tables[t].truth
                && let Truth::File { path: other_path, segments: others } = tables[other].truth
                && segments.len() == others.len()
                && may_meet(segments, others)
                && verdict[t].is_none()
            {
                let (table, other) = (tables[t].name(), tables[other].name());
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
            (Segment::Literal(l), Segment::Literal(r)) => l.eq_ignore_ascii_case(r),
            (Segment::Literal(text), Segment::Column { before, after, .. })
            | (Segment::Column { before, after, .. }, Segment::Literal(text)) => {
                text.len() > before.len() + after.len()
                    && starts_folded(text, before)
                    && ends_folded(text, after)
            }
            (Segment::Column { before: b, after: a, .. }, Segment::Column { before: c, after: d, .. }) => {
                (starts_folded(b, c) || starts_folded(c, b)) && (ends_folded(a, d) || ends_folded(d, a))
            }
        };
        if !meets {
            return false;
        }
        s += 1;
    }
    true
}

/// FNV-1a of the text in lower case.
const fn hash_folded(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i].to_ascii_lowercase() as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

const fn starts_folded(text: &str, with: &str) -> bool {
    let (text, with) = (text.as_bytes(), with.as_bytes());
    text.len() >= with.len() && text.split_at(with.len()).0.eq_ignore_ascii_case(with)
}

const fn ends_folded(text: &str, with: &str) -> bool {
    let (text, with) = (text.as_bytes(), with.as_bytes());
    text.len() >= with.len() && text.split_at(text.len() - with.len()).1.eq_ignore_ascii_case(with)
}
