//! Where a name begins and ends, and what is none, by what stands around it: "Storm Daniel" is no person, "Field Marshal" is
//! no part of a name, a name ends where another person's begins ("Council of Nadia Hilmi"), a title inside an Arabic name
//! begins another one, and what an acronym in brackets abbreviates is one name from its first letter to its last.

use super::definitions::{abbreviates, bracketed};
use super::document::{content, merge};
use super::gazetteer::place;
use super::tokens::{ARABIC, ARTICLE, CAPITAL, Gap, INITIAL, Token, UPPER};
use super::words::{
    ALONE, CALENDAR, DEMONYM, FAMILY, GIVEN, KeyMap, LOC, LOC_HEAD, NAME, ORDINARY, ORG, ORG_HEAD, ORG_WORD, PLACE,
    ROMAN_ARTICLE, STORM, TITLE,
};
use super::{Candidate, Page};
use crate::types::{EntityType, Finder};

/// What an acronym stands for has at most so many capitalised words for each of its letters. (Twice the letters bound all words
/// of short acronyms in Schwartz and Hearst's "A simple algorithm for identifying abbreviation definitions", 2003; here small
/// words are not counted.)
const WORDS_A_LETTER: usize = 2;

/// No organisation's name is longer (what [`abbreviates`] looks at).
const LONGEST: usize = 14;

/// Corrects the spans of what no gazetteer gives.
pub fn correct(page: &Page, candidates: &mut Vec<Candidate>) {
    candidates.retain(|c| !c.entities.is_empty() || !storm(page, c));
    ranks(page, candidates);
    owners(page, candidates);
    arabic_titles(page, candidates);
    long_forms(page, candidates);
    after_in(page, candidates);
}

/// Whether it is the name that a storm has: neither a person nor a place. A firm may be called after a storm, and a person
/// "Storm": only a given name after such a word is the storm's.
fn storm(page: &Page, c: &Candidate) -> bool {
    c.kind == EntityType::Person
        && match c.to - c.from {
            1 => after_storm(page, c.from),
            2 => page.tokens[c.from + 1].has(GIVEN | NAME) && after_storm(page, c.from + 1),
            _ => false,
        }
}

/// Whether a word stands directly after one that names a kind of storm.
pub fn after_storm(page: &Page, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| page.tokens.get(i));
    let spaced = page.tokens.get(at).is_some_and(|t| t.gap == Gap::Space);
    spaced && before.is_some_and(|t| t.has(STORM) && t.is(CAPITAL | ARABIC))
}

/// Cuts off a rank of two words: "Field Marshal", "Crown Prince", "Air Vice-Marshal". A given name and a surname must follow.
fn ranks(page: &Page, candidates: &mut [Candidate]) {
    for c in candidates
        .iter_mut()
        .filter(|c| c.entities.is_empty() && c.kind == EntityType::Person && c.to - c.from >= 4)
    {
        let words = &page.tokens[c.from..c.to];
        let rank = words[0].has(ORDINARY) && !words[0].has(TITLE | GIVEN | ORG_HEAD);
        if rank && words[1].has(TITLE) && !words[1].has(GIVEN | NAME) && words[2].joined() {
            c.from += 2;
        }
    }
}

/// What a person has or leads, so that the person's name is no part of its own. A brigade, a university, a museum or a
/// foundation is often called after one.
const LED: [&str; 5] = ["council", "government", "cabinet", "parliament", "committee"];

/// Ends the name of an organisation before the person whose it is: "City Council of Nadia Hilmi" are two names.
fn owners(page: &Page, candidates: &mut Vec<Candidate>) {
    let mut added = Vec::new();
    for c in candidates
        .iter_mut()
        .filter(|c| c.entities.is_empty() && c.kind == EntityType::Org)
    {
        let Some(of) = (c.from + 2..c.to.saturating_sub(2))
            .rev()
            .find(|i| page.word(&page.tokens[*i]) == "of")
        else {
            continue;
        };
        let owner = &page.tokens[of + 1..c.to];
        let led = LED.contains(&page.word(&page.tokens[of - 1]).to_lowercase().as_str());
        // A given name, or any word before a surname with the Arabic article.
        let article = owner.iter().skip(1).any(|t| t.has(ROMAN_ARTICLE));
        let given = (article || owner[0].has(GIVEN | NAME))
            && !owner[0].has(ORDINARY | PLACE | TITLE | LOC_HEAD | DEMONYM)
            && !owner[0].has(ROMAN_ARTICLE);
        let plain = owner
            .iter()
            .all(|t| t.is(CAPITAL) && !t.has(ORG | ORG_HEAD | LOC | DEMONYM) || t.has(ROMAN_ARTICLE));
        if led && given && plain && owner.len() <= 4 {
            added.push(Candidate {
                from: of + 1,
                kind: EntityType::Person,
                ..c.clone()
            });
            c.to = of;
        }
    }
    merge(candidates, added);
}

/// A title inside an Arabic name begins another one: "بيت العميد كريم السبتي" is Karim al-Sabti. With nothing after it, what
/// stands before it is no name but a verb that is also one: "أشرف الفريق".
fn arabic_titles(page: &Page, candidates: &mut Vec<Candidate>) {
    let title = |at: usize| {
        let (token, before) = (&page.tokens[at], &page.tokens[at - 1]);
        token.is(ARTICLE) && token.has(TITLE) && !token.has(NAME | GIVEN) && page.word(before) != "عبد"
    };
    candidates.retain_mut(|c| {
        if !c.entities.is_empty() || c.kind != EntityType::Person || !page.tokens[c.from].is(ARABIC) {
            return true;
        }
        match (c.from + 1..c.to).rev().find(|at| title(*at)) {
            Some(at) if at + 1 < c.to => {
                c.from = at + 1;
                true
            }
            Some(at) => {
                c.to = at;
                at - c.from >= 2
            }
            None => true,
        }
    });
}

/// Makes one organisation of the words that an acronym in brackets abbreviates: "Support Mission in Libya (SMIL)".
fn long_forms(page: &Page, candidates: &mut Vec<Candidate>) {
    let mut found: Vec<Candidate> = Vec::new();
    // The candidates up to here end before the acronym.
    let mut before = 0;
    for at in 1..page.tokens.len() {
        if page.tokens[at].gap != Gap::Open || !page.tokens[at].is(UPPER) || page.tokens[at - 1].is(ARABIC) {
            continue;
        }
        let Some(end) = bracketed(page, at) else { continue };
        while candidates.get(before).is_some_and(|c| c.to <= at) {
            before += 1;
        }
        let last = before.checked_sub(1).and_then(|i| candidates.get(i));
        let whole = last.is_some_and(|c| c.to == at && abbreviates(page, at, end, c.from, c.to));
        let word = page.word(&page.tokens[at]);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 3 || whole {
            continue;
        }
        let Some(from) = long_form(page, at, end, letters) else {
            continue;
        };
        // What reaches out of the long form is another name; and the user's name at its end stays as it is.
        let reaches = |c: &Candidate| c.to > from && (c.from < from || c.to > at);
        let users = last.is_some_and(|c| c.to == at && c.finder == Finder::Gazetteer && !c.entities.is_empty());
        let first = candidates[..before].iter().rev().take_while(|c| c.to > from).last();
        let crossing = candidates.get(before).is_some_and(|c| c.from < at) || first.is_some_and(reaches);
        let others = candidates[..before].iter().rev().take_while(|c| c.to > from);
        if users || crossing || others.clone().any(|c| beside(page, c)) || found.last().is_some_and(|f| f.to > from) {
            continue;
        }
        found.push(Candidate {
            from,
            to: at,
            kind: EntityType::Org,
            // What stands before the letters that abbreviate it is a name beyond doubt, as the acronym itself is.
            score: 0.95,
            finder: Finder::Pattern,
            entities: Vec::new(),
        });
    }
    if found.is_empty() {
        return;
    }
    let mut inside = found.iter().peekable();
    candidates.retain(|c| {
        while inside.next_if(|f| f.to <= c.from).is_some() {}
        inside.peek().is_none_or(|f| c.to <= f.from)
    });
    merge(candidates, found);
}

/// Whether a name among the words before an acronym is one of its own: a known one that is no place, or a person's full name or a
/// known place that a comma or "and" sets off.
fn beside(page: &Page, c: &Candidate) -> bool {
    let known = !c.entities.is_empty();
    if known && c.kind != EntityType::Loc {
        return true;
    }
    let Some(next) = page.tokens.get(c.to) else {
        return false;
    };
    let set_off = matches!(next.gap, Gap::And | Gap::Comma) || page.word(next) == "and";
    set_off && (known || c.kind == EntityType::Person && c.to - c.from >= 2)
}

/// Where the words that the acronym `at..end` abbreviates begin: at the nearest capital that makes it fit.
fn long_form(page: &Page, at: usize, end: usize, letters: usize) -> Option<usize> {
    let small = |t: &Token| {
        matches!(
            page.word(t),
            "of" | "the" | "for" | "and" | "in" | "on" | "to" | "de" | "des" | "et" | "y"
        )
    };
    let mut capitals = 0;
    // A name with a comma inside is a list, and has an "and" after it: "Office for Sport, Youth and Work".
    let (mut and, mut listed) = (false, true);
    for from in (at.saturating_sub(LONGEST)..at).rev() {
        let token = &page.tokens[from];
        capitals += usize::from(token.is(CAPITAL));
        and |= page.word(token) == "and" || page.tokens[from + 1].gap == Gap::And;
        listed &= and || page.tokens[from + 1].gap != Gap::Comma;
        let inner = token.is(CAPITAL) || small(token) || token.has(ROMAN_ARTICLE);
        let next = &page.tokens[from + 1];
        let tied = from + 1 == at || next.joined() || matches!(next.gap, Gap::And | Gap::Comma);
        if !inner || !tied || !listed || capitals > letters * WORDS_A_LETTER {
            return None;
        }
        if token.is(CAPITAL) && at - from >= 2 && abbreviates(page, at, end, from, at) {
            return Some(from);
        }
        if token.gap == Gap::Start {
            return None;
        }
    }
    None
}

/// After these words "in" leads to no place: "trust in Hilmi", "money in Hilmi". Beginnings, for "trusted" and "investors".
const NO_PLACE: [&str; 23] = [
    "trust",
    "faith",
    "confiden",
    "belie",
    "interest",
    "invest",
    "money",
    "stake",
    "share",
    "hope",
    "disappoint",
    "pride",
    "vest",
    "find",
    "found",
    "see",
    "saw",
    "seen",
    "result",
    "person",
    "like",
    "love",
    "unlike",
];

/// A single word after "in" is a place, whatever a finder took it for, when the lists know it as one, or when the document has it
/// there at least every second time, no list knows it as a name and the finder was not sure.
///
/// Not when the document has a person of that name.
fn after_in(page: &Page, candidates: &mut [Candidate]) {
    let single = |c: &Candidate| {
        let token = &page.tokens[c.from];
        let plain = token.is(CAPITAL) && !token.is(UPPER | INITIAL | ARABIC) && !token.has(ORDINARY);
        c.to == c.from + 1 && c.entities.is_empty() && plain
    };
    // How often each word stands there, and how often at all.
    let mut within: KeyMap<(u32, u32)> = KeyMap::default();
    for c in candidates.iter().filter(|c| single(c)) {
        let counts = within.entry(page.tokens[c.from].key).or_insert((0, 0));
        counts.0 += u32::from(is_after_in(page, c));
        counts.1 += 1;
    }
    within.retain(|_, (inside, _)| *inside > 0);
    if within.is_empty() {
        return;
    }
    for c in candidates.iter().filter(|c| c.kind == EntityType::Person && !single(c)) {
        for word in content(page, c.from, c.to) {
            within.remove(&page.tokens[word].key);
        }
    }
    for c in candidates
        .iter_mut()
        .filter(|c| c.kind == EntityType::Person && single(c))
    {
        let token = &page.tokens[c.from];
        let mostly = within.get(&token.key).is_some_and(|(inside, all)| inside * 2 >= *all);
        let guess = mostly && c.score < super::document::SURE && !token.has(GIVEN | FAMILY | NAME);
        let listed = within.contains_key(&token.key) && place(page, c.from).is_some();
        if (listed || guess) && is_after_in(page, c) {
            c.kind = EntityType::Loc;
            // Surer than the guess that it overrules, no surer than what a document shows of its names otherwise.
            c.score = c.score.max(super::document::PROPAGATED);
        }
    }
}

/// Whether a word stands after "in" and means where something is.
fn is_after_in(page: &Page, c: &Candidate) -> bool {
    let before = |n: usize| c.from.checked_sub(n).map(|i| &page.tokens[i]);
    let after = page.tokens.get(c.to).map(|t| t.gap);
    let leading = before(2).map(|t| page.word(t).to_lowercase()).unwrap_or_default();
    page.tokens[c.from].gap == Gap::Space
        && before(1).is_some_and(|t| matches!(page.word(t), "in" | "near" | "inside" | "outside"))
        && !NO_PLACE.iter().any(|w| leading.starts_with(w))
        && !matches!(after, Some(Gap::Possessive | Gap::Hyphen))
        && !after_in_is_other(page, c)
}

/// Whether another name goes on where this one ends, so that "in" belongs to all of it: "in Nadia Hilmi's house".
fn after_in_is_other(page: &Page, c: &Candidate) -> bool {
    page.tokens
        .get(c.to)
        .is_some_and(|t| t.joined() && t.is(CAPITAL) && !t.has(CALENDAR | ALONE | ORG_WORD))
}
