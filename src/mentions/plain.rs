//! Words that are no name by themselves, though a finder took them for one: "الحكومة", "الأشهر", "Mr", "SUVs".

use super::document::{SURE, content};
use super::tokens::{ARABIC, ARTICLE, CAPITAL, Token, UPPER};
use super::words::{
    ALONE, DEMONYM, FACTION, FAMILY, GIVEN, KeyMap, LOC_HEAD, NAME, ORDINARY, ORG_HEAD, ORG_WORD, TITLE, folded, hash,
    without_article,
};
use super::{Candidate, Page};
use crate::types::EntityType;

/// Takes out what is no name by itself. What the gazetteer gives stays, and so does the surname of a fuller name.
pub fn drop(page: &Page, candidates: &mut Vec<Candidate>) {
    let mut borne: KeyMap<()> = KeyMap::default();
    for c in candidates.iter().filter(|c| c.kind == EntityType::Person) {
        let words = content(page, c.from, c.to);
        if let ([first, .., last], true) = (&words[..], has_name(page, c)) {
            borne.insert(page.tokens[*first].key, ());
            borne.insert(page.tokens[*last].key, ());
        }
    }
    let mut buffer = String::new();
    for c in candidates.iter_mut().filter(|c| c.entities.is_empty()) {
        // "Lib Dems" are a party.
        if c.kind == EntityType::Person && page.tokens[c.to - 1].has(FACTION) {
            c.kind = EntityType::Org;
        }
    }
    candidates.retain(|c| {
        let first = &page.tokens[c.from];
        !c.entities.is_empty()
            || c.kind == EntityType::Person && c.to == c.from + 1 && borne.contains_key(&first.key)
            || !plain(page, c, &mut buffer)
    });
}

/// Whether a name of a person has a word that is no title.
fn has_name(page: &Page, c: &Candidate) -> bool {
    page.tokens[c.from..c.to].iter().any(|t| !t.has(TITLE | ALONE))
}

/// Whether a name is made of nothing but common words.
fn plain(page: &Page, c: &Candidate, buffer: &mut String) -> bool {
    let words = &page.tokens[c.from..c.to];
    let person = c.kind == EntityType::Person;
    if person && !has_name(page, c) {
        // "Bishop" and "Amir" are titles and names.
        let called = |t: &Token| !t.has(ALONE) && (t.has(GIVEN | FAMILY) || t.has(NAME) && c.score >= SURE);
        return !words.iter().all(called);
    }
    match words {
        [word] if word.is(ARABIC) => common(page, word, c.kind, buffer),
        [word] => word.has(ALONE) || person && plural_of_letters(page, word),
        // "القوات الأجنبية": a common noun and a common adjective.
        [noun, adjective] => {
            noun.is(ARABIC) && noun.is(ARTICLE) && noun.has(ORG_HEAD | LOC_HEAD) && adjective.has(ALONE)
        }
        _ => false,
    }
}

/// Whether an Arabic word by itself is no name of this type.
fn common(page: &Page, word: &Token, kind: EntityType, buffer: &mut String) -> bool {
    let person = kind == EntityType::Person;
    // "القاعدة" and "الجزيرة" are organisations, and common nouns without the article.
    if word.has(ORG_WORD) && word.is(ARTICLE) && kind == EntityType::Org {
        return false;
    }
    word.has(ALONE | DEMONYM | ORG_HEAD | LOC_HEAD)
        || word.has(TITLE | ORDINARY) && !(person && word.has(NAME))
        || people(page, word, person, buffer)
}

/// Whether an Arabic word is the plural of a nationality: "العراقيين", "العراقيون".
fn people(page: &Page, word: &Token, person: bool, buffer: &mut String) -> bool {
    folded(page.word(word), buffer);
    let bare = without_article(buffer);
    let Some(one) = bare.strip_suffix("ين").or_else(|| bare.strip_suffix("ون")) else {
        return false;
    };
    let listed = |word: &str| page.lexicon.words.get(&hash(word)).is_some_and(|f| f & DEMONYM != 0);
    // No person's name has the article and this ending.
    one.ends_with('ي') && (person && word.is(ARTICLE) || listed(one) || one.strip_prefix('ل').is_some_and(listed))
}

/// "MPs", "SUVs": capitals and a small s.
fn plural_of_letters(page: &Page, word: &Token) -> bool {
    word.is(CAPITAL)
        && !word.is(UPPER)
        && page
            .word(word)
            .strip_suffix('s')
            .is_some_and(|letters| letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_uppercase()))
}
