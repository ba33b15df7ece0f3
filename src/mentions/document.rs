//! The document pass: what the document as a whole says about its names.
//!
//! A definition gives an acronym its type; a full name makes its surname and given name persons; a name that is mostly
//! of one type is of that type everywhere; and a name seen elsewhere is a name here. Each of these has a guard, because
//! without them the pass loses more than it gains (surnames that are places, words that begin sentences).

use super::definitions::{self, Said};
use super::gazetteer::with_article;
use super::tokens::{ARABIC, ARTICLE, CAPITAL, Gap, INITIAL, UPPER};
use super::words::{
    ALONE, CALENDAR, DEMONYM, FAMILY, GIVEN, KeyMap, LOC, NAME, ORDINARY, ORG, ORG_HEAD, ORG_HEAD_BARE, PLACE,
    PRE_PLACE, ROMAN_ARTICLE, TITLE, key,
};
use super::{Candidate, Page, arabic_parts, plain, spans};
use crate::types::{EntityType, Finder};

/// The names of a document, corrected and completed.
pub struct Read {
    /// In order, none overlapping another.
    pub candidates: Vec<Candidate>,
    /// What the document says about two of them.
    pub said: Vec<Said>,
}

/// So many mentions make a majority worth following (fewer say little; design measurement).
const MAJORITY: u32 = 3;
/// Names longer than this are not looked for elsewhere in the document.
const LONGEST: usize = 8;
/// A name found once is looked for elsewhere when its finder was so sure of it.
pub const SURE: f32 = 0.7;
/// A surname or a name found by looking it up again is a little less sure than what showed it.
pub const PROPAGATED: f32 = 0.8;

/// Reads the document.
pub fn read(page: &Page, mut candidates: Vec<Candidate>) -> Read {
    trim(page, &mut candidates);
    spans::correct(page, &mut candidates);
    arabic_parts::complete(page, &mut candidates);
    plain::drop(page, &mut candidates);
    definitions::overrule(page, &mut candidates);
    definitions::complete(page, &mut candidates);
    surnames(page, &mut candidates);
    majority(page, &mut candidates);
    again(page, &mut candidates);
    let said = definitions::said(page, &candidates);
    Read { candidates, said }
}

/// Corrects spans and types by the rules: no titles, "MNF-I" whole, a place after "in" is a place.
fn trim(page: &Page, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let limit = candidates.get(i + 1).map_or(page.tokens.len(), |c| c.from);
        let c = &mut candidates[i];
        if !c.entities.is_empty() {
            continue;
        }
        let words = &page.tokens[c.from..c.to];
        let titles = words
            .iter()
            .take_while(|t| t.has(TITLE | DEMONYM) && !t.has(ORG_HEAD) && !t.is(INITIAL))
            .count();
        let last = words.last().is_some_and(|t| t.has(ORG | LOC));
        let titled = words.iter().take(titles).any(|t| t.has(TITLE) && !t.is(ARABIC));
        if titled
            && titles < words.len()
            && !last
            && words[titles].joined()
            && !words.iter().skip(titles).any(|t| page.word(t) == "of")
        {
            c.from += titles;
            c.kind = EntityType::Person;
        }
        // "Harakat al-Nujaba", "Liwa Fatemiyoun": romanised key words of organisations.
        if c.kind == EntityType::Person && c.to - c.from >= 2 && page.tokens[c.from].has(ORG_HEAD_BARE) {
            c.kind = EntityType::Org;
        }
        // "PMU Abu Mahdi": an acronym before a person's name is no part of it.
        let first = &page.tokens[c.from];
        if c.kind == EntityType::Person
            && first.is(UPPER)
            && c.to - c.from >= 3
            && !page.tokens[c.from + 1].is(UPPER)
            && page.tokens[c.from + 1].gap == Gap::Space
            && !first.has(GIVEN | FAMILY)
        {
            c.from += 1;
        }
        let acronym = page.tokens[c.to - 1].is(UPPER) && c.kind == EntityType::Org;
        if acronym && c.to < limit && page.tokens[c.to].gap == Gap::Hyphen && page.tokens[c.to].is(UPPER | INITIAL) {
            c.to += 1;
        }
        let place = c.kind == EntityType::Org
            && c.from > 0
            && page.tokens[c.from - 1].has(PRE_PLACE)
            && page.tokens[c.from].gap == Gap::Space;
        if place && super::gazetteer::place(page, c.from).is_some_and(|(to, _)| to == c.to) {
            c.kind = EntityType::Loc;
        }
    }
}

/// The hash of a name as a row of words: case and the article do not matter, but "IS" is not "Is".
pub fn name_key(page: &Page, from: usize, to: usize) -> u64 {
    let words = &page.tokens[from..to];
    let mut content = 0u32;
    let mut state = 0u64;
    for t in words.iter().filter(|t| !t.has(ROMAN_ARTICLE)) {
        content += 1;
        state = (state.rotate_left(23) ^ t.key).wrapping_mul(0x2545_f491_4f6c_dd1d);
    }
    if content == 0 {
        state = words.iter().fold(1, |s: u64, t| s.rotate_left(11) ^ t.key);
    }
    state ^ u64::from(content == 1 && words.iter().any(|t| t.is(UPPER)))
}

/// The words of a name that are not the article.
pub fn content(page: &Page, from: usize, to: usize) -> Vec<usize> {
    (from..to).filter(|i| !page.tokens[*i].has(ROMAN_ARTICLE)).collect()
}

/// What full names make of a single word.
#[derive(Clone, Copy, Default)]
struct Bearers {
    as_last: u32,
    as_first: u32,
    /// As the last word of an Arabic name that is one beyond doubt.
    arabic: u32,
}

/// Makes the surnames and given names of the document's persons persons wherever they stand.
fn surnames(page: &Page, candidates: &mut Vec<Candidate>) {
    let mut bearers: KeyMap<Bearers> = KeyMap::default();
    for c in candidates.iter().filter(|c| c.kind == EntityType::Person) {
        let words = content(page, c.from, c.to);
        if let (Some(first), Some(last)) = (words.first(), words.last())
            && words.len() >= 2
            && words.len() <= LONGEST
        {
            let surname = bearers.entry(page.tokens[*last].key).or_default();
            surname.as_last += 1;
            surname.arabic += u32::from(arabic_parts::shows_surname(page, c));
            bearers.entry(page.tokens[*first].key).or_default().as_first += 1;
        }
    }
    if bearers.is_empty() {
        return;
    }
    let known = known_words(page, candidates);
    for c in candidates
        .iter_mut()
        .filter(|c| c.kind != EntityType::Person && c.entities.is_empty())
    {
        let words = content(page, c.from, c.to);
        let [word] = words[..] else { continue };
        let token = &page.tokens[word];
        let listed = c.kind == EntityType::Org && known.contains_key(&token.key);
        let as_last = bearers.get(&token.key).map_or(0, |b| b.as_last);
        // A known place stays one, and so does what the tagger is sure of unless the surname is borne often.
        if (as_last > 0 || listed) && !token.has(PLACE | DEMONYM) && !token.is(UPPER) {
            c.kind = EntityType::Person;
            c.score = c.score.max(PROPAGATED);
        }
    }
    let speakers = arabic_parts::speakers(page);
    let found = uncovered(page, candidates, |at| {
        let token = &page.tokens[at];
        let capital = token.is(CAPITAL) && !token.is(UPPER | INITIAL);
        let arabic = token.is(ARABIC) && token.is(ARTICLE) && !token.has(ORDINARY | DEMONYM | ORG | TITLE | ALONE);
        if !capital && !arabic {
            return None;
        }
        let b = bearers.get(&token.key)?;
        if spans::after_storm(page, at) {
            return None;
        }
        // An ordinary word ("Young") must be a known name, borne twice, and stand inside a sentence.
        let word = token.has(ORDINARY)
            && !(matches!(token.gap, Gap::Space | Gap::Hyphen) && b.as_last >= 2 && token.has(FAMILY | GIVEN | NAME));
        let clear = !token.has(PLACE | DEMONYM | CALENDAR | TITLE) && !word;
        let shown = b.arabic > 1 || b.arabic == 1 && (token.has(NAME) || speakers.contains_key(&token.key));
        ((capital && clear && (b.as_last > 0 || b.as_first > 0)) || arabic && shown)
            .then_some((at + 1, EntityType::Person))
    });
    merge(candidates, found);
}

/// The first and last words of all names of the gazetteer's persons whom the document names: "Muqtada", "Moqtada", "Sadr".
fn known_words(page: &Page, candidates: &[Candidate]) -> KeyMap<()> {
    let mut entities: Vec<u32> = candidates
        .iter()
        .filter(|c| c.kind == EntityType::Person)
        .flat_map(|c| c.entities.iter().copied())
        .collect();
    entities.sort_unstable();
    entities.dedup();
    let mut words = KeyMap::default();
    let mut buffer = String::new();
    for name in entities
        .iter()
        .filter_map(|e| page.lexicon.entities.get(*e as usize))
        .flat_map(|known| &known.names)
    {
        let mut parts = name.split([' ', '-']).filter(|part| !part.is_empty());
        let first = parts.next();
        if let (Some(first), Some(last)) = (first, parts.next_back()) {
            words.insert(key(first, &mut buffer), ());
            words.insert(key(last, &mut buffer), ());
        }
    }
    words
}

/// Gives a name that is mostly of one type that type everywhere.
fn majority(page: &Page, candidates: &mut [Candidate]) {
    let mut votes: KeyMap<[(u32, f32); 3]> = KeyMap::default();
    for c in candidates.iter() {
        let vote = &mut votes.entry(name_key(page, c.from, c.to)).or_default()[c.kind as usize];
        vote.0 += 1;
        vote.1 += c.score;
    }
    const KINDS: [EntityType; 3] = [EntityType::Person, EntityType::Org, EntityType::Loc];
    for c in candidates.iter_mut().filter(|c| c.entities.is_empty()) {
        let Some(votes) = votes.get(&name_key(page, c.from, c.to)) else {
            continue;
        };
        let all: u32 = votes.iter().map(|v| v.0).sum();
        let sum: f32 = votes.iter().map(|v| v.1).sum();
        let best = (0..3).max_by(|a, b| votes[*a].1.total_cmp(&votes[*b].1)).unwrap_or(0);
        if all >= MAJORITY && votes[best].1 * 3.0 >= sum * 2.0 {
            c.kind = KINDS[best];
        }
    }
}

/// Finds the names of the document where they were passed over: the same words, capitalised.
fn again(page: &Page, candidates: &mut Vec<Candidate>) {
    struct Seen {
        kind: EntityType,
        count: u32,
        score: f32,
    }
    let mut names: KeyMap<Seen> = KeyMap::default();
    let mut lengths: KeyMap<u16> = KeyMap::default();
    for c in candidates.iter().filter(|c| c.to - c.from <= LONGEST) {
        let first = content(page, c.from, c.to).first().copied().unwrap_or(c.from);
        let seen = names.entry(name_key(page, first, c.to)).or_insert(Seen {
            kind: c.kind,
            count: 0,
            score: 0.0,
        });
        seen.count += 1;
        seen.score = seen.score.max(c.score);
        *lengths.entry(page.tokens[first].key).or_insert(0) |= 1 << (c.to - first);
    }
    let same = |at: usize| -> Option<(usize, EntityType, u64)> {
        let token = &page.tokens[at];
        if !token.is(CAPITAL | ARABIC) || token.gap == Gap::Handle {
            return None;
        }
        let lengths = *lengths.get(&token.key)?;
        (1..=LONGEST)
            .rev()
            .filter(|n| lengths >> n & 1 == 1 && at + n <= page.tokens.len())
            .find_map(|n| {
                let words = &page.tokens[at..at + n];
                if words[1..].iter().any(|t| !t.joined()) {
                    return None;
                }
                let key = name_key(page, at, at + n);
                let seen = names.get(&key)?;
                let word = token.has(ORDINARY | DEMONYM | CALENDAR | TITLE) && !token.is(UPPER);
                // An Arabic word is no more of a name for standing there again, unless it is known as a place and as nothing else.
                let listed = token.is(ARABIC) && seen.kind == EntityType::Loc && token.has(PLACE) && !token.has(NAME);
                let single = n == 1
                    && (word
                        || seen.kind == EntityType::Person && spans::after_storm(page, at)
                        || token.is(ARABIC | INITIAL) && !listed
                        || (seen.count < 2 && !token.is(UPPER) && !listed)
                        || seen.score < SURE);
                (!single).then_some((at + n, seen.kind, key))
            })
    };
    // A word that is passed over more often than it is found is rather no name.
    let mut passed: KeyMap<u32> = KeyMap::default();
    let mut found = uncovered(page, candidates, |at| {
        let (to, kind, key) = same(at)?;
        *passed.entry(key).or_insert(0) += 1;
        Some((to, kind))
    });
    passed.retain(|key, n| *n > 2 * names.get(key).map_or(0, |n| n.count));
    if !passed.is_empty() {
        found = uncovered(page, candidates, |at| {
            let (to, kind, key) = same(at)?;
            (!passed.contains_key(&key)).then_some((to, kind))
        });
    }
    merge(candidates, found);
}

/// New candidates among the words that no candidate holds; `is_name`: where a name that begins at a word ends, and its kind.
fn uncovered(
    page: &Page,
    candidates: &[Candidate],
    mut is_name: impl FnMut(usize) -> Option<(usize, EntityType)>,
) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let (mut at, mut before) = (0, 0);
    for next in candidates.iter().map(Some).chain([None]) {
        let limit = next.map_or(page.tokens.len(), |c| c.from);
        while at < limit {
            let Some((to, kind)) = is_name(at).filter(|(to, _)| *to <= limit) else {
                at += 1;
                continue;
            };
            let from = with_article(page, at).max(before);
            let from = if out.last().is_some_and(|c| c.to > from) {
                at
            } else {
                from
            };
            out.push(Candidate {
                from,
                to,
                kind,
                score: PROPAGATED,
                finder: Finder::Propagation,
                entities: Vec::new(),
            });
            at = to;
        }
        if let Some(c) = next {
            at = at.max(c.to);
            before = c.to;
        }
    }
    out
}

/// Puts new candidates among the others, in order.
pub fn merge(candidates: &mut Vec<Candidate>, found: Vec<Candidate>) {
    if !found.is_empty() {
        candidates.extend(found);
        candidates.sort_by_key(|c| c.from);
    }
}
