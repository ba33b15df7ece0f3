//! The units of a name: what its words are once articles, honorifics and linkers are told from names, and "Abd al-X",
//! "Abu X" and "X al-Din" are one unit each.

use xxhash_rust::xxh3::xxh3_64;

use super::alphabet::{Symbol, encode};
use super::dictionary::{Known, known};
use super::distance;
use super::fold::is_arabic;
use super::meanings::{Meaning, meaning};
use super::particles::{self, Class, classes, is};
use crate::types::EntityType;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// A name.
    Name,
    /// "servant of": Abd al-Rahman.
    Servant,
    /// "father of": Abu Mahdi.
    Father,
    /// A single letter.
    Initial,
    /// Digits, an ordinal or a direction: like nothing but its equal.
    Number,
    /// bin, ibn, ould.
    Linker,
    /// Sheikh, Dr.
    Honorific,
    /// "of", "the" in the name of an organisation or place.
    Function,
    /// The legal form of an organisation: Ltd, S.A.L., GmbH.
    Legal,
}

/// One unit; its symbols are a stretch of [`Units::symbols`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub start: u16,
    pub len: u8,
    pub role: Role,
    /// How much it counts, in hundredths of a name.
    pub weight: u8,
    /// What its symbols weigh.
    pub heft: u16,
    /// What the dictionary knows about it (of "Abd al-X": about X).
    pub known: Known,
    /// So many symbols stand before a tail that writers add or drop (Ebrahim-pour); 0 when there is none.
    pub stem: u8,
    /// What it means, in the name of an organisation or place.
    pub meaning: Meaning,
    /// Whether an article stood before it.
    pub article: bool,
    /// Whether it is in Arabic script.
    pub arabic: bool,
    /// Whether it is an Arabic word with the article.
    pub definite: bool,
    /// Whether it says what kind of thing is named, see [`GENERIC`].
    pub generic: bool,
    /// Hash of its letters as they are written.
    pub spelling: u32,
    /// Its symbols as a bit set.
    pub mask: u64,
    /// How many of its symbols cost a whole consonant, see [`distance::Costs::hard`].
    pub hard: u8,
    /// Symbols near its own, see [`distance::Costs::reach`].
    pub reach: u64,
}

impl Unit {
    /// Whether it is a name of its own, not a particle.
    pub fn is_name(&self) -> bool {
        matches!(
            self.role,
            Role::Name | Role::Servant | Role::Father | Role::Initial | Role::Number
        )
    }
}

/// The units of a name with the symbols of all of them, back to back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    pub list: Box<[Unit]>,
    pub symbols: Box<[Symbol]>,
}

/// More units are not compared: the longest names of the sanctions lists have ten.
pub(crate) const MOST: usize = 12;

/// Weight, in hundredths, of what kind of thing a name names: "City of X" and "City of Y" must not be alike by their city.
const GENERIC: u8 = 25;
/// Weight, in hundredths, of a legal form: writers add, drop and spell it out as they like.
const LEGAL: u8 = 15;

/// A unit while the name is read: the words that it joins.
struct Rough<'a> {
    parts: [&'a str; 2],
    role: Role,
    weight: u8,
    article: bool,
    definite: bool,
    generic: bool,
    meaning: Meaning,
}

impl<'a> Rough<'a> {
    fn new(parts: [&'a str; 2], role: Role, weight: u8) -> Rough<'a> {
        Rough {
            parts,
            role,
            weight,
            article: false,
            definite: false,
            generic: false,
            meaning: 0,
        }
    }
}

/// The units of a folded name.
pub(crate) fn units(folded: &str, kind: EntityType) -> Units {
    let person = kind == EntityType::Person;
    if person {
        encoded(&rough(folded, person), person)
    } else {
        encoded(&rough(&letters_joined(folded), person), person)
    }
}

/// The words of each unit of a folded name, in the order of [`units`].
pub(crate) fn words(folded: &str, kind: EntityType) -> Vec<String> {
    let person = kind == EntityType::Person;
    let joined = if person { String::new() } else { letters_joined(folded) };
    let rough = rough(if person { folded } else { &joined }, person);
    let shown = |unit: &Rough| [unit.parts[0], unit.parts[1]].join(" ").trim_end().to_string();
    rough.iter().map(shown).collect()
}

/// The units of a folded name, in words.
fn rough(folded: &str, person: bool) -> Vec<Rough<'_>> {
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let mut rough: Vec<Rough> = Vec::with_capacity(words.len().min(MOST));
    let mut at = 0;
    let mut article = false;
    while let Some(&word) = words.get(at) {
        let more = at + 1 < words.len();
        at += 1;
        if rough.len() >= MOST {
            // Of a very long name the last word counts, for it is a surname.
            if more {
                continue;
            }
            rough.pop();
        }
        let may_be = classes(word);
        // Before "bin" stands a name: Sayed bin Ali.
        let linker_next = || words.get(at).is_some_and(|next| is(next, Class::Linker));
        if !person && let Some((form, count)) = particles::legal(&words, at - 1) {
            rough.push(Rough::new([form, ""], Role::Legal, LEGAL));
            at += count - 1;
        } else if person && more && may_be.has(Class::Honorific) && !linker_next() {
            rough.push(Rough::new([word, ""], Role::Honorific, 10));
        } else if (may_be.has(Class::Linker) && words.len() > 1)
            || (may_be.has(Class::Ezafe) && more && !rough.is_empty())
        {
            rough.push(Rough::new([word, ""], Role::Linker, 12));
        } else if !person && words.len() > 1 && may_be.has(Class::Function) {
            rough.push(Rough::new([word, ""], Role::Function, 12));
        } else if more && may_be.has(Class::Article) {
            article = true;
            continue;
        } else if more && (may_be.has(Class::Servant) || may_be.has(Class::Father)) {
            while at + 1 < words.len() && is(words[at], Class::Article) {
                at += 1;
            }
            let (head, arabic, role) = match may_be.has(Class::Servant) {
                true => ("abd", "عبد", Role::Servant),
                false => ("abu", "ابو", Role::Father),
            };
            let whose = bare_arabic(words[at]);
            let head = if whose.starts_with(is_arabic) { arabic } else { head };
            rough.push(Rough::new([head, whose], role, 100));
            at += 1;
        } else {
            let bare = bare(word);
            let bare_may_be = if bare.len() == word.len() {
                may_be
            } else {
                classes(bare)
            };
            let name_before = rough
                .last()
                .is_some_and(|r| r.role == Role::Name && r.parts[1].is_empty());
            if let (true, true, Some(last)) = (bare_may_be.has(Class::Suffix), name_before, rough.last_mut()) {
                last.parts[1] = bare;
            } else if let Some((head, whose)) = glued_servant(bare) {
                rough.push(Rough::new([head, whose], Role::Servant, 100));
            } else if let (false, Some(number)) = (person, particles::number(bare)) {
                rough.push(Rough::new([number, ""], Role::Number, 100));
            } else {
                let role = if bare.bytes().all(|b| b.is_ascii_digit()) {
                    Role::Number
                } else if bare.len() == 1 {
                    Role::Initial
                } else {
                    Role::Name
                };
                let generic = !person && words.len() > 1 && bare_may_be.has(Class::Generic);
                let other = if generic { particles::counts_as(bare) } else { None };
                let shown = other.unwrap_or(bare);
                let meaning = match person {
                    true => 0,
                    false => Some(meaning(word))
                        .filter(|&known| known != 0)
                        .unwrap_or_else(|| meaning(bare)),
                };
                rough.push(Rough {
                    meaning,
                    definite: bare.len() < word.len() && bare.starts_with(is_arabic),
                    generic,
                    ..Rough::new([shown, ""], role, if generic { GENERIC } else { 100 })
                });
            }
        }
        if let (true, Some(last)) = (article, rough.last_mut()) {
            last.article = true;
        }
        article = false;
    }
    rough
}

/// A folded name with letters that stand alone made one word: "s a l" is sal, as "u s" is us.
fn letters_joined(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let mut after_letter = false;
    for word in folded.split(' ') {
        let letter = word.chars().nth(1).is_none() && !word.starts_with(|c: char| c.is_ascii_digit());
        let joined = letter && after_letter;
        if !out.is_empty() && !joined {
            out.push(' ');
        }
        out.push_str(word);
        after_letter = letter;
    }
    out
}

/// The units with their symbols.
fn encoded(rough: &[Rough], person: bool) -> Units {
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut list = Vec::with_capacity(rough.len());
    let mut joined = String::new();
    for unit in rough {
        let start = symbols.len();
        joined.clear();
        joined.push_str(unit.parts[0]);
        encode(unit.parts[0], start, &mut symbols);
        let head = symbols.len() - start;
        joined.push_str(unit.parts[1]);
        encode(unit.parts[1], start, &mut symbols);
        let coded = &symbols[start..];
        list.push(Unit {
            start: start as u16,
            len: coded.len() as u8,
            role: unit.role,
            weight: unit.weight,
            heft: distance::weight(coded),
            known: match unit.role {
                Role::Name if unit.parts[1].is_empty() => known(unit.parts[0]),
                Role::Name => known(&joined),
                Role::Servant | Role::Father => known(unit.parts[1]),
                _ => 0,
            },
            stem: match unit.role {
                Role::Name if person && unit.parts[1].is_empty() => stem(unit.parts[0], coded),
                // Gamal al-Din is often Gamal.
                Role::Name if person => head as u8,
                _ => 0,
            },
            meaning: unit.meaning,
            article: unit.article,
            arabic: joined.starts_with(is_arabic),
            definite: unit.definite,
            generic: unit.generic,
            spelling: xxh3_64(joined.as_bytes()) as u32,
            mask: coded.iter().fold(0, |mask, &s| mask | 1 << (s % 64)),
            hard: distance::COSTS.hard(coded),
            reach: distance::COSTS.reach(coded),
        });
    }
    Units {
        list: list.into(),
        symbols: symbols.into(),
    }
}

/// So many symbols stand before the tail of a word that has one.
fn stem(word: &str, coded: &[Symbol]) -> u8 {
    let mut stem = Vec::new();
    if let Some(rest) = particles::without_tail(word) {
        encode(rest, 0, &mut stem);
    }
    if coded.starts_with(&stem) { stem.len() as u8 } else { 0 }
}

/// An Arabic word without its article, a Latin word without a glued one ("alkhazali").
fn bare(word: &str) -> &str {
    if word.starts_with(is_arabic) {
        return bare_arabic(word);
    }
    // At least five letters stay, the first a consonant: Albert, Elham and Alireza are names of their own.
    match word.strip_prefix("al").or_else(|| word.strip_prefix("el")) {
        Some(rest) if rest.len() >= 5 && rest.is_ascii() && consonant_then_three_letters(rest.as_bytes()) => rest,
        _ => word,
    }
}

fn consonant_then_three_letters(rest: &[u8]) -> bool {
    rest.first()
        .is_some_and(|b| b.is_ascii_lowercase() && !b"aeiou".contains(b))
        && rest[1..].iter().take(3).all(u8::is_ascii_lowercase)
}

/// An Arabic word without its article, when at least two letters stay.
fn bare_arabic(word: &str) -> &str {
    for article in ["وال", "لل", "ال"] {
        if let Some(rest) = word.strip_prefix(article)
            && rest.chars().nth(2).is_some()
        {
            return rest;
        }
    }
    word
}

/// "abdulkarim", "عبدالكريم": the servant and whose he is.
fn glued_servant(word: &str) -> Option<(&'static str, &str)> {
    if let Some(rest) = word.strip_prefix("عبد") {
        return Some(("عبد", rest.strip_prefix("ال").unwrap_or(rest))).filter(|(_, whose)| !whose.is_empty());
    }
    let rest = word.strip_prefix("abd").filter(|_| word.len() > 6)?;
    let bearer = |articles: &[&str], consonant: bool, least: usize| {
        articles
            .iter()
            .filter_map(|article| rest.strip_prefix(article))
            .find(|whose| {
                whose.len() >= least
                    && whose.starts_with(|c: char| c.is_ascii_lowercase() && !(consonant && "aeiou".contains(c)))
            })
    };
    // abdul-karim, abdel-aziz; abdur-rahman, abdes-salam, abde-rahim.
    bearer(&["ul", "el", "al", "ol", "il"], false, 4)
        .or_else(|| {
            bearer(
                &[
                    "ul", "el", "al", "ol", "il", "ur", "us", "ar", "er", "ou", "e", "u", "a", "o",
                ],
                true,
                1,
            )
        })
        .map(|whose| ("abd", whose))
}
