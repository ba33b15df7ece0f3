//! `croissant.json`: the tables described for machine-learning tools (MLCommons Croissant 1.0;
//! <https://docs.mlcommons.org/croissant/docs/croissant-spec.html>).

use serde_json::{Value, json};

use super::datapackage::name;
use super::file::TableFiles;
use crate::settings::Settings;
use crate::tables::{SCHEMA_VERSION, Table, Type, table};

/// The file's content.
pub fn text(settings: &Settings, tables: &[TableFiles]) -> String {
    let d = &settings.dataset;
    let shown = d.title.as_deref().or(d.name.as_deref()).unwrap_or("dataset");
    let files: Vec<Value> = tables
        .iter()
        .map(|t| {
            json!({
                "@type": "cr:FileObject", "@id": t.parquet.name, "name": t.parquet.name, "contentUrl": t.parquet.name,
                "contentSize": format!("{} B", t.parquet.bytes), "encodingFormat": "application/x-parquet",
                "sha256": t.parquet.sha256,
            })
        })
        .collect();
    let records: Vec<Value> = tables
        .iter()
        .filter_map(|t| Some(record_set(table(t.table)?, &t.parquet.name)))
        .collect();
    let mut about = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": name(d.name.as_deref()),
        "alternateName": shown,
        "description": d.description.as_deref().unwrap_or(shown),
        "version": format!("{SCHEMA_VERSION}.0.0"),
        "distribution": files,
        "recordSet": records,
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
                field["repeated"] = true.into();
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

/// The JSON-LD context that the specification prescribes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
