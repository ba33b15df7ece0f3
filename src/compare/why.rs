//! Why two datasets differ: another version of isnad, other settings, another resource (gazetteer, phrases, decisions),
//! another corpus; or because a file was changed by hand. When it is none of them, `run.json` does not tell: it has no hash of
//! the ledger, which the next run is to take without a change, and none of the program beyond its version.
//!
//! `run.json` of both says what went into them. A dataset of an isnad that wrote none is compared by its documents and by what
//! its Parquet files say of the version. Whether a file is as isnad wrote it, its `datapackage.json` tells.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::error::Result;
use crate::validate::frame::Parquet;
use crate::validate::package;
use crate::wording::some;

/// How many documents or files a sentence names.
const NAMED: usize = 3;

/// What lies behind a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The version of isnad, or of the schema.
    Version,
    /// The pipeline file.
    Settings,
    /// A file that the pipeline file names.
    Resource,
    /// Articles.
    Corpus,
    /// A file of a dataset is not as isnad wrote it.
    Edited,
    /// It cannot be told: nothing of the above, or a dataset has no `run.json`.
    Unknown,
}

impl Cause {
    /// Its name in JSON.
    pub fn label(self) -> &'static str {
        match self {
            Cause::Version => "version",
            Cause::Settings => "settings",
            Cause::Resource => "resource",
            Cause::Corpus => "corpus",
            Cause::Edited => "edited",
            Cause::Unknown => "unknown",
        }
    }
}

/// A cause and a sentence about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What lies behind the difference.
    pub cause: Cause,
    /// A sentence.
    pub message: String,
}

impl Reason {
    fn new(cause: Cause, message: impl Into<String>) -> Reason {
        Reason {
            cause,
            message: message.into(),
        }
    }
}

/// What differs behind the tables; never empty. For datasets of which at least one file differs.
///
/// # Errors
/// When `documents.parquet` of one of them cannot be read.
pub fn why(old: &Path, new: &Path) -> Result<Vec<Reason>> {
    let mut reasons = Vec::new();
    let runs = run(old).zip(run(new));
    match &runs {
        Some((before, after)) => reasons.extend(inputs(before, after)),
        None => reasons.extend(versions(old, new)?),
    }
    // The hash of the corpus says that it changed; the documents say where.
    let told = corpus(&sources(old)?, &sources(new)?);
    if told.is_empty() {
        let changed = runs.as_ref().is_some_and(|(a, b)| corpus_hash(a) != corpus_hash(b));
        reasons.extend(changed.then(|| Reason::new(Cause::Corpus, "the corpus changed")));
    }
    reasons.extend(told.into_iter().map(|message| Reason::new(Cause::Corpus, message)));
    let known = !reasons.is_empty();
    reasons.extend([old, new].into_iter().filter_map(edited));
    if reasons.is_empty() {
        reasons.push(match runs {
            Some(_) => Reason::new(
                Cause::Unknown,
                "version, settings, resources and corpus are the same, and every file that datapackage.json lists is as it was \
                 written: it is the ledger, a file that datapackage.json does not list, or the program",
            ),
            None => Reason::new(
                Cause::Unknown,
                "the corpus and the version of isnad are the same, so it is the settings, the ledger, a gazetteer or the program \
                 (a dataset without run.json does not tell which)",
            ),
        });
    } else if !known {
        // Nothing else differs, so the file that was edited is the whole difference.
        reasons.push(Reason::new(
            Cause::Edited,
            "nothing else that goes into the dataset is known to differ",
        ));
    }
    Ok(reasons)
}

fn run(folder: &Path) -> Option<Value> {
    let bytes = std::fs::read(folder.join("run.json")).ok()?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}

fn corpus_hash(run: &Value) -> Option<&Value> {
    run.get("corpus")?.get("blake3")
}

/// What of version, settings and resources differs.
fn inputs(old: &Value, new: &Value) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = [("isnad", "isnad"), ("schema_version", "the schema")]
        .into_iter()
        .filter_map(|(key, what)| version(what, &text(old.get(key)), &text(new.get(key))))
        .collect();
    if old.get("settings") != new.get("settings") {
        reasons.push(Reason::new(Cause::Settings, "the settings changed (the pipeline file)"));
    }
    let (before, after) = (resources(old), resources(new));
    let changed = after
        .iter()
        .filter(|(path, hash)| before.get(*path).is_some_and(|was| was != *hash));
    let added = after.keys().filter(|path| !before.contains_key(*path));
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let changes = [
        (
            "the resource",
            "the resources",
            "changed",
            changed.map(|(path, _)| path.as_str()).collect(),
        ),
        (
            "a resource",
            "resources",
            "came to be used",
            added.map(String::as_str).collect(),
        ),
        (
            "a resource",
            "resources",
            "ceased to be used",
            gone.map(String::as_str).collect::<Vec<_>>(),
        ),
    ];
    for (one, many, what, paths) in changes {
        match paths.as_slice() {
            [] => {}
            [path] => reasons.push(Reason::new(Cause::Resource, format!("{one} {path} {what}"))),
            paths => reasons.push(Reason::new(
                Cause::Resource,
                format!("{many} {} {what}", some(paths, NAMED)),
            )),
        }
    }
    reasons
}

fn version(what: &str, before: &str, after: &str) -> Option<Reason> {
    let message = || format!("the version of {what} changed: {before} became {after}");
    (before != after).then(|| Reason::new(Cause::Version, message()))
}

/// A text or number of a JSON file, for messages.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(n)) => n.to_string(),
        _ => "unknown".to_string(),
    }
}

/// path → hash
fn resources(run: &Value) -> BTreeMap<String, String> {
    let list = run.get("resources").and_then(Value::as_array);
    let pair = |r: &Value| Some((r.get("path")?.as_str()?.to_string(), text(r.get("blake3"))));
    list.into_iter().flatten().filter_map(pair).collect()
}

/// What the Parquet files say of the version.
fn versions(old: &Path, new: &Path) -> Result<Vec<Reason>> {
    let (old, new) = (documents(old)?, documents(new)?);
    let says = |parquet: &Parquet, key| parquet.value(key).unwrap_or("unknown").to_string();
    let changed = [("isnad", "isnad"), ("schema_version", "the schema")]
        .into_iter()
        .filter_map(|(key, what)| version(what, &says(&old, key), &says(&new, key)));
    Ok(changed.collect())
}

fn documents(folder: &Path) -> Result<Parquet> {
    Parquet::open(&folder.join("documents.parquet"))
}

/// Says which files of a dataset are not as isnad wrote them, when there are such.
pub fn edited(folder: &Path) -> Option<Reason> {
    let files = package::altered(folder);
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    let were = match names.as_slice() {
        [] => return None,
        [name] => format!("{name} was"),
        names => format!("{} were", some(names, NAMED)),
    };
    let message = format!(
        "{were} edited by hand or damaged after isnad wrote {}: size or SHA-256 is not what {} lists",
        if names.len() == 1 { "it" } else { "them" },
        folder.join("datapackage.json").display(),
    );
    Some(Reason::new(Cause::Edited, message))
}

/// `doc_id` → `source_blake3`; an unreadable one has none.
fn sources(folder: &Path) -> Result<BTreeMap<String, Option<String>>> {
    let mut sources = BTreeMap::new();
    for frame in documents(folder)?.frames(&["doc_id", "source_blake3"]) {
        let frame = frame?;
        let (ids, hashes) = (frame.column("doc_id")?, frame.column("source_blake3")?);
        let text = |t: Option<&str>| t.map(str::to_string);
        sources.extend((0..frame.rows).map(|row| (text(ids.text(row)).unwrap_or_default(), text(hashes.text(row)))));
    }
    Ok(sources)
}

/// What became of documents, for one and for many, and which.
type Change<'a> = (&'static str, &'static str, Vec<&'a str>);

fn corpus(old: &BTreeMap<String, Option<String>>, new: &BTreeMap<String, Option<String>>) -> Vec<String> {
    let changed = new
        .iter()
        .filter(|(id, hash)| old.get(*id).is_some_and(|was| was != *hash));
    let added = new.keys().filter(|id| !old.contains_key(*id));
    let gone = old.keys().filter(|id| !new.contains_key(*id));
    let changes: [Change; 3] = [
        ("changed", "changed", changed.map(|(id, _)| id.as_str()).collect()),
        ("is new", "are new", added.map(String::as_str).collect()),
        ("is no longer", "are no longer", gone.map(String::as_str).collect()),
    ];
    let sentence = |(one, many, ids): Change| match ids.len() {
        0 => None,
        1 => Some(format!("1 document {one} in the corpus: {}", some(&ids, NAMED))),
        n => Some(format!("{n} documents {many} in the corpus: {}", some(&ids, NAMED))),
    };
    changes.into_iter().filter_map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_apart_by_their_bytes() {
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, Option<String>> {
            pairs
                .iter()
                .map(|(id, hash)| (id.to_string(), Some(hash.to_string())))
                .collect()
        };
        let old = map(&[
            ("a", "1"),
            ("b", "1"),
            ("c", "1"),
            ("d", "1"),
            ("e", "1"),
            ("same", "1"),
        ]);
        let new = map(&[("a", "2"), ("f", "1"), ("g", "1"), ("same", "1")]);
        let want = [
            "1 document changed in the corpus: a",
            "2 documents are new in the corpus: f, g",
            "4 documents are no longer in the corpus: b, c, d and 1 more",
        ];
        assert_eq!(corpus(&old, &new), want);
        assert_eq!(corpus(&old, &old), [""; 0]);
    }

    #[test]
    fn every_input_is_told_by_name() {
        let old = serde_json::json!({"isnad": "0.1.0", "schema_version": 1, "settings": "aa", "resources": [
            {"path": "gazetteer.csv", "blake3": "1"}, {"path": "old.tsv", "blake3": "1"}]});
        let new = serde_json::json!({"isnad": "0.2.0", "schema_version": 1, "settings": "bb", "resources": [
            {"path": "gazetteer.csv", "blake3": "2"}, {"path": "a.csv", "blake3": "1"}, {"path": "b.csv", "blake3": "1"}]});
        let said: Vec<(Cause, String)> = inputs(&old, &new).into_iter().map(|r| (r.cause, r.message)).collect();
        let want = [
            (Cause::Version, "the version of isnad changed: 0.1.0 became 0.2.0"),
            (Cause::Settings, "the settings changed (the pipeline file)"),
            (Cause::Resource, "the resource gazetteer.csv changed"),
            (Cause::Resource, "resources a.csv, b.csv came to be used"),
            (Cause::Resource, "a resource old.tsv ceased to be used"),
        ];
        assert_eq!(said, want.map(|(cause, message)| (cause, message.to_string())));
        assert_eq!(inputs(&old, &old), []);
        // What is no run.json of ours is taken for unknown, never for a panic.
        assert_eq!(inputs(&serde_json::json!({}), &serde_json::json!({"resources": 5})), []);
    }
}
