//! Words of a name that are not names: what `particles.tsv` lists, ready to be asked.

use std::sync::LazyLock;

use crate::maps::WordMap;

/// What a particle is; a word may be several ("ibn" never is, "الله" is only a suffix).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
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

/// All that a word may be, as bits.
#[derive(Clone, Copy, Default)]
pub(crate) struct Classes(u16);

impl Classes {
    /// Whether the word may be such a particle.
    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u16) != 0
    }
}

struct Particles {
    classes: WordMap<Classes>,
    numbers: WordMap<&'static str>,
    /// Words of organisations and places with a word that means the same.
    counts_as: WordMap<&'static str>,
    /// Legal forms, spelled out or not, with the short name of their kind; by their first word, the longest first.
    legal: WordMap<Vec<(&'static str, &'static str)>>,
    /// Second halves of names that are as often left out, the longest first.
    tails: Vec<&'static str>,
}

static PARTICLES: LazyLock<Particles> = LazyLock::new(|| {
    let mut classes: WordMap<Classes> = WordMap::default();
    let mut numbers = WordMap::default();
    let mut counts_as = WordMap::default();
    let mut legal: WordMap<Vec<_>> = WordMap::default();
    let mut tails = Vec::new();
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
            "tail" => {
                tails.push(word);
                continue;
            }
            "legal" => {
                let first = word.split(' ').next().unwrap_or(word);
                legal
                    .entry(first)
                    .or_default()
                    .push((word, cells.next().unwrap_or(word)));
                continue;
            }
            _ => {
                numbers.insert(word, cells.next().unwrap_or(""));
                continue;
            }
        };
        classes.entry(word).or_default().0 |= 1 << class as u16;
        if let Some(other) = cells.next() {
            counts_as.insert(word, other);
        }
    }
    legal
        .values_mut()
        .for_each(|forms| forms.sort_by_key(|(form, _)| std::cmp::Reverse(form.len())));
    tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
    Particles {
        classes,
        numbers,
        counts_as,
        legal,
        tails,
    }
});

/// All that a word may be.
pub(crate) fn classes(word: &str) -> Classes {
    PARTICLES.classes.get(word).copied().unwrap_or_default()
}

/// Whether a word may be such a particle.
pub(crate) fn is(word: &str, class: Class) -> bool {
    classes(word).has(class)
}

/// The digits or direction that a word stands for: "fourteenth", "eastern".
pub(crate) fn number(word: &str) -> Option<&'static str> {
    PARTICLES.numbers.get(word).copied()
}

/// The word that a generic word counts as: a governorate is a province.
pub(crate) fn counts_as(word: &str) -> Option<&'static str> {
    PARTICLES.counts_as.get(word).copied()
}

/// A word without a tail that writers add or drop (Ebrahim-pour), when at least three letters stay.
pub(crate) fn without_tail(word: &str) -> Option<&str> {
    let bare = PARTICLES.tails.iter().find_map(|tail| word.strip_suffix(tail))?;
    Some(bare).filter(|bare| bare.chars().nth(2).is_some())
}

/// The legal form that begins with the word at `at`, and its length in words. It is not the whole name; one of two letters
/// stands last.
pub(crate) fn legal(words: &[&str], at: usize) -> Option<(&'static str, usize)> {
    let forms = PARTICLES.legal.get(words.get(at)?)?;
    forms.iter().find_map(|(form, kind)| {
        let count = form.split(' ').count();
        let here = words.get(at..at + count)?;
        let whole = count == words.len();
        let last = at + count == words.len();
        let fits = form.split(' ').eq(here.iter().copied()) && !whole && (last || form.chars().nth(2).is_some());
        fits.then_some((*kind, count))
    })
}
