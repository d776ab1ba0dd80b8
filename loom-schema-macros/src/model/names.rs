//! Every derived name.

/// `SessionSummary` → `session_summaries`
pub(super) fn table(struct_name: &str) -> String {
    plural(&snake_case(struct_name))
}

/// `SessionSummary` → `session_summary`; a run of capitals is one word: `HTTPLog` → `http_log`.
pub(crate) fn snake_case(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (i, &c) in characters.iter().enumerate() {
        if c.is_uppercase() && i > 0 {
            let after_lower = !characters[i - 1].is_uppercase() && characters[i - 1] != '_';
            let before_lower = characters.get(i + 1).is_some_and(|next| next.is_lowercase());
            if after_lower || (before_lower && characters[i - 1] != '_') {
                snake.push('_');
            }
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

fn plural(name: &str) -> String {
    if let Some(stem) = name.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if name.ends_with(['s', 'x', 'z']) || name.ends_with("ch") || name.ends_with("sh") {
        return format!("{name}es");
    }
    format!("{name}s")
}

/// `{table}_{columns without _id}_idx`, or `{table}_{columns}_unique`.
pub(super) fn index(table: &str, columns: &[String], unique: bool) -> String {
    if unique {
        return format!("{table}_{}_unique", columns.join("_"));
    }
    let short: Vec<&str> = columns.iter().map(|column| index_column(column)).collect();
    format!("{table}_{}_idx", short.join("_"))
}

/// A column's part in an index name.
fn index_column(column: &str) -> &str {
    column.strip_suffix("_id").unwrap_or(column)
}

#[cfg(test)]
mod tests {
    use super::{index, table};

    #[test]
    fn table_names_are_snake_case_plurals() {
        for (name, expected) in [
            ("Session", "sessions"),
            ("SessionSummary", "session_summaries"),
            ("Day", "days"),
            ("Box", "boxes"),
            ("Branch", "branches"),
            ("HTTPLog", "http_logs"),
            ("Step2Note", "step2_notes"),
        ] {
            assert_eq!(table(name), expected);
        }
    }

    #[test]
    fn index_names_drop_the_id_suffix_and_unique_names_keep_it() {
        let columns = ["pattern_id".to_owned(), "order".to_owned()];
        assert_eq!(index("steps", &columns, false), "steps_pattern_order_idx");
        assert_eq!(index("steps", &columns, true), "steps_pattern_id_order_unique");
    }
}
