//! What single words say about names: the shipped lists, as flags of a word's key.
//!
//! A key is the hash of a word folded for comparison: lower case, no diacritics, no apostrophes; Arabic without
//! marks, letter variants as one and without the article. Where the lists come from stands in `data/README.md`.

use super::letters::{FOLDS, letters};
use crate::maps::Map;

/// A given name (US census).
pub const GIVEN: u32 = 1;
/// A family name (US census).
pub const FAMILY: u32 = 1 << 1;
/// A name word known to Wikidata with an Arabic spelling.
pub const NAME: u32 = 1 << 2;
/// A word that is written in lower case at least as often as not; in Arabic one that is never part of a name by itself.
pub const ORDINARY: u32 = 1 << 3;
/// Stands before a person's name.
pub const TITLE: u32 = 1 << 4;
/// Ends the name of an organisation.
pub const ORG: u32 = 1 << 5;
/// Begins the name of an organisation, with "of" in English.
pub const ORG_HEAD: u32 = 1 << 6;
/// Begins the name of an organisation without "of".
pub const ORG_HEAD_BARE: u32 = 1 << 7;
/// An organisation by itself (Arabic).
pub const ORG_WORD: u32 = 1 << 8;
/// Ends the name of a place.
pub const LOC: u32 = 1 << 9;
/// Begins the name of a place.
pub const LOC_HEAD: u32 = 1 << 10;
/// A nationality, religion or language.
pub const DEMONYM: u32 = 1 << 11;
/// A month or a day.
pub const CALENDAR: u32 = 1 << 12;
/// What persons do.
pub const SAY: u32 = 1 << 13;
/// A small word inside names.
pub const PARTICLE: u32 = 1 << 14;
/// A place often follows.
pub const PRE_PLACE: u32 = 1 << 15;
/// A place by itself.
pub const PLACE: u32 = 1 << 16;
/// A word of a longer place name.
pub const PLACE_PART: u32 = 1 << 17;
/// Begins a phrase of the automaton.
pub const STARTS: u32 = 1 << 18;
/// No name by itself: currencies, months, peoples.
pub const ALONE: u32 = 1 << 19;
/// An Arabic place of three letters that is known with a particle before it.
pub const SHORT_PLACE: u32 = 1 << 20;
/// Ends the name of a party that is written as a plural: "Lib Dems".
pub const FACTION: u32 = 1 << 21;
/// Stands before the name of a storm.
pub const STORM: u32 = 1 << 22;
/// An Arabic verb before whoever says something.
pub const SAYS: u32 = 1 << 23;
/// The romanised article, in its assimilated forms too.
pub const ROMAN_ARTICLE: u32 = 1 << 24;
/// The flags that the tagger's features are made of.
pub const LEARNT: u32 = (1 << 19) - 1;

/// The classes of `data/words.tsv`.
const CLASSES: &[(&str, u32)] = &[
    ("title", TITLE),
    ("org", ORG),
    ("orghead", ORG_HEAD),
    ("orghead2", ORG_HEAD_BARE),
    ("orgword", ORG_WORD),
    ("loc", LOC),
    ("lochead", LOC_HEAD),
    ("demonym", DEMONYM),
    ("calendar", CALENDAR),
    ("say", SAY),
    ("particle", PARTICLE),
    ("preplace", PRE_PLACE),
    ("ordinary", ORDINARY),
    ("alone", ALONE),
    ("shortplace", SHORT_PLACE),
    ("faction", FACTION),
    ("storm", STORM),
    ("says", SAYS),
    ("article", ROMAN_ARTICLE),
];

/// Maps whose keys are hashes already.
pub type KeyMap<V> = Map<u64, V>;

/// The words of the shipped lists (English and Arabic) with their flags.
pub fn shipped() -> KeyMap<u32> {
    let mut words = KeyMap::default();
    let mut buffer = String::new();
    let mut add = |word: &str, flag: u32| *words.entry(key(word, &mut buffer)).or_insert(0) |= flag;
    for line in rows(include_str!("data/words.tsv")) {
        if let Some((class, list)) = line.split_once('\t') {
            let flag = CLASSES
                .iter()
                .find(|(name, _)| *name == class)
                .map_or(0, |(_, flag)| *flag);
            list.split(' ').for_each(|word| add(word, flag));
        }
    }
    rows(include_str!("data/ordinary.txt")).for_each(|word| add(word, ORDINARY));
    rows(include_str!("data/names_arabic.txt")).for_each(|word| add(word, NAME));
    for line in rows(include_str!("data/names_latin.tsv")) {
        if let Some((word, classes)) = line.split_once('\t') {
            let flags = classes.chars().map(|c| match c {
                'G' => GIVEN,
                'F' => FAMILY,
                _ => NAME,
            });
            add(word, flags.fold(0, |all, flag| all | flag));
        }
    }
    // Known as they stand, so that no particle is cut off them.
    rows(include_str!("data/whole_arabic.txt")).for_each(|word| {
        words.entry(key(word, &mut buffer)).or_insert(0);
    });
    words
}

/// The lines of a data file that are not remarks.
pub fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The key of a word; `buffer` is scratch space and holds the folded word afterwards.
pub fn key(word: &str, buffer: &mut String) -> u64 {
    folded(word, buffer);
    hash(without_article(buffer))
}

/// The hash of a folded word.
pub fn hash(folded: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(folded.as_bytes())
}

/// Folds a word into `out`: like [`crate::lang::fold`], and without diacritics and apostrophes.
pub fn folded(word: &str, out: &mut String) {
    out.clear();
    if word.bytes().all(|b| b.is_ascii_alphabetic()) {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    let letters = letters();
    // Most characters stay as they are.
    let mut copied = 0;
    for (at, c) in word.char_indices() {
        if letters.class(c) & FOLDS != 0 {
            out.push_str(&word[copied..at]);
            letters.fold(c, out);
            copied = at + c.len_utf8();
        }
    }
    out.push_str(&word[copied..]);
}

/// A folded Arabic word without its article, when at least three letters stay ("الله" keeps it).
pub fn without_article(folded: &str) -> &str {
    match folded.strip_prefix("ال") {
        Some(rest) if rest.len() >= 6 && folded != "الله" => rest,
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_share_a_key() {
        let mut b = String::new();
        assert_eq!(key("Asa’ib", &mut b), key("ASAIB", &mut b));
        assert_eq!(key("Muḥammad", &mut b), key("Muhammad", &mut b));
        assert_eq!(key("الأُردن", &mut b), key("اردن", &mut b));
        assert_ne!(key("الله", &mut b), key("له", &mut b));
    }

    #[test]
    fn the_lists_are_read() {
        let words = shipped();
        let mut b = String::new();
        let flags = |word: &str, b: &mut String| words.get(&key(word, b)).copied().unwrap_or(0);
        assert_ne!(flags("Ministry", &mut b) & ORG_HEAD, 0);
        assert_ne!(flags("الشيخ", &mut b) & TITLE, 0);
        assert_ne!(flags("Iraqi", &mut b) & DEMONYM, 0);
        assert_ne!(flags("قيس", &mut b) & NAME, 0);
    }
}
