//! The document that somebody means who writes a part of its id, and what is nearest when there is none.

use std::collections::BTreeSet;

use super::{Answer, Dataset, Trouble};
use crate::error::Result;

/// So many ids are named when several fit, or none.
const NAMED: usize = 8;

impl Dataset {
    /// The id of the document that `part` means: its id, else the only id that ends with it, else the only one that has it.
    ///
    /// # Errors
    /// When no document fits, or several do; the sentence names some.
    pub fn find(&self, part: &str) -> Answer<String> {
        let ids = self.doc_ids()?;
        let ends = |id: &&String| id.strip_suffix(part).is_some_and(|rest| rest.ends_with(['/', '#']));
        let fits: [&dyn Fn(&&String) -> bool; 4] =
            [&|id| id.as_str() == part, &ends, &|id| id.ends_with(part), &|id| {
                id.contains(part)
            }];
        if ids.is_empty() {
            return Err(Trouble::Missing("the dataset has no documents".to_string()));
        }
        for fit in fits {
            let found: Vec<&String> = ids.iter().filter(fit).collect();
            match found.as_slice() {
                [] => {}
                [id] => return Ok(id.to_string()),
                several => {
                    return Err(Trouble::Missing(format!(
                        "{} documents fit {part}: {}; give more of the id",
                        several.len(),
                        named(several)
                    )));
                }
            }
        }
        Err(Trouble::Missing(format!(
            "there is no document {part} in this dataset; the nearest are {}",
            nearest(part, &ids).join(", ")
        )))
    }

    fn doc_ids(&self) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for frame in self.table("documents")?.frames(&["doc_id"]) {
            let frame = frame?;
            let column = frame.column("doc_id")?;
            ids.extend((0..frame.rows).filter_map(|row| column.text(row).map(str::to_string)));
        }
        Ok(ids)
    }
}

fn named(several: &[&String]) -> String {
    let first: Vec<&str> = several.iter().take(NAMED).map(|id| id.as_str()).collect();
    let more = several.len() - first.len();
    match more {
        0 => first.join(", "),
        _ => format!("{} and {more} more", first.join(", ")),
    }
}

/// The ids that share the most pairs of letters with what was written, the nearest first.
pub(super) fn nearest(written: &str, ids: &[String]) -> Vec<String> {
    let wanted = pairs(written);
    let mut ranked: Vec<(u32, &String)> = ids
        .iter()
        .map(|id| (alike(&wanted, id).max(alike(&wanted, last(id))), id))
        .collect();
    ranked.sort_by_key(|(alike, id)| (std::cmp::Reverse(*alike), id.as_str()));
    ranked.into_iter().take(NAMED / 2).map(|(_, id)| id.clone()).collect()
}

/// The end of an id: the name of its file, or its record.
fn last(id: &str) -> &str {
    id.rsplit(['/', '#']).next().unwrap_or(id)
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    letters.iter().copied().zip(letters.iter().skip(1).copied()).collect()
}

/// Dice's coefficient of the pairs of letters, in thousandths.
fn alike(wanted: &BTreeSet<(char, char)>, id: &str) -> u32 {
    let has = pairs(id);
    let (both, all) = (wanted.intersection(&has).count(), wanted.len() + has.len());
    u32::try_from(2000 * both / all.max(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_file_name_is_nearest_to_its_file() {
        let ids = ["news/basra-water.txt", "news/harbour.txt", "blog/water.html"].map(String::from);
        assert_eq!(nearest("basra-watr.txt", &ids)[0], "news/basra-water.txt");
        assert_eq!(nearest("", &ids).len(), 3, "nothing written is like nothing");
    }
}
