//! An article as the tables see it: every span in code points of both texts, every mention with its entity.

use super::row::{Cell, id};
use crate::offsets::{Chars, source_span};
use crate::types::{Article, Entities, Level, Mention, Span, Status};

/// Where something stands in the two texts, in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Start in the clean text.
    pub char_start: u32,
    /// End in the clean text.
    pub char_end: u32,
    /// Start in the source text.
    pub src_start: u32,
    /// End in the source text.
    pub src_end: u32,
}

/// Where something stands in the source text, in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourcePlace {
    /// Start.
    pub src_start: u32,
    /// End.
    pub src_end: u32,
    /// The kept twin of a repeat.
    pub twin: Option<(u32, u32)>,
}

/// An article and all its offsets, counted once for all tables.
#[derive(Debug)]
pub struct View<'a> {
    /// The article.
    pub article: &'a Article,
    /// Whether the tables hold the text.
    pub with_text: bool,
    /// Code points of the source text.
    pub source_chars: u32,
    /// Code points of the clean text.
    pub chars: u32,
    /// As [`Article::segments`].
    pub segments: Vec<Place>,
    /// As [`Article::removed`].
    pub removed: Vec<SourcePlace>,
    /// As [`Article::sentences`].
    pub sentences: Vec<Place>,
    /// As [`Article::dates`].
    pub dates: Vec<Place>,
    /// As [`Article::mentions`].
    pub mentions: Vec<Place>,
    /// `src_start` of the document's diagnostics, in order.
    pub diagnostics: Vec<Option<u32>>,
    /// The entity of every one of [`Article::names`]: its index and its id.
    entities: Vec<Option<(u32, &'a str)>>,
}

impl<'a> View<'a> {
    /// Counts the offsets of an article and looks its names up.
    pub fn new(article: &'a Article, entities: &'a Entities, with_text: bool) -> View<'a> {
        let source = Chars::new(&article.document.text);
        let clean = Chars::new(&article.text);
        let place = |span: Span, src: Span| Place {
            char_start: clean.of(span.start),
            char_end: clean.of(span.end),
            src_start: source.of(src.start),
            src_end: source.of(src.end),
        };
        let mapped = |span: Span| place(span, source_span(&article.pieces, span));
        View {
            article,
            with_text,
            source_chars: source.len(),
            chars: clean.len(),
            segments: article.segments.iter().map(|s| place(s.span, s.src)).collect(),
            removed: article
                .removed
                .iter()
                .map(|r| SourcePlace {
                    src_start: source.of(r.src.start),
                    src_end: source.of(r.src.end),
                    twin: r.removal.twin.map(|t| (source.of(t.start), source.of(t.end))),
                })
                .collect(),
            sentences: article.sentences.iter().map(|s| mapped(s.span)).collect(),
            dates: article.dates.iter().map(|t| mapped(t.span)).collect(),
            mentions: article.mentions.iter().map(|m| mapped(m.span)).collect(),
            diagnostics: article
                .document
                .diagnostics
                .iter()
                .map(|d| d.at.map(|at| source.of(at)))
                .collect(),
            entities: article
                .names
                .iter()
                .map(|name| {
                    let index = *entities.of.get(name)?;
                    Some((index, entities.list.get(index as usize)?.id.as_str()))
                })
                .collect(),
        }
    }

    /// The document's id.
    pub fn doc_id(&self) -> &'a str {
        &self.article.document.doc_id
    }

    /// Whether the document copies another one: aggregates leave it out.
    pub fn is_copy(&self) -> bool {
        self.article.duplicate_of.is_some()
    }

    /// ok, warning, failed or skipped.
    pub fn status(&self) -> Status {
        let document = &self.article.document;
        match document.status {
            Status::Ok if document.diagnostics.iter().any(|d| d.level >= Level::Warning) => Status::Warning,
            status => status,
        }
    }

    /// Text for a column that is empty when the tables hold no text.
    pub fn text<'b>(&self, text: &'b str) -> Cell<'b> {
        if self.with_text { Cell::Text(text) } else { Cell::Null }
    }

    /// A stretch of the clean text.
    pub fn clean(&self, span: Span) -> &'a str {
        self.article.text.get(span.range()).unwrap_or_default()
    }

    /// A stretch of the source text.
    pub fn source(&self, span: Span) -> &'a str {
        self.article.document.text.get(span.range()).unwrap_or_default()
    }

    /// The entity that a mention is linked to: its index into [`Entities::list`] and its id.
    pub fn entity(&self, mention: &Mention) -> Option<(u32, &'a str)> {
        *self.entities.get(mention.name? as usize)?
    }

    /// The id of a segment.
    pub fn segment_id(&self, index: u32) -> Cell<'a> {
        self.id('s', &self.segments, index)
    }

    /// The id of a sentence.
    pub fn sentence_id(&self, index: u32) -> Cell<'a> {
        self.id('n', &self.sentences, index)
    }

    /// The id of a date.
    pub fn date_id(&self, index: u32) -> Cell<'a> {
        self.id('t', &self.dates, index)
    }

    fn id(&self, letter: char, places: &[Place], index: u32) -> Cell<'a> {
        places
            .get(index as usize)
            .map_or(Cell::Null, |p| id(self.doc_id(), letter, p.src_start))
    }
}
