//! `export`: the DDL.

use std::io::Write;

use super::Status;
use super::arguments::ExportArguments;
use super::output::{Failure, nearest};
use crate::error::Error;
use crate::schema::TableSchema;
use crate::table::Schema;

pub(super) fn run(
    schema: &'static Schema,
    arguments: &ExportArguments,
    out: &mut dyn Write,
) -> Result<Status, Failure> {
    let sql = match &arguments.table {
        Some(name) => one(schema, name)?.to_owned(),
        None => schema.ddl().collect(),
    };
    match &arguments.out {
        Some(path) => std::fs::write(path, sql).map_err(|source| Error::Io {
            path: path.clone(),
            doing: "write the DDL",
            source,
        })?,
        None => out.write_all(sql.as_bytes())?,
    }
    Ok(Status::Fine)
}

fn one(schema: &'static Schema, name: &str) -> Result<&'static str, Failure> {
    let found = schema.tables().zip(schema.ddl()).find(|(table, _)| table.name() == name);
    found.map(|(_, ddl)| ddl).ok_or_else(|| {
        let help = match nearest(name, schema.tables().map(TableSchema::name)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "`tables` lists them".to_owned(),
        };
        Failure::Usage(format!("there is no table `{name}`\nhelp: {help}"))
    })
}
