//! How alike two names are: their units are paired one to one, best first, and what is left over counts against them.

use std::sync::LazyLock;

use super::Name;
use super::alphabet::{LONGEST, Symbol};
use super::dictionary;
use super::distance::COSTS;
use super::units::{MOST, Role, Unit};
use crate::types::EntityType;

/// Units less alike than this are not paired (in thousandths): half of the letters differ.
const PAIR: u16 = 500;
/// Two words written as one ("Mohammad Reza", "Mohammadreza") must be this alike to count as one (in thousandths), and the
/// one word at least six letters long: shorter ones join by chance.
pub(crate) const JOINED: u16 = 720;
/// Words that the dictionary knows as two names are at most so alike (in thousandths). Not less: the sanctions lists write
/// one man Bashir and Bashar, and the F1 on people falls below this cap (measured at 550, 620, 700, 750, 800).
pub(crate) const APART: u16 = 750;
/// Words of two scripts from here on (in thousandths) are one whatever the dictionary knows: all that the Arabic word
/// writes is heard in the Latin one, and the dictionary lacks the rarer spellings (Hayder حيدر).
const HEARD: u16 = 930;
/// A word so like another one (in thousandths) is not tried as two words written together.
const SETTLED: u16 = 900;
/// More possible pairings than this are not looked at; two names of twelve like words would have 400.
const PAIRINGS: usize = 96;
/// Names in another order are more often two people (Ali Mehrdad, Mehrdad Ali) than one.
const CROSSED: f32 = 0.93;
/// A word with the article glued on is at most so like the word without: the two letters may belong to the name.
pub(crate) const GLUED: u16 = 950;
/// The symbols of "al" and "el".
const A: Symbol = 0;
const E: Symbol = 1;
const L: Symbol = 28;
/// Shortest word, in symbols, that two words may be joined for.
const JOINED_LEN: u8 = 5;

/// A word to be compared.
#[derive(Clone, Copy)]
struct Word<'a> {
    symbols: &'a [Symbol],
    heft: u16,
    mask: u64,
    reach: u64,
    arabic: bool,
}

impl<'a> Word<'a> {
    fn of(name: &'a Name, unit: &Unit) -> Word<'a> {
        Word {
            symbols: name.symbols(unit),
            heft: unit.heft,
            mask: unit.mask,
            reach: unit.reach,
            arabic: unit.arabic,
        }
    }
}

/// The similarity of two words in thousandths; 0 when it is below `floor`.
fn words_alike(a: Word, b: Word, floor: u16) -> u16 {
    if a.mask == b.mask && a.symbols == b.symbols {
        return 1000;
    }
    let heft = u32::from(a.heft.max(b.heft).max(200));
    // similarity = 1 - 1.15 distance / heft: a word is lost before every one of its letters is.
    let limit = (u32::from(1000 - floor) * heft / 1150) as u16;
    let costs = &*COSTS;
    if costs.bound(a.mask, a.reach, b.mask, b.reach) > limit {
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
        (Role::Number, Role::Number) => return if xs == ys { 1000 } else { 0 },
        (Role::Number, _) | (_, Role::Number) => return 0,
        (Role::Initial, Role::Initial) => return if xs == ys { 1000 } else { 0 },
        (Role::Initial, Role::Name) | (Role::Name, Role::Initial) => {
            return if xs.first() == ys.first() { 500 } else { 0 };
        }
        _ => {}
    }
    let alike = match (x.article, y.article) {
        (true, false) => glued(Word::of(a, x), Word::of(b, y)),
        (false, true) => glued(Word::of(b, y), Word::of(a, x)),
        _ => words_alike(Word::of(a, x), Word::of(b, y), PAIR),
    };
    let settled = if x.arabic == y.arabic { 990 } else { HEARD };
    if alike > APART && alike < settled && x.role == y.role && dictionary::same(x.known, y.known) == Some(false) {
        return APART;
    }
    alike
}

/// The similarity of a word that had an article to one that may have it glued on ("al-Ghoul", "Alghoul").
fn glued(x: Word, y: Word) -> u16 {
    let alike = words_alike(x, y, PAIR);
    // At least four symbols stay, as in `units::bare`, which takes off what can only be an article.
    match y.symbols {
        [A | E, L, rest @ ..] if rest.len() >= 4 && alike < GLUED => {
            let bare = Word {
                symbols: rest,
                heft: super::distance::weight(rest),
                ..y
            };
            alike.max(words_alike(x, bare, PAIR).min(GLUED))
        }
        _ => alike,
    }
}

/// `s^1.6` for s in thousandths: two half-alike words are less than one whole word.
static POWER: LazyLock<Vec<f32>> = LazyLock::new(|| (0..=1000).map(|s| libm::powf(s as f32 / 1000.0, 1.6)).collect());

/// A possible pairing of one or two units with one or two units.
#[derive(Clone, Copy, Default)]
struct Pairing {
    alike: u16,
    i: u8,
    wide_i: u8,
    j: u8,
    wide_j: u8,
}

/// The similarity of two names, 0..1; see [`super::similarity`].
pub(crate) fn score(a: &Name, b: &Name) -> f32 {
    let (ua, ub) = (&*a.units.list, &*b.units.list);
    if ua.is_empty() || ub.is_empty() {
        return 0.0;
    }
    let mut pairings = [Pairing::default(); PAIRINGS];
    let mut count = 0;
    let mut add = |p: Pairing| {
        if let Some(slot) = pairings.get_mut(count) {
            *slot = p;
            count += 1;
        }
    };
    let (mut best_a, mut best_b) = ([0u16; MOST], [0u16; MOST]);
    for (i, best_a) in best_a.iter_mut().enumerate().take(ua.len()) {
        for (j, best_b) in best_b.iter_mut().enumerate().take(ub.len()) {
            let alike = units_alike(a, i, b, j);
            if alike >= PAIR {
                *best_a = alike.max(*best_a);
                *best_b = alike.max(*best_b);
                add(Pairing {
                    alike,
                    i: i as u8,
                    wide_i: 1,
                    j: j as u8,
                    wide_j: 1,
                });
            }
        }
    }
    joins(a, b, &best_b, |i, j, alike| {
        add(Pairing {
            alike,
            i,
            wide_i: 2,
            j,
            wide_j: 1,
        })
    });
    joins(b, a, &best_a, |j, i, alike| {
        add(Pairing {
            alike,
            i,
            wide_i: 1,
            j,
            wide_j: 2,
        })
    });
    let pairings = &mut pairings[..count];
    let rank = |p: &Pairing| u32::from(p.alike) * (100 + u32::from(p.wide_i) + u32::from(p.wide_j));
    pairings.sort_unstable_by_key(|p| (std::cmp::Reverse(rank(p)), p.i, p.j, p.wide_i));

    let power = &*POWER;
    let (mut used_a, mut used_b) = (0u32, 0u32);
    let (mut matched, mut weight, mut names) = (0.0f32, 0.0f32, 0);
    let mut taken = [(0u8, 0u8); MOST];
    for p in pairings.iter() {
        let bits_a = ((1 << p.wide_i) - 1) << p.i;
        let bits_b = ((1 << p.wide_j) - 1) << p.j;
        if used_a & bits_a != 0 || used_b & bits_b != 0 {
            continue;
        }
        used_a |= bits_a;
        used_b |= bits_b;
        let of = |units: &[Unit], at: u8, wide: u8| -> u32 {
            units
                .iter()
                .skip(usize::from(at))
                .take(usize::from(wide))
                .map(|u| u32::from(u.weight))
                .sum()
        };
        let w = (of(ua, p.i, p.wide_i) + of(ub, p.j, p.wide_j)) as f32 / 200.0;
        matched += w * power.get(usize::from(p.alike)).copied().unwrap_or(0.0);
        weight += w;
        if w >= 0.5 {
            if let Some(slot) = taken.get_mut(names) {
                *slot = (p.i, p.j);
            }
            names += 1;
        }
    }
    let taken = &taken[..names.min(MOST)];
    let crossed = taken
        .iter()
        .enumerate()
        .any(|(k, x)| taken[..k].iter().any(|y| (x.0 < y.0) != (x.1 < y.1)));
    let left = |units: &[Unit], used: u32| -> f32 {
        units
            .iter()
            .enumerate()
            .filter(|(k, _)| used & (1 << k) == 0)
            .map(|(_, u)| u32::from(u.weight))
            .sum::<u32>() as f32
            / 100.0
    };
    let (left_a, left_b) = (left(ua, used_a), left(ub, used_b));
    let (both, one) = (left_a.min(left_b), (left_a - left_b).abs());
    // What both have left over contradicts; what only one has left over makes it the fuller form of the same name.
    let whole = weight + 1.4 * both + 0.28 * one;
    if whole <= 0.0 {
        return 0.0;
    }
    let mut score = matched / whole;
    let size = |units: &[Unit]| units.iter().filter(|u| u.weight >= 50).count();
    if names <= 1 && size(ua).max(size(ub)) >= 2 && left_a.max(left_b) > 0.5 {
        // One shared word is never enough.
        score *= 0.7;
    }
    if crossed {
        score *= CROSSED;
    }
    if a.kind != EntityType::Person {
        // "Bank of Syria" is not "Central Bank of Syria" as surely as "Saddam Hussein" is "Saddam Hussein al-Tikriti".
        score *= 1.0 - 0.12 * one.min(1.0);
    }
    score
}

/// Neighbouring units of `a` that together are like one long unit of `b`.
/// Not for those that are like one unit already (`best`).
fn joins(a: &Name, b: &Name, best: &[u16; MOST], mut found: impl FnMut(u8, u8, u16)) {
    let open = |j: usize, u: &Unit| u.len >= JOINED_LEN && best.get(j).is_some_and(|&b| b < SETTLED);
    if !b.units.list.iter().enumerate().any(|(j, u)| open(j, u)) {
        return;
    }
    let mut joined = [0u8; 2 * LONGEST];
    for (i, pair) in a.units.list.windows(2).enumerate() {
        let [x, y] = pair else { continue };
        let (xs, ys) = (a.symbols(x), a.symbols(y));
        let len = xs.len() + ys.len();
        let heft = x.heft + y.heft;
        for (j, z) in b.units.list.iter().enumerate() {
            // South East is Southeast, to the letter.
            let numbers = [x, y, z].map(|u| u.role == Role::Number);
            if numbers.contains(&true) && (numbers.contains(&false) || len != usize::from(z.len)) {
                continue;
            }
            // A word much longer or shorter cannot be the two.
            if !open(j, z) || usize::from(z.len) * 2 < len || len * 2 < usize::from(z.len) {
                continue;
            }
            joined[..xs.len()].copy_from_slice(xs);
            joined[xs.len()..len].copy_from_slice(ys);
            let both = Word {
                symbols: &joined[..len],
                heft,
                mask: x.mask | y.mask,
                reach: x.reach | y.reach,
                arabic: x.arabic,
            };
            let alike = words_alike(both, Word::of(b, z), JOINED);
            if alike >= JOINED && (!numbers[0] || alike == 1000) {
                found(i as u8, j as u8, alike);
            }
        }
    }
}

/// The similarity of two bare words in thousandths.
pub(crate) fn bare_words_alike(a: &[Symbol], b: &[Symbol], two_scripts: bool) -> u16 {
    let word = |symbols, arabic| Word {
        symbols,
        heft: super::distance::weight(symbols),
        mask: symbols.iter().fold(0, |mask, &s| mask | 1 << (s % 64)),
        reach: COSTS.reach(symbols),
        arabic,
    };
    words_alike(word(a, false), word(b, two_scripts), PAIR)
}

/// How alike the units `i` and `i + 1` of `a` together are to unit `j` of `b`.
pub(crate) fn joined_alike(a: &Name, i: usize, b: &Name, j: usize) -> u16 {
    let mut best = 0;
    joins(a, b, &[0; MOST], |x, z, alike| {
        if usize::from(x) == i && usize::from(z) == j {
            best = alike;
        }
    });
    best
}

/// Whether every name of `a` has its like in `b`.
pub(crate) fn inside(a: &Name, b: &Name) -> bool {
    let mut names = a.units.list.iter().enumerate().filter(|(_, u)| u.is_name()).peekable();
    names.peek().is_some() && names.all(|(i, _)| (0..b.units.list.len()).any(|j| units_alike(a, i, b, j) >= JOINED))
}
