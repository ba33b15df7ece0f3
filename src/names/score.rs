//! How alike two names are: their units are paired one to one, best first, and what is left over counts against them.

use std::cmp::Reverse;
use std::sync::LazyLock;

use super::alphabet::LONGEST;
use super::distance::Shape;
use super::units::{MOST, Role, Unit};
use super::words::{PAIR, Word, units_alike, words_alike};
use super::{Name, link};
use crate::types::EntityType;

// The numbers of this page were set by hand and then fitted to half of the development pairs of Wikidata, OFAC, the UN and
// nomenklatura (by the entity, so that no name is in both halves); on the other half they gained as much.

/// Two words written as one ("Mohammad Reza", "Mohammadreza") must be this alike to count as one (in thousandths), and the
/// one word at least six letters long: shorter ones join by chance.
pub(crate) const JOINED: u16 = 720;
/// A word so like another one (in thousandths) is not tried as two words written together.
const SETTLED: u16 = 900;
/// Shortest word, in symbols, that two words may be joined for.
const JOINED_LEN: u8 = 5;
/// More possible pairings than this are not looked at; two names of twelve like words would have 400.
const PAIRINGS: usize = 96;
/// Half-alike words count for less than half of a whole word: likeness is taken to this power.
const POWER: f32 = 1.6;
/// How much a word counts that is left over on both sides: it contradicts.
const LEFT_BOTH: f32 = 1.5;
/// How much a word counts that only one side has left over: that is the fuller form of the same name.
const LEFT_ONE: f32 = 0.2;
/// The same of organisations and places: "Bank of Syria" is not "Central Bank of Syria" as surely as "Saddam Hussein" is
/// "Saddam Hussein al-Tikriti".
const LEFT_ONE_THING: f32 = 0.28;
/// And so much the score of an organisation or place loses for it besides.
const FULLER_THING: f32 = 0.12;
/// One shared word out of two or more is never enough.
const ONE_WORD: f32 = 0.8;
/// "Abd al-X" and "Abu X" are more than one word.
const ONE_COMPOUND: f32 = 0.85;
/// Brothers share father, grandfather and tribe: the given name of three or more names that has no like counts double.
const OTHER_GIVEN: f32 = 0.75;
/// Names in another order are more often two people (Ali Mehrdad, Mehrdad Ali) than one.
const CROSSED: f32 = 0.93;
/// A unit that weighs this much, in hundredths, is a word of its own.
const WHOLE: u8 = 50;

/// A possible pairing of one or two units with one or two units.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pairing {
    /// Likeness in thousandths.
    pub alike: u16,
    /// First unit of the one name.
    pub i: u8,
    /// How many units of it.
    pub wide_i: u8,
    /// First unit of the other name.
    pub j: u8,
    /// How many units of it.
    pub wide_j: u8,
}

/// The units of two names, paired.
pub(crate) struct Paired {
    list: [Pairing; MOST],
    count: usize,
    /// The units of each name that were paired, as bits.
    used: [u32; 2],
}

impl Paired {
    /// The pairings, the most alike first.
    pub fn list(&self) -> &[Pairing] {
        self.list.get(..self.count).unwrap_or(&[])
    }

    /// Whether a unit of the first (0) or second (1) name was paired.
    pub fn has(&self, side: usize, unit: usize) -> bool {
        self.used.get(side).is_some_and(|used| used & (1 << unit) != 0)
    }
}

/// What made a score less than its pairs say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Penalty {
    /// One shared word out of two or more.
    OneWord,
    /// Another given name, in names of three or more.
    GivenName,
    /// Another order.
    Order,
    /// An organisation or place that has a word more.
    Fuller,
}

/// `s^1.6` for s in thousandths.
static POWERS: LazyLock<Vec<f32>> =
    LazyLock::new(|| (0..=1000).map(|s| libm::powf(s as f32 / 1000.0, POWER)).collect());

/// The similarity of two names, 0..1; see [`super::similarity`].
pub(crate) fn score(a: &Name, b: &Name) -> f32 {
    total(a, b, &paired(a, b), |_, _| ())
}

/// The units of two names paired one to one, best first.
pub(crate) fn paired(a: &Name, b: &Name) -> Paired {
    let (ua, ub) = (&*a.units.list, &*b.units.list);
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
    pairings.sort_unstable_by_key(|p| (Reverse(rank(p)), p.i, p.j, p.wide_i));

    let mut paired = Paired {
        list: [Pairing::default(); MOST],
        count: 0,
        used: [0, 0],
    };
    for p in pairings.iter() {
        let bits = [((1 << p.wide_i) - 1) << p.i, ((1 << p.wide_j) - 1) << p.j];
        if paired.used[0] & bits[0] != 0 || paired.used[1] & bits[1] != 0 {
            continue;
        }
        paired.used[0] |= bits[0];
        paired.used[1] |= bits[1];
        if let Some(slot) = paired.list.get_mut(paired.count) {
            *slot = *p;
            paired.count += 1;
        }
    }
    paired
}

/// What the pairs of two names come to, 0..1; `lost` hears what took how much from it, as a factor.
pub(crate) fn total(a: &Name, b: &Name, paired: &Paired, mut lost: impl FnMut(Penalty, f32)) -> f32 {
    let (ua, ub) = (&*a.units.list, &*b.units.list);
    let person = a.kind == EntityType::Person;
    let powers = &*POWERS;
    let (mut matched, mut weight) = (0.0f32, 0.0f32);
    let mut whole = [Pairing::default(); MOST];
    let mut words = 0;
    for p in paired.list() {
        let w = (weight_of(ua, p.i, p.wide_i) + weight_of(ub, p.j, p.wide_j)) as f32 / 200.0;
        matched += w * powers.get(usize::from(p.alike)).copied().unwrap_or(0.0);
        weight += w;
        if w * 100.0 >= f32::from(WHOLE) {
            if let Some(slot) = whole.get_mut(words) {
                *slot = *p;
            }
            words += 1;
        }
    }
    let whole = &whole[..words.min(MOST)];
    let left = |units: &[Unit], side: usize| -> f32 {
        let alone = units.iter().enumerate().filter(|(k, _)| !paired.has(side, *k));
        alone.map(|(_, u)| u32::from(u.weight)).sum::<u32>() as f32 / 100.0
    };
    let (left_a, left_b) = (left(ua, 0), left(ub, 1));
    let (both, one) = (left_a.min(left_b), (left_a - left_b).abs());
    let all = weight + LEFT_BOTH * both + one * if person { LEFT_ONE } else { LEFT_ONE_THING };
    if all <= 0.0 {
        return 0.0;
    }
    let mut score = matched / all;
    let mut lose = |penalty: Penalty, factor: f32| {
        score *= factor;
        lost(penalty, factor);
    };
    let size = |units: &[Unit]| units.iter().filter(|u| u.weight >= WHOLE).count();
    if words <= 1 && size(ua).max(size(ub)) >= 2 && left_a.max(left_b) > 0.5 {
        let compound = both < 0.5 && compound_paired(ua, ub, paired);
        lose(Penalty::OneWord, if compound { ONE_COMPOUND } else { ONE_WORD });
    }
    if person && given_name_alone(a, 0, paired) && given_name_alone(b, 1, paired) {
        lose(Penalty::GivenName, OTHER_GIVEN);
    }
    // Adjectives follow their noun in Arabic.
    if crossed(whole) && (person || a.script() == b.script()) {
        lose(Penalty::Order, CROSSED);
    }
    if !person && one > 0.0 {
        lose(Penalty::Fuller, 1.0 - FULLER_THING * one.min(1.0));
    }
    score
}

/// The weight of neighbouring units, in hundredths.
fn weight_of(units: &[Unit], at: u8, wide: u8) -> u32 {
    let these = units.iter().skip(usize::from(at)).take(usize::from(wide));
    these.map(|u| u32::from(u.weight)).sum()
}

/// Whether pairs stand in another order in the two names.
fn crossed(pairs: &[Pairing]) -> bool {
    let mut pairs_of_pairs = pairs
        .iter()
        .enumerate()
        .flat_map(|(k, x)| pairs[..k].iter().map(move |y| (x, y)));
    pairs_of_pairs.any(|(x, y)| (x.i < y.i) != (x.j < y.j))
}

/// Whether "Abd al-X" or "Abu X" was paired with its like.
fn compound_paired(ua: &[Unit], ub: &[Unit], paired: &Paired) -> bool {
    let compound = |units: &[Unit], at: u8| {
        let unit = units.get(usize::from(at));
        unit.is_some_and(|u| matches!(u.role, Role::Servant | Role::Father))
    };
    paired.list().iter().any(|p| compound(ua, p.i) && compound(ub, p.j))
}

/// Whether the given name of a person of three or more names was not paired.
fn given_name_alone(name: &Name, side: usize, paired: &Paired) -> bool {
    name.names() >= 3 && link::first(name).is_some_and(|first| !paired.has(side, first))
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
        let mut copied = false;
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
            if !copied {
                joined[..xs.len()].copy_from_slice(xs);
                joined[xs.len()..len].copy_from_slice(ys);
                copied = true;
            }
            let both = Word {
                symbols: &joined[..len],
                heft,
                shape: Shape {
                    mask: x.mask | y.mask,
                    reach: x.reach | y.reach,
                    hard: x.hard + y.hard,
                },
                arabic: x.arabic,
            };
            let alike = words_alike(both, Word::of(b, z), JOINED);
            if alike >= JOINED && (!numbers[0] || alike == 1000) {
                found(i as u8, j as u8, alike);
            }
        }
    }
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
