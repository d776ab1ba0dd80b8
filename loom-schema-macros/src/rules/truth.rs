//! Where the rows come from.

use crate::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Scope, Table};

pub(super) fn truth_twice(table: &Table, errors: &mut Errors) {
    let Some(second) = table.second_truth else { return };
    errors.rule(
        Rule::TruthNotDeclared,
        second,
        "`markdown` and `derived` exclude each other: the truth is in one place",
        "keep `markdown` if the rows are read from files, `derived` if other tables hold what they are made from",
    );
}

pub(super) fn truth_not_declared(table: &Table, errors: &mut Errors) {
    if table.truth.is_some() || table.attempted.truth {
        return;
    }
    let path = match table.scope {
        Some(Scope::Global) => format!("{}/{{id}}.md", table.name.text),
        _ => format!("worlds/{{world_id}}/{}/{{id}}.md", table.name.text),
    };
    errors.rule(
        Rule::TruthNotDeclared,
        table.ident.span(),
        format!("`{}` does not say where its truth is", table.ident),
        format!("write `markdown = \"{path}\"`, or `derived` if its rows can be rebuilt from other tables"),
    );
}
