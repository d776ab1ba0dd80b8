//! YAML into [`Node`]s: the plain subset that front matter needs, with exact positions.
//!
//! What a scalar means is left to whoever asks for it ([`Node::to`]): `no`, `0123` and `1.10` stay as
//! written. Anchors, aliases, merge keys, tags, directives, second documents and duplicate keys are faults.

mod access;
mod deserialize;
mod error;
mod node;
mod scalar;
mod syntax;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod type_tests;

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{
    fault::Fault,
    position::{LineIndex, Span},
};
pub(crate) use node::{Node, NodeValue};

/// Lists and maps inside each other; also what keeps recursion over a [`Node`] shallow.
pub(crate) const MAX_DEPTH: usize = 64;
/// The most bytes that are parsed.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// Parsing stops after this many faults.
const MAX_FAULTS: usize = 16;

/// Parses the YAML in `range` of a file's text; every position is one in the whole file.
///
/// No document at all (nothing, or only comments) is an empty plain scalar, which is null.
pub(crate) fn parse(text: &str, range: Span) -> Result<Node, Vec<Fault>> {
    let source = range.slice(text);
    let base = text.floor_char_boundary(range.start);
    if source.len() > MAX_BYTES {
        let fault = Fault::new(Span::of_char(text, base), "more than 1 MiB of YAML");
        return Err(vec![fault.with_help("keep long text in the body, below the front matter")]);
    }
    let mut options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    options.set_emit_comments(false);
    let mut builder = Builder { text, base, faults: Vec::new(), open: Vec::new(), root: None, documents: 0 };
    for next in Parser::new_from_str_with_options(source, options) {
        let go_on = match next {
            Ok((event, place)) => builder.take(event, place),
            Err(error) => {
                builder.stop(syntax::fault(text, base, &error));
                false
            }
        };
        if !go_on || builder.faults.len() >= MAX_FAULTS {
            break;
        }
    }
    if !builder.faults.is_empty() {
        return Err(builder.faults);
    }
    Ok(builder.root.unwrap_or_else(|| Node::nothing(base)))
}

/// Builds the tree from the parser's events, without recursion.
struct Builder<'t> {
    text: &'t str,
    base: usize,
    faults: Vec<Fault>,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
}

/// A list or map whose end has not been seen.
struct Open {
    start: usize,
    inside: Inside,
}

enum Inside {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<(Node, Node)>, key: Option<Node>, seen: HashMap<String, usize> },
}

impl Builder<'_> {
    /// Takes one event; `false` when the rest is of no use.
    fn take(&mut self, event: Event<'_>, place: granit_parser::Span) -> bool {
        let span = self.span(place);
        if let Some(tag) = place.tag_span().filter(|_| event.is_node()) {
            let tag = self.span(tag);
            let fault = Fault::new(
                tag,
                format!("tags are not allowed, found {}", scalar::quote(tag.slice(self.text))),
            );
            self.faults.push(fault.with_help("leave the tag out; put text that starts with `!` in quotes"));
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let fault = Fault::new(span, "a second YAML document starts here");
                    self.faults.push(fault.with_help("keep one document; remove the `---` or `...` line"));
                    return false;
                }
            }
            Event::Anchor(..) => {
                let found = scalar::quote(span.slice(self.text));
                let fault = Fault::new(span, format!("anchors are not allowed, found {found}"));
                self.faults
                    .push(fault.with_help("leave the anchor out; put text that starts with `&` in quotes"));
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let found = scalar::quote(span.slice(self.text));
                let fault = Fault::new(span, format!("aliases are not allowed, found {found}"));
                self.faults
                    .push(fault.with_help("write the value out; put text that starts with `*` in quotes"));
                self.complete(Node { span, value: NodeValue::Scalar { text: String::new(), plain: false } });
            }
            Event::Scalar(value, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                // The parser hands out `~` for a value that is not there.
                let text = if plain && span.is_empty() { String::new() } else { value.into_owned() };
                self.complete(Node { span, value: NodeValue::Scalar { text, plain } });
            }
            Event::SequenceStart(..) => return self.open(span, Inside::Sequence(Vec::new())),
            Event::MappingStart(..) => {
                let inside = Inside::Mapping { entries: Vec::new(), key: None, seen: HashMap::new() };
                return self.open(span, inside);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
        true
    }

    /// Takes the syntax error that ends the parse, unless it only follows from another fault in the same
    /// line.
    fn stop(&mut self, fault: Fault) {
        let before = self.faults.last().map(|last| {
            let (one, other) = (last.span.end, fault.span.start);
            Span::new(one.min(other), one.max(other)).slice(self.text)
        });
        if before.is_none_or(|between| between.contains('\n')) {
            self.faults.push(fault);
        }
    }

    fn open(&mut self, span: Span, inside: Inside) -> bool {
        if self.open.len() >= MAX_DEPTH {
            self.faults.push(syntax::too_deep(span));
            return false;
        }
        self.open.push(Open { start: span.start, inside });
        true
    }

    /// Ends the innermost list or map. Block ones end with their last entry, not where the next token starts.
    fn close(&mut self, closing: Span) {
        let Some(Open { start, inside }) = self.open.pop() else { return };
        let (start, last, value) = match inside {
            Inside::Sequence(items) => {
                let start = self.list_start(start, items.first());
                (start, items.last().map(|item| item.span.end), NodeValue::Sequence(items))
            }
            Inside::Mapping { entries, .. } => {
                // A value that is not there is placed in front of its colon; a key may come after its value.
                let last = entries.last().map(|(key, value)| key.span.end.max(value.span.end));
                (start, last, NodeValue::Mapping(entries))
            }
        };
        let end = if closing.is_empty() { last.unwrap_or(start) } else { closing.end };
        self.complete(Node { span: Span::new(start, end.max(start)), value });
    }

    /// Where a list starts. For one that is not indented below its key, the parser only says where the first
    /// entry's text starts; its dash is the first thing on the nearest line above that has one.
    fn list_start(&self, start: usize, first: Option<&Node>) -> usize {
        let before_item = first.is_some_and(|item| item.span.start > start);
        let source = &self.text[self.base..];
        let here = source.get(start - self.base..).unwrap_or_default();
        if here.starts_with('[') || (here.starts_with('-') && before_item) {
            return start;
        }
        let mut end = start - self.base;
        for line in source.get(..end).unwrap_or_default().split_inclusive('\n').rev() {
            end -= line.len();
            let blank = line.len() - line.trim_start().len();
            if line[blank..].starts_with('-') {
                return self.base + end + blank;
            }
        }
        start
    }

    /// Puts a finished node where it belongs.
    fn complete(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.inside) {
            None => self.root = Some(node),
            Some(Inside::Sequence(items)) => items.push(node),
            Some(Inside::Mapping { entries, key, seen }) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => {
                    self.faults.extend(check_key(self.text, &node, seen));
                    *key = Some(node);
                }
            },
        }
    }

    fn span(&self, place: granit_parser::Span) -> Span {
        let offset = |mark: granit_parser::Marker| self.base + mark.byte_offset().unwrap_or_default();
        let start = offset(place.start);
        Span::new(start, offset(place.end).max(start))
    }
}

/// What is wrong with a map's key, if anything; notes it as seen.
fn check_key(text: &str, key: &Node, seen: &mut HashMap<String, usize>) -> Option<Fault> {
    let NodeValue::Scalar { text: name, plain } = &key.value else {
        let fault = Fault::new(key.span, format!("a key must be text, found {}", key.type_name()));
        return Some(fault.with_help("put text that starts with `[` or `{` in quotes"));
    };
    if key.is_null() {
        let fault = Fault::new(Span::of_char(text, key.span.start), "a key must be text, found null");
        return Some(fault.with_help("write a key in front of the `:`, in quotes if it is a special word"));
    }
    if *plain && name == "<<" {
        let fault = Fault::new(key.span, "merge keys (`<<`) are not allowed");
        return Some(fault.with_help("write the keys out"));
    }
    let first = *seen.entry(name.clone()).or_insert(key.span.start);
    (first != key.span.start).then(|| {
        let line = LineIndex::new(text).position(first).line;
        let fault =
            Fault::new(key.span, format!("duplicate key {}, first on line {line}", scalar::quote(name)));
        fault.with_help("keep one of the two")
    })
}
