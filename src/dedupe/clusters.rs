//! From candidate pairs to copies: exact verification, clusters, and which document of a cluster is kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date as Day;
use rayon::prelude::*;

use super::MIN_WORDS;
use super::candidates::candidates;
use super::shingles::{Fingerprint, shared};
use crate::error::Result;
use crate::types::{Copy, Relation};

/// What the clustering sees of a document. Documents are in `doc_id` order.
pub struct Member<'a> {
    /// The document.
    pub doc_id: &'a str,
    /// Folded words.
    pub words: u32,
    /// Hash of all folded words.
    pub text_hash: u64,
    /// Band hashes.
    pub bands: &'a [u64],
    /// Sampled word sequences, sorted.
    pub sample: &'a [u32],
    /// First day of the publication date, when it is known.
    pub published: Option<Day>,
}

/// How alike two documents were found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Verified {
    /// Jaccard similarity of the shingle sets.
    jaccard: f64,
    /// Share of the smaller set found in the larger.
    containment: f64,
    /// Two pages of one template: they have the words in common and not the numbers.
    template: bool,
}

impl Verified {
    const SAME: Verified = Verified {
        jaccard: 1.0,
        containment: 1.0,
        template: false,
    };

    /// Whether one is a copy of the other. Of a copy that was cut most is found in the other, and it may be a little less alike.
    fn near(self, near: f64) -> bool {
        let allowance = if self.containment >= MOSTLY { CUT_ALLOWANCE } else { 0.0 };
        !self.template && self.jaccard + allowance >= near
    }
}

/// From this containment on, the shorter document is the longer one with something cut, not with something rewritten.
const MOSTLY: f64 = 0.7;
/// By how much less alike it may be: with .35 a text still cannot be the copy of three that share nothing.
const CUT_ALLOWANCE: f64 = 0.05;

/// Bulletins, price lists and rulings made from one template differ in their numbers: two documents with at least three other
/// numbers, and more than half of all numbers of the one that has fewer, are no copies. (Of 3,700 pairs of copies made by
/// cutting, rewording, mistyping and editing, six have fewer than six tenths of their numbers in common.)
const OTHER_NUMBERS: usize = 3;

/// Pairs are verified in runs of so many, side by side: few enough to keep all cores busy to the end, many enough that most
/// documents of a run are asked for more than once.
const RUN: usize = 1024;

/// A pair, and how alike it was found to be; `None` when it is too short to say.
type Found = (u32, u32, Option<Verified>);

/// The copies among documents, one row for every copy with its kept document and one for every contained document, sorted by
/// (cluster, doc, other). `reader()` gives what reads a document back, one for every core.
///
/// # Errors
/// When the spool fails.
pub fn copies<R: FnMut(u32) -> Result<Arc<Fingerprint>>>(
    members: &[Member],
    near: f64,
    contained: f64,
    reader: impl Fn() -> R + Sync,
) -> Result<Vec<Copy>> {
    let same_text = |a: u32, b: u32| {
        let (a, b) = (&members[a as usize], &members[b as usize]);
        a.text_hash == b.text_hash && a.words == b.words
    };
    let verify_pair = |fingerprint: &mut R, a: u32, b: u32| -> Result<Option<Verified>> {
        if same_text(a, b) {
            return Ok(Some(Verified::SAME));
        }
        if members[a as usize].words < MIN_WORDS || members[b as usize].words < MIN_WORDS {
            return Ok(None);
        }
        Ok(Some(verify(&*fingerprint(a)?, &*fingerprint(b)?)))
    };
    let candidates = candidates(members);
    let run = |pairs: &[(u32, u32)]| -> Result<Vec<Found>> {
        let mut fingerprint = reader();
        let found = pairs
            .iter()
            .map(|&(a, b)| Ok((a, b, verify_pair(&mut fingerprint, a, b)?)));
        found.collect()
    };
    let runs: Vec<Vec<Found>> = candidates.par_chunks(RUN).map(run).collect::<Result<_>>()?;

    let mut parent: Vec<u32> = (0..members.len() as u32).collect();
    let mut seen: BTreeMap<(u32, u32), Verified> = BTreeMap::new();
    let mut inside: Vec<(u32, u32)> = Vec::new();
    for (a, b, verified) in runs.into_iter().flatten() {
        let Some(verified) = verified else { continue };
        if verified.near(near) {
            seen.insert((a, b), verified);
            union(&mut parent, a, b);
        } else if verified.containment >= contained && !verified.template {
            seen.insert((a, b), verified);
            inside.push((a, b));
        }
    }
    let mut fingerprint = reader();
    let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for d in 0..members.len() as u32 {
        let root = find(&mut parent, d);
        clusters.entry(root).or_default().push(d);
    }
    let mut out = Vec::new();
    for docs in clusters.values().filter(|docs| docs.len() > 1) {
        let Some(kept) = docs.iter().copied().min_by_key(|&d| rank(&members[d as usize])) else {
            continue;
        };
        for &d in docs.iter().filter(|&&d| d != kept) {
            let verified = match seen.get(&(d.min(kept), d.max(kept))) {
                Some(v) => *v,
                None if same_text(d, kept) => Verified::SAME,
                None => verify(&*fingerprint(d)?, &*fingerprint(kept)?),
            };
            let relation = if same_text(d, kept) {
                Relation::Exact
            } else {
                Relation::Near
            };
            out.push(row(members, d, kept, relation, verified, docs.first().copied()));
        }
    }
    for (a, b) in inside {
        if find(&mut parent, a) == find(&mut parent, b) {
            continue;
        }
        let (small, large) = if (members[a as usize].words, a) <= (members[b as usize].words, b) {
            (a, b)
        } else {
            (b, a)
        };
        out.push(row(members, small, large, Relation::Contained, seen[&(a, b)], None));
    }
    // Contained rows have no cluster; NULL sorts last.
    out.sort_by(|x, y| {
        (x.cluster.is_none(), &x.cluster, &x.doc, &x.other).cmp(&(y.cluster.is_none(), &y.cluster, &y.doc, &y.other))
    });
    Ok(out)
}

/// Kept is the longest, then the earliest (an undated one last), then the smallest id.
fn rank<'a>(m: &Member<'a>) -> (std::cmp::Reverse<u32>, bool, Option<Day>, &'a str) {
    (std::cmp::Reverse(m.words), m.published.is_none(), m.published, m.doc_id)
}

fn row(members: &[Member], doc: u32, other: u32, relation: Relation, v: Verified, cluster: Option<u32>) -> Copy {
    let id = |d: u32| members[d as usize].doc_id.to_string();
    let round = |x: f64| ((x * 10_000.0).round() / 10_000.0) as f32;
    Copy {
        doc: id(doc),
        other: id(other),
        relation,
        jaccard: round(v.jaccard),
        containment: round(v.containment),
        cluster: cluster.map(id),
    }
}

fn verify(a: &Fingerprint, b: &Fingerprint) -> Verified {
    let n = shared(&a.shingles, &b.shingles) as f64;
    let (x, y) = (a.shingles.len() as f64, b.shingles.len() as f64);
    let numbers = a.numbers.len().min(b.numbers.len());
    let same = shared(&a.numbers, &b.numbers);
    Verified {
        jaccard: n / (x + y - n).max(1.0),
        containment: n / x.min(y).max(1.0),
        template: numbers >= same + OTHER_NUMBERS && same * 2 < numbers,
    }
}

fn find(parent: &mut [u32], mut d: u32) -> u32 {
    while parent[d as usize] != d {
        parent[d as usize] = parent[parent[d as usize] as usize];
        d = parent[d as usize];
    }
    d
}

/// Joins two clusters; the smaller index is the root, whatever the order of joining.
fn union(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (find(parent, a), find(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}

#[cfg(test)]
mod tests;
