//! Repeats in a row, and which of them are no refrain.

use crate::types::SegmentKind;

use super::super::Page;
use super::super::lines::Set;
use super::pairs::{Likeness, Pair};
use super::{GAP, Goes, Places, RUN_PARAGRAPHS, RUN_WORDS, SINGLE_WORDS};

/// Inside and beside a long run, the share of words that a paragraph edited in one copy still has in common.
const EDITED: f64 = 0.6;

/// The share of the words of a run, in either copy, that the other one has too: less is a list of what the other says.
const DENSE: f64 = 0.5;

/// Pairs in a row: the later blocks follow each other, and so do the earlier ones. They are given in the order of the later.
pub(super) fn runs(pairs: &[Pair]) -> Vec<Vec<Pair>> {
    let mut out: Vec<Vec<Pair>> = Vec::new();
    // Those that the next pair may go on, by index. Older ones close, so that there are never many.
    let mut open: Vec<usize> = Vec::new();
    for pair in pairs.iter().filter(|p| p.likeness != Likeness::Teaser) {
        open.retain(|n| last(&out, *n).is_some_and(|l| pair.second - l.second <= GAP + 1));
        let next = open
            .iter()
            .copied()
            .filter_map(|n| Some((skew(last(&out, n)?, pair)?, n)))
            .min();
        match next.and_then(|(_, n)| out.get_mut(n)) {
            Some(run) => run.push(*pair),
            None => {
                open.push(out.len());
                out.push(vec![*pair]);
            }
        }
    }
    out
}

fn last(runs: &[Vec<Pair>], n: usize) -> Option<&Pair> {
    runs.get(n)?.last()
}

/// By how many places one copy goes on faster than the other from one pair to the next; `None` when the next one is not the
/// same run.
fn skew(last: &Pair, next: &Pair) -> Option<usize> {
    let whole = |p: &Pair| matches!(p.likeness, Likeness::Exact | Likeness::Alike);
    // A paragraph that is whole in both copies is in the run once; of one that is broken, both parts may follow.
    let least = last.source.1 + usize::from(whole(last) && whole(next));
    let later = next.second > last.second || next.likeness == Likeness::Earlier && next.first > last.first;
    let near = next.source.0 <= last.source.1 + GAP + 1;
    (later && next.source.1 >= least && next.source.0 >= last.source.0 && near)
        .then(|| (next.first.saturating_sub(last.first)).abs_diff(next.second - last.second))
}

/// Adds what goes of a run.
pub(super) fn judge(page: &Page, places: &Places, run: &[Pair], out: &mut Vec<Goes>) {
    let (Some(first), Some(end)) = (run.first(), run.last()) else {
        return;
    };
    // A refrain that stands ten times is no longer than once.
    let mut words = 0;
    let mut paragraphs = 0;
    let mut at = 0;
    for pair in run {
        let source = (pair.source.0.max(at), pair.source.1);
        let theirs = if source.0 > source.1 {
            0
        } else {
            places.words_of(source.0, source.1)
        };
        words += places.words(pair.second).min(theirs);
        paragraphs += usize::from(theirs > 0 && places.words(pair.second) >= SINGLE_WORDS);
        at = at.max(pair.source.1 + 1);
    }
    let long = paragraphs >= RUN_PARAGRAPHS || words >= RUN_WORDS;
    if !long {
        return;
    }
    // What both copies say is most of what stands between the first and the last pair: the entries of a table of contents
    // are not the headings of the text, nor are the sentences of a summary what they were taken from.
    let from = run.iter().map(|p| p.source.0).min().unwrap_or(first.source.0);
    let to = run.iter().map(|p| p.source.1).max().unwrap_or(end.source.1);
    let sides = [places.words_of(from, to), places.words_of(first.second, end.second)];
    if sides.iter().any(|side| (words as f64) < DENSE * *side as f64) {
        return;
    }
    for pair in run.iter().chain(&edited(page, places, run)) {
        let (one, two) = (places.words(pair.first), places.words(pair.second));
        // The first stays, unless it is the cut-off one.
        let cut_off = match pair.likeness {
            Likeness::Earlier => true,
            Likeness::Alike => one + 3 < two,
            _ => false,
        };
        let title = page
            .drafts
            .get(places.block(pair.first))
            .is_none_or(|d| d.kind == SegmentKind::Title || !d.kept());
        let second_kept = page.drafts.get(places.block(pair.second)).is_some_and(|d| d.kept());
        match (cut_off && !title && second_kept, pair.likeness) {
            (true, _) => out.push(pair.first_goes()),
            (false, Likeness::Earlier) => {}
            (false, _) => out.push(pair.second_goes()),
        }
    }
}

/// The blocks at the ends and in the gaps of a long run that are half like the ones in the same place of the other copy.
fn edited(page: &Page, places: &Places, run: &[Pair]) -> Vec<Pair> {
    let (Some(first), Some(end)) = (run.first(), run.last()) else {
        return vec![];
    };
    let mut out = Vec::new();
    let mut try_pair = |one: Option<usize>, second: usize| {
        // A copy begins after the first one has ended.
        if let Some(one) = one.filter(|one| *one < first.second && second > end.source.1.min(first.second - 1))
            && half_alike(page, places, one, second)
        {
            out.push(Pair {
                first: one,
                source: (one, one),
                second,
                likeness: Likeness::Alike,
            });
        }
    };
    for back in 1..=GAP {
        if let Some(second) = first.second.checked_sub(back) {
            try_pair(first.source.0.checked_sub(back), second);
        }
    }
    for two in run.windows(2) {
        let [a, b] = two else { continue };
        for second in a.second + 1..b.second {
            let one = a.source.1 + (second - a.second);
            if one < b.source.0 {
                try_pair(Some(one), second);
            }
        }
    }
    for on in 1..=GAP {
        try_pair(Some(end.source.1 + on), end.second + on);
    }
    out
}

/// Whether two blocks share most of their distinct words.
fn half_alike(page: &Page, places: &Places, first: usize, second: usize) -> bool {
    let (one, two) = (places.words(first), places.words(second));
    // Twice as long is not alike; asked first, so that a very long block is not read again and again.
    if one < SINGLE_WORDS || one.min(two) * 2 < one.max(two) {
        return false;
    }
    let set = |place: usize| -> Set {
        let draft = page.drafts.get(places.block(place));
        draft
            .map_or(&[][..], |d| page.words.of(&d.facts))
            .iter()
            .copied()
            .collect()
    };
    let (a, b) = (set(first), set(second));
    let shared = a.intersection(&b).count();
    shared as f64 >= EDITED * (a.len() + b.len() - shared).max(1) as f64
}
