//! How common the words of organisations' names are: "Bank" and "Company" say less than "Rafidain".

use std::collections::{HashMap, HashSet};

use super::fold::fold;
use super::units::Role;
use super::{Name, units};
use crate::types::EntityType;

/// In fewer names than this nothing can be said about how common a word is.
const ENOUGH: usize = 200;
/// The least that a word counts, in hundredths: even "Company" tells a company from a bank.
const LEAST: f32 = 25.0;

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
/// common they are among the organisations of the list.
pub fn compare(pairs: &[(&str, &str, EntityType)]) -> Vec<f32> {
    let organisations: HashSet<String> = pairs
        .iter()
        .filter(|p| p.2 == EntityType::Org)
        .flat_map(|p| [fold(p.0), fold(p.1)])
        .collect();
    let mut organisations: Vec<&str> = organisations.iter().map(String::as_str).collect();
    organisations.sort_unstable();
    let frequencies = Frequencies::of(organisations.into_iter());
    let alike = |&(a, b, kind): &(&str, &str, EntityType)| {
        super::similarity(
            &Name::weighted(a, kind, &frequencies),
            &Name::weighted(b, kind, &frequencies),
        )
    };
    pairs.iter().map(alike).collect()
}
