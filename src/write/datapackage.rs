//! `datapackage.json`: the tables described for Frictionless tools (Data Package 1.0; <https://specs.frictionlessdata.io>).
//!
//! Every file is a resource: `documents` is the Parquet file, `documents-csv` the CSV file beside it.

use serde_json::{Map, Value, json};

use super::file::{TableFiles, Written};
use crate::settings::{CsvFlavour, Settings};
use crate::tables::{Column, SCHEMA_VERSION, Table, Type, table};

/// The file's content.
pub fn text(settings: &Settings, tables: &[TableFiles]) -> String {
    let d = &settings.dataset;
    let resources: Vec<Value> = tables
        .iter()
        .filter_map(parquet)
        .chain(tables.iter().filter_map(csv))
        .collect();
    let mut package = Map::new();
    package.insert("profile".into(), json!("data-package"));
    package.insert("name".into(), json!(name(d.name.as_deref())));
    let mut optional = |key: &str, value: Option<Value>| {
        value.map(|value| package.insert(key.into(), value));
    };
    optional("title", d.title.as_ref().map(|x| json!(x)));
    optional("description", d.description.as_ref().map(|x| json!(x)));
    optional("homepage", d.url.as_ref().map(|x| json!(x)));
    // The standard wants a date and time; a date that is less exact is not given here.
    let day = d.published.as_ref().and_then(|x| x.parse::<jiff::civil::Date>().ok());
    optional("created", day.map(|day| json!(format!("{day}T00:00:00Z"))));
    optional("licenses", d.license.as_ref().map(|x| licences(x)));
    optional(
        "contributors",
        d.creator.as_ref().map(|x| json!([{"title": x, "role": "author"}])),
    );
    package.insert(
        "isnad".into(),
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "schema_version": SCHEMA_VERSION,
            "assert": settings.assert,
            "csv": match settings.write.csv {
                CsvFlavour::Plain => "plain",
                CsvFlavour::Spreadsheet => "spreadsheet",
                CsvFlavour::None => "none",
            },
        }),
    );
    package.insert("resources".into(), resources.into());
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

/// A name as the standard wants it: lower case letters, digits, `.`, `_`, `-`.
pub fn name(given: Option<&str>) -> String {
    let given = given.unwrap_or("dataset").to_lowercase();
    let name: String = given
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if name.is_empty() { "dataset".into() } else { name }
}

fn parquet(files: &TableFiles) -> Option<Value> {
    let mut resource = resource(files, &files.parquet, "")?;
    // Tools for Frictionless read Parquet through pandas, which makes numbers of NULLs and arrays of lists, and then
    // find fault: they are to check the file's hash and leave its rows to other tools.
    resource["type"] = "file".into();
    resource["profile"] = "data-resource".into();
    resource["format"] = "parquet".into();
    resource["mediatype"] = "application/vnd.apache.parquet".into();
    resource["hash"] = format!("sha256:{}", files.parquet.sha256.as_deref()?).into();
    resource["rowCount"] = files.rows.into();
    Some(resource)
}

fn csv(files: &TableFiles) -> Option<Value> {
    let mut resource = resource(files, files.csv.as_ref()?, "-csv")?;
    resource["type"] = "table".into();
    resource["profile"] = "tabular-data-resource".into();
    resource["format"] = "csv".into();
    resource["mediatype"] = "text/csv".into();
    resource["encoding"] = "utf-8".into();
    resource["dialect"] = json!({"delimiter": ",", "lineTerminator": "\n", "doubleQuote": true, "header": true});
    resource["rows"] = files.rows.into();
    Some(resource)
}

fn resource(files: &TableFiles, file: &Written, suffix: &str) -> Option<Value> {
    let table = table(files.table)?;
    Some(json!({
        "name": format!("{}{suffix}", table.name),
        "path": file.name,
        "title": table.name,
        "description": table.meaning,
        "bytes": file.bytes,
        "schema": schema(table, suffix),
    }))
}

fn schema(of: &Table, suffix: &str) -> Value {
    let keys: Vec<Value> = of
        .columns
        .iter()
        .filter_map(|c| {
            let to = table(c.refers_to()?)?;
            let resource = if to.name == of.name {
                String::new()
            } else {
                format!("{}{suffix}", to.name)
            };
            Some(json!({"fields": [c.name], "reference": {"resource": resource, "fields": [to.key.first()?]}}))
        })
        .collect();
    let fields: Vec<Value> = of.columns.iter().map(|c| field(of, c)).collect();
    let mut schema = json!({"fields": fields, "primaryKey": of.key, "missingValues": [""]});
    if !keys.is_empty() {
        schema["foreignKeys"] = keys.into();
    }
    schema
}

fn field(table: &Table, column: &Column) -> Value {
    let kind = match column.kind {
        Type::Str | Type::Enum(_) | Type::OpenEnum => "string",
        Type::I32 | Type::I64 => "integer",
        Type::F32 => "number",
        Type::Date => "date",
        Type::List => "array",
    };
    let mut constraints = Map::new();
    // An empty source text is '' and not missing, but these tools cannot tell one from the other.
    if !(column.null || table.name == "sources" && column.name == "text") {
        constraints.insert("required".into(), true.into());
    }
    if let Type::Enum(labels) = column.kind {
        constraints.insert("enum".into(), json!(labels));
    }
    let mut field = json!({"name": column.name, "type": kind});
    if !column.meaning.is_empty() {
        field["description"] = json!(column.meaning);
    }
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    if !constraints.is_empty() {
        field["constraints"] = constraints.into();
    }
    field
}

/// One object for each licence of "MIT OR Apache-2.0"; the standard allows letters, digits, `-`, `.` and `_` in a name.
fn licences(text: &str) -> Value {
    let name = |one: &str| {
        one.replace(
            |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')),
            "-",
        )
    };
    text.split(" OR ")
        .map(|one| json!({"name": name(one.trim()), "title": one.trim()}))
        .collect()
}
