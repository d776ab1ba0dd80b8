//! `#[loom_table(…)]`.

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitStr, Path};

use super::Spanned;
use super::items::{Item, Value, items, nearest, nested, set, unknown};
use crate::errors::Errors;

/// The keys of `#[loom_table(…)]`.
#[derive(Default)]
pub(crate) struct TableKeys {
    pub(crate) world_scoped: Option<Spanned<()>>,
    pub(crate) global: Option<Spanned<()>>,
    pub(crate) layer: Option<Spanned<LitStr>>,
    pub(crate) name: Option<Spanned<LitStr>>,
    pub(crate) truth: Option<Spanned<TruthKey>>,
    /// `derived` beside `markdown`, or the other way round.
    pub(crate) second_truth: Option<Span>,
    pub(crate) deletable: Option<Spanned<()>>,
    pub(crate) singleton: Option<Spanned<()>>,
    pub(crate) crate_path: Option<Spanned<Path>>,
    pub(crate) indexes: Vec<IndexKeys>,
    pub(crate) attempted: Attempted,
}

/// What was meant to be said, and could not be read: reported there, and so not missing.
#[derive(Default)]
pub(crate) struct Attempted {
    pub(crate) scope: bool,
    pub(crate) layer: bool,
    pub(crate) truth: bool,
}

impl Attempted {
    pub(crate) const ALL: Self = Self { scope: true, layer: true, truth: true };

    fn note(&mut self, key: &str) {
        let meant = if KEYS.contains(&key) { Some(key) } else { nearest(key, KEYS.iter().copied()) };
        match meant {
            Some("world_scoped" | "global") => self.scope = true,
            None if matches!(key, "scope" | "world" | "scoped" | "local") => self.scope = true,
            Some("layer") => self.layer = true,
            Some("markdown" | "derived") => self.truth = true,
            _ => {}
        }
    }
}

/// `markdown = "…"`, `markdown(inside = …, key = "…")` or `derived`.
pub(crate) enum TruthKey {
    File(LitStr),
    Inside { parent: Path, key: LitStr },
    Derived,
}

/// `index(…)` or `unique(…)`.
pub(crate) struct IndexKeys {
    pub(crate) span: Span,
    pub(crate) unique: bool,
    pub(crate) columns: Vec<Ident>,
    pub(crate) name: Option<LitStr>,
}

const KEYS: [&str; 11] = [
    "world_scoped",
    "global",
    "layer",
    "name",
    "markdown",
    "derived",
    "deletable",
    "singleton",
    "index",
    "unique",
    "crate",
];

pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> TableKeys {
    let mut keys = TableKeys::default();
    for Item { key, value } in items(attributes, "loom_table", errors) {
        if matches!(value, Value::Unreadable) {
            keys.attempted = Attempted::ALL;
            continue;
        }
        keys.attempted.note(&key.to_string());
        match key.to_string().as_str() {
            "world_scoped" => set(&mut keys.world_scoped, &key, "world_scoped", value.flag(), errors),
            "global" => set(&mut keys.global, &key, "global", value.flag(), errors),
            "layer" => set(&mut keys.layer, &key, "layer = \"L2\"", value.text(), errors),
            "name" => set(&mut keys.name, &key, "name = \"operator_telos\"", value.some_text(), errors),
            "derived" if matches!(&keys.truth, Some(first) if !matches!(first.value, TruthKey::Derived)) => {
                keys.second_truth.get_or_insert(key.span());
            }
            "derived" => {
                set(&mut keys.truth, &key, "derived", value.flag().map(|()| TruthKey::Derived), errors);
            }
            "markdown" if matches!(&keys.truth, Some(first) if matches!(first.value, TruthKey::Derived)) => {
                keys.second_truth.get_or_insert(key.span());
            }
            "markdown" => markdown(&mut keys.truth, &key, value, errors),
            "deletable" => set(&mut keys.deletable, &key, "deletable", value.flag(), errors),
            "singleton" => set(&mut keys.singleton, &key, "singleton", value.flag(), errors),
            "crate" => {
                set(&mut keys.crate_path, &key, "crate = my_engine::loom_schema", value.path(), errors);
            }
            "index" | "unique" => keys.indexes.extend(index(&key, value, errors)),
            _ => unknown(&key, "loom_table", &KEYS, errors),
        }
    }
    keys
}

const MARKDOWN_FORM: &str =
    "markdown = \"worlds/{world_id}/notes/{id}.md\"` or `markdown(inside = Pattern, key = \"steps\")";

fn markdown(slot: &mut Option<Spanned<TruthKey>>, key: &Ident, value: Value, errors: &mut Errors) {
    let Value::List(list) = value else {
        set(slot, key, MARKDOWN_FORM, value.text().map(TruthKey::File), errors);
        return;
    };
    let (mut parent, mut list_key) = (None, None);
    let before = errors.len();
    for Item { key, value } in nested(list, "markdown", errors) {
        if matches!(value, Value::Unreadable) {
            continue;
        }
        match key.to_string().as_str() {
            "inside" => set(&mut parent, &key, "inside = Pattern", value.path(), errors),
            "key" => set(&mut list_key, &key, "key = \"steps\"", value.some_text(), errors),
            _ => unknown(&key, "markdown", &["inside", "key"], errors),
        }
    }
    if errors.len() > before {
        return;
    }
    let truth = match (parent, list_key) {
        (Some(parent), Some(key)) => Some(TruthKey::Inside { parent: parent.value, key: key.value }),
        _ => None,
    };
    set(slot, key, MARKDOWN_FORM, truth, errors);
}

fn index(key: &Ident, value: Value, errors: &mut Errors) -> Option<IndexKeys> {
    let unique = key == "unique";
    let Value::List(list) = value else {
        errors.syntax(
            key.span(),
            format!("`{key}` needs its columns"),
            format!("write `{key}(pattern_id, order)`"),
        );
        return None;
    };
    let (mut columns, mut name) = (Vec::new(), None);
    for Item { key: column, value } in nested(list, "index", errors) {
        match value {
            Value::Unreadable => return None,
            Value::None => columns.push(column),
            value if column == "name" => {
                set(&mut name, &column, "name = \"notes_order_idx\"", value.text(), errors);
            }
            _ => unknown(&column, "index", &["name"], errors),
        }
    }
    if columns.is_empty() {
        errors.syntax(
            key.span(),
            format!("`{key}` names no column"),
            format!("write `{key}(pattern_id, order)`"),
        );
        return None;
    }
    Some(IndexKeys { span: key.span(), unique, columns, name: name.map(|name| name.value) })
}
