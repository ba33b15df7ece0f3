//! What tables say about many rows, counted again: mentions and documents of an entity, entities in one sentence, dates of
//! an entity, copies and what they copy. Copies of documents are left out of the counts.

use std::collections::{BTreeMap, HashMap};

use unicode_segmentation::UnicodeSegmentation;

use super::frame::{Cell, Frame, Parquet, Values, day, hash};
use super::pages::{Page, Row};
use super::{Findings, Tables};
use crate::error::{Error, Result};
use crate::tables::TOGETHER;

/// The columns of `entity_dates` that repeat those of `dates`.
pub const FACTS: &[&str] = &[
    "doc_id",
    "sentence_id",
    "type",
    "value",
    "role",
    "start_date",
    "end_date",
    "precision",
];

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
    /// Sentences of all documents.
    sentences: usize,
}

/// What is counted for an entity or a pair.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
struct Tally {
    rows: i32,
    documents: i32,
    /// Sentences with the entity.
    sentences: i32,
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
                numbers
                    .entry(ids.text(row).unwrap_or_default().to_string())
                    .or_insert(number);
            }
        }
        let entities = vec![Tally::default(); numbers.len()];
        let (pairs, timeline, copies) = (HashMap::new(), Vec::new(), BTreeMap::new());
        Ok(Aggregates {
            numbers,
            entities,
            pairs,
            timeline,
            copies,
            document: 0,
            sentences: 0,
        })
    }

    /// Counts the rows of a document.
    pub fn add(&mut self, page: &Page) {
        self.document += 1;
        let together = self.together(page);
        for date in &page.dates {
            let here = date
                .home
                .as_deref()
                .and_then(|home| together.get(home))
                .map(Vec::as_slice)
                .unwrap_or_default();
            self.timeline
                .extend(here.iter().map(|(_, entity)| fact(entity, &date.id, date.facts)));
        }
        if let Some(kept) = &page.duplicate_of {
            self.copies.insert(page.doc_id.clone(), kept.clone());
            return;
        }
        for mention in &page.mentions {
            let Some(tally) = self.number(mention).and_then(|n| self.entities.get_mut(n as usize)) else {
                continue;
            };
            tally.add(self.document);
            if let (Some(start), Some(end)) = page.published {
                let (first, last) = tally.published.unwrap_or((start, end));
                tally.published = Some((first.min(start), last.max(end)));
            }
        }
        self.sentences += page.sentences.len();
        for here in together.values() {
            for (i, (a, _)) in here.iter().enumerate() {
                if let Some(tally) = self.entities.get_mut(*a as usize) {
                    tally.sentences += 1;
                }
                for (b, _) in here.iter().skip(i + 1) {
                    self.pairs.entry((*a.min(b), *a.max(b))).or_default().add(self.document);
                }
            }
        }
    }

    /// The entities of every sentence that has some: the first ones in the order of the text, each once.
    fn together<'a>(&self, page: &'a Page) -> BTreeMap<&'a str, Vec<(u32, &'a str)>> {
        let mut together: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
        for mention in &page.mentions {
            let (Some(number), Some(id), Some(home)) =
                (self.number(mention), mention.label.as_deref(), mention.home.as_deref())
            else {
                continue;
            };
            let here = together.entry(home).or_default();
            if here.len() < TOGETHER && !here.contains(&(number, id)) {
                here.push((number, id));
            }
        }
        together
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
        let names = [
            "entity_id",
            "mentions",
            "documents",
            "first_published",
            "last_published",
        ];
        for_rows(parquet, names, |row, [id, mentions, documents, first, last]| {
            let id = id.text(row).unwrap_or_default();
            let counted = self.tally(id);
            let (m, d) = (
                mentions.int(row).unwrap_or_default(),
                documents.int(row).unwrap_or_default(),
            );
            if (m, d) != (counted.rows, counted.documents) {
                let Tally { rows, documents, .. } = counted;
                findings.add("entities", "counts", || {
                    format!("row {id} counts {m} mentions in {d} documents, but there are {rows} in {documents}")
                });
            }
            if first.int(row).zip(last.int(row)) != counted.published {
                findings.add("entities", "periods", || {
                    let counted = counted
                        .published
                        .map_or("not known".into(), |(a, b)| format!("{} to {}", day(a), day(b)));
                    let (a, b) = (first.cell(row), last.cell(row));
                    format!("row {id} was published about from {a} to {b}, but its documents are of {counted}")
                });
            }
        })
    }

    fn tally(&self, id: &str) -> Tally {
        self.numbers
            .get(id)
            .and_then(|n| self.entities.get(*n as usize))
            .copied()
            .unwrap_or_default()
    }

    fn pairs(&mut self, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
        let names = ["entity_a", "entity_b", "sentences", "documents", "npmi"];
        let mut pairs = std::mem::take(&mut self.pairs);
        for_rows(parquet, names, |row, [a, b, sentences, documents, npmi]| {
            let (a, b) = (a.text(row).unwrap_or_default(), b.text(row).unwrap_or_default());
            if a >= b {
                findings.add("cooccurrences", "pairs", || {
                    format!("row {a} / {b}: entity_a is not below entity_b")
                });
            }
            let numbers = self.numbers.get(a).zip(self.numbers.get(b));
            let Tally {
                rows, documents: docs, ..
            } = numbers
                .and_then(|(a, b)| pairs.remove(&(*a.min(b), *a.max(b))))
                .unwrap_or_default();
            let (s, d) = (
                sentences.int(row).unwrap_or_default(),
                documents.int(row).unwrap_or_default(),
            );
            if (s, d) != (rows, docs) {
                findings.add("cooccurrences", "counts", || {
                    format!("row {a} / {b} counts {s} sentences in {d} documents, but there are {rows} in {docs}")
                });
                return;
            }
            let counted = information(rows, self.tally(a).sentences, self.tally(b).sentences, self.sentences);
            let same = match (npmi.cell(row), counted) {
                (Cell::Float(told), Some(counted)) => (f64::from(told) - counted).abs() < NEAR,
                (told, counted) => told == Cell::Null && counted.is_none(),
            };
            if !same {
                findings.add("cooccurrences", "npmi", || {
                    let counted = counted.map_or("NULL".to_string(), |c| format!("{c:.4}"));
                    format!(
                        "row {a} / {b}: npmi is {}, but the counts give {counted}",
                        npmi.cell(row)
                    )
                });
            }
        })?;
        if !pairs.is_empty() {
            let missing = pairs.len();
            findings.add("cooccurrences", "counts", || {
                format!("{missing} pairs of entities that share a sentence have no row")
            });
        }
        Ok(())
    }

    fn timeline(&mut self, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
        self.timeline.sort_unstable();
        self.timeline.dedup();
        let mut found = 0;
        let columns: Vec<&str> = ["entity_id", "date_id"].iter().chain(FACTS).copied().collect();
        let mut buffer = Vec::new();
        for frame in parquet.frames(&columns) {
            let frame = frame?;
            let (entities, dates, facts) = (frame.column("entity_id")?, frame.column("date_id")?, frame.pick(FACTS)?);
            for row in 0..frame.rows {
                let (entity, date) = (
                    entities.text(row).unwrap_or_default(),
                    dates.text(row).unwrap_or_default(),
                );
                if self
                    .timeline
                    .binary_search(&fact(entity, date, hash(&facts, row, &mut buffer)))
                    .is_ok()
                {
                    found += 1;
                } else {
                    findings.add("entity_dates", "counts", || {
                        format!("row {entity} / {date} is not a date of a sentence that mentions the entity, or differs from its row in dates")
                    });
                }
            }
        }
        if found < self.timeline.len() {
            let missing = self.timeline.len() - found;
            findings.add("entity_dates", "counts", || {
                format!("{missing} pairs of entity and date in one sentence have no row")
            });
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
                _ if cluster != smallest.get(other.as_str()).copied() => {
                    "has a cluster_id that is not the smallest of its cluster"
                }
                _ => return,
            };
            findings.add("duplicates", "copies", || format!("row {doc} / {other} {wrong}"));
        })?;
        if told < self.copies.len() {
            let missing = self.copies.len() - told;
            findings.add("duplicates", "copies", || {
                format!("{missing} documents that have a duplicate_of have no row here")
            });
        }
        Ok(())
    }
}

/// Checks the counts of words of a document.
pub fn words(page: &Page, findings: &mut Findings) {
    let mut check = |table: &str, id: &str, text: &Option<String>, words: i32| {
        let Some(counted) = text.as_deref().map(|t| t.unicode_words().count()) else {
            return;
        };
        if usize::try_from(words) != Ok(counted) {
            findings.add(table, "counts", || {
                format!("row {id}: words is {words}, but its text has {counted}")
            });
        }
    };
    check("documents", &page.doc_id, &page.text, page.words);
    page.segments
        .iter()
        .for_each(|s| check("segments", &s.id, &s.text, s.words));
}

fn table<'a>(tables: &'a Tables, name: &str) -> Result<&'a Parquet> {
    tables
        .get(name)
        .ok_or_else(|| Error::new(format!("the table {name} is missing")))
}

/// Hash of a row of `entity_dates`.
fn fact(entity: &str, date: &str, facts: u128) -> u128 {
    xxhash_rust::xxh3::xxh3_128(format!("{entity}\u{0}{date}\u{0}{facts}").as_bytes())
}

/// Rounding to four digits, and to 32 bits, moves a value by less.
const NEAR: f64 = 1e-4;

/// Normalised pointwise mutual information of two entities that share `both` of `all` sentences (Bouma 2009).
fn information(both: i32, a: i32, b: i32, all: usize) -> Option<f64> {
    let (both, a, b, all) = (f64::from(both), f64::from(a), f64::from(b), all as f64);
    let defined = both > 0.0 && both < all;
    defined.then(|| (libm::log(both * all / (a * b)) / libm::log(all / both)).clamp(-1.0, 1.0))
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
        let Ok(columns) = <[&Values; N]>::try_from(columns) else {
            continue;
        };
        (0..frame.rows).for_each(|row| f(row, columns));
    }
    Ok(())
}
