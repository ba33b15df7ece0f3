//! Mentions of persons, organisations and places, and what each of them is called in its document.
//!
//! [`FINDERS`] look for names each in its own way; where they disagree the earlier one in the list wins, and a longer name
//! wins over a part of it. The document pass then reads the whole document: definitions, surnames, types, and which
//! mentions are one entity. Nothing here looks at another document.

mod arabic;
mod arabic_parts;
mod bearers;
mod citations;
mod definitions;
mod document;
mod features;
mod gazetteer;
mod letters;
mod links;
mod memory;
mod pattern;
mod phrases;
mod plain;
mod resolve;
mod spans;
mod tagger;
mod tokens;
#[doc(hidden)]
pub mod training;
mod words;

use crate::types::{
    Ambiguity, Definition, EntityType, Finder, GazetteerEntry, LocalName, Mention, Segment, Sentence, Span,
};
use features::Context;
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

/// An entity of the user's gazetteers, or one that is known the world over.
struct Known {
    /// The user's key.
    key: Option<String>,
    name: String,
    /// All its names, the first one included.
    names: Vec<String>,
    kind: EntityType,
}

impl Lexicon {
    /// Compiles the shipped lists and these entries.
    pub fn new(entries: &[GazetteerEntry]) -> Lexicon {
        let mut words = words::shipped();
        let places = gazetteer::places(&mut words);
        let mut given = gazetteer::given(entries, &mut words);
        let mut entities: Vec<Known> = entries.iter().map(Known::given).collect();
        gazetteer::known(&mut given, &mut entities, &mut words);
        Lexicon {
            words,
            given,
            places,
            entities,
        }
    }
}

impl Known {
    /// The entity of a user's entry.
    fn given(entry: &GazetteerEntry) -> Known {
        let name = entry
            .names
            .first()
            .map_or_else(|| entry.key.clone(), |n| n.name.clone());
        Known {
            key: Some(entry.key.clone()),
            name,
            names: entry.names.iter().map(|n| n.name.clone()).collect(),
            kind: entry.kind,
        }
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

/// A way of finding names. It sees the page and what the patterns found.
struct Finding {
    #[allow(dead_code, reason = "the list is read by people too")]
    name: &'static str,
    find: fn(&Page, &Context, &mut Vec<Candidate>),
}

/// All ways, the most trusted first.
const FINDERS: &[Finding] = &[
    Finding {
        name: "gazetteer",
        find: |page, _, out| gazetteer::find(page, out),
    },
    Finding {
        name: "citations",
        find: |page, _, out| citations::find(page, out),
    },
    Finding {
        name: "tagger",
        find: tagger::find,
    },
];

/// The mentions of a text, and what they name.
///
/// `text` is clean text; every mention lies inside one of the `sentences`. Cannot fail; no sentence, no mention.
pub fn find(text: &str, _segments: &[Segment], sentences: &[Sentence], lexicon: &Lexicon) -> Found {
    let page = Page {
        text,
        tokens: tokens::tokens(text, sentences, &lexicon.words),
        lexicon,
    };
    let context = Context::new(&page, &hints(&page));
    let mut candidates = Vec::new();
    for (rank, finding) in FINDERS.iter().enumerate() {
        let mut found = Vec::new();
        (finding.find)(&page, &context, &mut found);
        candidates.extend(found.into_iter().map(|candidate| (rank, candidate)));
    }
    let chosen = resolve::chosen(candidates);
    let read = document::read(&page, chosen);
    links::link(&page, read)
}

/// What the patterns believe, in order: a hint for the tagger.
fn hints(page: &Page) -> Vec<Candidate> {
    let mut hints = Vec::new();
    pattern::find(page, &mut hints);
    arabic::find(page, &mut hints);
    hints
}

#[cfg(test)]
mod tests;
