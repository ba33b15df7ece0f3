//! `datapackage.json`: that it is there, is JSON, and lists the files there are, with their sizes, and their rows and hashes
//! where it gives them. The hashes tell whether a file was changed after isnad had written it.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Component, Path};

use rayon::prelude::*;
use serde_json::Value;

use super::{Findings, Tables};
use crate::error::Result;
use crate::tables::TABLES;
use crate::write::sha256::Sha256;

const NAME: &str = "datapackage.json";

/// Checks the data package of a dataset.
pub fn check(dir: &Path, tables: &Tables, findings: &mut Findings) -> Result<()> {
    let mut wrong = |message: String| findings.add(NAME, "package", || message);
    let Ok(bytes) = std::fs::read(dir.join(NAME)) else {
        wrong("it is missing".into());
        return Ok(());
    };
    let Ok(package) = serde_json::from_slice::<Value>(&bytes) else {
        wrong("it is not JSON".into());
        return Ok(());
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

/// The listed files that are there and are not as they were written: another size, or another hash where one is listed.
/// Empty when there is no data package that can be read.
pub fn altered(dir: &Path) -> Vec<String> {
    let package = std::fs::read(dir.join(NAME)).ok();
    let package = package.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let resources = package.as_ref().and_then(|p| p.get("resources")?.as_array());
    let there = |r: &&Value| {
        r.get("path")
            .and_then(Value::as_str)
            .is_some_and(|p| inside(p) && dir.join(p).is_file())
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
    if !inside(name) {
        let wrong = format!("it lists {name}, which is no path of a file in the dataset folder");
        return (name.to_string(), Some(wrong));
    }
    let number = |field: &str| resource.get(field).and_then(Value::as_u64);
    let file = dir.join(name);
    let wrong = match std::fs::metadata(&file) {
        Ok(there) if !there.is_file() => Some(format!("it lists {name}, which is no regular file")),
        Err(_) => Some(format!("it lists {name}, which is missing")),
        Ok(there) if number("bytes").is_some_and(|size| size != there.len()) => Some(format!(
            "{name} has {} bytes, but it lists {}",
            there.len(),
            number("bytes").unwrap_or_default()
        )),
        Ok(_) => {
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
                (_, Some(hash)) if sha256(&file).is_ok_and(|is| is != hash) => Some(format!(
                    "{name} was changed after it was written: its SHA-256 is not the listed one"
                )),
                _ => None,
            }
        }
    };
    (name.to_string(), wrong)
}

/// Whether a listed path leads into the dataset folder and not out of it: a dataset may be anybody's.
fn inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

fn sha256(file: &Path) -> io::Result<String> {
    let mut file = std::fs::File::open(file)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash.hex()),
            n => hash.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_in_the_folder_are_looked_at() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("folder")).unwrap();
        std::fs::write(dir.path().join("a.csv"), "a").unwrap();
        let says = |path: &str| resource(dir.path(), &serde_json::json!({"path": path}), &Tables::new()).1;
        assert_eq!(says("a.csv"), None);
        for path in ["../a.csv", "/etc/hostname", "", "folder/../a.csv", "."] {
            assert!(says(path).is_some_and(|s| s.contains("no path of a file")), "{path}");
        }
        assert!(says("folder").is_some_and(|s| s.contains("no regular file")));
    }
}
