//! Mentions of persons, organisations and places, and what each of them is called in its document.
//!
//! [`FINDERS`] look for names each in its own way; where they disagree the earlier one in the list wins, and a longer name
//! wins over a part of it. The document pass then reads the whole document: definitions, surnames, types, and which
//! mentions are one entity. Nothing here looks at another document.

mod arabic;
mod document;
mod gazetteer;
mod links;
mod pattern;
mod phrases;
mod resolve;
mod tokens;
mod words;

use crate::types::{Ambiguity, Definition, EntityType, Finder, GazetteerEntry, LocalName, Mention, Segment, Sentence, Span};
use phrases::Phrases;
use tokens::Token;
use words::KeyMap;

/// The shipped lists and the user's gazetteers, ready to look words up in.
pub struct Lexicon {
    words: KeyMap<u32>,
    given: Phrases,
    places: Phrases,
    entities: Vec<Known>,
}

/// An entity of the user's gazetteers.
struct Known {
    key: String,
    name: String,
    kind: EntityType,
}

impl Lexicon {
    /// Compiles the shipped lists and these entries.
    pub fn new(entries: &[GazetteerEntry]) -> Lexicon {
        let mut words = words::shipped();
        let places = gazetteer::places(&mut words);
        let given = gazetteer::given(entries, &mut words);
        let known = |e: &GazetteerEntry| Known {
            key: e.key.clone(),
            name: e.names.first().map_or_else(|| e.key.clone(), |n| n.name.clone()),
            kind: e.kind,
        };
        Lexicon { words, given, places, entities: entries.iter().map(known).collect() }
    }
}

/// What was found in a document.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Found {
    /// Mentions, in order, never overlapping, each inside one sentence.
    pub mentions: Vec<Mention>,
    /// The entities of the document: what its mentions' `name` points to.
    pub names: Vec<LocalName>,
    /// "Popular Mobilization Forces (PMF)".
    pub definitions: Vec<Definition>,
    /// Short names that fit several.
    pub ambiguities: Vec<Ambiguity>,
}

/// A text as the finders see it.
pub(crate) struct Page<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    lexicon: &'a Lexicon,
}

impl Page<'_> {
    /// The text of a word without an Arabic particle.
    fn word(&self, token: &Token) -> &str {
        self.text.get(token.name_start()..token.end).unwrap_or("")
    }
    /// Where the words `from..to` stand.
    fn span(&self, from: usize, to: usize) -> Span {
        match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if first.name_start() <= last.end => Span::new(first.name_start(), last.end),
            _ => Span::default(),
        }
    }
}

/// A name that a finder believes in: the words `from..to`.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    from: usize,
    to: usize,
    kind: EntityType,
    score: f32,
    finder: Finder,
    /// Indices of the user's entities that it names; several when the name is ambiguous.
    entities: Vec<u32>,
}

/// A way of finding names.
struct Finding {
    #[allow(dead_code, reason = "the list is read by people too")]
    name: &'static str,
    find: fn(&Page, &mut Vec<Candidate>),
}

/// All ways, the most trusted first.
const FINDERS: &[Finding] = &[
    Finding { name: "gazetteer", find: gazetteer::find },
    Finding { name: "pattern", find: pattern::find },
    Finding { name: "arabic", find: arabic::find },
];

/// The mentions of a text, and what they name.
///
/// `text` is clean text; every mention lies inside one of the `sentences`. Cannot fail; no sentence, no mention.
pub fn find(text: &str, _segments: &[Segment], sentences: &[Sentence], lexicon: &Lexicon) -> Found {
    let page = Page { text, tokens: tokens::tokens(text, sentences, &lexicon.words), lexicon };
    let mut candidates = Vec::new();
    for (rank, finding) in FINDERS.iter().enumerate() {
        let mut found = Vec::new();
        (finding.find)(&page, &mut found);
        candidates.extend(found.into_iter().map(|candidate| (rank, candidate)));
    }
    let chosen = resolve::chosen(candidates);
    let read = document::read(&page, chosen);
    links::link(&page, read)
}

#[cfg(test)]
mod tests;
