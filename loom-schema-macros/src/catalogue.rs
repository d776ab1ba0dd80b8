//! The catalogue: every rule's name, what it refuses, and the paragraph that `explain` prints. The messages stand with
//! the functions that check; this is the list that says which rules there are.

use proc_macro2::TokenStream;
use quote::quote;

/// Where a rule is checked, by what it needs to see.
#[derive(Clone, Copy)]
enum Checked {
    /// In the macro: one struct's tokens are enough.
    Struct,
    /// By a trait bound: another type decides.
    Bound,
    /// In const evaluation: a value decides.
    Value,
    /// In `schema![…]`: the whole schema decides.
    Schema,
}

macro_rules! catalogue {
    ($( $rule:ident, $name:literal, $checked:ident, $refuses:literal, $because:literal; )*) => {
        /// A rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(dead_code, reason = "rules that are bounds or const evaluation are named here and checked there")]
        pub(crate) enum Rule { $( $rule ),* }

        impl Rule {
            /// The name that messages show and `explain` takes.
            pub(crate) const fn name(self) -> &'static str {
                match self { $( Self::$rule => $name ),* }
            }
        }

        const ENTRIES: &[(&str, Checked, &str, &str)] = &[ $( ($name, Checked::$checked, $refuses, $because) ),* ];
    };
}

catalogue! {
    ScopeNotDeclared, "scope_not_declared", Struct,
    "a table that is neither `world_scoped` nor `global`, or both",
    "Worlds are isolated, and a table that forgets to say whose its rows are is how isolation is lost. Silence is refused: write `world_scoped` if every row belongs to one world, `global` if no row does. A table with rows of both kinds is two tables.";

    MissingWorldId, "missing_world_id", Struct,
    "a `world_scoped` table without `world_id: Id<World>`",
    "The world is part of every key of a world-scoped table: the primary key is (world_id, id), and foreign keys between world-scoped tables include it, so that the database itself refuses a reference into another world. Add `pub world_id: Id<World>,` or declare the table `global`.";

    NullableWorldId, "nullable_world_id", Struct,
    "`Option<…>` on `world_id`",
    "SQL compares a composite foreign key only if no part of it is NULL, so that one row without a world slips past every check. Split the table into a global and a world-scoped one.";

    WorldIdOnGlobal, "world_id_on_global", Struct,
    "a `global` table with a `world_id`",
    "A global table is reached without a world, so that a `world_id` in it would be data that nothing enforces. Declare the table `world_scoped`, or remove the field.";

    WorldWithoutForeignKey, "world_without_foreign_key", Struct,
    "`no_foreign_key` on the `world_id` of a world-scoped table",
    "The foreign key to `worlds` is what ties rows to a world that exists. Without it, rows would outlive their world, and a later world of the same id would see them.";

    WorldScopedWorlds, "world_scoped_worlds", Struct,
    "a `world_scoped` table named `worlds`",
    "The rows of `worlds` are the worlds themselves, and they belong to no world: `loom.world(id)` looks them up without one. Declare the table `global`, or give it another name.";

    UnknownLayer, "unknown_layer", Struct,
    "a layer that is not L2, L3 or L4, or none at all",
    "The layer says how long rows last and who writes them: L4 Telos (permanent, written by the operator only), L3 Knowledge (permanent definitions), L2 Episodic (what happened; world-scoped, append-mostly).";

    LayerIsEphemeral, "layer_is_ephemeral", Struct,
    "`layer = \"L1\"`",
    "L1 is working memory. It lives in RAM and ends with the run; a table would make it outlive its purpose. Keep it in a plain struct, or decide that it is episodic and declare L2.";

    LayerNeedsWorld, "layer_needs_world", Struct,
    "a global L2 table",
    "Whatever happened, happened in a world. An L2 table without one would mix the histories of all worlds. Declare it `world_scoped`.";

    MissingId, "missing_id", Struct,
    "a table without `id: Id<Self>`",
    "Every row is named by a text id, unique in its world or, in a global table, altogether. Markdown files, foreign keys and the sync rely on it.";

    MissingTimestamps, "missing_timestamps", Struct,
    "a table without `created_at` or `updated_at`",
    "Every row says when it was made and when it last changed; the library fills both in. Only L4 tables may leave `created_at` out.";

    WrongBaseType, "wrong_base_type", Bound,
    "a base column of another type",
    "`id` is `Id<Self>`, `world_id` is `Id<World>` with the table named `worlds`, `created_at` and `updated_at` are `Timestamp`. The library binds these columns itself, and the rules about worlds stand on their types. An alias of the right type is fine.";

    SingletonNeedsFixedId, "singleton_needs_fixed_id", Struct,
    "a `singleton` that does not say what its only id is, or that is world-scoped",
    "A singleton has exactly one row, and a CHECK holds it to that: its id is the default of its `id` column, as in `#[loom(default = \"operator\")] pub id: Id<OperatorTelos>`. One row for each world is `#[loom(unique)]` on `world_id`.";

    TruthNotDeclared, "truth_not_declared", Struct,
    "a table with neither `markdown` nor `derived`, or with both",
    "Markdown is canonical: every row must be rebuildable from it. A table says where: `markdown = \"path\"` (one file a row), `markdown(inside = Parent, key = \"list\")` (a list in another table's file), or `derived` (rebuildable from other tables, or a cache).";

    MarkdownPathMalformed, "markdown_path_malformed", Struct,
    "a path that is absolute, leads out of the root, is not `.md`, holds a character that not every file system takes, or cannot be taken apart",
    "A path is relative to the root folder, ends with `.md`, has no empty, hidden or `..` part and none of `*?<>|\":`, and holds at most one placeholder between two slashes, since two could not be told apart when reading.";

    MarkdownPathUnknownPlaceholder, "markdown_path_unknown_placeholder", Struct,
    "a placeholder that names no column",
    "The placeholders of a path are columns of the table; their values are read from the file's place in the folder.";

    MarkdownPathNoWorld, "markdown_path_no_world", Struct,
    "a world-scoped table whose path has no `{world_id}`",
    "A world's files lie in its folder, so that copying, archiving or deleting a world is done with the folder, and no file can claim another world by a line in its front matter.";

    MarkdownPathNoKey, "markdown_path_no_key", Struct,
    "a path whose placeholders hold no unique key",
    "Two rows must never lie in one file. The placeholders must hold `id`, or all columns of one `unique(…)` constraint; in a world-scoped table together with `world_id`. Only a `singleton` has a path without placeholders.";

    MarkdownPathUnfitColumn, "markdown_path_unfit_column", Struct,
    "a placeholder over a column whose value cannot be a part of a path",
    "A part of a path is never NULL, has one spelling for one value, and is the only place of that value. Text, ids, enums, whole numbers, timestamps and `bool` are such parts; floats, bytes, JSON, an `Option<…>`, and columns that are `body`, `section` or `derived` are not.";

    MarkdownPathCollision, "markdown_path_collision", Schema,
    "two tables whose paths can name the same file",
    "The path decides which table a file belongs to. Upper and lower case do not tell paths apart, since many file systems fold them. Two templates that some path fits both would make that a matter of luck. Give one of them a folder or a fixed part of its own.";

    BodyTwice, "body_twice", Struct,
    "two `body` columns",
    "The text below the front matter is one text. Give the second column a heading of its own: `section = \"NOTES\"`.";

    SectionTwice, "section_twice", Struct,
    "two columns under one heading, or an empty heading",
    "A section is found by its heading, whose upper and lower case do not count. Give each column its own.";

    KeyClash, "key_clash", Struct,
    "two columns or lists for one front matter key, or two places for one column",
    "A key of the front matter is the value of one column, or the list of one table, and a column's value stands in one place.";

    SourceWithoutFile, "source_without_file", Struct,
    "`body`, `section` or `position` on a table that has no such place",
    "A body and sections need a file of the row's own (`markdown = \"…\"`), a position needs a list in another table's file (`markdown(inside = …)`), and a `derived` table has no Markdown at all.";

    DerivedWithoutDefault, "derived_without_default", Struct,
    "a `derived` column that a row from Markdown could not fill",
    "A derived column has no source in Markdown, so that a sync that inserts the row needs NULL or a default for it.";

    BadPosition, "bad_position", Struct,
    "two `position` columns, or one that is no integer",
    "The place in a list is one whole number, counted from 1.";

    BaseColumnPlace, "base_column_place", Struct,
    "`body`, `section`, `position` or `derived` on `id`, `world_id` or a base timestamp",
    "A sync needs these columns of every row: `id` and `world_id` stand in the path or under a key, the timestamps fill themselves in.";

    BadKey, "bad_key", Struct,
    "a key or heading with a line break, or a key with spaces around it",
    "A front matter key and a heading are each one line, and are found by what is seen of them.";

    BytesInMarkdown, "bytes_in_markdown", Struct,
    "a `Vec<u8>` that a row needs, on a table read from Markdown",
    "Markdown is text, so that no file could fill the column. Make it an `Option`, or keep the bytes in a file of their own and its path as text.";

    IndexUnknownColumn, "index_unknown_column", Struct,
    "an index over a column that does not exist",
    "Indexes name the struct's fields. In a world-scoped table `world_id` leads every index without being written.";

    IndexTwice, "index_twice", Struct,
    "two indexes of one name or over the same columns, one over the primary key, or a column twice in one",
    "A second index over the same columns only costs writes. The primary key and foreign key columns have an index by themselves, a `unique` one serves every query that a plain one does, and every world-scoped table has `{table}_world_idx` on (world_id, created_at).";

    BadIndexName, "bad_index_name", Struct,
    "an index name outside `{table}_…`",
    "SQLite keeps all index names in one space. With the table in front, names of different tables do not meet, and a reader sees where an index belongs.";

    BadTableName, "bad_table_name", Struct,
    "a table name that is not snake case, too long, or taken",
    "Names are lower case letters, digits and underscores, start with a letter, have at most 63 bytes (PostgreSQL's limit), and start neither with `loom_` (the engine's own tables) nor `sqlite_`. SQLite's table-valued functions (`json_each`, `pragma_…`) and the rows that upserts and triggers name (`excluded`, `new`, `old`) would hide a table of theirs.";

    BadColumnName, "bad_column_name", Struct,
    "a column name that is not snake case, or too long",
    "The column is named as the field is. SQL keywords are fine (`order`, `values`, `r#type`), since every name is quoted.";

    ReservedColumn, "reserved_column", Struct,
    "a field named as one of the engine's columns",
    "`md_path`, `md_hash` and `last_synced_at` are the sync's columns: `markdown = …` puts them into the table, not into the struct. `rowid` and `oid` mean something else to SQLite.";

    WorldBoundReference, "world_bound_reference", Value,
    "a global table that references a world-scoped one",
    "A row of a world-scoped table is named by its world and its id, and a global row has no world to name. Make the table world-scoped, or keep the id as text without a foreign key.";

    UpwardReference, "upward_reference", Value,
    "an L3 or L4 table that references an L2 table",
    "Definitions and identity are permanent; what happened may be archived. A permanent row that hangs on an episodic one would go with it. Reference the other way round.";

    NotAReference, "not_a_reference", Struct,
    "`on_delete`, `no_foreign_key` or `no_index` on a column that is no foreign key",
    "The type is the foreign key: `Id<Pattern>` references `patterns`. The keys that say how mean nothing elsewhere.";

    SetNullNotNullable, "set_null_not_nullable", Struct,
    "`on_delete = \"set null\"` on a column that is not an `Option`",
    "When the referenced row goes, the column would have to become NULL, and it cannot.";

    SetNullAcrossWorldKey, "set_null_across_world_key", Value,
    "`on_delete = \"set null\"` between two world-scoped tables",
    "The foreign key is (world_id, column), and SET NULL would set both to NULL; `world_id` cannot be. Leave `on_delete` out: the delete is then refused. Where rows may be deleted, `cascade` is right too.";

    CascadeIntoProtected, "cascade_into_protected", Struct,
    "`on_delete = \"cascade\"` on an L2 table that is not `deletable`; `cascade` or `set null` on an L4 table",
    "Whoever deletes the referenced row would delete, or change, rows that the program may not: what happened stays unless its table is `deletable`, and telos is the operator's. Add `deletable` to an L2 table whose rows are meant to go; otherwise leave `on_delete` out: the delete is then refused. `world_id` is free: a world may take its rows along, and then only the operator deletes it while it has such rows.";

    DefaultType, "default_type", Struct,
    "a default of another type than its column",
    "Text for text, a whole number for integers and timestamps (seconds since 1970), a number for `f64`, `true` or `false` for `bool`, for `Json<…>` a text of JSON that its type is read from. What only the type itself can tell is checked when a database is opened.";

    DefaultNotAVariant, "default_not_a_variant", Value,
    "an enum default that is none of the enum's texts",
    "The default of a `LoomEnum` column is the text of one of its variants, as the column stores it: `#[loom(default = \"active\")]`.";

    DefaultNotConstant, "default_not_constant", Struct,
    "a default that is no literal",
    "Defaults are constants: they stand in the DDL, and a rebuild on another day must give the same rows. The base timestamps fill themselves in; set anything else when inserting.";

    BadCheck, "bad_check", Struct,
    "a `check` that is not one SQL expression over the table's own columns",
    "A check is a part of the table's DDL, and holds for a row at any time. It is one expression in balanced parentheses, without `;`, comments, parameters and subqueries; its names are columns of the struct, and its functions depend on nothing but their arguments, so that neither the day nor the connection changes the result: `date(due)` may be asked, `date('now')` may not. Names that are words of SQL stand in double quotes, texts in single ones.";

    UnsupportedType, "unsupported_type", Bound,
    "a field type that is no column type",
    "Column types are String, i64 and the smaller integers, f64, bool, Vec<u8>, Timestamp, Id<T>, Json<T>, enums that derive LoomEnum, and Option of these. Store anything else as JSON: `Json<T>`.";

    NotAStruct, "not_a_struct", Struct,
    "`LoomTable` on an enum or a union",
    "A row is a struct with one named field a column. For an enum that is stored in a column derive `LoomEnum`.";

    GenericTable, "generic_table", Struct,
    "a table with type, const or lifetime parameters",
    "A table is one table, with one name and one DDL, and its rows own their values.";

    TupleTable, "tuple_table", Struct,
    "a struct without named fields",
    "A column's name is its field's name.";

    TooManyColumns, "too_many_columns", Struct,
    "a table of more columns than SQLite takes",
    "SQLite takes 2,000 columns a table, with the three of the sync where the table is read from Markdown. Split the table, or store what belongs together in one `Json<…>`.";

    EnumWithFields, "enum_with_fields", Struct,
    "`LoomEnum` on an enum with fields, with parameters, without variants, or on no enum",
    "The column holds one text out of a closed list. Store structured values as JSON.";

    EnumTextTwice, "enum_text_twice", Struct,
    "two variants with one text",
    "The text is all that the database keeps of a variant, so that two with one text could not be told apart when reading.";

    BadEnumText, "bad_enum_text", Struct,
    "a variant whose text is empty, has spaces around it, or is more than one line",
    "The text is what a person writes in front matter, where spaces around a value are no part of it, and an empty value is none.";

    EmptySchema, "empty_schema", Schema,
    "`schema![]` with no table listed",
    "A schema without tables makes a database that nothing can be stored in. List every struct that derives `LoomTable`: a table that is left out does not exist.";

    TableTwice, "table_twice", Schema,
    "a table listed twice, or two tables of one name",
    "`schema![…]` lists each table once, and every table has a name of its own.";

    IndexNameTwice, "index_name_twice", Schema,
    "two tables with an index of the same name",
    "SQLite keeps all index names in one space. Give one of them a `name = \"…\"`.";

    TableNamedAsIndex, "table_named_as_index", Schema,
    "a table of the same name as an index of another",
    "SQLite keeps tables and indexes in one space of names, so that the second of the two could not be made. Give one of them another `name = \"…\"`.";

    UnlistedTable, "unlisted_table", Schema,
    "a foreign key, or `inside = …`, to a table that is not listed",
    "The database has the tables that `schema![…]` lists; a reference to any other could not be made. Add the table to the list.";

    InsideWithoutReference, "inside_without_reference", Schema,
    "a table inside another's file without a foreign key to it",
    "The rows of a list belong to the row whose file holds it; the foreign key column says so and is filled in from there.";

    InsideItself, "inside_itself", Schema,
    "a table that lies inside its own files, by itself or in a cycle",
    "The rows of `markdown(inside = Parent, …)` lie in the files of their parent, so that some table at the end must have files of its own: `markdown = \"path\"`. For a tree of rows of one table, give each row its file, and reference the parent with `Option<Id<Self>>`.";

    InsideWithoutFile, "inside_without_file", Schema,
    "a table inside the files of a `derived` table",
    "A `derived` table has no Markdown files, and so no place for another table's list. Declare the parent with `markdown = \"path\"`, or this table `derived` as well.";

    ForeignKeyCycle, "foreign_key_cycle", Schema,
    "a cycle of NOT NULL foreign keys",
    "No row of such tables could ever be the first. Make one of the columns an `Option`.";
}

/// The catalogue as an expression of `&'static [Rule]`, for the library, which names the type.
pub(crate) fn tokens() -> TokenStream {
    let entries = ENTRIES.iter().map(|(name, checked, refuses, because)| {
        let checked = match checked {
            Checked::Struct => quote!(Struct),
            Checked::Bound => quote!(Bound),
            Checked::Value => quote!(Value),
            Checked::Schema => quote!(Schema),
        };
        quote!(Rule { name: #name, checked: Checked::#checked, refuses: #refuses, because: #because })
    });
    quote!(&[#(#entries),*])
}
