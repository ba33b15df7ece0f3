//! `datapackage.json`: the tables described for Frictionless tools (Data Package 2.0; <https://datapackage.org/standard>).
//!
//! Every file is a resource with its schema, keys, references, length and hash: `documents` is the Parquet file,
//! `documents-csv` the CSV file beside it. What the standard has no word for (`unit`, `rows`) stands beside its own words.

use serde_json::{Map, Value, json};

use super::file::{TableFiles, Written};
use crate::settings::{CsvFlavour, Settings};
use crate::tables::{Column, SCHEMA_VERSION, Table, Type, table};

/// The version of the standard that is followed.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The file's content.
pub fn text(settings: &Settings, tables: &[TableFiles]) -> String {
    let d = &settings.dataset;
    let resources: Vec<Value> = tables
        .iter()
        .filter_map(parquet)
        .chain(tables.iter().filter_map(csv))
        .collect();
    let mut package = Map::new();
    package.insert("$schema".into(), json!(PROFILE));
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
    optional("licenses", d.license.as_ref().map(|_| licences(&d.licences())));
    optional(
        "contributors",
        d.creator.as_ref().map(|x| json!([{"title": x, "roles": ["creator"]}])),
    );
    package.insert("sources".into(), json!([{"title": corpus(tables)}]));
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

/// What the dataset was made from; where that lies is nobody's business, but what is in it can be checked.
pub fn corpus(tables: &[TableFiles]) -> String {
    let documents = tables.iter().find(|t| t.table == "documents").map_or(0, |t| t.rows);
    format!("a corpus of {documents} records: documents.source_path, documents.source_blake3")
}

fn parquet(files: &TableFiles) -> Option<Value> {
    let mut resource = resource(files, &files.parquet, "")?;
    // The standard knows no type but "table", and its own tool takes what calls itself "parquet" for one: it would read it
    // through pandas, which makes numbers of NULLs and arrays of lists, and then find fault. Under another name it checks
    // length and hash, and leaves the rows to other tools.
    resource["format"] = "apache-parquet".into();
    resource["mediatype"] = "application/vnd.apache.parquet".into();
    resource["rowCount"] = files.rows.into();
    Some(resource)
}

fn csv(files: &TableFiles) -> Option<Value> {
    let mut resource = resource(files, files.csv.as_ref()?, "-csv")?;
    resource["type"] = "table".into();
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
        "hash": format!("sha256:{}", file.sha256),
        "schema": schema(table, suffix),
    }))
}

fn schema(of: &Table, suffix: &str) -> Value {
    let keys: Vec<Value> = of
        .columns
        .iter()
        .filter_map(|c| {
            let to = table(c.refers_to()?)?;
            let mut reference = json!({"fields": [to.key.first()?]});
            // A table that refers to itself does not name itself.
            if to.name != of.name {
                reference["resource"] = format!("{}{suffix}", to.name).into();
            }
            Some(json!({"fields": [c.name], "reference": reference}))
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
    if let Type::Enum(labels) = column.kind {
        field["categories"] = json!(labels);
        field["categoriesOrdered"] = false.into();
    }
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
fn licences(several: &[String]) -> Value {
    let name = |one: &str| {
        one.replace(
            |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')),
            "-",
        )
    };
    several
        .iter()
        .map(|one| json!({"name": name(one), "title": one}))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;
    use crate::write::sample::table_files;

    fn package(settings: &str, csv: bool) -> Value {
        let settings = Settings::parse(&format!("corpus = ['in']\noutput = 'out'\n{settings}"), "test.toml").unwrap();
        serde_json::from_str(&text(&settings, &table_files(csv))).unwrap()
    }

    #[test]
    fn every_file_is_a_resource_with_length_and_hash() {
        let with_csv = package("", true);
        let resources = with_csv["resources"].as_array().unwrap();
        assert_eq!(resources.len(), TABLES.len() * 2);
        assert_eq!(package("", false)["resources"].as_array().unwrap().len(), TABLES.len());
        for r in resources {
            assert_eq!(
                (&r["bytes"], r["hash"].as_str().unwrap().len()),
                (&json!(7), "sha256:".len() + 64),
                "{}",
                r["name"]
            );
            let csv = r["path"].as_str().unwrap().ends_with(".csv");
            assert_eq!(r.get("type"), csv.then(|| json!("table")).as_ref());
            assert_eq!(r["schema"]["missingValues"], json!([""]));
        }
    }

    #[test]
    fn references_name_a_resource_of_their_own_kind_and_its_key() {
        let package = package("", true);
        let find = |name: &str| {
            package["resources"]
                .as_array()
                .unwrap()
                .iter()
                .find(|r| r["name"] == name)
                .unwrap()
        };
        let mut seen = 0;
        for r in package["resources"].as_array().unwrap() {
            for key in r["schema"]["foreignKeys"].as_array().into_iter().flatten() {
                let to = key["reference"]
                    .get("resource")
                    .map_or(r, |to| find(to.as_str().unwrap()));
                assert_eq!(to.get("type"), r.get("type"), "{key}");
                assert_eq!(to["schema"]["primaryKey"], key["reference"]["fields"], "{key}");
                seen += 1;
            }
        }
        let refers = TABLES
            .iter()
            .flat_map(|t| t.columns)
            .filter(|c| c.refers_to().is_some())
            .count();
        assert_eq!(seen, refers * 2);
        let copy = &find("documents-csv")["schema"]["foreignKeys"][0];
        assert_eq!(
            *copy,
            json!({"fields": ["duplicate_of"], "reference": {"fields": ["doc_id"]}})
        );
    }

    #[test]
    fn labels_units_and_what_must_be_there_stand_in_the_fields() {
        let package = package("", true);
        let field = |resource: usize, name: &str| {
            let fields = package["resources"][resource]["schema"]["fields"].as_array().unwrap();
            fields.iter().find(|f| f["name"] == name).unwrap().clone()
        };
        let status = field(0, "status");
        assert_eq!(status["categories"], json!(["ok", "warning", "failed", "skipped"]));
        assert_eq!(
            status["constraints"],
            json!({"required": true, "enum": status["categories"]})
        );
        assert_eq!(
            (field(0, "chars")["unit"].clone(), field(0, "authors")["type"].clone()),
            (json!("code points"), json!("array"))
        );
        assert_eq!(field(0, "text").get("constraints"), None);
        assert_eq!(field(1, "text").get("constraints"), None);
    }

    #[test]
    fn what_the_pipeline_file_says_is_said_in_the_words_of_the_standard() {
        let package = package(
            "[dataset]\nname = 'My News!'\nlicense = 'MIT OR CC BY 4.0'\ncreator = 'We'\npublished = '2024-06-20'\n",
            false,
        );
        assert_eq!(package["$schema"], PROFILE);
        assert_eq!(package["name"], "my-news-");
        assert_eq!(
            package["licenses"][1],
            json!({"name": "CC-BY-4.0", "title": "CC BY 4.0"})
        );
        assert_eq!(package["contributors"], json!([{"title": "We", "roles": ["creator"]}]));
        assert_eq!(package["created"], "2024-06-20T00:00:00Z");
        assert!(package["sources"][0]["title"].as_str().unwrap().contains("3 records"));
    }

    #[test]
    fn what_nobody_said_is_left_out() {
        let package = package("[dataset]\npublished = '2024-06'\n", false);
        for key in ["title", "licenses", "contributors", "created", "homepage"] {
            assert_eq!(package.get(key), None, "{key}");
        }
        assert_eq!(package["name"], "dataset");
    }
}
