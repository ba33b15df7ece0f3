//! What may be replaced: a folder that is empty or holds a dataset and nothing else.

use std::fs;
use std::io;
use std::path::Path;

use super::cannot;
use crate::error::{Error, Result};
use crate::wording::some;

/// The file by which a dataset folder is known.
const PACKAGE: &str = "datapackage.json";

/// The files of a dataset beside `TABLE.parquet` and `TABLE.csv`.
const OTHER_FILES: &[&str] = &[
    PACKAGE,
    "croissant.json",
    "README.md",
    "DATA_DICTIONARY.md",
    "run.json",
    "ledger.csv",
];

/// How many foreign files a message names.
const NAMED: usize = 3;

/// Whether `folder` holds a dataset: a `datapackage.json` that names isnad.
pub fn is_dataset(folder: &Path) -> bool {
    fs::read(folder.join(PACKAGE)).is_ok_and(|bytes| memchr::memmem::find(&bytes, b"\"isnad\"").is_some())
}

/// The names of the files that isnad writes.
pub fn file_names() -> Vec<String> {
    let tables = crate::tables::names();
    let of_table = |t: &&str| [format!("{t}.parquet"), format!("{t}.csv")];
    let other = OTHER_FILES.iter().map(|f| f.to_string());
    tables.iter().flat_map(of_table).chain(other).collect()
}

/// The paths of the resources in the `datapackage.json` of a folder: a table of an older isnad may be gone by now.
fn listed(folder: &Path) -> Vec<String> {
    let package = fs::read(folder.join(PACKAGE))
        .ok()
        .and_then(|b| serde_json::from_slice::<serde_json::Value>(&b).ok());
    let resources = package.as_ref().and_then(|p| p.get("resources")?.as_array());
    resources
        .into_iter()
        .flatten()
        .filter_map(|r| Some(r.get("path")?.as_str()?.to_string()))
        .collect()
}

/// Ok when `output` is not there, is empty, or is a dataset folder and nothing else.
pub(super) fn replaceable(output: &Path, shown: &str) -> Result<()> {
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
            return Err(Error::new(format!(
                "cannot write the dataset to {shown}: it is a file; name a folder that isnad may replace as a whole"
            )));
        }
        Err(e) => return Err(cannot(shown, &e)),
    };
    // More, what its own data package lists.
    let known = [file_names(), listed(output)].concat();
    let (mut ours, mut foreign) = (0usize, Vec::new());
    for entry in entries {
        let entry = entry.map_err(|e| cannot(shown, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // git keeps no empty folders, so people put this one there.
        if name == ".gitkeep" {
            continue;
        }
        let plain = entry.file_type().is_ok_and(|t| t.is_file());
        if plain && known.contains(&name) {
            ours += 1
        } else {
            foreign.push(name)
        }
    }
    foreign.sort();
    if !foreign.is_empty() {
        return Err(Error::new(format!(
            "cannot replace {shown}: it holds what isnad did not write ({}); move that elsewhere, or give `output` a folder of its own",
            some(&foreign, NAMED)
        )));
    }
    if ours > 0 && !is_dataset(output) {
        return Err(Error::new(format!(
            "cannot replace {shown}: it has no {PACKAGE} written by isnad, so its files may be somebody's own; delete the folder if they are not, or give `output` another one"
        )));
    }
    Ok(())
}
