//! Values that stand under a heading.

use std::cell::OnceCell;

use super::nearest::nearest;
use super::values;
use crate::markdown::{Document, Fault, Node, NodeValue, Section, Span, yaml};
use crate::schema::{ColumnSchema, Kind};
use crate::value::Cell;

/// The sections of a file, found when the first column asks for one.
pub(super) struct Sections<'d> {
    document: &'d Document<'d>,
    found: OnceCell<Vec<Section>>,
}

impl<'d> Sections<'d> {
    pub(super) fn of(document: &'d Document<'d>) -> Self {
        Self { document, found: OnceCell::new() }
    }

    /// The value under this heading and its place; `None` if there is no such heading.
    pub(super) fn value(&self, column: &ColumnSchema, heading: &str) -> Result<Option<(Cell, Span)>, Fault> {
        let wanted = heading.trim().to_lowercase();
        let all = self.found.get_or_init(|| self.document.sections());
        let mut named = all.iter().filter(|section| section.title.trim().to_lowercase() == wanted);
        let Some(section) = named.next() else { return Ok(None) };
        if let Some(second) = named.next() {
            let fault = Fault::new(second.heading, format!("a second section `{heading}`"));
            return Err(fault.with_help("keep one of them, or rename the other heading"));
        }
        let place = format!("section `{heading}`");
        if column.value.kind == Kind::Json {
            let node = self.block(section, &place)?;
            return Ok(Some((values::from_node(column, &place, &node)?, node.span)));
        }
        let text = self.document.text_of(section.content);
        let is_text = column.value.kind == Kind::Text;
        if is_text && text.is_empty() && column.value.nullable {
            return Ok(Some((Cell::Null, section.heading)));
        }
        let node = Node { span: section.heading, value: NodeValue::Scalar { text, plain: !is_text } };
        Ok(Some((values::from_node(column, &place, &node)?, section.heading)))
    }

    /// Headings that are near to one of `wanted` which the file lacks: a slip there would leave the column empty.
    pub(super) fn misspelt(&self, wanted: &[&str]) -> Vec<Fault> {
        let folded = |text: &str| text.trim().to_lowercase();
        let all = self.found.get_or_init(|| self.document.sections());
        let wanted: Vec<(String, &str)> = wanted.iter().map(|heading| (folded(heading), *heading)).collect();
        let is_there = |heading: &str| all.iter().any(|section| folded(&section.title) == heading);
        let absent: Vec<&(String, &str)> = wanted.iter().filter(|(heading, _)| !is_there(heading)).collect();
        let unknown =
            all.iter().filter(|section| wanted.iter().all(|(heading, _)| *heading != folded(&section.title)));
        let meant = |section: &Section| {
            let near = nearest(&folded(&section.title), absent.iter().map(|(heading, _)| heading.as_str()))?;
            let (_, heading) = absent.iter().find(|(heading, _)| heading == near)?;
            let fault = Fault::new(
                section.heading,
                format!("no column is read from the section `{}`", section.title),
            );
            Some(fault.with_help(format!("did you mean `{heading}`?")))
        };
        unknown.filter_map(meant).collect()
    }

    /// The one block of YAML or JSON in a section.
    fn block(&self, section: &Section, place: &str) -> Result<Node, Fault> {
        let is_data = |language: &str| ["yaml", "yml", "json"].contains(&language.to_lowercase().as_str());
        let mut blocks = section.fences.iter().filter(|fence| is_data(&fence.language));
        let Some(block) = blocks.next() else {
            let fault = Fault::new(section.heading, format!("{place} has no `yaml` or `json` block"));
            return Err(fault.with_help("write the value between a line \"```yaml\" and a line \"```\""));
        };
        if blocks.next().is_some() {
            let fault =
                Fault::new(section.heading, format!("{place} has more than one `yaml` or `json` block"));
            return Err(
                fault.with_help("keep one; mark the others as `text`, or move them below another heading")
            );
        }
        let first = |faults: Vec<Fault>| {
            let fault = faults.into_iter().next();
            fault.unwrap_or_else(|| Fault::new(block.block, format!("{place} does not parse")))
        };
        yaml::parse(self.document.text(), block.content).map_err(first)
    }
}
