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

fn corpus(old: &BTreeMap<String, Option<String>>, new: &BTreeMap<String, Option<String>>) -> Vec<String> {
    let keys = |a: &BTreeMap<String, Option<String>>, keep: &dyn Fn(&str, &Option<String>) -> bool| -> Vec<String> {
        a.iter()
            .filter(|(id, hash)| keep(id, hash))
            .map(|(id, _)| id.clone())
            .collect()
    };
    let changes = [
        (
            "changed in the corpus",
            keys(new, &|id, hash| old.get(id).is_some_and(|was| was != hash)),
        ),
        ("new in the corpus", keys(new, &|id, _| !old.contains_key(id))),
        ("no longer in the corpus", keys(old, &|id, _| !new.contains_key(id))),
    ];
    let sentence = |(what, ids): (&str, Vec<String>)| match ids.as_slice() {
        [] => None,
        [one] => Some(format!("1 document is {what}: {one}").replace("is changed", "changed")),
        [some @ ..] => {
            let named = some.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = some.len().saturating_sub(NAMED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            Some(format!("{} documents are {what}: {named}{more}", some.len()).replace("are changed", "changed"))
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
