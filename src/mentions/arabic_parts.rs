//! Surnames in Arabic, which no capital shows: after a given name of two words where a finder stopped ("عبد الحميد" before
//! "الدبيبة"), and by themselves once the document has shown whose they are.

use super::tokens::{ARABIC, ARTICLE, Gap, Token};
use super::words::{ALONE, DEMONYM, KeyMap, LOC_HEAD, NAME, ORDINARY, ORG_HEAD, ORG_WORD, PLACE, SAYS, TITLE};
use super::{Candidate, Page, document};
use crate::types::EntityType;

/// What is no part of a person's name.
const OTHER: u32 = ORDINARY | ALONE | DEMONYM | TITLE | ORG_HEAD | LOC_HEAD | ORG_WORD | PLACE | SAYS;

/// Completes "Servant of ..." names: nobody is called by them alone in news, so a word with the article that follows, and
/// that the lists know as nothing else, is the surname.
pub fn complete(page: &Page, candidates: &mut [Candidate]) {
    for i in 0..candidates.len() {
        let after = candidates.get(i + 1).map_or(page.tokens.len(), |c| c.from);
        let c = &mut candidates[i];
        let servant = c.kind == EntityType::Person
            && c.entities.is_empty()
            && c.to == c.from + 2
            && page.word(&page.tokens[c.from]) == "عبد";
        if servant && c.to < after && is_surname(&page.tokens[c.to]) {
            c.to += 1;
        }
    }
}

fn is_surname(next: &Token) -> bool {
    next.is(ARABIC) && next.is(ARTICLE) && next.gap == Gap::Space && next.proclitic == 0 && next.flags & !NAME == 0
}

/// Whether a full name shows that its last word is a surname: it begins with a given name, ends with the article, and its
/// finder was sure. ("بطل الدوري" would make a person of every league.)
pub fn shows_surname(page: &Page, c: &Candidate) -> bool {
    let (first, last) = (&page.tokens[c.from], &page.tokens[c.to - 1]);
    let given = first.has(NAME) && !first.has(OTHER) && !first.is(ARTICLE);
    given && last.is(ARABIC) && last.is(ARTICLE) && (c.score >= document::SURE || !c.entities.is_empty())
}

/// The words with the article that stand after a verb of saying somewhere in the document, by key.
pub fn speakers(page: &Page) -> KeyMap<()> {
    let mut speakers = KeyMap::default();
    for pair in page.tokens.windows(2) {
        let [verb, who] = pair else { continue };
        if verb.has(SAYS) && who.is(ARTICLE) && who.gap == Gap::Space && who.proclitic == 0 && !who.has(OTHER) {
            speakers.insert(who.key, ());
        }
    }
    speakers
}
