//! Which known word somebody may have meant.

/// The candidate that is at most two slips away from `word` (one, for short words); the first of several.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted: Vec<char> = word.chars().collect();
    let most = if wanted.len() < 5 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().filter(|candidate| *candidate != word) {
        let found: Vec<char> = candidate.chars().collect();
        if wanted.len().abs_diff(found.len()) > most {
            continue;
        }
        let distance = distance(&wanted, &found);
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Characters to insert, delete, replace or swap with their neighbour.
pub(super) fn distance(left: &[char], right: &[char]) -> usize {
    let mut before = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1; right.len() + 1];
        for (j, r) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(l != r);
            let mut least = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *l == right[j - 1] && left[i - 1] == *r {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let distance = |left: &str, right: &str| {
            distance(&left.chars().collect::<Vec<_>>(), &right.chars().collect::<Vec<_>>())
        };
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("staus", "status"), 1);
        assert_eq!(distance("stauts", "status"), 1);
        assert_eq!(distance("dialectik", "dialectic"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn short_words_have_less_room() {
        assert_eq!(nearest("nmae", ["family", "name"]), Some("name"));
        assert_eq!(nearest("tags", ["name", "type"]), None);
        assert_eq!(nearest("dialektik", ["slow-draft", "dialectic"]), Some("dialectic"));
        assert_eq!(nearest("same", ["same"]), None);
    }
}
