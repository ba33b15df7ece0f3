//! Why two datasets differ, as far as they can tell by themselves: another corpus, another version of isnad, or else other
//! settings, another ledger or gazetteer, or a changed program of the same version.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Result;
use crate::validate::frame::Parquet;

/// How many documents a sentence names.
const NAMED: usize = 3;

/// Sentences that say what differs behind the tables; never empty. For datasets of which at least one file differs.
///
/// # Errors
/// When `documents.parquet` of one of them cannot be read.
pub fn why(old: &Path, new: &Path) -> Result<Vec<String>> {
    let (old, new) = (old.join("documents.parquet"), new.join("documents.parquet"));
    let (old, new) = (Parquet::open(&old)?, Parquet::open(&new)?);
    let mut why = corpus(&sources(&old)?, &sources(&new)?);
    for (key, what) in [("isnad", "isnad"), ("schema_version", "the schema")] {
        let (before, after) = (old.value(key), new.value(key));
        if before != after {
            let version = |v: Option<&str>| v.unwrap_or("unknown").to_string();
            why.push(format!(
                "the version of {what} changed: {} became {}",
                version(before),
                version(after)
            ));
        }
    }
    if why.is_empty() {
        why.push("the corpus and the version of isnad are the same, so it is the settings, the ledger, a gazetteer or the program".into());
    }
    Ok(why)
}

/// `doc_id` → `source_blake3`; an unreadable one has none.
fn sources(documents: &Parquet) -> Result<BTreeMap<String, Option<String>>> {
    let mut sources = BTreeMap::new();
    for frame in documents.frames(&["doc_id", "source_blake3"]) {
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
    let sentence = |(one, many, ids): Change| {
        let named = ids.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        match ids.len() {
            0 => None,
            1 => Some(format!("1 document {one} in the corpus: {named}")),
            n if n <= NAMED => Some(format!("{n} documents {many} in the corpus: {named}")),
            n => Some(format!(
                "{n} documents {many} in the corpus: {named} and {} more",
                n - NAMED
            )),
        }
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
}
