//! The table of pairs of entities that stand in one sentence; copies left out.
//!
//! Pairs are counted in a sort that spills to disk: there may be more of them than of anything else.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::corpus::{Corpus, Together};
use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column, maybe};
use super::view::View;
use crate::error::Result;
use crate::write::spill::Sorter;

/// The table.
pub const TABLE: Table = Table {
    name: "cooccurrences",
    meaning: "Undirected edges between entities, entity_a < entity_b.",
    key: &["entity_a", "entity_b"],
    order: &["entity_a", "entity_b"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("entity_a", Type::Str, "", "-> entities"),
    column("entity_b", Type::Str, "", "-> entities"),
    column(
        "sentences",
        Type::I32,
        "sentences",
        "sentences with both, copies left out",
    ),
    column(
        "documents",
        Type::I32,
        "documents",
        "documents with both in one sentence, copies left out",
    ),
    maybe(
        "npmi",
        Type::F32,
        "-1..1",
        "normalised pointwise mutual information over sentences",
    ),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    let entities = corpus.entities;
    let name = |entity: u32| entities.list.get(entity as usize).map_or("", |e| e.id.as_str());
    corpus.pairs.drain(&mut |pair| {
        out.row(&[
            Cell::Text(name(pair.a)),
            Cell::Text(name(pair.b)),
            pair.sentences.into(),
            pair.documents.into(),
            pair.npmi.into(),
        ]);
    })
}

/// Two entities and how often they stand in one sentence; a row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair {
    a: u32,
    b: u32,
    sentences: u32,
    documents: u32,
    npmi: Option<f32>,
}

/// The pairs of all articles, on their way to being counted.
#[derive(Debug)]
pub struct Pairs {
    sorter: Mutex<Sorter>,
    /// Sentences in all.
    sentences: u64,
    /// Sentences with an entity, by entity.
    with: Vec<u32>,
}

impl Pairs {
    /// None yet, for so many entities; spills into `folder`.
    pub fn new(folder: &Path, entities: usize) -> Pairs {
        Pairs {
            sorter: Mutex::new(Sorter::new(folder)),
            sentences: 0,
            with: vec![0; entities],
        }
    }

    /// Counts the pairs of an article that is not a copy.
    pub fn add(&mut self, view: &View, together: &Together) -> Result<()> {
        self.sentences += view.article.sentences.len() as u64;
        let mut pairs = Vec::new();
        for sentence in together.sentences() {
            for (i, &(_, a)) in sentence.iter().enumerate() {
                if let Some(with) = self.with.get_mut(a as usize) {
                    *with += 1;
                }
                pairs.extend(sentence.iter().skip(i + 1).map(|&(_, b)| (a.min(b), a.max(b))));
            }
        }
        pairs.sort_unstable();
        let sorter = self.sorter.get_mut().unwrap_or_else(PoisonError::into_inner);
        for same in pairs.chunk_by(|x, y| x == y) {
            let Some((a, b)) = same.first() else { continue };
            let mut key = [0; 8];
            key[..4].copy_from_slice(&a.to_be_bytes());
            key[4..].copy_from_slice(&b.to_be_bytes());
            sorter.push(&key, &(same.len() as u32).to_be_bytes())?;
        }
        Ok(())
    }

    /// Gives the pairs in the order of the table and forgets them.
    fn drain(&self, take: &mut dyn FnMut(&Pair)) -> Result<()> {
        let (all, with) = (self.sentences, &self.with);
        let mut finish = |mut pair: Pair| {
            let count = |entity: u32| with.get(entity as usize).copied().unwrap_or(0);
            pair.npmi = npmi(pair.sentences, count(pair.a), count(pair.b), all);
            take(&pair);
        };
        let mut last: Option<Pair> = None;
        let mut sorter = self.sorter.lock().unwrap_or_else(PoisonError::into_inner);
        sorter.drain(&mut |key, value| {
            let (Some(a), Some(b), Some(n)) = (key.first_chunk(), key.last_chunk(), value.first_chunk()) else {
                return;
            };
            let (a, b, n) = (u32::from_be_bytes(*a), u32::from_be_bytes(*b), u32::from_be_bytes(*n));
            match &mut last {
                Some(pair) if (pair.a, pair.b) == (a, b) => {
                    pair.sentences += n;
                    pair.documents += 1;
                }
                _ => {
                    let next = Pair {
                        a,
                        b,
                        sentences: n,
                        documents: 1,
                        npmi: None,
                    };
                    last.replace(next).into_iter().for_each(&mut finish);
                }
            }
        })?;
        last.into_iter().for_each(finish);
        Ok(())
    }
}

/// Normalised pointwise mutual information (Bouma 2009) of two entities that share `both` of `all` sentences:
/// 1 when they only come together, 0 when by chance. Undefined when every sentence has both.
fn npmi(both: u32, a: u32, b: u32, all: u64) -> Option<f32> {
    let (both, a, b, all) = (f64::from(both), f64::from(a), f64::from(b), all as f64);
    if both == 0.0 || both >= all {
        return None;
    }
    let npmi = libm::log(both * all / (a * b)) / libm::log(all / both);
    Some((libm::round(npmi.clamp(-1.0, 1.0) * 1e4) / 1e4) as f32)
}
