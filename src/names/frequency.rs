//! How common the words of organisations' names are: "Bank" and "Company" say less than "Rafidain".

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::cluster::{likeness, threshold};
use super::explain::Explanation;
use super::fold::fold;
use super::units::Role;
use super::{Name, units};
use crate::types::EntityType;

/// In fewer names than this nothing can be said about how common a word is.
const ENOUGH: usize = 200;
/// The least that a word counts, in hundredths: even "Company" tells a company from a bank.
const LEAST: f32 = 25.0;

/// More spellings in one cell are not looked at: two such cells are 400 pairs already.
const SPELLINGS: usize = 20;

/// In how many names each word stands.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    names: usize,
    of: HashMap<u64, u32>,
}

impl Frequencies {
    /// The frequencies of the words of `names`, which should be distinct.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Frequencies {
        let mut frequencies = Frequencies::default();
        let mut seen = HashSet::new();
        for name in names {
            let name = Name::new(name, EntityType::Org);
            seen.clear();
            for unit in name.units.list.iter().filter(|u| u.role == Role::Name) {
                let word = xxhash_rust::xxh3::xxh3_64(name.symbols(unit));
                if seen.insert(word) {
                    *frequencies.of.entry(word).or_default() += 1;
                }
            }
            frequencies.names += 1;
        }
        frequencies
    }

    /// How much a word counts, in hundredths: 100 when it stands in one name, less the more common it is.
    fn weight(&self, symbols: &[u8]) -> u8 {
        let df = self
            .of
            .get(&xxhash_rust::xxh3::xxh3_64(symbols))
            .copied()
            .unwrap_or(1)
            .max(1);
        let all = self.names.max(2) as f32;
        let rarity = libm::logf(all / df as f32) / libm::logf(all);
        (100.0 * rarity).clamp(LEAST, 100.0) as u8
    }
}

impl Name {
    /// The name of an organisation whose words count the less the more common they are. Names of other kinds, and names
    /// of a list too short to tell, are as [`Name::new`] makes them: a person's common names are as telling as rare ones
    /// (measured: weights cost F1 on people).
    pub fn weighted(text: &str, kind: EntityType, frequencies: &Frequencies) -> Name {
        let mut name = Name::new(text, kind);
        if kind == EntityType::Org && frequencies.names >= ENOUGH {
            let units::Units { list, symbols } = &mut name.units;
            for unit in list.iter_mut().filter(|u| u.role == Role::Name) {
                let start = usize::from(unit.start);
                unit.weight = frequencies.weight(symbols.get(start..start + usize::from(unit.len)).unwrap_or(&[]));
            }
        }
        name
    }
}

/// The similarity of each pair of names, as [`super::similarity`] says, with the words of organisations weighted by how
/// common they are among the organisations of the list. In parallel.
///
/// A cell may hold several spellings parted by semicolons; then the best pair of them counts.
///
/// ```
/// use isnad::types::EntityType::Person;
/// let pairs = [("Qais al-Khazali", "Qays Khazali", Person), ("Qais al-Khazali", "Laith al-Khazali", Person)];
/// let scores = isnad::names::compare(&pairs);
/// assert!(scores[0] > 0.9 && scores[1] < 0.5);
/// ```
pub fn compare(pairs: &[(&str, &str, EntityType)]) -> Vec<f32> {
    decide(pairs).into_iter().map(|decision| decision.score).collect()
}

/// Whether two names mean one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Decision {
    /// How alike they are, 0..1.
    pub score: f32,
    /// Whether they are held for one: alike enough, nothing against it, and each more than one word.
    pub same: bool,
}

/// What [`compare`] says of each pair, and whether the two names mean one.
///
/// ```
/// use isnad::types::EntityType::Person;
/// let found = isnad::names::decide(&[("Abu Mahdi Karim", "Mahdi Karim", Person), ("Karim Sabti", "Kareem al-Sabti", Person)]);
/// assert_eq!([found[0].same, found[1].same], [false, true]);
/// ```
pub fn decide(pairs: &[(&str, &str, EntityType)]) -> Vec<Decision> {
    let frequencies = organisations(pairs);
    let ready = Ready::of(pairs, &frequencies);
    let best = |&(a, b, kind): &(&str, &str, EntityType)| {
        let (of_a, of_b) = (ready.spellings(a, kind), ready.spellings(b, kind));
        let mut best = Decision::default();
        for (x, y) in of_a.iter().flat_map(|x| of_b.iter().map(move |y| (x, y))) {
            let score = super::similarity(x, y);
            best.score = best.score.max(score);
            best.same |= score >= threshold(x, y) && one(x, y);
        }
        best
    };
    pairs.par_iter().map(best).collect()
}

/// Whether two names that are alike enough mean one.
fn one(x: &Name, y: &Name) -> bool {
    !super::link::too_short(x, y) && likeness(x, y) >= threshold(x, y) && super::cannot_link(x, y).is_none()
}

/// What [`compare`] found of each pair, word by word.
///
/// ```
/// use isnad::types::EntityType::Person;
/// let found = &isnad::names::explain(&[("Qais al-Khazali", "Laith al-Khazali", Person)])[0];
/// assert!(!found.same);
/// assert_eq!(found.pairs[0].a, "khazali");
/// assert_eq!(found.left_a[0].word, "qais");
/// ```
pub fn explain(pairs: &[(&str, &str, EntityType)]) -> Vec<Explanation> {
    let frequencies = organisations(pairs);
    let told = |&(a, b, kind): &(&str, &str, EntityType)| {
        let name = |text: &str| Name::weighted(text, kind, &frequencies);
        let mut best: Option<Explanation> = None;
        for x in a.split(';').take(SPELLINGS) {
            for y in b.split(';').take(SPELLINGS) {
                let found = Explanation::of(x, &name(x), y, &name(y));
                if best.as_ref().is_none_or(|best| found.score > best.score) {
                    best = Some(found);
                }
            }
        }
        best
    };
    pairs.par_iter().filter_map(told).collect()
}

/// How common the words of the organisations of a list of pairs are.
fn organisations(pairs: &[(&str, &str, EntityType)]) -> Frequencies {
    let pairs = pairs.iter().filter(|p| p.2 == EntityType::Org);
    let mut names: Vec<String> = pairs.flat_map(|p| [fold(p.0), fold(p.1)]).collect();
    names.sort_unstable();
    names.dedup();
    Frequencies::of(names.iter().map(String::as_str))
}

/// The names of a list of pairs, each made ready once.
struct Ready<'a> {
    names: HashMap<(&'a str, EntityType), Vec<Name>>,
}

impl<'a> Ready<'a> {
    fn of(pairs: &[(&'a str, &'a str, EntityType)], frequencies: &Frequencies) -> Ready<'a> {
        let mut cells: Vec<(&str, EntityType)> =
            pairs.iter().flat_map(|&(a, b, kind)| [(a, kind), (b, kind)]).collect();
        cells.par_sort_unstable();
        cells.dedup();
        let ready = |&(cell, kind): &(&'a str, EntityType)| {
            let names = cell.split(';').take(SPELLINGS);
            (
                (cell, kind),
                names.map(|name| Name::weighted(name, kind, frequencies)).collect(),
            )
        };
        Ready {
            names: cells.par_iter().map(ready).collect(),
        }
    }

    /// The names of a cell that holds one, or several parted by semicolons.
    fn spellings(&self, cell: &'a str, kind: EntityType) -> &[Name] {
        self.names.get(&(cell, kind)).map_or(&[], Vec::as_slice)
    }
}
