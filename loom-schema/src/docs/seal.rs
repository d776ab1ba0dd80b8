//! Whether a generated file is still as it was generated: a hash of its content stands in it.

use super::{MARKER, json};

/// How the hash is written into one kind of file: a line of its own behind the first line or lines.
struct Seal {
    /// How every generated file of the kind begins, without the last line break.
    start: &'static str,
    /// The hash's line, before and after the hash.
    line: (&'static str, &'static str),
}

const PAGE: Seal = Seal { start: MARKER, line: ("<!-- content hash: ", " -->") };
const DATA: Seal = Seal { start: json::START, line: ("  \"content_hash\": \"", "\",") };

/// What a file is, in comparison to what was once generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// As it was generated, line ends aside.
    Untouched,
    /// Generated, and changed by somebody since. A page without a hash (from a version that wrote none) counts as
    /// changed as well, unless it is what would be generated now: nothing else can prove that it was not.
    Edited,
    /// Not generated.
    Foreign,
}

fn of(path: &str) -> Seal {
    if path == "schema.json" { DATA } else { PAGE }
}

/// Puts the hash into a file that was just generated.
pub(super) fn seal(path: &str, content: &str) -> String {
    let Seal { start, line: (before, after) } = of(path);
    let rest = content.strip_prefix(start).and_then(|rest| rest.strip_prefix('\n')).unwrap_or(content);
    format!("{start}\n{before}{:016x}{after}\n{rest}", hash(rest))
}

/// What the file at this path is; `now` is what would be generated in its place. Both have LF as their line ends.
pub(super) fn state(path: &str, found: &str, now: Option<&str>) -> State {
    let Some(rest) = below_start(path, found) else { return State::Foreign };
    let (before, after) = of(path).line;
    let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let is_untouched = match line.strip_prefix(before).and_then(|line| line.strip_suffix(after)) {
        Some(stated) => stated == format!("{:016x}", hash(below)),
        None => {
            now.and_then(|now| below_start(path, now)?.split_once('\n')).is_some_and(|(_, now)| now == rest)
        }
    };
    if is_untouched { State::Untouched } else { State::Edited }
}

/// What follows the start of a generated file; `None` if the file does not begin like one.
fn below_start<'f>(path: &str, found: &'f str) -> Option<&'f str> {
    let rest = found.strip_prefix(of(path).start)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('\n') }
}

/// FNV-1a. It has to notice edits, not attacks, and to be the same in every version.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_every_version() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn every_edit_shows() {
        let old = format!("{MARKER}\n\n# a\n");
        let page = seal("tables/a.md", &old);
        assert_eq!(page, format!("{MARKER}\n<!-- content hash: {:016x} -->\n\n# a\n", hash("\n# a\n")));
        let state = |found: &str| state("tables/a.md", found, Some(&page));
        assert_eq!(state(&page), State::Untouched);
        assert_eq!(state(&old), State::Untouched, "without a hash, but what is generated now");
        for edited in [
            page.replace("# a", "# b"),
            page.replace("hash: ", "hash: 0"),
            page.replace(" -->\n\n", " -->\n"),
            page.clone() + "\n",
            page.trim_end().to_owned(),
            old.replace("# a", "# b"),
            old + " ",
            MARKER.to_owned(),
            format!("{MARKER}\n"),
        ] {
            assert_eq!(state(&edited), State::Edited, "{edited}");
        }
        for foreign in [String::new(), format!("\n{page}"), format!("{MARKER} more\n"), "# a\n".to_owned()] {
            assert_eq!(state(&foreign), State::Foreign, "{foreign}");
        }
    }

    #[test]
    fn data_holds_its_hash_as_a_field() {
        let old = format!("{}\n  \"format\": 1\n}}\n", json::START);
        let data = seal("schema.json", &old);
        assert!(
            serde_json::from_str::<serde_json::Value>(&data).unwrap()["content_hash"].is_string(),
            "{data}"
        );
        assert_eq!(state("schema.json", &data, None), State::Untouched);
        assert_eq!(state("schema.json", &data.replace('1', "2"), None), State::Edited);
        assert_eq!(state("schema.json", &old, Some(&data)), State::Untouched);
        assert_eq!(state("schema.json", &old, None), State::Edited);
        assert_eq!(state("schema.json", "{}\n", None), State::Foreign);
    }
}
