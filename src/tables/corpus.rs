//! What the tables know of the whole corpus: the counts that grow while the articles go by, and the rows that are not
//! in the order of documents.
//!
//! Memory grows with entities and spellings; everything that grows with the text waits in a sort that spills to disk.

use std::path::Path;
use std::sync::Arc;

use super::cooccurrences::Pairs;
use super::diagnostics::Diagnostics;
use super::entities::Tally;
use super::entity_dates::Timeline;
use super::entity_names::{Names, Spellings};
use super::view::View;
use crate::error::Result;
use crate::types::{Agreed, Diagnostic, Entities, Entity};

/// How many entities of one sentence are paired with each other and with its dates, in the order of the text. A
/// longer "sentence" is a list (of signatories, of tags), says nothing about any two of its names, and would cost
/// the square of its length.
pub(crate) const TOGETHER: usize = 50;

/// What is known of the whole corpus so far.
#[derive(Debug)]
pub struct Corpus<'a> {
    /// Copies.
    pub agreed: &'a Agreed,
    /// Entities.
    pub entities: &'a Entities,
    /// Rows of `entity_dates`.
    pub timeline: Timeline,
    /// Rows of `cooccurrences`.
    pub pairs: Pairs,
    /// Rows of `diagnostics`.
    pub diagnostics: Diagnostics,
    tallies: Vec<Tally>,
    spellings: Spellings,
    /// Articles so far.
    articles: u32,
}

impl<'a> Corpus<'a> {
    /// Nothing seen yet but the diagnostics that belong to no document. What does not fit in memory goes into
    /// `folder`, and is gone when this is.
    pub fn new(
        folder: &Path,
        agreed: &'a Agreed,
        entities: &'a Entities,
        diagnostics: &[Diagnostic],
    ) -> Result<Corpus<'a>> {
        let mut corpus = Corpus {
            agreed,
            entities,
            timeline: Timeline::new(folder),
            pairs: Pairs::new(folder, entities.list.len()),
            diagnostics: Diagnostics::new(folder),
            tallies: vec![Tally::default(); entities.list.len()],
            spellings: Spellings::new(entities.list.len()),
            articles: 0,
        };
        corpus.diagnostics.add_of_corpus(diagnostics)?;
        Ok(corpus)
    }

    /// Counts an article; they come in the order of `doc_id`.
    pub fn add(&mut self, view: &View) -> Result<()> {
        self.articles += 1;
        self.diagnostics.add(view)?;
        let doc_id: Arc<str> = view.doc_id().into();
        for (mention, place) in view.article.mentions.iter().zip(&view.mentions) {
            let Some((entity, _)) = view.entity(mention) else {
                continue;
            };
            if let Some(tally) = self.tallies.get_mut(entity as usize) {
                tally.add(view, self.articles);
            }
            let text = view.clean(mention.span);
            self.spellings
                .add(entity, text, &doc_id, self.articles, place.src_start, view.is_copy());
        }
        let together = Together::of(view);
        self.timeline.add(view, &together)?;
        if !view.is_copy() {
            self.pairs.add(view, &together)?;
        }
        Ok(())
    }

    /// The entities that a mention is linked to, in order, with their index into [`Entities::list`].
    pub fn seen(&self) -> impl Iterator<Item = (u32, &'a Entity, &Tally)> {
        let all = (0u32..).zip(&self.entities.list).zip(&self.tallies);
        all.filter(|(_, tally)| tally.seen)
            .map(|((index, entity), tally)| (index, entity, tally))
    }

    /// The id of an entity, when a mention is linked to it.
    pub fn id_if_seen(&self, index: u32) -> Option<&'a str> {
        let seen = self.tallies.get(index as usize).is_some_and(|t| t.seen);
        self.entities
            .list
            .get(index as usize)
            .filter(|_| seen)
            .map(|e| e.id.as_str())
    }

    /// The names of an entity.
    pub(super) fn names_of(&self, index: u32, entity: &'a Entity) -> Names<'_> {
        self.spellings.of(index, entity)
    }
}

/// Which entities stand together in a sentence: (sentence, entity), each pair once, in the order of the sentences.
#[derive(Debug, Default)]
pub struct Together(Vec<(u32, u32)>);

impl Together {
    fn of(view: &View) -> Together {
        let mut list: Vec<(u32, u32)> = Vec::new();
        let mut start = 0;
        for mention in &view.article.mentions {
            let Some((entity, _)) = view.entity(mention) else {
                continue;
            };
            if list.last().is_some_and(|last| last.0 != mention.sentence) {
                start = list.len();
            }
            let sentence = list.get(start..).unwrap_or_default();
            if sentence.len() < TOGETHER && !sentence.contains(&(mention.sentence, entity)) {
                list.push((mention.sentence, entity));
            }
        }
        Together(list)
    }

    /// The entities of one sentence.
    pub fn in_sentence(&self, sentence: u32) -> &[(u32, u32)] {
        let start = self.0.partition_point(|(s, _)| *s < sentence);
        let end = self.0.partition_point(|(s, _)| *s <= sentence);
        self.0.get(start..end).unwrap_or_default()
    }

    /// Every sentence that has an entity.
    pub fn sentences(&self) -> impl Iterator<Item = &[(u32, u32)]> {
        self.0.chunk_by(|x, y| x.0 == y.0)
    }
}
