//! Pairs of documents worth comparing: those that share a band of their sketches, the whole text, or much of the sample of
//! the shorter one.

use rayon::prelude::*;

use super::clusters::Member;

/// In a bucket of up to this many documents all pairs are compared. In a larger one (a template, a wire story that everybody
/// printed) each is compared with the first ones and with its neighbours: clusters are found through them, in linear time.
const ALL_PAIRS: usize = 16;
/// With how many of the first ones.
const ANCHORS: usize = 4;

/// A sampled word sequence that more documents share is a phrase, and says nothing about one being inside another.
const SEQUENCE_DOCUMENTS: usize = 16;
/// The share of the shorter one's sample that two documents have in common when four fifths of its shingles are: a third
/// when it was reworded lightly, nearly all when it was pasted.
const SAMPLE_SHARE: f64 = 0.3;
/// Samples are compared in so many slices, one after the other, so that the table of one slice is all that is held.
const SLICES: u32 = 16;

/// Candidate pairs (smaller index first), sorted, each once. A document without bands and sample has only whole-text copies.
pub fn candidates(members: &[Member]) -> Vec<(u32, u32)> {
    let mut pairs = inside(members);
    let whole = indexed(members)
        .filter(|(_, m)| m.words > 0)
        .map(|(d, m)| (m.text_hash, d))
        .collect();
    bucket_pairs(whole, &mut pairs);
    let width = members.iter().map(|m| m.bands.len()).max().unwrap_or(0);
    for band in 0..width {
        let table = indexed(members)
            .filter_map(|(d, m)| m.bands.get(band).map(|h| (*h, d)))
            .collect();
        bucket_pairs(table, &mut pairs);
        // One band at a time, so that the list never holds a pair forty times over.
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

fn indexed<'m, 'a>(members: &'m [Member<'a>]) -> impl Iterator<Item = (u32, &'m Member<'a>)> {
    members.iter().enumerate().map(|(d, m)| (d as u32, m))
}

/// Adds the pairs of documents that share a key.
fn bucket_pairs(mut table: Vec<(u64, u32)>, pairs: &mut Vec<(u32, u32)>) {
    table.par_sort_unstable();
    for bucket in table.chunk_by(|a, b| a.0 == b.0) {
        for (i, &(_, a)) in bucket.iter().enumerate() {
            let reach = if bucket.len() <= ALL_PAIRS || i < ANCHORS {
                bucket.len()
            } else {
                (i + 2).min(bucket.len())
            };
            pairs.extend(bucket[i + 1..reach.max(i + 1)].iter().map(|&(_, b)| (a, b)));
        }
    }
}

/// The pairs of which one may stand inside the other: they share enough of the shorter one's sample.
fn inside(members: &[Member]) -> Vec<(u32, u32)> {
    let mut counts: Vec<((u32, u32), u32)> = Vec::new();
    for slice in 0..SLICES {
        let mut table: Vec<(u32, u32)> = Vec::new();
        for (d, m) in indexed(members) {
            table.extend(m.sample.iter().filter(|h| *h % SLICES == slice).map(|h| (*h, d)));
        }
        table.par_sort_unstable();
        let mut pairs = Vec::new();
        for bucket in table
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|b| b.len() <= SEQUENCE_DOCUMENTS)
        {
            for (i, &(_, a)) in bucket.iter().enumerate() {
                pairs.extend(bucket.iter().skip(i + 1).map(|&(_, b)| (a, b)));
            }
        }
        pairs.par_sort_unstable();
        counts.extend(pairs.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)));
    }
    counts.par_sort_unstable();
    let size = |d: u32| members.get(d as usize).map_or(0, |m| m.sample.len());
    counts
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|slices| {
            let (a, b) = slices[0].0;
            let shared: u32 = slices.iter().map(|s| s.1).sum();
            f64::from(shared) >= SAMPLE_SHARE * size(a).min(size(b)) as f64
        })
        .map(|slices| slices[0].0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member<'a>(text_hash: Option<u64>, bands: &'a [u64], sample: &'a [u32]) -> Member<'a> {
        Member {
            doc_id: "",
            words: u32::from(text_hash.is_some()),
            text_hash: text_hash.unwrap_or(0),
            bands,
            sample,
            published: None,
        }
    }

    #[test]
    fn a_shared_band_or_a_shared_text_makes_a_pair() {
        let members = [
            member(Some(5), &[1, 2], &[]),
            member(Some(6), &[1, 3], &[]),
            member(Some(5), &[], &[]),
            member(None, &[9, 2], &[]),
        ];
        assert_eq!(candidates(&members), [(0, 1), (0, 2), (0, 3)]);
    }

    #[test]
    fn most_of_a_short_sample_in_a_long_one_makes_a_pair() {
        let long: Vec<u32> = (0..200).collect();
        let members = [
            member(Some(1), &[], &[3, 70, 900]),
            member(Some(2), &[], &long),
            member(Some(3), &[], &[7, 901, 902, 903]),
        ];
        assert_eq!(candidates(&members), [(0, 1)]);
    }

    #[test]
    fn a_large_bucket_gives_linearly_many_pairs_and_stays_connected() {
        let members: Vec<Member> = (0..1000).map(|_| member(Some(7), &[], &[1, 2, 3])).collect();
        let pairs = candidates(&members);
        assert!(pairs.len() < 1000 * (ANCHORS + 1));
        assert!((1..1000).all(|d| pairs.contains(&(0, d))));
    }
}
