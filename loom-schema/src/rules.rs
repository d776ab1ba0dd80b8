//! The catalogue of rules: what the compiler refuses, and why.

/// A rule of the schema language.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The name that error messages show in parentheses.
    pub name: &'static str,
    /// Where it is checked.
    pub checked: Checked,
    /// What it refuses, in one line.
    pub refuses: &'static str,
    /// Why, and what to write instead.
    pub because: &'static str,
}

/// Where a rule is checked, by what it needs to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// By the macro, from one struct alone.
    Struct,
    /// By a trait bound, since it depends on another type.
    Bound,
    /// In const evaluation, since it depends on a value.
    Value,
    /// By `schema![…]`, since it depends on the other tables.
    Schema,
}

/// Every rule, in the order of the design.
pub const RULES: &[Rule] = loom_schema_macros::rule_catalogue!();

/// The rule of this name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}
