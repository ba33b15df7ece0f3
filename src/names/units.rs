//! The units of a name: what its words are once articles, honorifics and linkers are told from names, and "Abd al-X",
//! "Abu X" and "X al-Din" are one unit each.

use std::collections::HashMap;
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use super::alphabet::{Symbol, encode};
use super::dictionary::{Known, known};
use super::distance;
use super::fold::is_arabic;
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

/// What a particle is; a word may be several ("ibn" never is, "الله" is only a suffix).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Article,
    Linker,
    Ezafe,
    Servant,
    Father,
    Suffix,
    Honorific,
    Function,
    Generic,
}

struct Particles {
    classes: HashMap<&'static str, Vec<Class>>,
    numbers: HashMap<&'static str, &'static str>,
    /// Generic words with a word that means the same.
    counts_as: HashMap<&'static str, &'static str>,
}

static PARTICLES: LazyLock<Particles> = LazyLock::new(|| {
    let mut classes: HashMap<_, Vec<Class>> = HashMap::new();
    let mut numbers = HashMap::new();
    let mut counts_as = HashMap::new();
    for line in include_str!("particles.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(class), Some(word)) = (cells.next(), cells.next()) else {
            continue;
        };
        let class = match class {
            "article" => Class::Article,
            "linker" => Class::Linker,
            "ezafe" => Class::Ezafe,
            "servant" => Class::Servant,
            "father" => Class::Father,
            "suffix" => Class::Suffix,
            "honorific" => Class::Honorific,
            "function" => Class::Function,
            "generic" => Class::Generic,
            _ => {
                numbers.insert(word, cells.next().unwrap_or(""));
                continue;
            }
        };
        classes.entry(word).or_default().push(class);
        if let Some(other) = cells.next() {
            counts_as.insert(word, other);
        }
    }
    Particles {
        classes,
        numbers,
        counts_as,
    }
});

/// Weight, in hundredths, of what kind of thing a name names: "City of X" and "City of Y" must not be alike by their city.
const GENERIC: u8 = 25;

/// A unit while the name is read: the words that it joins.
struct Rough<'a> {
    parts: [&'a str; 2],
    role: Role,
    weight: u8,
    article: bool,
    definite: bool,
    generic: bool,
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
        }
    }
}

/// The units of a folded name.
pub(crate) fn units(folded: &str, kind: EntityType) -> Units {
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let mut rough: Vec<Rough> = Vec::with_capacity(words.len().min(MOST));
    let person = kind == EntityType::Person;
    let is = |word: &str, class: Class| PARTICLES.classes.get(word).is_some_and(|c| c.contains(&class));
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
        // Before "bin" stands a name: Sayed bin Ali.
        let linker_next = words.get(at).is_some_and(|next| is(next, Class::Linker));
        if person && more && !linker_next && is(word, Class::Honorific) {
            rough.push(Rough::new([word, ""], Role::Honorific, 10));
        } else if (is(word, Class::Linker) && words.len() > 1) || (is(word, Class::Ezafe) && more && !rough.is_empty())
        {
            rough.push(Rough::new([word, ""], Role::Linker, 12));
        } else if !person && words.len() > 1 && is(word, Class::Function) {
            rough.push(Rough::new([word, ""], Role::Function, 12));
        } else if more && is(word, Class::Article) {
            article = true;
            continue;
        } else if more && (is(word, Class::Servant) || is(word, Class::Father)) {
            while at + 1 < words.len() && is(words[at], Class::Article) {
                at += 1;
            }
            let (head, arabic, role) = match is(word, Class::Servant) {
                true => ("abd", "عبد", Role::Servant),
                false => ("abu", "ابو", Role::Father),
            };
            let whose = bare_arabic(words[at]);
            let head = if whose.starts_with(is_arabic) { arabic } else { head };
            rough.push(Rough::new([head, whose], role, 100));
            at += 1;
        } else {
            let bare = bare(word);
            let name_before = rough
                .last()
                .is_some_and(|r| r.role == Role::Name && r.parts[1].is_empty());
            if let (true, true, Some(last)) = (is(bare, Class::Suffix), name_before, rough.last_mut()) {
                last.parts[1] = bare;
            } else if let Some((head, whose)) = glued_servant(bare) {
                rough.push(Rough::new([head, whose], Role::Servant, 100));
            } else if let (false, Some(&number)) = (person, PARTICLES.numbers.get(bare)) {
                rough.push(Rough::new([number, ""], Role::Number, 100));
            } else {
                let role = if bare.bytes().all(|b| b.is_ascii_digit()) {
                    Role::Number
                } else if bare.len() == 1 {
                    Role::Initial
                } else {
                    Role::Name
                };
                let generic = !person && words.len() > 1 && is(bare, Class::Generic);
                let shown = PARTICLES
                    .counts_as
                    .get(bare)
                    .filter(|_| generic)
                    .copied()
                    .unwrap_or(bare);
                rough.push(Rough {
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
    encoded(&rough)
}

/// The units with their symbols.
fn encoded(rough: &[Rough]) -> Units {
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut list = Vec::with_capacity(rough.len());
    let mut joined = String::new();
    for unit in rough {
        let start = symbols.len();
        joined.clear();
        unit.parts.iter().for_each(|part| joined.push_str(part));
        encode(&joined, &mut symbols);
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
            article: unit.article,
            arabic: joined.starts_with(is_arabic),
            definite: unit.definite,
            generic: unit.generic,
            spelling: xxh3_64(joined.as_bytes()) as u32,
            mask: coded.iter().fold(0, |mask, &s| mask | 1 << (s % 64)),
            reach: distance::COSTS.reach(coded),
        });
    }
    Units {
        list: list.into(),
        symbols: symbols.into(),
    }
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
    for article in ["وال", "ال"] {
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
