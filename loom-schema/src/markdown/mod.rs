//! One Markdown file with YAML front matter, as a tree with exact positions.
//!
//! This module knows nothing of tables. [`decode()`] turns bytes into text, [`read`] finds the front matter and
//! the body, [`Document::sections`] finds headings and fenced blocks, [`yaml::parse`] reads a stretch of
//! YAML, and [`Node::to`] turns a node into a declared type. Whatever is wrong is a [`Fault`] that says
//! where.

mod decode;
mod document;
mod fault;
mod position;
mod section;
#[cfg(test)]
mod tests;
pub(crate) mod yaml;

pub(crate) use {
    decode::decode,
    document::{Document, read},
    fault::{Fault, harmless},
    position::Span,
    section::Section,
    yaml::{Node, NodeValue},
};
