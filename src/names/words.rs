//! How alike two words of names are: an edit distance in the script-neutral alphabet, and what is known about the words.

use super::Name;
use super::alphabet::{CONSONANTS, Symbol};
use super::distance::{self, COSTS, Shape};
use super::units::{Role, Unit};
use super::{dictionary, meanings};

/// Units less alike than this are not paired (in thousandths): half of the letters differ.
pub(crate) const PAIR: u16 = 500;
/// Words that the dictionary knows as two names are at most so alike (in thousandths). Not less: the sanctions lists write
/// one man Bashir and Bashar, and the F1 on people falls below this cap (measured at 550, 620, 700, 750, 800).
pub(crate) const APART: u16 = 750;
/// So much less alike (in thousandths) than their letters are such words at least, whatever the cap says.
const APART_BY: u16 = 100;
/// Words of two scripts from here on (in thousandths) are one whatever the dictionary knows: all that the Arabic word
/// writes is heard in the Latin one, and the dictionary lacks the rarer spellings (Hayder حيدر).
const HEARD: u16 = 930;
/// The same for words of one script, which may differ in next to nothing.
const SPELLED: u16 = 990;
/// Words that the dictionary knows as spellings of one name are at least so alike (in thousandths): Camilla, Kamila.
const SAME: u16 = 900;
/// How alike a word and its translation are (in thousandths): there are words with two translations.
const TRANSLATED: u16 = 960;
/// A word with the article glued on is at most so like the word without: the two letters may belong to the name.
pub(crate) const GLUED: u16 = 950;
/// The same when neither has an article of its own (Alnaji, Naji).
const GLUED_ALONE: u16 = 880;
/// At least so many symbols stay when the article is taken off: Albert, Elham and Alma are names of their own.
const GLUED_LEAST: usize = 4;
/// A word that has a tail is so like the word without (in thousandths): Javadi and Javadipour may be one family, but Hamid
/// and Hamidreza are seldom one man. Below what links two people of two names each.
const TAIL: u16 = 720;
/// A word without its article or tail must be so like the other (in thousandths).
const BARE: u16 = 800;
/// The symbols of "al" and "el".
const A: Symbol = 0;
const E: Symbol = 1;
const L: Symbol = 28;

/// A word to be compared.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    pub symbols: &'a [Symbol],
    pub heft: u16,
    pub shape: Shape,
    pub arabic: bool,
}

impl<'a> Word<'a> {
    /// A unit of a name.
    #[inline]
    pub fn of(name: &'a Name, unit: &Unit) -> Word<'a> {
        Word {
            symbols: name.symbols(unit),
            heft: unit.heft,
            shape: Shape {
                mask: unit.mask,
                reach: unit.reach,
                hard: unit.hard,
            },
            arabic: unit.arabic,
        }
    }

    /// Bare symbols.
    fn bare(symbols: &'a [Symbol], arabic: bool) -> Word<'a> {
        Word {
            symbols,
            heft: distance::weight(symbols),
            shape: Shape {
                mask: symbols.iter().fold(0, |mask, &s| mask | 1 << (s % 64)),
                reach: COSTS.reach(symbols),
                hard: COSTS.hard(symbols),
            },
            arabic,
        }
    }

    /// A part of the word.
    fn part(self, symbols: &'a [Symbol]) -> Word<'a> {
        Word::bare(symbols, self.arabic)
    }
}

/// The similarity of two words in thousandths; 0 when it is below `floor`.
#[inline]
pub(crate) fn words_alike(a: Word, b: Word, floor: u16) -> u16 {
    if a.shape.mask == b.shape.mask && a.symbols == b.symbols {
        return 1000;
    }
    let heft = u32::from(a.heft.max(b.heft).max(200));
    // Similarity = 1 - 1.15 distance / heft: a word is lost before every one of its letters is.
    let limit = (u32::from(1000 - floor) * heft / 1150) as u16;
    let costs = &*COSTS;
    if costs.bound(&a.shape, &b.shape) > limit {
        return 0;
    }
    let d = costs.distance(a.symbols, b.symbols, a.arabic != b.arabic, limit);
    if d > limit {
        return 0;
    }
    1000u32.saturating_sub(1150 * u32::from(d) / heft) as u16
}

/// The similarity of two units in thousandths; 0 when it is below [`PAIR`].
pub(crate) fn units_alike(a: &Name, i: usize, b: &Name, j: usize) -> u16 {
    let (Some(x), Some(y)) = (a.units.list.get(i), b.units.list.get(j)) else {
        return 0;
    };
    let (xs, ys) = (a.symbols(x), b.symbols(y));
    match (x.role, y.role) {
        (Role::Number, Role::Number) | (Role::Initial, Role::Initial) | (Role::Legal, Role::Legal) => {
            return if xs == ys { 1000 } else { 0 };
        }
        (Role::Number | Role::Legal, _) | (_, Role::Number | Role::Legal) => return 0,
        (Role::Initial, Role::Name) | (Role::Name, Role::Initial) => {
            return if xs.first() == ys.first() { PAIR } else { 0 };
        }
        _ => {}
    }
    if x.spelling != y.spelling && !(x.arabic && y.arabic) && meanings::shared(x.meaning, y.meaning) {
        return TRANSLATED;
    }
    let (left, right) = (Word::of(a, x), Word::of(b, y));
    let alike = words_alike(left, right, PAIR);
    if alike == 1000 {
        return alike;
    }
    let alike = alike
        .max(without_article(left, right, x.article))
        .max(without_article(right, left, y.article))
        .max(without_tail(left, x, right, y))
        .max(without_tail(right, y, left, x));
    let settled = if x.arabic == y.arabic { SPELLED } else { HEARD };
    if alike == 0 || alike >= settled || x.role != y.role {
        return alike;
    }
    match dictionary::same(x.known, y.known) {
        Some(true) => alike.max(SAME),
        Some(false) => alike.saturating_sub(APART_BY).min(APART),
        None => alike,
    }
}

/// The similarity of a word to another without the article that may be glued on to it ("al-Ghoul", "Alghoul").
fn without_article(x: Word, y: Word, article: bool) -> u16 {
    let [A | E, L, rest @ ..] = y.symbols else { return 0 };
    let consonant = rest.first().is_some_and(|&s| s >= CONSONANTS);
    if y.arabic || rest.len() < GLUED_LEAST || !(article || consonant) {
        return 0;
    }
    let most = if article { GLUED } else { GLUED_ALONE };
    words_alike(x, y.part(rest), BARE).min(most)
}

/// How alike a word without its tail is to one that has none.
fn without_tail(x: Word, with: &Unit, y: Word, without: &Unit) -> u16 {
    if with.stem == 0 || without.stem != 0 || without.role != Role::Name {
        return 0;
    }
    let stem = x.symbols.get(..usize::from(with.stem)).unwrap_or(&[]);
    words_alike(x.part(stem), y, BARE).min(TAIL)
}

/// The similarity of the letters of two units in thousandths, however small.
pub(crate) fn words_nearness(a: &Name, i: usize, b: &Name, j: usize) -> u16 {
    match (a.units.list.get(i), b.units.list.get(j)) {
        (Some(x), Some(y)) => words_alike(Word::of(a, x), Word::of(b, y), 0),
        _ => 0,
    }
}

/// The similarity of two bare words in thousandths.
pub(crate) fn bare_words_alike(a: &[Symbol], b: &[Symbol], two_scripts: bool) -> u16 {
    words_alike(Word::bare(a, false), Word::bare(b, two_scripts), PAIR)
}
