//! Which names of a long list are worth comparing: those that share the consonants of two of their words. Without it a
//! million names would be 500,000,000,000 pairs.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Name;
use super::alphabet::class;
use crate::maps::Map;

/// So many of a name's rarest words make its keys: every pair of four is six keys.
const RAREST: usize = 4;
/// A block that holds more names than this is parted by a third word: with larger ones the work grows faster than the list
/// (of 300,000 made names, blocks of 60 find half a per cent more pairs in a third more time).
const CAP: usize = 24;
/// In a block that stays too long, a name is compared with so many before it in the order of symbols.
const WINDOW: usize = 12;

/// The blocks of a list of names. A name of one word is with those whose consonants are the same in all.
pub(crate) struct Blocks {
    /// (key, place of the name in the list); those with one key stand together, sorted by name.
    entries: Vec<(u64, u32)>,
}

/// The words of a name as consonant skeletons, the rarest first, at most [`RAREST`].
#[derive(Clone, Copy, Default)]
struct Skeletons {
    /// Hash of each skeleton and its first consonant class.
    words: [(u64, u8); RAREST],
    /// How many words there are, those left out too.
    count: usize,
    /// Hash of the skeletons written as one word.
    joined: u64,
}

impl Blocks {
    /// The blocks of `names`, which should be sorted by their symbols.
    pub fn new(names: &[&Name]) -> Blocks {
        let frequency = frequencies(names);
        let skeletons: Vec<Skeletons> = names.par_iter().map(|name| Skeletons::of(name, &frequency)).collect();
        drop(frequency);
        let of_pairs = |(at, words): (usize, &Skeletons)| {
            let mut keys = Vec::with_capacity(RAREST * RAREST);
            words.keys_of_pairs(|key, _| keys.push(key));
            entries_of(at, keys)
        };
        let all = skeletons.par_iter().enumerate().flat_map_iter(of_pairs);
        let (mut entries, crowded) = shared(all.collect(), CAP);
        let parted = |(at, words): (usize, &Skeletons)| {
            let mut keys = Vec::new();
            words.keys_of_pairs(|key, pair| {
                if crowded.binary_search(&key).is_ok() {
                    words.parted(key, pair, |key| keys.push(key));
                }
            });
            entries_of(at, keys)
        };
        let parted = skeletons.par_iter().enumerate().flat_map_iter(parted);
        entries.extend(shared(parted.collect(), usize::MAX).0);
        entries.shrink_to_fit();
        Blocks { entries }
    }

    /// Every pair worth comparing, (earlier, later) by place in the list, as slices: a name with those before it.
    /// Sorted, each once.
    pub fn candidates(&self) -> Candidates {
        let places = self.entries.par_iter().enumerate();
        let mut of: Vec<(u32, u32)> = places.map(|(place, (_, name))| (*name, place as u32)).collect();
        of.par_sort_unstable();
        Candidates { of }
    }

    /// Appends the names that stand before the one of entry `place` in its block.
    fn before(&self, place: u32, out: &mut Vec<u32>) {
        let place = place as usize;
        let Some(&(key, _)) = self.entries.get(place) else {
            return;
        };
        let same = self.entries[..place].iter().rev().take_while(|(k, _)| *k == key);
        // Cheap look at the size: when the entry CAP before still has the key, the block is too long.
        let long = place >= CAP && self.entries[place - CAP].0 == key;
        out.extend(same.take(if long { WINDOW } else { CAP }).map(|(_, name)| *name));
    }
}

/// The entries of each name, sorted by name.
pub(crate) struct Candidates {
    of: Vec<(u32, u32)>,
}

impl Candidates {
    /// Appends to `out` the names before `name` that it should be compared with, sorted, each once.
    pub fn before(&self, blocks: &Blocks, name: u32, out: &mut Vec<u32>) {
        out.clear();
        let from = self.of.partition_point(|(n, _)| *n < name);
        for (_, place) in self.of[from..].iter().take_while(|(n, _)| *n == name) {
            blocks.before(*place, out);
        }
        out.sort_unstable();
        out.dedup();
    }
}

/// The entries of the name at a place, each once.
fn entries_of(at: usize, mut keys: Vec<u64>) -> impl Iterator<Item = (u64, u32)> {
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(move |key| (key, at as u32))
}

/// The entries, sorted, whose keys `most` names share or fewer, but more than one: who stands alone is compared with
/// nobody. And the keys that more names share, sorted.
fn shared(mut entries: Vec<(u64, u32)>, most: usize) -> (Vec<(u64, u32)>, Vec<u64>) {
    entries.par_sort_unstable();
    let mut crowded = Vec::new();
    let (mut from, mut kept) = (0, 0);
    while let Some(&(key, _)) = entries.get(from) {
        let names = entries[from..].iter().take_while(|(k, _)| *k == key).count();
        if names > most {
            crowded.push(key);
        } else if names > 1 {
            entries.copy_within(from..from + names, kept);
            kept += names;
        }
        from += names;
    }
    entries.truncate(kept);
    (entries, crowded)
}

/// In how many words each skeleton stands.
fn frequencies(names: &[&Name]) -> Map<u64, u32> {
    let of_name = |name: &&Name| {
        let mut keys = Vec::new();
        skeletons(name, |key, _| keys.push(key));
        keys
    };
    let mut keys: Vec<u64> = names.par_iter().flat_map_iter(of_name).collect();
    keys.par_sort_unstable();
    let same = keys.chunk_by(|a, b| a == b);
    same.filter_map(|same| Some((*same.first()?, same.len() as u32)))
        .collect()
}

/// The skeleton of each name unit: its consonant classes, hashed, with the kind of the name; and its first class.
fn skeletons(name: &Name, mut found: impl FnMut(u64, u8)) {
    for unit in name.units.list.iter().filter(|u| u.is_name() && u.weight >= 50) {
        let mut skeleton = [0u8; 64];
        let mut len = 0;
        for class in name.symbols(unit).iter().filter_map(|&s| class(s)) {
            if len < skeleton.len() && (len == 0 || skeleton[len - 1] != class) {
                skeleton[len] = class;
                len += 1;
            }
        }
        found(xxh3_64_with_seed(&skeleton[..len], name.kind as u64), skeleton[0]);
    }
}

impl Skeletons {
    fn of(name: &Name, frequency: &Map<u64, u32>) -> Skeletons {
        let mut words: Vec<(u32, u64, u8)> = Vec::new();
        skeletons(name, |key, first| {
            words.push((frequency.get(&key).copied().unwrap_or(0), key, first))
        });
        let mut joined: Vec<u8> = Vec::new();
        for unit in name.units.list.iter().filter(|u| u.is_name()) {
            joined.extend(name.symbols(unit).iter().filter_map(|&s| class(s)));
        }
        joined.dedup();
        words.sort_unstable();
        words.dedup();
        let mut rarest = Skeletons {
            count: words.len(),
            joined: xxh3_64_with_seed(&joined, name.kind as u64),
            ..Skeletons::default()
        };
        for (rare, (_, key, first)) in rarest.words.iter_mut().zip(words) {
            *rare = (key, first);
        }
        rarest
    }

    /// The rarest words.
    fn rarest(&self) -> &[(u64, u8)] {
        &self.words[..self.count.min(RAREST)]
    }

    /// The keys of the name, each with the two words that made it (the second may be missing).
    fn keys_of_pairs(&self, mut emit: impl FnMut(u64, [usize; 2])) {
        let words = self.rarest();
        for (i, (a, _)) in words.iter().enumerate() {
            for (j, (b, _)) in words.iter().enumerate().skip(i + 1) {
                emit(mix(*a.min(b), *a.max(b)), [i, j]);
            }
        }
        if self.count <= 3 {
            // One word heard otherwise: the rarest word and how the other one begins.
            for (i, (word, _)) in words.iter().enumerate() {
                for (_, (_, first)) in words.iter().enumerate().filter(|(j, _)| *j != i) {
                    emit(mix(*word, 1 + u64::from(*first)), [i, i]);
                }
            }
        }
        // Words written apart or together.
        emit(mix(self.joined, 0), [0, 0]);
    }

    /// The keys that part a crowded block: each of its names by another of its words, or by having none.
    fn parted(&self, key: u64, pair: [usize; 2], mut emit: impl FnMut(u64)) {
        let others = self.rarest().iter().enumerate().filter(|(k, _)| !pair.contains(k));
        let mut none = true;
        for (_, (third, _)) in others {
            emit(mix(key, *third));
            none = false;
        }
        if none {
            emit(mix(key, 2));
        }
    }
}

/// Two hashes as one.
fn mix(a: u64, b: u64) -> u64 {
    xxh3_64_with_seed(&a.to_le_bytes(), b)
}
