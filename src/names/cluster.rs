//! A list of names into clusters of names that mean the same: average linkage, so that a chain of small differences never
//! joins two people, and rules that forbid.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::blocking::Blocks;
use super::{Name, cannot_link, link, similarity};
use crate::types::{EntityType, MergeReason};

/// From here on two names in one script are held for one (development pairs of Wikidata, OFAC, UN: precision .98-1.00).
pub const SAME_SCRIPT: f32 = 0.8;
/// The same for names in two scripts, which always differ in the vowels that Arabic does not write (precision .98-.99).
pub const CROSS_SCRIPT: f32 = 0.72;
/// How far below the threshold a pair is still worth telling the user about.
pub const NARROW: f32 = 0.1;
/// How far below the threshold a pair is that a single word contradicts: near enough to be told.
const CONTRADICTED: f32 = 0.05;
/// After so many names whoever watches hears of it.
const WATCHED: u32 = 1024;
/// So many members of a cluster, the most frequent ones, stand for it when two clusters are compared.
const SPEAKERS: usize = 8;

/// A pair of names, by their places in the list, that was found alike or nearly so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Place of the one.
    pub a: u32,
    /// Place of the other.
    pub b: u32,
    /// Their similarity, 0..1.
    pub score: f32,
    /// What forbids to link them, if anything does.
    pub forbidden: Option<MergeReason>,
}

/// What is known about a list of names before they are compared.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// How often each was seen; the more frequent speak for their cluster.
    pub frequency: &'a [u32],
    /// Whose name each is known to be. Names with one label are one cluster; two labels never join.
    pub labels: &'a [Option<u32>],
    /// Pairs that must not end in one cluster.
    pub apart: &'a [(u32, u32)],
}

/// The clusters of a list of names.
#[derive(Debug, Default)]
pub struct Clusters {
    /// For each name the smallest place of its cluster.
    pub of: Vec<u32>,
    /// The pairs that joined clusters, in the order in which they did.
    pub joined: Vec<Pair>,
    /// Pairs above the threshold less [`NARROW`] whose names are in two clusters.
    pub missed: Vec<Pair>,
}

/// The threshold for two names.
pub fn threshold(a: &Name, b: &Name) -> f32 {
    if a.script() == b.script() {
        SAME_SCRIPT
    } else {
        CROSS_SCRIPT
    }
}

/// How sure it is that two names are one: their similarity, but below the threshold when one word of theirs says otherwise
/// (two family names, two bodies for one subject).
pub fn likeness(a: &Name, b: &Name) -> f32 {
    let score = similarity(a, b);
    let most = threshold(a, b) - CONTRADICTED;
    if score > most && link::contradict(a, b) {
        return most;
    }
    score
}

/// The clusters of `names`. Names of one word join no other (a surname fits many people).
///
/// Pairs are taken from the surest on; two clusters become one when their names are on average as alike as the threshold
/// asks and nothing forbids it. A name joins a labelled cluster only by its likeness to a labelled name, of which one is enough.
///
/// ```
/// use isnad::names::{Name, cluster::{Known, cluster}};
/// use isnad::types::EntityType::Person;
/// let list = ["Qais al-Khazali", "Laith al-Khazali", "Qays Khazali", "al-Khazali", "قيس الخزعلي"];
/// let names: Vec<Name> = list.iter().map(|name| Name::new(name, Person)).collect();
/// assert_eq!(cluster(&names, &Known::default()).of, [0, 1, 0, 3, 0]);
/// ```
pub fn cluster(names: &[Name], known: &Known) -> Clusters {
    clustered(names, known, false, &|_| ())
}

/// The same of a list by itself, in which places and organisations of one word may join, too (Baghdad, Bagdad). `compared`
/// hears now and then that so many more names have been compared with the others.
pub fn cluster_watched(names: &[Name], known: &Known, compared: &(dyn Fn(u64) + Sync)) -> Clusters {
    clustered(names, known, true, compared)
}

fn clustered(names: &[Name], known: &Known, lone: bool, compared: &(dyn Fn(u64) + Sync)) -> Clusters {
    let pairs = pairs(names, lone, compared);
    let mut pairs: Vec<Ranked> = pairs.into_par_iter().map(|p| Ranked::of(p, names)).collect();
    pairs.par_sort_unstable_by_key(|p| (Reverse(p.margin), p.pair.a, p.pair.b));
    let mut merging = Merging::new(names, known);
    let mut joined = Vec::new();
    for ranked in pairs.iter().filter(|p| p.pair.forbidden.is_none() && p.margin >= 0) {
        if merging.join(ranked) {
            joined.push(ranked.pair);
        }
    }
    let of: Vec<u32> = (0..names.len() as u32).map(|n| merging.root(n)).collect();
    let missed = pairs.into_iter().map(|p| p.pair);
    let missed = missed.filter(|p| of[p.a as usize] != of[p.b as usize]).collect();
    Clusters {
        of: smallest(&of),
        joined,
        missed,
    }
}

/// All pairs that are alike or nearly so.
fn pairs(names: &[Name], lone: bool, compared: &(dyn Fn(u64) + Sync)) -> Vec<Pair> {
    let enough = |name: &Name| name.names() >= 2 || (lone && name.names() == 1 && name.kind != EntityType::Person);
    let mut order: Vec<u32> = (0..names.len() as u32)
        .filter(|&n| enough(&names[n as usize]))
        .collect();
    order.par_sort_unstable_by(|&a, &b| {
        let (x, y) = (&names[a as usize], &names[b as usize]);
        (x.kind, &x.units.symbols, a).cmp(&(y.kind, &y.units.symbols, b))
    });
    let sorted: Vec<&Name> = order.iter().map(|&n| &names[n as usize]).collect();
    let blocks = Blocks::new(&sorted);
    let candidates = blocks.candidates();
    (0..sorted.len() as u32)
        .into_par_iter()
        .with_min_len(256)
        .fold(Vec::new, |mut found: Vec<Pair>, later| {
            if later % WATCHED == WATCHED - 1 {
                compared(u64::from(WATCHED));
            }
            let mut before = Vec::new();
            candidates.before(&blocks, later, &mut before);
            let b = sorted[later as usize];
            for &earlier in &before {
                let a = sorted[earlier as usize];
                let score = likeness(a, b);
                if score < threshold(a, b) - NARROW || link::too_short(a, b) {
                    continue;
                }
                let (a_at, b_at) = (order[earlier as usize], order[later as usize]);
                found.push(Pair {
                    a: a_at.min(b_at),
                    b: a_at.max(b_at),
                    score,
                    forbidden: cannot_link(a, b),
                });
            }
            found
        })
        .reduce(Vec::new, |mut all, mut more| {
            all.append(&mut more);
            all
        })
}

/// A pair with what can be said of it alone.
struct Ranked {
    pair: Pair,
    /// How far it is above the threshold, in the steps of scores.
    margin: i32,
    /// Whether the two would be joined if nobody else were there.
    agreed: bool,
}

impl Ranked {
    fn of(pair: Pair, names: &[Name]) -> Ranked {
        let least = threshold(&names[pair.a as usize], &names[pair.b as usize]);
        let steps = ((pair.score - least) * 10_000.0).round() as i32;
        let sure = pair.forbidden.is_none() && steps >= 0;
        Ranked {
            pair,
            margin: steps,
            agreed: sure && agree(&[pair.a], &[pair.b], |x, y| margin(names, x, y)),
        }
    }
}

/// Whether names that stand for two clusters are on average alike enough, and nothing forbids that any two are one.
fn agree(speakers_a: &[u32], speakers_b: &[u32], mut margin: impl FnMut(u32, u32) -> Option<f32>) -> bool {
    let (mut sum, mut count) = (0.0f64, 0);
    for &x in speakers_a {
        for &y in speakers_b {
            let Some(margin) = margin(x, y) else { return false };
            sum += f64::from(margin);
            count += 1;
        }
    }
    // Half a step of the scores' 1e-4 forgives the rounding of the sum.
    sum / f64::from(count.max(1)) >= -0.000_05
}

/// How far the likeness of two names is above the threshold; `None` when something forbids that they are one.
fn margin(names: &[Name], x: u32, y: u32) -> Option<f32> {
    let (x, y) = (&names[x as usize], &names[y as usize]);
    let forbidden = cannot_link(x, y).is_some() || link::too_short(x, y);
    (!forbidden).then(|| likeness(x, y) - threshold(x, y))
}

/// Clusters while they grow.
struct Merging<'a> {
    names: &'a [Name],
    known: &'a Known<'a>,
    parent: Vec<u32>,
    /// Names below each root.
    size: Vec<u32>,
    /// The most frequent members of each root that has more than itself, at most [`SPEAKERS`].
    speakers: HashMap<u32, Vec<u32>>,
    /// [`margin`] of speakers; two clusters may be compared as often as they have pairs.
    margins: HashMap<(u32, u32), Option<f32>>,
    label: Vec<Option<u32>>,
}

impl<'a> Merging<'a> {
    fn new(names: &'a [Name], known: &'a Known<'a>) -> Merging<'a> {
        let label: Vec<Option<u32>> = (0..names.len())
            .map(|n| known.labels.get(n).copied().flatten())
            .collect();
        let (parent, size) = ((0..names.len() as u32).collect(), vec![1; names.len()]);
        let mut merging = Merging {
            names,
            known,
            parent,
            size,
            speakers: HashMap::new(),
            margins: HashMap::new(),
            label,
        };
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        for n in 0..names.len() as u32 {
            if let Some(label) = merging.label[n as usize] {
                let one = *first.entry(label).or_insert(n);
                merging.unite(one, n);
            }
        }
        merging
    }

    fn root(&self, mut n: u32) -> u32 {
        while self.parent[n as usize] != n {
            n = self.parent[n as usize];
        }
        n
    }

    fn speakers(&self, root: u32) -> Vec<u32> {
        self.speakers.get(&root).cloned().unwrap_or_else(|| vec![root])
    }

    /// Joins the clusters of a pair when they may be.
    fn join(&mut self, Ranked { pair, agreed, .. }: &Ranked) -> bool {
        let (a, b) = (self.root(pair.a), self.root(pair.b));
        if a == b || self.parted_by_hand(a, b) {
            return false;
        }
        let labelled = |n: u32| self.known.labels.get(n as usize).copied().flatten().is_some();
        let (speakers_a, speakers_b) = match (self.label[a as usize], self.label[b as usize]) {
            (Some(_), Some(_)) => return false,
            (Some(_), None) if !labelled(pair.a) => return false,
            (None, Some(_)) if !labelled(pair.b) => return false,
            (Some(_), None) => (vec![pair.a], self.speakers(b)),
            (None, Some(_)) => (self.speakers(a), vec![pair.b]),
            (None, None) => (self.speakers(a), self.speakers(b)),
        };
        let alone = speakers_a == [pair.a] && speakers_b == [pair.b];
        let joins = if alone {
            *agreed
        } else {
            let known = |x, y| *self.margins.entry((x, y)).or_insert_with(|| margin(self.names, x, y));
            agree(&speakers_a, &speakers_b, known)
        };
        if joins {
            self.unite(a, b);
        }
        joins
    }

    fn parted_by_hand(&self, a: u32, b: u32) -> bool {
        let roots = |&(x, y): &(u32, u32)| (self.root(x), self.root(y));
        self.known
            .apart
            .iter()
            .map(roots)
            .any(|pair| pair == (a, b) || pair == (b, a))
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (size_a, size_b) = (self.size[a as usize], self.size[b as usize]);
        let (root, child) = if size_a > size_b || (size_a == size_b && a < b) {
            (a, b)
        } else {
            (b, a)
        };
        let mut speakers = self.speakers(root);
        speakers.extend(self.speakers(child));
        let frequency = |n: &u32| self.known.frequency.get(*n as usize).copied().unwrap_or(0);
        speakers.sort_by_key(|n| (Reverse(frequency(n)), *n));
        speakers.truncate(SPEAKERS);
        self.speakers.remove(&child);
        self.speakers.insert(root, speakers);
        self.parent[child as usize] = root;
        self.size[root as usize] = size_a + size_b;
        self.label[root as usize] = self.label[root as usize].or(self.label[child as usize]);
    }
}

/// The same clusters, each called by its smallest member.
fn smallest(of: &[u32]) -> Vec<u32> {
    let mut first: Vec<Option<u32>> = vec![None; of.len()];
    let mut smallest = Vec::with_capacity(of.len());
    for (n, root) in of.iter().enumerate() {
        smallest.push(*first[*root as usize].get_or_insert(n as u32));
    }
    smallest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::EntityType::Person;

    const LIST: &[&str] = &[
        "Karim al-Sabti",
        "Kareem Sabti",
        "كريم السبتي",
        "Karim Sabty",
        "Salim al-Sabti",
        "Sabti",
        "Nadia Hilmi",
        "Nadya Helmi",
        "Abu Nadia Hilmi",
    ];

    fn clusters(list: &[&str], known: &Known) -> Vec<Vec<String>> {
        let names: Vec<Name> = list.iter().map(|n| Name::new(n, Person)).collect();
        let of = cluster(&names, known).of;
        let mut by: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        of.iter()
            .zip(list)
            .for_each(|(root, name)| by.entry(*root).or_default().push(name.to_string()));
        let mut all: Vec<Vec<String>> = by.into_values().collect();
        all.iter_mut().for_each(|c| c.sort());
        all.sort();
        all
    }

    #[test]
    fn names_cluster_and_single_words_stay_alone() {
        let shown: Vec<String> = clusters(LIST, &Known::default()).iter().map(|c| c.join(", ")).collect();
        assert_eq!(
            shown,
            [
                "Abu Nadia Hilmi",
                "Kareem Sabti, Karim Sabty, Karim al-Sabti, كريم السبتي",
                "Nadia Hilmi, Nadya Helmi",
                "Sabti",
                "Salim al-Sabti"
            ]
        );
    }

    #[test]
    fn order_does_not_matter() {
        let mut turned = LIST.to_vec();
        for _ in 0..LIST.len() {
            turned.rotate_left(1);
            assert_eq!(clusters(&turned, &Known::default()), clusters(LIST, &Known::default()));
        }
    }

    #[test]
    fn two_labels_and_names_held_apart_never_join() {
        let labels = [Some(1), Some(2), None, None, None, None, None, None, None];
        let of = clusters(
            LIST,
            &Known {
                labels: &labels,
                ..Known::default()
            },
        );
        assert!(
            !of.iter()
                .any(|c| c.contains(&"Karim al-Sabti".into()) && c.contains(&"Kareem Sabti".into()))
        );
        let of = clusters(
            LIST,
            &Known {
                apart: &[(6, 7)],
                ..Known::default()
            },
        );
        assert!(of.contains(&vec!["Nadia Hilmi".to_string()]));
    }
}
