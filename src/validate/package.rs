//! `datapackage.json`: that it is there, is JSON, and lists the files there are, with their sizes, and their rows and hashes
//! where it gives them. The hashes tell whether a file was changed after isnad had written it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;

use super::file::{is_plain, open_file};
use super::{Findings, Tables, quoted};
use crate::error::{Result, io_words};
use crate::tables::TABLES;
use crate::write::sha256::Sha256;

pub(super) const NAME: &str = "datapackage.json";

/// Checks the data package of a dataset.
pub fn check(dir: &Path, tables: &Tables, findings: &mut Findings) -> Result<()> {
    let mut wrong = |message: String| findings.add(NAME, "package", || message);
    let package = match read(dir) {
        Ok(package) => package,
        Err(why) => {
            wrong(why);
            return Ok(());
        }
    };
    let resources: Vec<&Value> = package
        .get("resources")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .collect();
    let found: Vec<(String, Option<String>)> = resources.par_iter().map(|r| resource(dir, r, tables)).collect();
    let mut listed = BTreeSet::new();
    for (name, what) in found {
        what.into_iter().for_each(&mut wrong);
        listed.insert(name);
    }
    for table in TABLES {
        for name in [format!("{}.parquet", table.name), format!("{}.csv", table.name)] {
            if dir.join(&name).exists() && !listed.contains(&name) {
                wrong(format!("it does not list {name}"));
            }
        }
    }
    Ok(())
}

/// The data package of the dataset in `dir`; else what is wrong with it.
pub fn read(dir: &Path) -> std::result::Result<Value, String> {
    let mut bytes = Vec::new();
    open_file(dir, NAME)
        .map_err(|e| e.to_string())?
        .read_to_end(&mut bytes)
        .map_err(|e| format!("it cannot be read: {}", io_words(&e)))?;
    serde_json::from_slice(&bytes).map_err(|_| "it is not JSON".to_string())
}

/// The listed files that are there and are not as they were written: another size, or another hash where one is listed.
/// Empty when there is no data package that can be read.
pub fn altered(dir: &Path) -> Vec<String> {
    let package = read(dir).ok();
    let resources = package.as_ref().and_then(|p| p.get("resources")?.as_array());
    let there = |r: &&Value| {
        let path = r.get("path").and_then(Value::as_str);
        path.is_some_and(|name| open_file(dir, name).is_ok())
    };
    let resources: Vec<&Value> = resources.into_iter().flatten().filter(there).collect();
    let found: Vec<(String, Option<String>)> = resources.par_iter().map(|r| resource(dir, r, &Tables::new())).collect();
    found
        .into_iter()
        .filter(|(_, wrong)| wrong.is_some())
        .map(|(name, _)| name)
        .collect()
}

/// The file that a resource describes, and what is wrong with it.
fn resource(dir: &Path, resource: &Value, tables: &Tables) -> (String, Option<String>) {
    let Some(name) = resource.get("path").and_then(Value::as_str) else {
        return (String::new(), Some("a resource has no path".into()));
    };
    let number = |field: &str| resource.get(field).and_then(Value::as_u64);
    let file = open_file(dir, name);
    let length = file.as_ref().ok().and_then(|f| Some(f.metadata().ok()?.len()));
    let wrong = match (file, length.zip(number("bytes"))) {
        _ if !is_plain(name) => Some(format!(
            "it lists {}, which is not the name of a file in the folder",
            quoted(name)
        )),
        (Err(_), _) if std::fs::symlink_metadata(dir.join(name)).is_err() => {
            Some(format!("it lists {name}, which is missing"))
        }
        (Err(e), _) => Some(format!("it lists {name}: {e}")),
        (Ok(_), Some((has, listed))) if has != listed => Some(format!("{name} has {has} bytes, but it lists {listed}")),
        (Ok(file), _) => {
            let table = name.strip_suffix(".parquet").and_then(|table| tables.get(table));
            let rows = table
                .map(|t| t.rows() as u64)
                .zip(number("rowCount").or(number("rows")));
            let hash = resource
                .get("hash")
                .and_then(Value::as_str)
                .and_then(|h| h.strip_prefix("sha256:"));
            match (rows, hash) {
                (Some((has, listed)), _) if has != listed => {
                    Some(format!("{name} has {has} rows, but it lists {listed}"))
                }
                (_, Some(hash)) if sha256(file).is_ok_and(|is| is != hash) => Some(format!(
                    "{name} was changed after it was written: its SHA-256 is not the listed one"
                )),
                _ => None,
            }
        }
    };
    (name.to_string(), wrong)
}

fn sha256(mut file: File) -> io::Result<String> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash.hex()),
            n => hash.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}
