//! Where a name begins and ends, and what is none, by what stands around it: "Storm Daniel" is no person, "Field Marshal" is
//! no part of a name, a name ends where another person's begins ("Council of Nadia Hilmi"), a title inside an Arabic name
//! begins another one, and what an acronym in brackets abbreviates is one name from its first letter to its last.

use super::definitions::{abbreviates, bracketed};
use super::document::{content, merge};
use super::gazetteer::place;
use super::tokens::{ARABIC, ARTICLE, CAPITAL, Gap, INITIAL, Token, UPPER};
use super::words::{
    ALONE, CALENDAR, DEMONYM, FAMILY, GIVEN, KeyMap, LOC, LOC_HEAD, NAME, ORDINARY, ORG, ORG_HEAD, ORG_WORD, PLACE,
    STORM, TITLE,
};
use super::{Candidate, Page};
use crate::types::{EntityType, Finder};

/// What an acronym stands for is looked for among so many words before it: twice its letters, as in Schwartz and Hearst's
/// "A simple algorithm for identifying abbreviation definitions" (2003), but for the small words.
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

/// Whether it is the name that a storm has: neither a person nor a place.
fn storm(page: &Page, c: &Candidate) -> bool {
    let (first, length) = (&page.tokens[c.from], c.to - c.from);
    let named = |t: &Token| t.has(STORM) && t.is(CAPITAL | ARABIC);
    let before = c.from.checked_sub(1).map(|i| &page.tokens[i]);
    match length {
        1 => first.gap == Gap::Space && before.is_some_and(named) && c.kind != EntityType::Loc,
        2 => named(first) && c.kind != EntityType::Loc,
        _ => false,
    }
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
        let organisation = page.tokens[c.from..of].iter().any(|t| t.has(ORG | ORG_HEAD));
        // A given name, or any word before a surname with the Arabic article.
        let article = owner.iter().skip(1).any(|t| super::gazetteer::is_article(t.key));
        let given = (article || owner[0].has(GIVEN | NAME))
            && !owner[0].has(ORDINARY | PLACE | TITLE | LOC_HEAD | DEMONYM)
            && !super::gazetteer::is_article(owner[0].key);
        let plain = owner
            .iter()
            .all(|t| t.is(CAPITAL) && !t.has(ORG | ORG_HEAD | LOC | DEMONYM) || super::gazetteer::is_article(t.key));
        if organisation && given && plain && owner.len() <= 4 {
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
        if users || crossing || found.last().is_some_and(|f| f.to > from) {
            continue;
        }
        found.push(Candidate {
            from,
            to: at,
            kind: EntityType::Org,
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

/// Where the words that the acronym `at..end` abbreviates begin: at the nearest capital that makes it fit.
fn long_form(page: &Page, at: usize, end: usize, letters: usize) -> Option<usize> {
    let small = |t: &Token| {
        matches!(
            page.word(t),
            "of" | "the" | "for" | "and" | "in" | "on" | "to" | "de" | "des" | "et" | "y"
        )
    };
    let mut capitals = 0;
    for from in (at.saturating_sub(LONGEST)..at).rev() {
        let token = &page.tokens[from];
        capitals += usize::from(token.is(CAPITAL));
        let inner = token.is(CAPITAL) || small(token) || super::gazetteer::is_article(token.key);
        let next = &page.tokens[from + 1];
        let tied = from + 1 == at || next.joined() || matches!(next.gap, Gap::And | Gap::Comma);
        if !inner || !tied || capitals > letters * WORDS_A_LETTER {
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

/// A single word that the document puts after "in" is a place, whatever a finder took it for: nobody is in a person.
///
/// Not when the document has a person of that name, and not a word that is known as a name and seen so only once.
fn after_in(page: &Page, candidates: &mut [Candidate]) {
    let single = |c: &Candidate| {
        let token = &page.tokens[c.from];
        let plain = token.is(CAPITAL) && !token.is(UPPER | INITIAL | ARABIC) && !token.has(ORDINARY);
        c.to == c.from + 1 && c.entities.is_empty() && plain
    };
    let mut within: KeyMap<u32> = KeyMap::default();
    for c in candidates.iter().filter(|c| single(c)) {
        let token = &page.tokens[c.from];
        let before = c.from.checked_sub(1).map(|i| page.word(&page.tokens[i]));
        let after = page.tokens.get(c.to).map(|t| t.gap);
        if token.gap == Gap::Space
            && matches!(before, Some("in" | "near" | "into" | "inside" | "outside"))
            && !matches!(after, Some(Gap::Possessive | Gap::Hyphen))
            && !after_in_is_other(page, c)
        {
            *within.entry(token.key).or_insert(0) += 1;
        }
    }
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
        let known = token.has(GIVEN | FAMILY) && place(page, c.from).is_none();
        if within.get(&token.key).is_some_and(|n| *n > u32::from(known)) {
            c.kind = EntityType::Loc;
            c.score = c.score.max(0.8);
        }
    }
}

/// Whether another name goes on where this one ends, so that "in" belongs to all of it: "in Nadia Hilmi's house".
fn after_in_is_other(page: &Page, c: &Candidate) -> bool {
    page.tokens
        .get(c.to)
        .is_some_and(|t| t.joined() && t.is(CAPITAL) && !t.has(CALENDAR | ALONE | ORG_WORD))
}
