//! Text is compared as it is: NULs, wildcards, long texts.

use loom_schema::prelude::*;
use loom_schema::query::{Filter, count};

use super::random::Random;
use super::tables::{Sample, sample, samples, stored};

/// What wildcards, escapes and cases are made of.
const ALPHABET: [char; 8] = ['\0', '%', '_', '\\', 'ä', 'Ä', 'A', 'a'];

/// One row for each text, with the same text in both columns, and a row without an optional one.
fn filled(texts: &[String]) -> Loom {
    let loom = samples();
    let world = loom.world("v").unwrap();
    let draft = |(n, text): (usize, &String)| {
        let draft = sample(&format!("{n:04}")).set(Sample::BIG, i64::try_from(n).unwrap());
        draft.set(Sample::TEXT, text.as_str()).set(Sample::MAYBE_TEXT, text.as_str())
    };
    world.insert_many(texts.iter().enumerate().map(draft)).unwrap();
    world.insert(sample("none").set(Sample::BIG, -1).set(Sample::TEXT, "only here")).unwrap();
    loom
}

fn matches(loom: &Loom, filter: Filter<Sample>) -> Vec<usize> {
    let world = loom.world("v").unwrap();
    let found = world.select::<Sample>().filter(filter).order_by(Sample::BIG.asc()).columns(Sample::BIG);
    found.all().unwrap().into_iter().filter_map(|n| usize::try_from(n).ok()).collect()
}

/// `LIKE` with `\` as its escape, over a text up to its first NUL.
fn like(text: &[char], pattern: &[char]) -> bool {
    let same = |a: char, b: char| a.eq_ignore_ascii_case(&b);
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|skipped| like(&text[skipped..], rest)),
        ['_', rest @ ..] => !text.is_empty() && like(&text[1..], rest),
        ['\\', c, rest @ ..] => text.first().is_some_and(|first| same(*first, *c)) && like(&text[1..], rest),
        ['\\'] => false,
        [c, rest @ ..] => text.first().is_some_and(|first| same(*first, *c)) && like(&text[1..], rest),
    }
}

#[test]
fn random_needles_are_found_where_they_are() {
    let mut random = Random::new(2);
    let mut texts: Vec<String> = (0..200).map(|_| random.text(&ALPHABET, 7)).collect();
    texts.push(String::new());
    let loom = filled(&texts);
    let expected = |holds: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..texts.len()).filter(|n| holds(&texts[*n].to_ascii_lowercase())).collect()
    };
    for _ in 0..200 {
        let needle = random.text(&ALPHABET, 4);
        let lowered = needle.to_ascii_lowercase();
        let (contains, starts, ends) = (
            expected(&|text| text.contains(&lowered)),
            expected(&|text| text.starts_with(&lowered)),
            expected(&|text| text.ends_with(&lowered)),
        );
        assert_eq!(matches(&loom, Sample::TEXT.contains(&needle)), contains, "{needle:?}");
        assert_eq!(matches(&loom, Sample::MAYBE_TEXT.contains(&needle)), contains, "{needle:?}");
        assert_eq!(matches(&loom, Sample::TEXT.starts_with(&needle)), starts, "{needle:?}");
        assert_eq!(matches(&loom, Sample::MAYBE_TEXT.starts_with(&needle)), starts, "{needle:?}");
        assert_eq!(matches(&loom, Sample::TEXT.ends_with(&needle)), ends, "{needle:?}");
        assert_eq!(matches(&loom, Sample::MAYBE_TEXT.ends_with(&needle)), ends, "{needle:?}");
        let equal = (0..texts.len()).filter(|n| texts[*n] == needle).collect::<Vec<_>>();
        assert_eq!(matches(&loom, Sample::TEXT.eq(needle.as_str())), equal, "{needle:?}");
        assert_eq!(matches(&loom, Sample::TEXT.is_in([needle.as_str()])), equal, "{needle:?}");
    }
}

#[test]
fn random_patterns_match_as_like_does() {
    let mut random = Random::new(3);
    let texts: Vec<String> = (0..200).map(|_| random.text(&ALPHABET, 7)).collect();
    let loom = filled(&texts);
    for _ in 0..200 {
        let pattern = random.text(&ALPHABET[1..], 5);
        let chars: Vec<char> = pattern.chars().collect();
        let holds = |n: &usize| {
            let text: Vec<char> = texts[*n].chars().take_while(|c| *c != '\0').collect();
            like(&text, &chars)
        };
        let expected: Vec<usize> = (0..texts.len()).filter(holds).collect();
        assert_eq!(matches(&loom, Sample::TEXT.like(pattern.as_str())), expected, "{pattern:?}");
    }
}

#[test]
fn a_delete_by_a_text_with_nul_deletes_what_holds_it() {
    let loom = filled(&["a".to_owned(), "b\0x".to_owned()]);
    let world = loom.world("v").unwrap();
    assert_eq!(world.delete_many::<Sample>().filter(Sample::TEXT.contains("\0y")).run().unwrap(), 0);
    assert_eq!(world.delete_many::<Sample>().filter(Sample::TEXT.contains("\0X")).run().unwrap(), 1);
    assert_eq!(stored(&loom), ["0000 0 ", "none -1 "]);
}

#[test]
fn a_long_text_is_found() {
    let long = "x%_\\\0ä".repeat(10_000);
    let loom = filled(&[long.clone(), format!("A{long}B"), "short".to_owned()]);
    assert_eq!(matches(&loom, Sample::TEXT.contains(&long)), [0, 1]);
    assert_eq!(matches(&loom, Sample::TEXT.starts_with(&long)), [0]);
    assert_eq!(matches(&loom, Sample::TEXT.ends_with(&long)), [0]);
    assert_eq!(matches(&loom, Sample::TEXT.ends_with(&format!("{long}b"))), [1]);
    assert_eq!(matches(&loom, Sample::TEXT.eq(long)), [0]);
}

#[test]
fn a_pattern_that_like_cannot_take_is_an_error() {
    let loom = filled(&[]);
    let world = loom.world("v").unwrap();
    let error = |pattern: String| {
        world.select::<Sample>().filter(Sample::TEXT.like(pattern)).all().unwrap_err().to_string()
    };
    assert!(error("a\0%".to_owned()).contains("the `like` pattern holds a NUL character at byte 1"));
    assert!(error("x".repeat(50_001)).contains("the `like` pattern has 50001 bytes, of at most 50000"));
    let longest = Sample::TEXT.like("x".repeat(50_000));
    assert_eq!(world.select::<Sample>().filter(longest).count().unwrap(), 0);
}

#[test]
fn a_condition_on_a_missing_text_is_read_as_false() {
    let loom = filled(&[]);
    let world = loom.world("v").unwrap();
    let conditions = (
        Sample::MAYBE_TEXT.contains(""),
        Sample::MAYBE_TEXT.starts_with(""),
        Sample::MAYBE_TEXT.ends_with(""),
    );
    assert_eq!(world.select::<Sample>().columns(conditions).all().unwrap(), [(false, false, false)]);
}

#[test]
fn every_function_sees_the_text_behind_a_nul() {
    let texts = ["a\0b", "a\0B", "a", "a\0", "\0"].map(str::to_owned);
    let loom = filled(&texts);
    let world = loom.world("v").unwrap();
    let all =
        || world.select::<Sample>().filter(Sample::MAYBE_TEXT.is_not_null()).order_by(Sample::BIG.asc());
    let lengths = all().columns(Sample::TEXT.length()).all().unwrap();
    assert_eq!(lengths, [3, 3, 1, 2, 1].map(Some));
    let computed = (Sample::TEXT.lower(), Sample::TEXT.upper(), Sample::TEXT.concat("\0ä"));
    for ((lower, upper, longer), text) in all().columns(computed).all().unwrap().into_iter().zip(&texts) {
        assert_eq!(lower, text.to_ascii_lowercase());
        assert_eq!(upper, text.to_ascii_uppercase());
        assert_eq!(longer, format!("{text}\0ä"));
    }
    let present = || world.select::<Sample>().filter(Sample::MAYBE_TEXT.is_not_null());
    let groups = present().group_by(Sample::TEXT).columns((Sample::TEXT, count())).all().unwrap();
    assert!(groups.len() == 5 && groups.iter().all(|(_, rows)| *rows == 1), "{groups:?}");
    let ordered = present().order_by(Sample::TEXT.asc()).columns(Sample::TEXT).all().unwrap();
    assert_eq!(ordered, ["\0", "a", "a\0", "a\0B", "a\0b"]);
    let ends = all().columns((Sample::MAYBE_TEXT.min(), Sample::MAYBE_TEXT.max())).one().unwrap();
    assert_eq!(ends, (Some("\0".to_owned()), Some("a\0b".to_owned())));
    let distinct = all().columns((Sample::TEXT.count_distinct(), Sample::TEXT.lower().count_distinct()));
    assert_eq!(distinct.one().unwrap(), (5, 4));
    assert_eq!(matches(&loom, Sample::TEXT.length().gt(2)), [0, 1]);
    let none = world.select::<Sample>().filter(Sample::MAYBE_TEXT.is_null());
    assert_eq!(none.columns(Sample::MAYBE_TEXT.length()).one().unwrap(), None);
}
