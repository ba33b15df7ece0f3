//! Text that a page holds twice: an article pasted again after "Read more", a paragraph repeated, a teaser.
//!
//! Two paragraphs are alike when they share most of their word 3-grams. Alike paragraphs at a constant distance make a
//! run, and a run goes when it is long enough to be no refrain. Every removed repeat names its kept twin.

use std::collections::{BTreeMap, HashMap};

use crate::types::{Reason, Removal, SegmentKind};

use super::Page;
use super::lines::{Counts, Set, combine};

/// Alike: four fifths of the word 3-grams. Two copies of a paragraph that differ in a word or two of forty pass; two
/// paragraphs that quote the same sentence do not.
const ALIKE: f64 = 0.8;

/// A repeat of three paragraphs of at least [`SINGLE_WORDS`] is no refrain ...
const RUN_PARAGRAPHS: usize = 3;
/// ... and neither is one of sixty words, however few paragraphs they are.
const RUN_WORDS: usize = 60;
/// The shortest single paragraph, in words, that goes when it is repeated to the letter.
const SINGLE_WORDS: usize = 8;

/// Inside and beside a long run, the share of words that a paragraph edited in one copy still has in common.
const EDITED: f64 = 0.6;

/// How many paragraphs of a run may be unlike in a row: a caption or an advert that only one copy has.
const GAP: usize = 2;

/// A block and an earlier one that says the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub first: usize,
    pub second: usize,
    /// Word for word.
    pub exact: bool,
}

/// For every block the earliest block that it is like.
pub(super) fn pairs(page: &Page) -> Vec<Pair> {
    let mut by_hash: Counts<usize> = Counts::default();
    let mut owner: Counts<u32> = Counts::default();
    let mut out = Vec::new();
    // How many distinct 3-grams each block has.
    let mut sizes = vec![0; page.drafts.len()];
    for (n, draft) in page.drafts.iter().enumerate() {
        if draft.facts.hash == 0 || (draft.sure && !draft.kept()) {
            continue;
        }
        if let Some(first) = by_hash.get(&draft.facts.hash) {
            out.push(Pair {
                first: *first,
                second: n,
                exact: true,
            });
            continue;
        }
        by_hash.insert(draft.facts.hash, n);
        let words = page.words.of(&draft.facts);
        // Votes: how many of its 3-grams an earlier block had first.
        let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
        let mut grams: Vec<u64> = words.windows(3).map(combine).collect();
        grams.sort_unstable();
        grams.dedup();
        if let Some(size) = sizes.get_mut(n) {
            *size = grams.len();
        }
        for gram in &grams {
            let first = *owner.entry(*gram).or_insert(n as u32);
            if (first as usize) < n {
                *votes.entry(first).or_default() += 1;
            }
        }
        let best = votes
            .into_iter()
            .max_by_key(|(first, votes)| (*votes, std::cmp::Reverse(*first)));
        if let Some((first, shared)) = best
            && let Some(other) = page.drafts.get(first as usize)
        {
            let theirs = sizes.get(first as usize).copied().unwrap_or(0);
            let union = grams.len() + theirs - shared.min(theirs);
            let alike = grams.len() >= 4 && shared as f64 >= ALIKE * union as f64;
            if alike || is_teaser(words, page.words.of(&other.facts)) {
                out.push(Pair {
                    first: first as usize,
                    second: n,
                    exact: false,
                });
            }
        }
    }
    out
}

/// Whether one of two is the beginning of the other, cut off.
fn is_teaser(a: &[u64], b: &[u64]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let short = a.len().min(b.len());
    // The last word of a teaser is often cut in half.
    short >= 12 && same + 1 >= short
}

/// Removes the repeats among the kept blocks.
pub(super) fn remove(page: &mut Page) {
    let found = pairs(page);
    let kept: Vec<usize> = (0..page.drafts.len())
        .filter(|n| page.drafts.get(*n).is_some_and(|d| d.facts.hash != 0))
        .collect();
    // Positions among the blocks with words: markup and lines without any do not count as gaps.
    let place: HashMap<usize, usize> = kept.iter().enumerate().map(|(at, n)| (*n, at)).collect();
    let mut runs: BTreeMap<usize, Vec<(usize, usize, bool)>> = BTreeMap::new();
    for pair in &found {
        if let (Some(a), Some(b)) = (place.get(&pair.first), place.get(&pair.second)) {
            runs.entry(b - a).or_default().push((*a, *b, pair.exact));
        }
    }
    let mut removals: Vec<(usize, usize, &'static str)> = Vec::new();
    for list in runs.values() {
        let mut at = 0;
        while at < list.len() {
            let mut end = at + 1;
            while end < list.len() && list[end].0 - list[end - 1].0 <= GAP + 1 {
                end += 1;
            }
            judge_run(page, &kept, &list[at..end], &mut removals);
            at = end;
        }
    }
    removals.sort_unstable();
    for (second, first, rule) in removals {
        let twin = match page.drafts.get(first) {
            Some(d) if d.kept() => d.span,
            _ => continue,
        };
        if let Some(draft) = page.drafts.get_mut(second)
            && !(draft.sure)
        {
            draft.removal = Some(Removal {
                reason: Reason::DuplicateWithin,
                rule: rule.into(),
                score: None,
                twin: Some(twin),
            });
        }
    }
}

/// A long run with the blocks at its ends and in its gaps that are half alike at the same distance: what was edited in one copy.
fn extended(page: &Page, kept: &[usize], run: &[(usize, usize, bool)]) -> Vec<(usize, usize, bool)> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return vec![];
    };
    let distance = first.1 - first.0;
    let alike = |a: usize| {
        let block = |at: usize| kept.get(at).and_then(|n| page.drafts.get(*n));
        match (block(a), block(a + distance)) {
            (Some(one), Some(two)) => {
                one.words() >= SINGLE_WORDS && overlap(page.words.of(&one.facts), page.words.of(&two.facts)) >= EDITED
            }
            _ => false,
        }
    };
    let known = |a: usize| run.binary_search_by_key(&a, |r| r.0).ok().and_then(|n| run.get(n));
    let mut out = Vec::with_capacity(run.len() + 2);
    // A copy begins after the first one has ended.
    for a in first.0.saturating_sub(GAP)..(last.0 + GAP + 1).min(first.1) {
        match known(a) {
            Some(pair) => out.push(*pair),
            None if alike(a) => out.push((a, a + distance, false)),
            None => {}
        }
    }
    out
}

/// Share of the distinct words of two blocks that both have.
fn overlap(a: &[u64], b: &[u64]) -> f64 {
    let (a, b): (Set, Set) = (a.iter().copied().collect(), b.iter().copied().collect());
    a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64
}

/// Decides one run of alike paragraphs at a constant distance.
fn judge_run(page: &Page, kept: &[usize], run: &[(usize, usize, bool)], out: &mut Vec<(usize, usize, &'static str)>) {
    let index = |at: usize| kept.get(at).copied().unwrap_or(0);
    let words = |at: usize| page.drafts.get(index(at)).map_or(0, |d| d.words());
    let total: usize = run.iter().map(|r| words(r.1)).sum();
    let paragraphs = run.iter().filter(|r| words(r.1) >= SINGLE_WORDS).count();
    let long = paragraphs >= RUN_PARAGRAPHS || total >= RUN_WORDS;
    let run = if long { extended(page, kept, run) } else { run.to_vec() };
    for (a, b, exact) in &run {
        let (first, second) = (index(*a), index(*b));
        let (Some(one), Some(two)) = (page.drafts.get(first), page.drafts.get(second)) else {
            continue;
        };
        if one.kind == SegmentKind::Code || two.kind == SegmentKind::Code {
            continue;
        }
        if long || (*exact && words(*b) >= SINGLE_WORDS) {
            // The first stays, unless it is the cut-off one.
            let teaser = one.words() + 3 < two.words() && one.kept() && two.kept() && one.kind != SegmentKind::Title;
            let rule = if *exact { "repeat:exact" } else { "repeat:alike" };
            if teaser {
                out.push((first, second, "repeat:teaser"));
            } else {
                out.push((second, first, rule));
            }
        }
    }
}
