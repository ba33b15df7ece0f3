//! The user's gazetteers and the shipped places, as phrases.
//!
//! The user's names win over everything that other finders say of the same words. Single words and acronyms must be
//! written as the gazetteer writes them ("US" is not "us"); names of several words may be written in any case.

use super::phrases::Phrases;
use super::tokens::{CAPITAL, Gap, Token, UPPER, tokens};
use super::words::{KeyMap, ORDINARY, PLACE, PLACE_PART, ROMAN_ARTICLE, rows};
use super::{Candidate, Known, Page};
use crate::types::{EntityType, Finder, GazetteerEntry, Sentence, Span};

/// The names of the user's gazetteers; a phrase means the index of its entry.
pub fn given(entries: &[GazetteerEntry], words: &mut KeyMap<u32>) -> Phrases {
    let mut phrases = Phrases::new();
    for (entry, index) in entries.iter().zip(0u32..) {
        for name in &entry.names {
            add(&mut phrases, &name.name, index, words);
        }
    }
    phrases
}

/// Adds the names that are known the world over, but for those that the user's gazetteers give.
pub fn known(phrases: &mut Phrases, entities: &mut Vec<Known>, words: &mut KeyMap<u32>) {
    let user = entities.len();
    for row in rows(include_str!("data/known.tsv")) {
        let mut cells = row.split('\t');
        let (Some(kind), Some(name)) = (cells.next().and_then(EntityType::from_label), cells.next()) else {
            continue;
        };
        let index = u32::try_from(entities.len()).unwrap_or(u32::MAX);
        let others = cells.next().unwrap_or("").split('|').filter(|s| !s.is_empty());
        let names: Vec<String> = [name].into_iter().chain(others).map(str::to_owned).collect();
        for spelling in &names {
            let found = name_tokens(spelling);
            if !phrases.holds_below(&found, user) {
                phrases.add(&found, index, words);
            }
        }
        entities.push(Known {
            key: None,
            name: name.to_owned(),
            names,
            kind,
        });
    }
}

/// The shipped places; a phrase means how well known the place is.
pub fn places(words: &mut KeyMap<u32>) -> Phrases {
    let mut phrases = Phrases::new();
    for row in rows(include_str!("data/places.tsv")) {
        let Some((name, class)) = row.split_once('\t') else {
            continue;
        };
        let found = add(
            &mut phrases,
            name,
            u32::from(class.bytes().next().unwrap_or(b'X')),
            words,
        );
        let flag = if found.len() == 1 { PLACE } else { PLACE_PART };
        for token in found {
            *words.entry(token.key).or_insert(0) |= flag;
        }
    }
    phrases
}

/// Adds a name; its words.
fn add(phrases: &mut Phrases, name: &str, value: u32, words: &mut KeyMap<u32>) -> Vec<Token> {
    let found = name_tokens(name);
    phrases.add(&found, value, words);
    found
}

/// The words of a name by itself.
fn name_tokens(name: &str) -> Vec<Token> {
    let line = [Sentence {
        span: Span::new(0, name.len()),
        segment: 0,
        language: None,
    }];
    // Without the lists, so that no particle is cut off a name that begins like one.
    tokens(name, &line, &KeyMap::default())
}

/// The user's names in a text.
pub fn find(page: &Page, out: &mut Vec<Candidate>) {
    if page.lexicon.entities.is_empty() {
        return;
    }
    let mut at = 0;
    let mut means = Vec::new();
    while at < page.tokens.len() {
        let Some(to) = page.lexicon.given.longest(&page.tokens, at, &mut means) else {
            at += 1;
            continue;
        };
        let kind = means
            .first()
            .and_then(|i| page.lexicon.entities.get(*i as usize))
            .map(|k| k.kind);
        let from = with_article(page, at);
        if let Some(kind) = kind
            && page.tokens[at].gap != Gap::Handle
            && !shouted(page, at, to)
            && out.last().is_none_or(|last| last.to <= from)
        {
            out.push(Candidate {
                from,
                to,
                kind,
                score: 1.0,
                finder: Finder::Gazetteer,
                entities: means.clone(),
            });
        }
        at = to;
    }
}

/// Whether an acronym that is also a word stands in a line of capitals: "WHO IS HE".
fn shouted(page: &Page, at: usize, to: usize) -> bool {
    let word = |i: usize| page.tokens.get(i).is_some_and(|t| t.is(UPPER) && t.has(ORDINARY));
    to == at + 1 && word(at) && (word(at + 1) || at > 0 && word(at - 1))
}

/// The index of the romanised article joined to the front of word `at` by a hyphen, else `at`.
pub fn with_article(page: &Page, at: usize) -> usize {
    let joined = page
        .tokens
        .get(at)
        .is_some_and(|t| t.gap == Gap::Hyphen && t.is(CAPITAL) && !t.is(UPPER));
    match at.checked_sub(1).and_then(|i| page.tokens.get(i)) {
        Some(before) if joined && before.has(ROMAN_ARTICLE) => at - 1,
        _ => at,
    }
}

/// The longest shipped place that begins at word `at`, and its class.
pub fn place(page: &Page, at: usize) -> Option<(usize, u8)> {
    let mut means = Vec::new();
    let to = page.lexicon.places.longest(&page.tokens, at, &mut means)?;
    Some((
        to,
        means
            .iter()
            .filter_map(|m| u8::try_from(*m).ok())
            .min_by_key(|class| rank(*class))?,
    ))
}

/// Countries first.
fn rank(class: u8) -> u8 {
    match class {
        b'C' => 0,
        b'S' => 1,
        b'R' => 2,
        _ => 3,
    }
}
