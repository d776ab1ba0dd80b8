//! What to write instead of keys that other schema languages have, and this one does not.

/// For an unknown key of `attribute`: the line that says how the same thing is said here.
pub(super) fn instead(attribute: &str, key: &str) -> Option<&'static str> {
    match attribute {
        "loom_table" => table(key).or_else(|| key_of_any(key)),
        "loom" => column(key).or_else(|| key_of_any(key)),
        "loom_enum" => enumeration(key),
        _ => None,
    }
}

fn key_of_any(key: &str) -> Option<&'static str> {
    Some(match key {
        "primary_key" | "primary" | "pk" => {
            "remove it: the primary key is `id` by itself, and `(world_id, id)` in a world-scoped table; for a second key write `unique`"
        }
        "references" | "foreign_key" | "fk" | "belongs_to" | "has_many" | "has_one" | "relation" => {
            "write the field's type as `Id<Pattern>`, with the other table's struct: the type is the foreign key"
        }
        "rename_all" => "remove it: a column has its field's name",
        _ => return None,
    })
}

fn table(key: &str) -> Option<&'static str> {
    Some(match key {
        "table" | "table_name" | "rename" => "write `name = \"…\"`",
        "schema" | "database" | "db" => "remove it: there is one database, and `schema![…]` lists its tables",
        "strict" | "without_rowid" => "remove it: every table is STRICT by itself",
        "world" | "scoped" | "local" | "world_id" | "scope" => {
            "write `world_scoped` if every row belongs to a world, `global` if none does"
        }
        "path" | "file" | "folder" | "md" | "source" => {
            "write `markdown = \"worlds/{world_id}/notes/{id}.md\"`"
        }
        "inside" | "key" => "write `markdown(inside = Pattern, key = \"steps\")`",
        "cache" | "computed" => "write `derived`",
        "L1" | "L2" | "L3" | "L4" | "l1" | "l2" | "l3" | "l4" | "telos" | "knowledge" | "episodic" => {
            "write `layer = \"L2\"` (episodic), `\"L3\"` (knowledge) or `\"L4\"` (telos)"
        }
        "check" => "write `#[loom(check = \"tokens_in >= 0\")]` on the field",
        "indexes" | "indices" => "write `index(pattern_id, order)`, once for each index",
        _ => return None,
    })
}

fn column(key: &str) -> Option<&'static str> {
    Some(match key {
        "nullable" | "null" | "optional" => "write the type as `Option<…>`: that is NULL",
        "not_null" | "required" => "remove it: a column is NOT NULL unless its type is an `Option<…>`",
        "type" | "sql_type" | "column_type" | "affinity" => {
            "remove it: the field's type says how it is stored, as `String` does TEXT and `Json<…>` checked JSON"
        }
        "column" | "column_name" | "name" | "rename" => {
            "name the field as the column is to be named; `key = \"…\"` says how it is called in the front matter"
        }
        "skip" | "ignore" | "transient" | "flatten" => {
            "remove the field: the struct is the row, and every field is a column"
        }
        "auto_increment" | "autoincrement" | "generated" | "auto" => {
            "remove it: an `id` is a text that fills itself in, a UUIDv7"
        }
        "default_value" | "default_sql" | "default_fn" | "default_with" => {
            "write `default = 0`: a literal; set anything else when inserting"
        }
        "json" => "write the type as `Json<…>`",
        "enum" | "values" | "one_of" => "derive `LoomEnum` on the type: it is the CHECK",
        "length" | "max_length" | "min" | "max" | "range" => "write `check = \"length(name) <= 80\"`",
        "on_update" => "remove it: ids do not change",
        "markdown" | "front_matter" | "frontmatter" => {
            "write `key = \"…\"` (front matter), `section = \"…\"` (under a heading) or `body`"
        }
        "world_scoped" | "global" | "layer" | "singleton" | "deletable" => {
            "write it in `#[loom_table(…)]`, above the struct"
        }
        _ => return None,
    })
}

fn enumeration(key: &str) -> Option<&'static str> {
    Some(match key {
        "rename_all" => {
            "remove it: variants are stored in snake case; `#[loom(rename = \"…\")]` on a variant says otherwise"
        }
        "default" => "write `#[loom(default = \"…\")]` on the field, with the variant's text",
        _ => return None,
    })
}
