//! Surnames in Arabic, which no capital shows: after a given name of two words where a finder stopped ("عبد الحميد" before
//! "الدبيبة"), and by themselves once the document has shown whose they are.

use super::tokens::{ARABIC, ARTICLE, Gap, Token};
use super::words::{ALONE, DEMONYM, KeyMap, LOC_HEAD, NAME, ORDINARY, ORG_HEAD, ORG_WORD, PLACE, SAYS, TITLE};
use super::{Candidate, Page, document};
use crate::types::{EntityType, Finder};

/// What is no part of a person's name.
const OTHER: u32 = ORDINARY | ALONE | DEMONYM | TITLE | ORG_HEAD | LOC_HEAD | ORG_WORD | PLACE | SAYS;

/// Completes "Servant of ..." names: nobody is called by them alone in news, so a word with the article that follows is the
/// surname, if it is one elsewhere: in the lists, in another full name of the document, or by its ending. A participle
/// ("عبد الله المقيم في ...") is none, and no part of the name either.
pub fn complete(page: &Page, candidates: &mut [Candidate]) {
    let full = |c: &&Candidate| c.kind == EntityType::Person && c.to - c.from >= 2;
    let mut surnames: KeyMap<()> = KeyMap::default();
    for c in candidates.iter().filter(full).filter(|c| shows_surname(page, c)) {
        surnames.insert(page.tokens[c.to - 1].key, ());
    }
    for i in 0..candidates.len() {
        let after = candidates.get(i + 1).map_or(page.tokens.len(), |c| c.from);
        let c = &mut candidates[i];
        let servant = c.kind == EntityType::Person && c.entities.is_empty() && page.word(&page.tokens[c.from]) == "عبد";
        if servant && c.to == c.from + 3 && page.tokens[c.to - 1].has(ALONE) {
            c.to -= 1;
        }
        if !servant || c.to != c.from + 2 || c.to >= after {
            continue;
        }
        let next = &page.tokens[c.to];
        let borne = next.has(NAME) || surnames.contains_key(&next.key) || is_nisba(page.word(next));
        if may_be_surname(next) && borne {
            c.to += 1;
            c.finder = Finder::Pattern;
        }
    }
}

/// Whether a word has the ending that makes a surname of a place or a tribe: "البغدادي". Four letters stand between it and the
/// article, or it is rather an adjective of every day ("الحالي").
fn is_nisba(word: &str) -> bool {
    word.ends_with('ي') && word.chars().filter(|c| c.is_alphabetic()).count() >= "ال".chars().count() + 5
}

fn may_be_surname(next: &Token) -> bool {
    next.is(ARABIC) && next.is(ARTICLE) && next.gap == Gap::Space && next.proclitic == 0 && next.flags & !NAME == 0
}

/// Whether a full name shows that its last word is a surname: it begins with a given name, ends with the article, its finder
/// was sure, and it is not one that [`complete`] made. ("بطل الدوري" would make a person of every league.)
pub fn shows_surname(page: &Page, c: &Candidate) -> bool {
    let (first, last) = (&page.tokens[c.from], &page.tokens[c.to - 1]);
    let given = first.has(NAME) && !first.has(OTHER) && !first.is(ARTICLE);
    let sure = c.score >= document::SURE && c.finder != Finder::Pattern;
    given && last.is(ARABIC) && last.is(ARTICLE) && (sure || !c.entities.is_empty())
}

/// The words with the article that stand after a verb of saying somewhere in the document, by key; not where another word
/// with the article follows, for then the first is a noun and that its adjective ("قال المتحدث العسكري").
pub fn speakers(page: &Page) -> KeyMap<()> {
    let mut speakers = KeyMap::default();
    for (at, pair) in page.tokens.windows(2).enumerate() {
        let [verb, who] = pair else { continue };
        let described = page
            .tokens
            .get(at + 2)
            .is_some_and(|t| t.is(ARTICLE) && t.gap == Gap::Space && t.proclitic == 0);
        if !described
            && verb.has(SAYS)
            && who.is(ARTICLE)
            && who.gap == Gap::Space
            && who.proclitic == 0
            && !who.has(OTHER)
        {
            speakers.insert(who.key, ());
        }
    }
    speakers
}
