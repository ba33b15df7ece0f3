//! Pairs of documents worth comparing: those that share a band of their sketches, or the whole text.

/// In a bucket of up to this many documents all pairs are compared. In a larger one (a template, a wire story that everybody
/// printed) each is compared with the first ones and with its neighbours: clusters are found through them, in linear time.
const ALL_PAIRS: usize = 16;
/// With how many of the first ones.
const ANCHORS: usize = 4;

/// Candidate pairs (smaller index first), sorted, each once. `bands[d]` are the band hashes of document d; a document
/// without any has only whole-text copies, by `text_hash[d]` (`None` for an empty text).
pub fn candidates(bands: &[&[u64]], text_hash: &[Option<u64>]) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    let whole = (0..text_hash.len())
        .filter_map(|d| text_hash[d].map(|h| (h, d as u32)))
        .collect();
    bucket_pairs(whole, &mut pairs);
    let width = bands.iter().map(|b| b.len()).max().unwrap_or(0);
    for band in 0..width {
        let table = (0..bands.len())
            .filter_map(|d| bands[d].get(band).map(|h| (*h, d as u32)))
            .collect();
        bucket_pairs(table, &mut pairs);
        // One band at a time, so that the list never holds a pair forty times over.
        pairs.sort_unstable();
        pairs.dedup();
    }
    pairs
}

/// Adds the pairs of documents that share a key.
fn bucket_pairs(mut table: Vec<(u64, u32)>, pairs: &mut Vec<(u32, u32)>) {
    table.sort_unstable();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_band_or_a_shared_text_makes_a_pair() {
        let bands: [&[u64]; 4] = [&[1, 2], &[1, 3], &[], &[9, 2]];
        assert_eq!(
            candidates(&bands, &[Some(5), Some(6), Some(5), None]),
            [(0, 1), (0, 2), (0, 3)]
        );
    }

    #[test]
    fn a_large_bucket_gives_linearly_many_pairs_and_stays_connected() {
        let hashes = vec![Some(7); 1000];
        let pairs = candidates(&vec![&[][..]; 1000], &hashes);
        assert!(pairs.len() < 1000 * (ANCHORS + 1));
        assert!((1..1000).all(|d| pairs.contains(&(0, d))));
    }
}
