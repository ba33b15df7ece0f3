//! Which block says what an earlier one says.

use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use crate::lang::fold_char;
use crate::types::SegmentKind;

use super::super::Page;
use super::super::lines::{Counts, ROOM, combine};
use super::{Goes, Places};

/// Alike: four fifths of the word 3-grams. Two copies of a paragraph that differ in a word or two of forty pass; two
/// paragraphs that quote the same sentence do not.
const ALIKE: f64 = 0.8;
/// Inside: nine tenths of the 3-grams of one stand in the other. Two words in the seam of two joined paragraphs are new.
const INSIDE: f64 = 0.9;
/// A paragraph of one copy is made of at most so many neighbours of the other, counted in places.
const NEIGHBOURS: usize = 4;
/// The shortest teaser, in words that it shares with the beginning of the full text.
const TEASER_WORDS: usize = 12;
/// Words after them: the last one is often cut in half, and "read more" may stand behind it.
const TEASER_END: usize = 3;
/// A teaser that ends like a sentence is one only so close before the text: farther away it may be a refrain
const TEASER_NEAR: usize = 3;
/// ... unless it is so long, in words, that nobody would write the same beginning twice.
const TEASER_LONG: usize = 25;

/// How a block is like an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Word for word.
    Exact,
    /// But for a word or two.
    Alike,
    /// The later one stands inside the earlier ones.
    Later,
    /// The earlier one stands inside the later one.
    Earlier,
    /// The earlier one is the beginning of the later one, cut off.
    Teaser,
}

/// A block and the earlier one that says the same, by their places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    /// The earlier block; of several that the later one is made of, the one it shares most with.
    pub first: usize,
    /// The first and last of the earlier blocks that the later one is made of.
    pub source: (usize, usize),
    /// The later block.
    pub second: usize,
    pub likeness: Likeness,
}

impl Pair {
    pub fn second_goes(&self) -> Goes {
        let rule = if self.likeness == Likeness::Exact {
            "repeat:exact"
        } else {
            "repeat:alike"
        };
        Goes {
            victim: self.second,
            twin: self.first,
            rule,
        }
    }

    pub fn first_goes(&self) -> Goes {
        let rule = if self.likeness == Likeness::Exact {
            "repeat:exact"
        } else {
            "repeat:teaser"
        };
        Goes {
            victim: self.first,
            twin: self.second,
            rule,
        }
    }
}

/// For every block the earlier ones that it is like, in the order of the later blocks.
pub(super) fn pairs(page: &Page, places: &Places) -> Vec<Pair> {
    let mut by_hash: Counts<usize> = Counts::default();
    // For every 3-gram the block that has it first, and the last one that was seen to have it.
    let mut owner: Counts<(u32, u32)> = Counts::default();
    owner.reserve(page.words.hashes.len().min(ROOM));
    let mut numbers = Numbers::default();
    let mut out = Vec::new();
    // How many distinct 3-grams each block has.
    let mut sizes = vec![0; places.blocks.len()];
    for (second, n) in places.blocks.iter().enumerate() {
        let Some(draft) = page.drafts.get(*n).filter(|d| !d.sure || d.kept()) else {
            continue;
        };
        if let Some(first) = by_hash.get(&draft.facts.hash) {
            out.push(Pair {
                first: *first,
                source: (*first, *first),
                second,
                likeness: Likeness::Exact,
            });
            continue;
        }
        by_hash.insert(draft.facts.hash, second);
        // A headline is repeated to the letter or not at all; some are the beginning of the text.
        if draft.kind == SegmentKind::Title {
            continue;
        }
        let grams = || page.words.of(&draft.facts).windows(3).map(combine);
        let here = second as u32;
        // Votes: how many of its 3-grams an earlier block had first.
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        let mut size = 0;
        for gram in grams() {
            let (first, last) = owner.entry(gram).or_insert((here, u32::MAX));
            if *last == here {
                continue;
            }
            *last = here;
            size += 1;
            if *first < here {
                *votes.entry(*first as usize).or_default() += 1;
            }
        }
        if let Some(of) = sizes.get_mut(second) {
            *of = size;
        }
        // Fewer 3-grams are a phrase.
        if size >= 4 {
            compare(page, places, second, &sizes, &votes, &mut numbers, &mut out);
        }
        // What follows is like the full text, not like the beginning of it that stood before.
        if out
            .last()
            .is_some_and(|p| p.second == second && p.likeness == Likeness::Teaser)
        {
            owner.extend(grams().map(|gram| (gram, (here, here))));
        }
    }
    out
}

/// Adds how a block is like the earlier ones that its 3-grams vote for.
fn compare(
    page: &Page,
    places: &Places,
    second: usize,
    sizes: &[usize],
    votes: &BTreeMap<usize, usize>,
    numbers: &mut Numbers,
    out: &mut Vec<Pair>,
) {
    let best = votes
        .iter()
        .max_by_key(|(first, votes)| (**votes, std::cmp::Reverse(**first)));
    let Some((&first, &shared)) = best else { return };
    let size = |place: usize| sizes.get(place).copied().unwrap_or(0);
    let (ours, theirs) = (size(second), size(first));
    let part = |shared: usize, of: usize, share: f64| of >= 4 && shared as f64 >= share * of as f64;
    let mut push = |first, source, likeness| {
        out.push(Pair {
            first,
            source,
            second,
            likeness,
        });
    };
    let teaser = teaser(page, places, first, second);
    if teaser == Some(Teaser::Cut) {
        push(first, (first, first), Likeness::Teaser);
        return;
    }
    if part(shared, ours + theirs - shared.min(theirs), ALIKE) {
        if !numbers.differ(page, places, first, second) {
            push(first, (first, first), Likeness::Alike);
        }
        return;
    }
    // The neighbours of the best one, with it.
    let near = first.saturating_sub(NEIGHBOURS - 1)..first + NEIGHBOURS;
    let near: Vec<(usize, usize)> = votes.range(near).map(|(place, votes)| (*place, *votes)).collect();
    let made_of = (0..near.len())
        .map(|from| {
            let in_reach = |n: &&(usize, usize)| n.0 < near[from].0 + NEIGHBOURS;
            let to = near[from..].iter().take_while(in_reach).count() + from;
            (
                near[from..to].iter().map(|n| n.1).sum::<usize>(),
                near[from].0,
                near[to - 1].0,
            )
        })
        .max_by_key(|(sum, from, _)| (*sum, std::cmp::Reverse(*from)));
    if let Some((sum, from, to)) = made_of
        && part(sum, ours, INSIDE)
    {
        if !numbers.differ(page, places, first, second) {
            push(first, (from, to), Likeness::Later);
        }
        return;
    }
    if teaser.is_some() {
        push(first, (first, first), Likeness::Teaser);
        return;
    }
    for (place, votes) in near {
        if part(votes, size(place), INSIDE) {
            push(place, (place, place), Likeness::Earlier);
        }
    }
}

/// How the beginning of a text ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Teaser {
    /// In the middle of a sentence, or with dots.
    Cut,
    /// Like a sentence.
    Whole,
}

/// How the earlier of two blocks ends, when it is the beginning of the later one and nothing else.
fn teaser(page: &Page, places: &Places, first: usize, second: usize) -> Option<Teaser> {
    let block = |place: usize| page.drafts.get(places.block(place));
    let (one, two) = (block(first)?, block(second)?);
    let (a, b) = (page.words.of(&one.facts), page.words.of(&two.facts));
    if !one.kept() || a.len() >= b.len() {
        return None;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    if same < TEASER_WORDS || same + TEASER_END < a.len() {
        return None;
    }
    let end = page.text.get(one.span.range())?.trim_end_matches([']', ')', ' ']);
    if !one.facts.sentence || end.ends_with("..") || end.ends_with('…') {
        return Some(Teaser::Cut);
    }
    (second - first <= TEASER_NEAR || a.len() >= TEASER_LONG).then_some(Teaser::Whole)
}

/// The numbers of blocks, read when they are asked for.
#[derive(Default)]
struct Numbers(HashMap<usize, Vec<u64>>);

impl Numbers {
    /// Whether two blocks differ in their figures more than they agree: the rows of a report, not two copies. One other number is
    /// a correction.
    fn differ(&mut self, page: &Page, places: &Places, first: usize, second: usize) -> bool {
        for place in [first, second] {
            self.0
                .entry(place)
                .or_insert_with(|| numbers(page, places.block(place)));
        }
        let (Some(a), Some(b)) = (self.0.get(&first), self.0.get(&second)) else {
            return false;
        };
        let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let same = small.iter().filter(|n| large.binary_search(n).is_ok()).count();
        small.len() >= same + 2 && same * 2 < small.len()
    }
}

/// Hashes of the runs of digits in a block, sorted, each once.
fn numbers(page: &Page, block: usize) -> Vec<u64> {
    let text = page.drafts.get(block).and_then(|d| page.text.get(d.span.range()));
    let mut out = Vec::new();
    let mut digits = Vec::new();
    for c in text.unwrap_or("").chars().chain([' ']) {
        let mut digit = None;
        fold_char(c, &mut |c| digit = c.is_ascii_digit().then_some(c as u8));
        match digit {
            Some(d) => digits.push(d),
            None if digits.is_empty() => {}
            None => {
                out.push(xxh3_64(&digits));
                digits.clear();
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}
