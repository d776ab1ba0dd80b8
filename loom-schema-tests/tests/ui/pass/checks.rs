//! Checks that look dangerous, or are unusual, and are one expression over the columns.

use loom_schema::prelude::*;

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Task {
    pub id: Id<Task>,
    #[loom(check = "CASE WHEN state IN ('open', 'done') THEN TRUE ELSE state GLOB 'x-*' END")]
    pub state: String,
    #[loom(check = "title NOT IN (';', ')', '--', '/* ', '?', ':x', 'it''s; DROP TABLE tasks')")]
    pub title: String,
    #[loom(check = "(\"order\" BETWEEN 0 AND 0xFF) AND \"order\" + 1 <> -.5e1 * 2 % 3 | 4 & 5 << 6 >> 7")]
    pub order: i64,
    #[loom(check = "\"select\" IS NULL OR length(trim(replace(\"select\", ' ', ''))) >= coalesce(min(least, 9), 1)")]
    pub select: Option<String>,
    #[loom(check = "LEAST >= 0 and Least < 1e3")]
    pub least: i64,
    #[loom(check = "kind LIKE 'a!_%' ESCAPE '!' OR kind = 'B' COLLATE NOCASE OR kind IS NOT DISTINCT FROM 'c'")]
    pub kind: String,
    #[loom(check = "CAST(digest AS TEXT) <> '' AND digest NOTNULL AND digest <> x'00ff'")]
    pub digest: Option<Vec<u8>>,
    #[loom(check = "(json_extract(tags, '$[0]') <> '' OR tags ->> 0 ISNULL) AND NOT json_array_length(tags) > 3")]
    pub tags: Json<Vec<String>>,
    // A function is one where it is called; elsewhere it may be a column.
    #[loom(check = "abs(abs) = abs AND random <> 0")]
    pub abs: i64,
    pub random: i64,
    #[loom(check = "done OR NOT done")]
    pub done: bool,
    // Dates of the row's own are what they are on any day.
    #[loom(check = "date(due) IS due AND kind NOT IN ('now', 'localtime')")]
    pub due: Option<String>,
    #[loom(check = "strftime('%Y', started, 'unixepoch') >= '2020' AND unixepoch(date(started, 'unixepoch')) <= started")]
    pub started: Option<i64>,
    #[loom(check = "julianday(ended) - julianday('2026-01-01') > 0 AND timediff(ended, due) GLOB '+*'")]
    pub ended: Option<String>,
    // Every function, in SQLite's own words.
    #[loom(check = "abs(1) AND char(65) = 'A' AND coalesce(NULL, 1) AND concat('a', 'b') = 'ab' \
        AND concat_ws('-', 'a', 'b') = 'a-b' AND format('%d', 1) = '1' AND glob('a*', 'ab') AND hex('a') = '61' \
        AND if(1, 1, 0) AND ifnull(NULL, 1) AND iif(1, 1, 0) AND instr('ab', 'b') = 2 AND json('[]') = '[]' \
        AND json_array(1) = '[1]' AND json_error_position('[]') = 0 AND json_insert('{}', '$.a', 1) <> '' \
        AND json_object('a', 1) <> '' AND json_patch('{}', '{}') = '{}' AND json_quote('a') <> '' \
        AND json_remove('[1]', '$[0]') = '[]' AND json_replace('[1]', '$[0]', 2) = '[2]' \
        AND json_set('[1]', '$[0]', 2) = '[2]' AND json_type('[]') = 'array' AND json_valid('[]') \
        AND like('a%', 'ab') AND lower('A') = 'a' AND ltrim(' a') = 'a' AND max(1, 2) = 2 AND nullif(1, 2) \
        AND octet_length('ä') = 2 AND printf('%d', 1) = '1' AND quote('a') <> 'a' AND round(1.4) = 1.0 \
        AND rtrim('a ') = 'a' AND sign(-2) = -1 AND substr('abc', 2) = 'bc' AND substring('abc', 2) = 'bc' \
        AND typeof(1) = 'integer' AND unhex('61') = x'61' AND unicode('a') = 97 AND unistr('a') = 'a' \
        AND upper('a') = 'A' AND zeroblob(1) = x'00'")]
    pub number: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

pub static SCHEMA: Schema = schema![Task];

fn task() -> NewTask {
    NewTask {
        state: "open".into(),
        title: "it's; DROP".into(),
        order: 3,
        least: 1,
        kind: "a_b".into(),
        tags: Json(vec!["one".into()]),
        abs: 1,
        random: 1,
        done: true,
        number: 1,
    }
}

fn main() {
    let loom = Loom::in_memory(&SCHEMA).unwrap();
    let with = |row: NewTask| row.set(Task::DIGEST, vec![65]);
    loom.insert(with(task()).set(Task::SELECT, "a b".to_owned())).unwrap();
    assert!(loom.insert(task()).is_err());
    let due = |day: &str| loom.insert(with(task()).set(Task::DUE, day.to_owned()));
    due("2024-02-29").unwrap();
    // SQLite knows the present by its name, and refuses it.
    for day in ["2023-02-29", "2024-2-9", "today", "now", ""] {
        assert!(due(day).is_err(), "{day}");
    }
    let times = |started: i64, ended: &str| {
        loom.insert(with(task()).set(Task::STARTED, started).set(Task::ENDED, ended.to_owned()))
    };
    times(1_700_000_000, "2026-05-01").unwrap();
    assert!(times(0, "2026-05-01").is_err());
    assert!(times(1_700_000_000, "2025-05-01").is_err());
    for title in [";", ")", "--", "/* ", "?", ":x", "it's; DROP TABLE tasks"] {
        assert!(loom.insert(with(NewTask { title: title.into(), ..task() })).is_err(), "{title}");
    }
    for (name, refused) in [
        ("state", NewTask { state: "shut".into(), ..task() }),
        ("order", NewTask { order: 256, ..task() }),
        ("least", NewTask { least: 1_000, ..task() }),
        ("kind", NewTask { kind: "b_".into(), ..task() }),
        ("tags", NewTask { tags: Json(vec![String::new()]), ..task() }),
        ("abs", NewTask { abs: -1, ..task() }),
        ("abs", NewTask { random: 0, ..task() }),
    ] {
        let error = loom.insert(with(refused)).err().unwrap().to_string();
        assert!(error.contains(&format!("tasks.{name}")), "{name}: {error}");
    }
}
