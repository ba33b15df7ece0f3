//! Names in Arabic script: after a title, after the key word of an organisation or a place, by name words, by known places.

use super::gazetteer::place;
use super::tokens::{ARABIC, ARTICLE, Gap, Token};
use super::words::*;
use super::{Candidate, Page};
use crate::types::{EntityType, Finder};

/// Names of persons have four parts at most in news.
const PERSON_PARTS: usize = 4;
/// "منظمة الصحة العالمية", "اللجنة الدولية للصليب الأحمر": a key word and up to three words that follow it.
const ORG_PARTS: usize = 4;

/// Names in a text.
pub fn find(page: &Page, out: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < page.tokens.len() {
        let Some(found) = page.tokens[at].is(ARABIC).then(|| name(page, at)).flatten() else {
            at += 1;
            continue;
        };
        at = found.to;
        out.push(found);
    }
}

/// The name that begins at word `at`.
fn name(page: &Page, at: usize) -> Option<Candidate> {
    let token = &page.tokens[at];
    let made = |to: usize, kind: EntityType, score: f32| {
        Some(Candidate {
            from: at,
            to,
            kind,
            score,
            finder: Finder::Pattern,
            entities: Vec::new(),
        })
    };
    if token.has(ORG_HEAD)
        && let Some(to) = organisation(page, at)
    {
        return made(to, EntityType::Org, 0.7);
    }
    if let Some((to, _)) = place(page, at)
        && (!token.has(ORDINARY | DEMONYM) || to > at + 1)
    {
        return made(to, EntityType::Loc, 0.8);
    }
    if token.has(ORG_WORD) && (token.is(ARTICLE) || !token.has(NAME | ORDINARY)) && !token.has(LOC_HEAD) {
        return made(at + 1, EntityType::Org, 0.6);
    }
    let before = at
        .checked_sub(1)
        .and_then(|i| page.tokens.get(i))
        .filter(|_| token.gap == Gap::Space);
    if before.is_some_and(|t| t.has(LOC_HEAD) && !t.is(ARTICLE))
        && !token.has(ORDINARY | DEMONYM | ORG_HEAD | LOC_HEAD)
        && token.proclitic == 0
    {
        return made(at + 1, EntityType::Loc, 0.5);
    }
    let titled = before.is_some_and(|t| t.has(TITLE))
        || before.is_some_and(|t| t.has(DEMONYM)) && at >= 2 && page.tokens[at - 2].has(TITLE);
    person(page, at, titled).and_then(|to| made(to, EntityType::Person, if titled { 0.75 } else { 0.6 }))
}

/// Where an organisation's name that begins with a key word ends.
fn organisation(page: &Page, at: usize) -> Option<usize> {
    let mut to = at + 1;
    while to < page.tokens.len().min(at + ORG_PARTS) {
        let token = &page.tokens[to];
        if token.gap != Gap::Space || !token.is(ARABIC) || token.proclitic > 0 && !is_l(page, token) {
            break;
        }
        let allah = page.word(token) == "الله";
        let definite = token.is(ARTICLE) && !token.has(ORDINARY);
        let proper = to == at + 1 && token.has(NAME | PLACE | ORG_WORD | ORG_HEAD) && !token.has(ORDINARY);
        let key = &page.tokens[at];
        if !(allah || proper || definite && (!key.is(ARTICLE) || token.has(DEMONYM) || to == at + 1)) {
            break;
        }
        to += 1;
    }
    (to > at + 1).then_some(to)
}

/// Whether the particle of a word is ل with the article: "للصليب".
fn is_l(page: &Page, token: &Token) -> bool {
    token.is(ARTICLE)
        && page
            .text
            .get(token.start..token.end)
            .is_some_and(|w| w.starts_with("لل"))
}

/// Where a person's name ends. Without a title two name words must stand together.
fn person(page: &Page, at: usize, titled: bool) -> Option<usize> {
    let part = |t: &Token, first: bool| {
        let unknown_name = titled && !t.has(!0) && !t.is(ARTICLE) || t.is(ARTICLE) && !first && t.has(NAME);
        (t.has(NAME) || unknown_name)
            && !t.has(ORDINARY | DEMONYM | TITLE | ORG_HEAD | LOC_HEAD | PLACE)
            && (first || t.proclitic == 0)
    };
    let first = &page.tokens[at];
    if !part(first, true) || first.is(ARTICLE) && !titled {
        return None;
    }
    let mut to = at + 1;
    while to < page.tokens.len().min(at + PERSON_PARTS) {
        let token = &page.tokens[to];
        if token.gap != Gap::Space || !token.is(ARABIC) || !part(token, false) {
            break;
        }
        to += 1;
    }
    (to >= at + 2 || titled && first.has(NAME) && !first.is(ARTICLE)).then_some(to)
}
