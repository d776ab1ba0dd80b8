//! Where the rows come from.

use super::catalogue::Rule;
use crate::errors::Errors;
use crate::model::{Scope, Table};

pub(super) fn truth_not_declared(table: &Table, errors: &mut Errors) {
    if table.truth.is_some() {
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
