//! The digest that *entities* sees of a document: its local names and definitions with their counts.

use std::cmp::Ordering;
use std::collections::{BTreeSet, btree_map, hash_map};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::offsets::{Chars, source_span};
use crate::types::{Article, DefinitionKind, EntityType, LocalName, MentionRef, NameCount, NameTable};

/// What one document adds to the [`NameTable`].
#[derive(Serialize, Deserialize)]
pub struct Seen {
    doc_id: String,
    /// It copies another document: what it names is known but not counted.
    copy: bool,
    names: Vec<SeenName>,
    definitions: Vec<SeenDefinition>,
}

#[derive(Serialize, Deserialize)]
struct SeenName {
    name: LocalName,
    mentions: u32,
    /// Where the first mention starts in the source text, in code points.
    src_start: u32,
}

#[derive(Serialize, Deserialize)]
struct SeenDefinition {
    /// (kind, long form, short form), as in [`NameTable::definitions`].
    key: (EntityType, String, String),
    how: DefinitionKind,
    /// Where the mention that shows it starts.
    src_start: u32,
}

/// The names of an article.
pub fn of(article: &Article) -> Seen {
    let chars = Chars::new(&article.document.text);
    let src_start = |mention: usize| {
        let span = article.mentions.get(mention).map_or_else(Default::default, |m| m.span);
        chars.of(source_span(&article.pieces, span).start)
    };
    let mut first = vec![None; article.names.len()];
    let mut mentions = vec![0; article.names.len()];
    for (i, mention) in article.mentions.iter().enumerate() {
        if let Some(n) = mention.name.map(|n| n as usize).filter(|&n| n < first.len()) {
            first[n].get_or_insert(i);
            mentions[n] += 1;
        }
    }
    let seen_name = |(n, name): (usize, &LocalName)| {
        Some(SeenName {
            name: name.clone(),
            mentions: mentions[n],
            src_start: src_start(first[n]?),
        })
    };
    let mut given = BTreeSet::new();
    let definitions = article.definitions.iter();
    let definitions = definitions.filter(|d| given.insert((d.kind, &d.long, &d.short)));
    Seen {
        doc_id: article.document.doc_id.clone(),
        copy: article.duplicate_of.is_some(),
        names: article.names.iter().enumerate().filter_map(seen_name).collect(),
        definitions: definitions
            .map(|d| SeenDefinition {
                key: (d.kind, d.long.clone(), d.short.clone()),
                how: d.how,
                src_start: src_start(d.mention as usize),
            })
            .collect(),
    }
}

/// Adds what a document saw. Documents may come in any order: the evidence is of the first in `doc_id` order, of those that are
/// no copies if there are any.
pub fn add(table: &mut NameTable, seen: Seen) {
    let doc_id: Arc<str> = seen.doc_id.into();
    let counted = u32::from(!seen.copy);
    let count = |mentions: u32, src_start| NameCount {
        mentions: mentions * counted,
        documents: counted,
        evidence: MentionRef {
            doc_id: doc_id.clone(),
            src_start,
        },
    };
    for seen in seen.names {
        let count = count(seen.mentions, seen.src_start);
        match table.names.entry(seen.name) {
            hash_map::Entry::Vacant(e) => drop(e.insert(count)),
            hash_map::Entry::Occupied(mut e) => {
                more(e.get_mut(), count);
            }
        }
    }
    for seen in seen.definitions {
        let count = count(1, seen.src_start);
        match table.definitions.entry(seen.key) {
            btree_map::Entry::Vacant(e) => drop(e.insert((seen.how, count))),
            btree_map::Entry::Occupied(mut e) => {
                let (how, so_far) = e.get_mut();
                match more(so_far, count) {
                    Ordering::Less => *how = seen.how,
                    // Two records that give themselves one id.
                    Ordering::Equal => *how = seen.how.min(*how),
                    Ordering::Greater => {}
                }
            }
        }
    }
}

/// Adds up, and tells how the other's evidence compares: it is taken when it is the lesser one.
fn more(count: &mut NameCount, other: NameCount) -> Ordering {
    let order = rank(&other).cmp(&rank(count));
    count.mentions += other.mentions;
    count.documents += other.documents;
    if order == Ordering::Less {
        count.evidence = other.evidence;
    }
    order
}

fn rank(count: &NameCount) -> (bool, &str, u32) {
    let MentionRef { doc_id, src_start } = &count.evidence;
    (count.documents == 0, doc_id, *src_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_in_any_order_are_counted_alike() {
        let name = || LocalName {
            kind: EntityType::Person,
            full: "Ali Khan".into(),
            key: None,
        };
        let seen = |doc_id: &str, copy, how| Seen {
            doc_id: doc_id.into(),
            copy,
            names: vec![SeenName {
                name: name(),
                mentions: 2,
                src_start: 7,
            }],
            definitions: vec![SeenDefinition {
                key: (EntityType::Org, "Red Crescent".into(), "RC".into()),
                how,
                src_start: 9,
            }],
        };
        let documents = || {
            [
                seen("a", true, DefinitionKind::Acronym),
                seen("b", false, DefinitionKind::Alias),
                seen("c", false, DefinitionKind::Acronym),
            ]
        };
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let (mut table, mut documents) = (NameTable::default(), documents().map(Some));
            for i in order {
                add(&mut table, documents[i].take().unwrap());
            }
            let count = &table.names[&name()];
            assert_eq!((count.mentions, count.documents), (4, 2), "{order:?}");
            assert_eq!(&*count.evidence.doc_id, "b", "{order:?}");
            let (how, count) = table.definitions.values().next().unwrap();
            assert_eq!(
                (*how, &*count.evidence.doc_id),
                (DefinitionKind::Alias, "b"),
                "{order:?}"
            );
        }
    }
}
