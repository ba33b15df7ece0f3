//! Which entities became one, which one became several, and which only changed their id: read off the mentions that both
//! datasets have.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use crate::error::Result;
use crate::validate::frame::{Parquet, hash};

/// What became of entities between two datasets. Ids are sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity {
    /// Mentions of several old entities are now of one.
    Merged {
        /// The old ids.
        from: Vec<String>,
        /// The new id.
        into: String,
    },
    /// Mentions of one old entity are now of several.
    Split {
        /// The old id.
        from: String,
        /// The new ids.
        into: Vec<String>,
    },
    /// All mentions of an old entity are now of one with another id, and of no one else's.
    Renamed {
        /// The old id.
        from: String,
        /// The new id.
        to: String,
    },
}

impl std::fmt::Display for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Identity::Merged { from, into } => write!(f, "{} were merged into {into}", from.join(", ")),
            Identity::Split { from, into } => write!(f, "{from} was split into {}", into.join(", ")),
            Identity::Renamed { from, to } => write!(f, "{from} is now {to}"),
        }
    }
}

/// The entities that were merged, split or renamed.
///
/// # Errors
/// When `mentions.parquet` of one of the datasets cannot be read.
pub fn identities(old: &Path, new: &Path) -> Result<Vec<Identity>> {
    let mut before: HashMap<u128, u32> = HashMap::new();
    let (mut numbers, mut ids): (HashMap<String, u32>, Vec<String>) = (HashMap::new(), Vec::new());
    links(old, |mention, entity| {
        let next = ids.len() as u32;
        let number = *numbers.entry(entity.to_string()).or_insert(next);
        if number == next {
            ids.push(entity.to_string());
        }
        before.insert(mention, number);
    })?;
    let mut flows = BTreeSet::new();
    links(new, |mention, entity| {
        if let Some(was) = before.get(&mention).and_then(|n| ids.get(*n as usize)) {
            flows.insert((was.clone(), entity.to_string()));
        }
    })?;
    Ok(identities_of(&flows))
}

/// Calls `f` with the hash of every linked mention and its entity.
fn links(dataset: &Path, mut f: impl FnMut(u128, &str)) -> Result<()> {
    let mut buffer = Vec::new();
    for frame in Parquet::open(&dataset.join("mentions.parquet"))?.frames(&["mention_id", "entity_id"]) {
        let frame = frame?;
        let (mentions, entities) = (frame.column("mention_id")?, frame.column("entity_id")?);
        for row in 0..frame.rows {
            if let Some(entity) = entities.text(row) {
                f(hash(&[mentions], row, &mut buffer), entity);
            }
        }
    }
    Ok(())
}

/// What pairs of an old and a new entity that share a mention say.
fn identities_of(flows: &BTreeSet<(String, String)>) -> Vec<Identity> {
    let mut to: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut from = to.clone();
    for (old, new) in flows {
        to.entry(old).or_default().push(new);
        from.entry(new).or_default().push(old);
    }
    let owned = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect::<Vec<_>>();
    let mut found = Vec::new();
    for (new, old) in &from {
        if old.len() > 1 {
            found.push(Identity::Merged {
                from: owned(old),
                into: new.to_string(),
            });
        }
    }
    for (old, new) in &to {
        match new.as_slice() {
            [one] if one != old && from.get(one).is_some_and(|f| f.len() == 1) => {
                found.push(Identity::Renamed {
                    from: old.to_string(),
                    to: one.to_string(),
                });
            }
            [_] | [] => {}
            several => found.push(Identity::Split {
                from: old.to_string(),
                into: owned(several),
            }),
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_tell_merges_splits_and_new_ids() {
        let said = |flows: &[(&str, &str)]| -> Vec<String> {
            let flows = flows.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
            identities_of(&flows).iter().map(Identity::to_string).collect()
        };
        assert_eq!(said(&[("a", "a"), ("b", "b")]), [""; 0]);
        assert_eq!(said(&[("a", "a"), ("b", "a")]), ["a, b were merged into a"]);
        assert_eq!(said(&[("a", "a"), ("a", "b")]), ["a was split into a, b"]);
        assert_eq!(said(&[("a", "x"), ("b", "b")]), ["a is now x"]);
    }
}
