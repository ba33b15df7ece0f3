//! Whom a single surname or given name means: the fuller name of its document that it fits, in the same spelling or in one
//! that the matcher takes for the same ("Qays" beside "Qais al-Khazali").

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::links::{Name, root};
use super::tokens::{ARABIC, CAPITAL, UPPER};
use super::words::KeyMap;
use super::{Candidate, Page};
use crate::names;
use crate::types::{EntityType, Link};

/// So many bearers of a surname are weighed; more than that make it unclear anyway.
pub const BEARERS: usize = 8;
/// Two words are spellings of one name when the matcher is so sure: Qays and Qais, Moqtada and Muqtada, Salim and Salem, but not
/// Omar and Amr (.85). More than it asks of full names, where a second word must agree too.
const SPELLING: f32 = 0.9;
/// So many single names, and so many persons, of a document are compared in search of other spellings: the work is their
/// product, and a document with more is a list of names, in which a single word says nothing.
const COMPARED: usize = 32;

/// Who bears which surname and given name.
pub struct Persons {
    /// By key of the last word: full names.
    last: KeyMap<Vec<usize>>,
    /// By key of the first word.
    first: KeyMap<Vec<usize>>,
    /// Persons whom the document also calls by the given name alone, and how often.
    familiar: BTreeMap<usize, u32>,
    /// By key of a single word: the one person who bears it in another spelling.
    respelt: KeyMap<(usize, Link)>,
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
    pub fn new(page: &Page, candidates: &[Candidate], names: &[Name]) -> Persons {
        let mut persons = Persons {
            last: KeyMap::default(),
            first: KeyMap::default(),
            familiar: BTreeMap::new(),
            respelt: KeyMap::default(),
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
        persons.respell(page, candidates, names);
        for name in names.iter().filter(|n| n.kind == EntityType::Person) {
            let [word] = name.words[..] else { continue };
            let given = match persons.respelt.get(&word) {
                Some((one, Link::GivenName)) => Some(*one),
                _ if persons.last.contains_key(&word) => None,
                _ => match fits(persons.first.get(&word), names)[..] {
                    [one] => Some(one),
                    _ => None,
                },
            };
            if let Some(one) = given {
                *persons.familiar.entry(one).or_insert(0) += name.count;
            }
        }
        persons
    }

    /// Looks for the bearers of single words that no full name of the document is spelt with.
    fn respell(&mut self, page: &Page, candidates: &[Candidate], names: &[Name]) {
        let latin = |n: &&Name| {
            let token = &page.tokens[n.token(candidates)];
            n.kind == EntityType::Person && n.entity.is_none() && token.is(CAPITAL) && !token.is(UPPER | ARABIC)
        };
        let unknown = |n: &&Name| matches!(n.words[..], [word] if !self.last.contains_key(&word) && !self.first.contains_key(&word));
        let single: Vec<&Name> = names.iter().filter(latin).filter(unknown).take(COMPARED).collect();
        if single.is_empty() {
            return;
        }
        // The matcher's form of a word is made when a word with the same sound is compared with it, if ever.
        let form = |word: &str| names::Name::new(word, EntityType::Person);
        // Their first and last words: sound of the first letter, matcher's form, the word, person, what the word is.
        let mut words: Vec<(u8, OnceCell<names::Name>, &str, usize, Link)> = Vec::new();
        let full = names
            .iter()
            .enumerate()
            .filter(|(_, n)| n.kind == EntityType::Person && n.words.len() >= 2);
        for (i, name) in full.take(COMPARED) {
            let word = |at: usize| page.word(&page.tokens[at]);
            let c = &candidates[name.first];
            // Nobody is on first-name terms with whom the document names once.
            let often = names[root(names, i)].mentions >= 2;
            for (at, link) in [(c.to - 1, Link::Surname), (c.from, Link::GivenName)] {
                if page.tokens[at].is(CAPITAL) && (often || link == Link::Surname) {
                    words.push((sound(word(at)), OnceCell::new(), word(at), root(names, i), link));
                }
            }
        }
        for name in single {
            let text = page.word(&page.tokens[name.token(candidates)]);
            let (first, own) = (sound(text), OnceCell::new());
            let similarity = |made: &OnceCell<names::Name>, word: &str| {
                names::similarity(own.get_or_init(|| form(text)), made.get_or_init(|| form(word)))
            };
            let mut found: Vec<(usize, Link)> = words
                .iter()
                .filter(|(other, made, word, ..)| *other == first && similarity(made, word) >= SPELLING)
                .map(|(_, _, _, person, link)| (*person, *link))
                .collect();
            found.dedup_by_key(|(person, _)| *person);
            if let ([one], [word]) = (&found[..], &name.words[..]) {
                self.respelt.insert(*word, *one);
            }
        }
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
        let (mut bearers, mut link, mut sure) = (fits(self.last.get(word), names), Link::Surname, 0.9);
        if bearers.is_empty() {
            (bearers, link, sure) = (fits(self.first.get(word), names), Link::GivenName, 0.8);
        }
        match bearers[..] {
            [] => match self.respelt.get(word) {
                Some((one, link)) => Choice::To(*one, *link, 0.7),
                None => Choice::Own,
            },
            [one] => Choice::To(one, link, sure),
            _ => self.weigh(names, of, at, bearers, link),
        }
    }

    /// Chooses among several bearers: the one whom the document names much more often, by whatever name; else, of a surname, the
    /// only one whom it does not call by the given name, if it names nobody else more often; else the last one named before,
    /// unless the document calls that one by the given name, for then the surname alone may as well mean another.
    fn weigh(&self, names: &[Name], of: &[usize], at: usize, bearers: Vec<usize>, link: Link) -> Choice {
        let called = |b: &usize| self.familiar.get(b).copied();
        let count = |b: &usize| names[*b].mentions + called(b).unwrap_or(0);
        let mut counts: Vec<(u32, usize)> = bearers.iter().map(|b| (count(b), *b)).collect();
        counts.sort_by_key(|(n, b)| (std::cmp::Reverse(*n), *b));
        let most = counts.first().map_or(0, |(n, _)| *n);
        if let [(_, main), (second, _), ..] = counts[..]
            && most >= 2 * second
        {
            return Choice::To(main, link, 0.7);
        }
        let mut formal = bearers.iter().filter(|b| called(b).is_none());
        if let (Some(one), None, Link::Surname) = (formal.next(), formal.next(), link)
            && count(one) == most
        {
            return Choice::To(*one, link, 0.6);
        }
        // The last full name among the few mentions before.
        let near = (at.saturating_sub(6)..at)
            .rev()
            .map(|i| root(names, of[i]))
            .find(|r| bearers.contains(r));
        match near {
            Some(r) if link != Link::Surname || !self.familiar.contains_key(&r) => Choice::To(r, link, 0.5),
            _ => Choice::Unclear(bearers),
        }
    }
}

/// The groups of the first few names of a list, each once.
fn fits(list: Option<&Vec<usize>>, names: &[Name]) -> Vec<usize> {
    let list = list.map_or(&[][..], Vec::as_slice);
    let mut roots: Vec<usize> = list.iter().take(BEARERS).map(|i| root(names, *i)).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

/// The first letter of a word, as far as spellings of one name agree on it: Qays and Kais, Umar and Omar.
fn sound(word: &str) -> u8 {
    match word.bytes().next().map_or(0, |b| b.to_ascii_lowercase()) {
        b'e' | b'i' | b'o' | b'u' => b'a',
        b'c' | b'g' | b'q' => b'k',
        other => other,
    }
}
