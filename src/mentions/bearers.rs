//! Whom a single surname or given name means: the fuller name of its document that it fits.

use super::links::{Name, root};
use super::words::KeyMap;
use crate::types::{EntityType, Link};

/// So many bearers of a surname are weighed; more than that make it unclear anyway.
pub const BEARERS: usize = 8;

/// Who bears which surname and given name.
pub struct Persons {
    /// By key of the last word: full names.
    last: KeyMap<Vec<usize>>,
    /// By key of the first word.
    first: KeyMap<Vec<usize>>,
}

/// Where a single name goes.
pub enum Choice {
    /// It is no short form of another name.
    Own,
    /// To this name.
    To(usize, Link, f32),
    /// Nobody knows: these fit.
    Unclear(Vec<usize>),
}

impl Persons {
    /// The persons among these names.
    pub fn new(names: &[Name]) -> Persons {
        let mut persons = Persons {
            last: KeyMap::default(),
            first: KeyMap::default(),
        };
        for (i, name) in names
            .iter()
            .enumerate()
            .filter(|(_, n)| n.kind == EntityType::Person && n.words.len() >= 2)
        {
            if let (Some(first), Some(last)) = (name.words.first(), name.words.last()) {
                persons.last.entry(*last).or_default().push(i);
                persons.first.entry(*first).or_default().push(i);
            }
        }
        persons
    }

    /// Whom the candidate names when it is a single word.
    pub fn bearer(&self, names: &[Name], of: &[usize], at: usize) -> Choice {
        let name = &names[of[at]];
        let own = root(names, of[at]);
        let ([word], EntityType::Person) = (&name.words[..], name.kind) else {
            return Choice::Own;
        };
        if own != of[at] || name.entity.is_some() {
            return Choice::Own;
        }
        let fits = |map: &KeyMap<Vec<usize>>| {
            let mut roots: Vec<usize> = map
                .get(word)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .take(BEARERS)
                .map(|i| root(names, *i))
                .collect();
            roots.sort_unstable();
            roots.dedup();
            roots
        };
        let (mut bearers, mut link, mut sure) = (fits(&self.last), Link::Surname, 0.9);
        if bearers.is_empty() {
            (bearers, link, sure) = (fits(&self.first), Link::GivenName, 0.8);
        }
        match bearers[..] {
            [] => Choice::Own,
            [one] => Choice::To(one, link, sure),
            _ => self.weigh(names, of, at, bearers, link),
        }
    }

    /// Chooses among several bearers: the one that the document names much more often, else the last one named before.
    fn weigh(&self, names: &[Name], of: &[usize], at: usize, bearers: Vec<usize>, link: Link) -> Choice {
        let mut counts: Vec<(u32, usize)> = bearers.iter().map(|b| (names[*b].mentions, *b)).collect();
        counts.sort_by_key(|(n, b)| (std::cmp::Reverse(*n), *b));
        if let [(most, main), (second, _), ..] = counts[..]
            && most >= 2 * second
        {
            return Choice::To(main, link, 0.7);
        }
        // The last full name among the few mentions before.
        let near = (at.saturating_sub(6)..at)
            .rev()
            .map(|i| root(names, of[i]))
            .find(|r| bearers.contains(r));
        match near {
            Some(r) => Choice::To(r, link, 0.5),
            None => Choice::Unclear(bearers),
        }
    }
}
