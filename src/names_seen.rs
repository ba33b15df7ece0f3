//! The digest that *entities* sees of a document: its local names and definitions with their counts.

use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use serde::{Deserialize, Serialize};

use crate::offsets::{Chars, source_span};
use crate::types::{Article, Definition, DefinitionKind, EntityType, LocalName, MentionRef, NameCount, NameTable};

/// What one document adds to the [`NameTable`].
#[derive(Serialize, Deserialize)]
pub struct Seen {
    names: Vec<(LocalName, NameCount)>,
    definitions: Vec<(DefinitionKey, (DefinitionKind, NameCount))>,
}

/// (kind, long form, short form), as in [`NameTable::definitions`].
type DefinitionKey = (EntityType, String, String);

/// The names of an article. Those of a copy are known but not counted.
pub fn of(article: &Article) -> Seen {
    let chars = Chars::new(&article.document.text);
    let at = |mention: usize| {
        let span = article.mentions.get(mention).map_or_else(Default::default, |m| m.span);
        let src_start = chars.of(source_span(&article.pieces, span).start);
        MentionRef {
            doc_id: article.document.doc_id.clone(),
            src_start,
        }
    };
    let counted = u32::from(article.duplicate_of.is_none());
    let mut first = vec![None; article.names.len()];
    let mut mentions = vec![0; article.names.len()];
    for (i, mention) in article.mentions.iter().enumerate() {
        if let Some(n) = mention.name.map(|n| n as usize).filter(|&n| n < first.len()) {
            first[n].get_or_insert(i);
            mentions[n] += counted;
        }
    }
    let names = article
        .names
        .iter()
        .enumerate()
        .filter_map(|(n, name)| {
            let evidence = at(first[n]?);
            Some((
                name.clone(),
                NameCount {
                    mentions: mentions[n],
                    documents: counted,
                    evidence,
                },
            ))
        })
        .collect();
    let mut given = BTreeSet::new();
    let definitions = article
        .definitions
        .iter()
        .filter(|d| given.insert((d.kind, &d.long, &d.short)))
        .map(
            |Definition {
                 kind,
                 long,
                 short,
                 mention,
                 how,
             }| {
                let count = NameCount {
                    mentions: counted,
                    documents: counted,
                    evidence: at(*mention as usize),
                };
                ((*kind, long.clone(), short.clone()), (*how, count))
            },
        )
        .collect();
    Seen { names, definitions }
}

/// Adds what a document saw. Documents come in `doc_id` order, so that the first evidence is the smallest.
pub fn add(table: &mut NameTable, seen: Seen) {
    for (name, count) in seen.names {
        match table.names.entry(name) {
            Entry::Vacant(e) => drop(e.insert(count)),
            Entry::Occupied(mut e) => more(e.get_mut(), &count),
        }
    }
    for (key, (how, count)) in seen.definitions {
        match table.definitions.entry(key) {
            Entry::Vacant(e) => drop(e.insert((how, count))),
            Entry::Occupied(mut e) => more(&mut e.get_mut().1, &count),
        }
    }
}

fn more(count: &mut NameCount, other: &NameCount) {
    if count.documents == 0 && other.documents > 0 {
        count.evidence = other.evidence.clone(); // so far seen in copies only
    }
    count.mentions += other.mentions;
    count.documents += other.documents;
}
