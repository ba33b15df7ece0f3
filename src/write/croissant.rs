//! `croissant.json`: the tables described for machine-learning tools (MLCommons Croissant 1.1;
//! <https://docs.mlcommons.org/croissant/docs/croissant-spec.html>), and where they come from (W3C PROV).
//!
//! A record set is a table, read from its Parquet file. The CSV files are listed with their hashes and belong to none.

use serde_json::{Value, json};

use super::datapackage::{corpus, name};
use super::file::{TableFiles, Written};
use crate::settings::Settings;
use crate::tables::{SCHEMA_VERSION, Table, Type, table};

/// The file's content.
pub fn text(settings: &Settings, tables: &[TableFiles]) -> String {
    let d = &settings.dataset;
    let shown = d.title.as_deref().or(d.name.as_deref()).unwrap_or("dataset");
    let parquet = tables.iter().map(|t| file(&t.parquet, "application/x-parquet"));
    let csv = tables.iter().filter_map(|t| Some(file(t.csv.as_ref()?, "text/csv")));
    let files: Vec<Value> = parquet.chain(csv).collect();
    let records: Vec<Value> = tables
        .iter()
        .filter_map(|t| Some(record_set(table(t.table)?, &t.parquet.name)))
        .collect();
    let mut about = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": name(d.name.as_deref()),
        "alternateName": shown,
        "description": d.description.as_deref().unwrap_or(shown),
        "version": format!("{SCHEMA_VERSION}.0.0"),
        "distribution": files,
        "recordSet": records,
        "prov:wasDerivedFrom": {"@type": "prov:Entity", "@id": "corpus", "rdfs:label": corpus(tables)},
        "prov:wasGeneratedBy": made(),
    });
    for (key, value) in [
        ("license", &d.license),
        ("url", &d.url),
        ("datePublished", &d.published),
    ] {
        if let Some(value) = value {
            about[key] = json!(value);
        }
    }
    if let Some(creator) = &d.creator {
        about["citeAs"] = json!(format!("{creator}: {shown}"));
        about["creator"] = json!({"@type": "sc:Organization", "name": creator});
    }
    serde_json::to_string_pretty(&about).unwrap_or_default() + "\n"
}

fn file(file: &Written, format: &str) -> Value {
    json!({
        "@type": "cr:FileObject", "@id": file.name, "name": file.name, "contentUrl": file.name,
        "contentSize": format!("{} B", file.bytes), "encodingFormat": format, "sha256": file.sha256,
    })
}

/// The run that made the dataset, by what and from what; not when and where, for the bytes may depend on neither.
fn made() -> Value {
    let version = env!("CARGO_PKG_VERSION");
    json!({
        "@type": "prov:Activity",
        "@id": "run",
        "rdfs:label": "isnad run",
        "prov:used": {"@id": "corpus"},
        "prov:wasAssociatedWith": {
            "@type": "prov:SoftwareAgent", "@id": "isnad", "rdfs:label": format!("isnad {version}"), "version": version,
        },
    })
}

fn record_set(of: &Table, file: &str) -> Value {
    let fields: Vec<Value> = of
        .columns
        .iter()
        .map(|c| {
            let kind = match c.kind {
                Type::Str | Type::Enum(_) | Type::OpenEnum | Type::List => "sc:Text",
                Type::I32 | Type::I64 => "sc:Integer",
                Type::F32 => "sc:Float",
                Type::Date => "sc:Date",
            };
            let mut field = json!({
                "@type": "cr:Field",
                "@id": format!("{}/{}", of.name, c.name),
                "name": c.name,
                "dataType": kind,
                "source": {"fileObject": {"@id": file}, "extract": {"column": c.name}},
            });
            if !c.meaning.is_empty() {
                field["description"] = json!(c.meaning);
            }
            if c.kind == Type::List {
                field["isArray"] = true.into();
                field["arrayShape"] = "-1".into();
            }
            if let Some(to) = c.refers_to().and_then(table).filter(|to| to.name != of.name) {
                let key = to.key.first().copied().unwrap_or_default();
                field["references"] = json!({"field": {"@id": format!("{}/{key}", to.name)}});
            }
            field
        })
        .collect();
    let key: Vec<Value> = of
        .key
        .iter()
        .map(|k| json!({"@id": format!("{}/{k}", of.name)}))
        .collect();
    json!({
        "@type": "cr:RecordSet", "@id": of.name, "name": of.name, "description": of.meaning, "key": key, "field": fields,
    })
}

/// The JSON-LD context that the specification prescribes, and the words of provenance.
fn context() -> Value {
    let mut context = json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "description": {"@container": "@language"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "name": {"@container": "@language"},
        "prov": "http://www.w3.org/ns/prov#",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "sc": "https://schema.org/",
    });
    for word in WORDS {
        context[word] = json!(format!("cr:{word}"));
    }
    context
}

/// The words of Croissant's own that the context names.
const WORDS: &[&str] = &[
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "equivalentProperty",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TABLES;
    use crate::write::sample::table_files;

    fn croissant(settings: &str, csv: bool) -> Value {
        let settings = Settings::parse(&format!("corpus = ['in']\noutput = 'out'\n{settings}"), "test.toml").unwrap();
        serde_json::from_str(&text(&settings, &table_files(csv))).unwrap()
    }

    #[test]
    fn every_file_has_its_hash_and_every_table_is_a_record_set_of_its_parquet_file() {
        let described = croissant("", true);
        let files = described["distribution"].as_array().unwrap();
        assert_eq!(files.len(), TABLES.len() * 2);
        assert!(
            files
                .iter()
                .all(|f| f["sha256"] == "ab".repeat(32) && f["contentSize"] == "7 B")
        );
        assert_eq!(
            croissant("", false)["distribution"].as_array().unwrap().len(),
            TABLES.len()
        );
        for (table, set) in TABLES.iter().zip(described["recordSet"].as_array().unwrap()) {
            assert_eq!(set["@id"], table.name);
            for (column, field) in table.columns.iter().zip(set["field"].as_array().unwrap()) {
                assert_eq!(field["@id"], format!("{}/{}", table.name, column.name));
                assert_eq!(field["source"]["fileObject"]["@id"], format!("{}.parquet", table.name));
                assert_eq!(field["source"]["extract"]["column"], column.name);
                assert_eq!(field.get("isArray").is_some(), column.kind == Type::List);
            }
        }
    }

    #[test]
    fn keys_and_references_name_fields_that_there_are() {
        let described = croissant("", false);
        let sets = described["recordSet"].as_array().unwrap();
        let fields: Vec<&Value> = sets.iter().flat_map(|s| s["field"].as_array().unwrap()).collect();
        let ids: Vec<&Value> = fields.iter().map(|f| &f["@id"]).collect();
        let keys = sets
            .iter()
            .flat_map(|s| s["key"].as_array().unwrap())
            .map(|k| &k["@id"]);
        let references = fields
            .iter()
            .filter_map(|f| f.get("references"))
            .map(|r| &r["field"]["@id"]);
        let named: Vec<&Value> = keys.chain(references).collect();
        assert!(named.iter().all(|id| ids.contains(id)), "{named:?}");
        assert!(named.contains(&&json!("entities/entity_id")) && named.len() > TABLES.len() * 2);
    }

    #[test]
    fn it_says_what_made_the_dataset_from_what_and_nothing_of_when_and_where() {
        let described = croissant("[dataset]\npublished = '2024-06'\nlicense = 'MIT'\n", false);
        assert_eq!(described["conformsTo"], "http://mlcommons.org/croissant/1.1");
        assert_eq!(described["prov:wasDerivedFrom"]["@id"], "corpus");
        let run = &described["prov:wasGeneratedBy"];
        assert_eq!(run["prov:used"]["@id"], "corpus");
        assert_eq!(run["prov:wasAssociatedWith"]["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(
            (&described["datePublished"], &described["license"]),
            (&json!("2024-06"), &json!("MIT"))
        );
        assert_eq!(croissant("", false).get("datePublished"), None);
    }
}
