//! What tables say about many rows, counted again: mentions and documents of an entity, entities in one sentence, dates of
//! an entity, copies and what they copy. Copies of documents are left out of the counts.

use std::collections::{BTreeMap, HashMap};

use unicode_segmentation::UnicodeSegmentation;

use super::frame::{Frame, Parquet, Values};
use super::pages::{Page, Row};
use super::{Findings, Tables};
use crate::error::{Error, Result};

/// Counts over all documents.
pub struct Aggregates {
    /// Numbers of the entities, by id.
    numbers: HashMap<String, u32>,
    /// By number.
    entities: Vec<Tally>,
    pairs: HashMap<(u32, u32), Tally>,
    /// Entity and date in one sentence: hashes of their ids.
    timeline: Vec<u128>,
    /// What a copy copies.
    copies: BTreeMap<String, String>,
    /// Number of the document, so that each counts once.
    document: u32,
}

/// What is counted for an entity or a pair.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Tally {
    rows: i32,
    documents: i32,
    /// The last document that was counted, from 1.
    last: u32,
    /// Earliest and latest publication date.
    published: Option<(i32, i32)>,
}

impl Tally {
    fn add(&mut self, document: u32) {
        self.rows += 1;
        self.documents += i32::from(self.last != document);
        self.last = document;
    }
}

impl Aggregates {
    /// Nothing counted yet.
    pub fn new(tables: &Tables) -> Result<Aggregates> {
        let mut numbers = HashMap::new();
        for frame in table(tables, "entities")?.frames(&["entity_id"]) {
            let frame = frame?;
            let ids = frame.column("entity_id")?;
            for row in 0..frame.rows {
                let number = numbers.len() as u32;
                numbers.entry(ids.text(row).unwrap_or_default().to_string()).or_insert(number);
            }
        }
        let entities = vec![Tally::default(); numbers.len()];
        let (pairs, timeline, copies) = (HashMap::new(), Vec::new(), BTreeMap::new());
        Ok(Aggregates { numbers, entities, pairs, timeline, copies, document: 0 })
    }

    /// Counts the rows of a document.
    pub fn add(&mut self, page: &Page) {
        self.document += 1;
        if let Some(kept) = &page.duplicate_of {
            self.copies.insert(page.doc_id.clone(), kept.clone());
            return;
        }
        for mention in &page.mentions {
            let Some(number) = self.number(mention) else { continue };
            if let Some(tally) = self.entities.get_mut(number as usize) {
                tally.add(self.document);
                if let (Some(start), Some(end)) = page.published {
                    let (first, last) = tally.published.unwrap_or((start, end));
                    tally.published = Some((first.min(start), last.max(end)));
                }
            }
        }
        // Mentions and dates are in order, so those of one sentence follow each other.
        let mut dates = page.dates.iter().peekable();
        let at = |row: &Row| page.sentences.partition_point(|s| s.chars.1 <= row.chars.0);
        for mentions in page.mentions.chunk_by(|a, b| a.home == b.home) {
            let Some(first) = mentions.first() else { continue };
            let mut here: Vec<(u32, &str)> =
                mentions.iter().filter_map(|m| Some((self.number(m)?, m.label.as_deref()?))).collect();
            here.sort_unstable();
            here.dedup();
            let sentence = at(first);
            while dates.next_if(|d| at(d) < sentence).is_some() {}
            while let Some(date) = dates.next_if(|d| at(d) == sentence) {
                self.timeline.extend(here.iter().map(|(_, entity)| pair_hash(entity, &date.id)));
            }
            for (i, (a, _)) in here.iter().enumerate() {
                for (b, _) in here.iter().skip(i + 1) {
                    self.pairs.entry((*a, *b)).or_default().add(self.document);
                }
            }
        }
    }

    fn number(&self, mention: &Row) -> Option<u32> {
        self.numbers.get(mention.label.as_deref()?).copied()
    }

    /// Holds what was counted against the tables.
    pub fn check(mut self, tables: &Tables, findings: &mut Findings) -> Result<()> {
        self.entities(table(tables, "entities")?, findings)?;
        self.pairs(table(tables, "cooccurrences")?, findings)?;
        self.timeline(table(tables, "entity_dates")?, findings)?;
        self.copies(table(tables, "duplicates")?, findings)
    }

    fn entities(&self, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
        for_rows(parquet, ["entity_id", "mentions", "documents"], |row, [id, mentions, documents]| {
            let id = id.text(row).unwrap_or_default();
            let number = self.numbers.get(id).copied().unwrap_or(u32::MAX);
            let Tally { rows, documents: docs, .. } = self.entities.get(number as usize).copied().unwrap_or_default();
            let (m, d) = (mentions.int(row).unwrap_or_default(), documents.int(row).unwrap_or_default());
            if (m, d) != (rows, docs) {
                findings.add("entities", "counts", || {
                    format!("row {id} counts {m} mentions in {d} documents, but there are {rows} in {docs}")
                });
            }
        })
    }

    fn pairs(&mut self, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
        let names = ["entity_a", "entity_b", "sentences", "documents"];
        for_rows(parquet, names, |row, [a, b, sentences, documents]| {
            let (a, b) = (a.text(row).unwrap_or_default(), b.text(row).unwrap_or_default());
            if a >= b {
                findings.add("cooccurrences", "pairs", || format!("row {a} / {b}: entity_a is not below entity_b"));
            }
            let numbers = self.numbers.get(a).copied().zip(self.numbers.get(b).copied());
            let counted = numbers.and_then(|(a, b)| self.pairs.remove(&(a.min(b), a.max(b)))).unwrap_or_default();
            let (s, d) = (sentences.int(row).unwrap_or_default(), documents.int(row).unwrap_or_default());
            if (s, d) != (counted.rows, counted.documents) {
                let (rows, docs) = (counted.rows, counted.documents);
                findings.add("cooccurrences", "counts", || {
                    format!("row {a} / {b} counts {s} sentences in {d} documents, but there are {rows} in {docs}")
                });
            }
        })?;
        if !self.pairs.is_empty() {
            let missing = self.pairs.len();
            findings.add("cooccurrences", "counts", || format!("{missing} pairs of entities that share a sentence have no row"));
        }
        Ok(())
    }

    fn timeline(&mut self, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
        self.timeline.sort_unstable();
        self.timeline.dedup();
        let mut found = 0;
        for_rows(parquet, ["entity_id", "date_id"], |row, [entity, date]| {
            let (entity, date) = (entity.text(row).unwrap_or_default(), date.text(row).unwrap_or_default());
            if self.timeline.binary_search(&pair_hash(entity, date)).is_ok() {
                found += 1;
            } else {
                findings.add("entity_dates", "counts", || {
                    format!("row {entity} / {date}: the date is in no sentence of a kept document that mentions the entity")
                });
            }
        })?;
        if found < self.timeline.len() {
            let missing = self.timeline.len() - found;
            findings.add("entity_dates", "counts", || format!("{missing} pairs of entity and date in one sentence have no row"));
        }
        Ok(())
    }

    fn copies(&self, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
        for (copy, kept) in &self.copies {
            if self.copies.contains_key(kept) {
                findings.add("documents", "copies", || {
                    format!("row {copy} is a copy of {kept}, which is itself a copy; name the document that it copies")
                });
            }
        }
        let mut smallest: BTreeMap<&str, &str> = BTreeMap::new();
        for (copy, kept) in &self.copies {
            let least = smallest.entry(kept).or_insert(kept);
            *least = (*least).min(copy);
        }
        let mut told = 0;
        let names = ["doc_id", "other_doc_id", "relation", "cluster_id"];
        for_rows(parquet, names, |row, [doc, other, relation, cluster]| {
            let text = |values: &Values| values.text(row).unwrap_or_default().to_string();
            let (doc, other, relation, cluster) = (text(doc), text(other), text(relation), cluster.text(row));
            let copy = self.copies.get(&doc) == Some(&other);
            told += usize::from(copy && relation != "contained");
            let wrong = match relation.as_str() {
                "contained" if cluster.is_some() => "is contained, so it has no cluster_id",
                "contained" if doc == other => "is contained in itself",
                "contained" => return,
                _ if !copy => "is a copy, but documents.duplicate_of does not say so",
                _ if cluster != smallest.get(other.as_str()).copied() => "has a cluster_id that is not the smallest of its cluster",
                _ => return,
            };
            findings.add("duplicates", "copies", || format!("row {doc} / {other} {wrong}"));
        })?;
        if told < self.copies.len() {
            let missing = self.copies.len() - told;
            findings.add("duplicates", "copies", || format!("{missing} documents that have a duplicate_of have no row here"));
        }
        Ok(())
    }
}

/// Checks the counts of words of a document.
pub fn words(page: &Page, findings: &mut Findings) {
    let mut check = |table: &str, id: &str, text: &Option<String>, words: i32| {
        let Some(counted) = text.as_deref().map(|t| t.unicode_words().count()) else { return };
        if usize::try_from(words) != Ok(counted) {
            findings.add(table, "counts", || format!("row {id}: words is {words}, but its text has {counted}"));
        }
    };
    check("documents", &page.doc_id, &page.text, page.words);
    page.segments.iter().for_each(|s| check("segments", &s.id, &s.text, s.words));
}

fn table<'a>(tables: &'a Tables, name: &str) -> Result<&'a Parquet> {
    tables.get(name).ok_or_else(|| Error::new(format!("the table {name} is missing")))
}

fn pair_hash(one: &str, other: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(format!("{one}\u{0}{other}").as_bytes())
}

/// Calls `f` with the number of every row and the columns of these names.
pub fn for_rows<const N: usize>(
    parquet: &Parquet,
    names: [&str; N],
    mut f: impl FnMut(usize, [&Values; N]),
) -> Result<()> {
    for frame in parquet.frames(&names) {
        let frame: Frame = frame?;
        let columns = frame.pick(&names)?;
        let Ok(columns) = <[&Values; N]>::try_from(columns) else { continue };
        (0..frame.rows).for_each(|row| f(row, columns));
    }
    Ok(())
}
