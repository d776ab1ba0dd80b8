//! Which known word somebody may have meant.

/// The candidate that is at most two slips away from `word` (one, for short words); the first of several.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    let most = if length < 5 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().filter(|candidate| *candidate != word) {
        // Most candidates are told apart by their lengths alone.
        if length.abs_diff(candidate.chars().count()) > most {
            continue;
        }
        let distance = strsim::osa_distance(word, candidate);
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_have_less_room() {
        assert_eq!(nearest("nmae", ["family", "name"]), Some("name"));
        assert_eq!(nearest("tags", ["name", "type"]), None);
        assert_eq!(nearest("dialektik", ["slow-draft", "dialectic"]), Some("dialectic"));
        assert_eq!(nearest("same", ["same"]), None);
    }
}
