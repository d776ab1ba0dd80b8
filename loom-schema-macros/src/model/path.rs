//! Path templates: `worlds/{world_id}/sessions/{id}.md`.

use syn::LitStr;

/// A template as written, taken apart.
pub(crate) struct PathTemplate {
    pub(crate) literal: LitStr,
    pub(crate) segments: Vec<Segment>,
    /// What is wrong with its form; a rule reports it.
    pub(crate) malformed: Option<String>,
}

/// The part between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    Column { before: String, column: String, after: String },
}

impl PathTemplate {
    pub(crate) fn parse(literal: LitStr) -> Self {
        let (mut segments, mut malformed) = (Vec::new(), None);
        for part in literal.value().split('/') {
            match segment(part) {
                Ok(segment) => segments.push(segment),
                Err(reason) => malformed = malformed.or(Some(reason)),
            }
        }
        Self { literal, segments, malformed }
    }

    /// The columns its placeholders name.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Column { column, .. } => Some(column.as_str()),
            Segment::Literal(_) => None,
        })
    }
}

fn segment(part: &str) -> Result<Segment, String> {
    let Some((before, rest)) = part.split_once('{') else {
        if part.contains('}') {
            return Err(format!("`{part}` has a `}}` without its `{{`"));
        }
        return Ok(Segment::Literal(part.to_owned()));
    };
    let Some((column, after)) = rest.split_once('}') else {
        return Err(format!("`{part}` has a `{{` without its `}}`"));
    };
    if column.contains('{') || after.contains(['{', '}']) || before.contains('}') {
        return Err(format!("`{part}` holds more than one placeholder between two slashes"));
    }
    Ok(Segment::Column { before: before.to_owned(), column: column.to_owned(), after: after.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{Segment, segment};

    #[test]
    fn a_placeholder_may_have_fixed_text_around_it() {
        let expected =
            Segment::Column { before: "note-".to_owned(), column: "id".to_owned(), after: ".md".to_owned() };
        assert_eq!(segment("note-{id}.md"), Ok(expected));
    }

    #[test]
    fn unbalanced_and_doubled_placeholders_are_refused() {
        for part in ["{id", "id}", "{a}{b}", "{a{b}}", "}{a}"] {
            assert!(segment(part).is_err(), "{part}");
        }
    }
}
