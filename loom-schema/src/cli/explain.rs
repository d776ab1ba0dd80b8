//! `explain`: the rules.

use std::io::Write;

use serde::Serialize;

use super::Status;
use super::arguments::ExplainArguments;
use super::output::{Failure, nearest, print_columns, print_json};
use crate::rules::{Checked, RULES, Rule, rule};

/// Where the lines of a paragraph are broken, in characters.
const WIDTH: usize = 80;

#[derive(Serialize)]
struct RuleJson {
    name: &'static str,
    checked: &'static str,
    refuses: &'static str,
    because: &'static str,
}

pub(super) fn run(arguments: &ExplainArguments, json: bool, out: &mut dyn Write) -> Result<Status, Failure> {
    match &arguments.rule {
        Some(name) => explain(find(name)?, json, out)?,
        None if json => print_json(out, &RULES.iter().map(rule_json).collect::<Vec<_>>())?,
        None => {
            let lines: Vec<_> =
                RULES.iter().map(|rule| [rule.name, rule.refuses].map(str::to_owned)).collect();
            print_columns(out, &lines, [false, false])?;
        }
    }
    Ok(Status::Fine)
}

/// The rule of this name, as messages show it or as people type it: with the parentheses, with hyphens.
fn find(name: &str) -> Result<&'static Rule, Failure> {
    let spelt = name.trim_matches(['(', ')', '`']).to_lowercase().replace('-', "_");
    rule(&spelt).ok_or_else(|| {
        let help = match nearest(&spelt, RULES.iter().map(|rule| rule.name)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "`explain` without a name lists all rules".to_owned(),
        };
        Failure::Usage(format!("there is no rule `{name}`\nhelp: {help}"))
    })
}

fn explain(rule: &Rule, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if json {
        return print_json(out, &rule_json(rule));
    }
    writeln!(out, "{}\n", rule.name)?;
    writeln!(out, "{}", wrapped("Refuses: ", rule.refuses))?;
    writeln!(out, "{}\n", wrapped("Checked: ", place(rule.checked)))?;
    Ok(writeln!(out, "{}", wrapped("", rule.because))?)
}

fn place(checked: Checked) -> &'static str {
    match checked {
        Checked::Struct => "by the derive, from the struct alone",
        Checked::Bound => "by a trait bound at the field, since it depends on another type",
        Checked::Value => "in const evaluation, since it depends on a constant of another type",
        Checked::Schema => "by `schema![…]`, since it depends on other tables",
    }
}

fn rule_json(rule: &Rule) -> RuleJson {
    RuleJson {
        name: rule.name,
        checked: match rule.checked {
            Checked::Struct => "struct",
            Checked::Bound => "bound",
            Checked::Value => "value",
            Checked::Schema => "schema",
        },
        refuses: rule.refuses,
        because: rule.because,
    }
}

/// The words behind the label, in lines; those after the first are indented as far as the label reaches.
fn wrapped(label: &str, text: &str) -> String {
    let indent = label.chars().count();
    let (mut lines, mut width) = (label.to_owned(), indent);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if width > indent && width + 1 + length > WIDTH {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            width = indent;
        } else if width > indent {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines
}
