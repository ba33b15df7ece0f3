//! The MinHash sketch of a document, kept as band hashes only.

use super::MIN_WORDS;
use super::shingles::{combine, folded_words, shingles};
use crate::types::Cleaned;

/// 42 bands of 3 hashes: two documents with Jaccard .4 share a band with probability .94, with .5 .996, with .2 .29.
/// 32 bands of 4 would cap the recall near .997 on reprints.
const BANDS: usize = 42;
const ROWS: usize = 3;

/// Fills in what the digest says about copies: words, hash of the whole text, band hashes.
pub fn sketch(cleaned: &mut Cleaned) {
    let words = folded_words(&cleaned.document.text, &cleaned.blocks, |_| false);
    cleaned.digest.words = u32::try_from(words.len()).unwrap_or(u32::MAX);
    cleaned.digest.text_hash = combine(&words);
    cleaned.digest.bands = if cleaned.digest.words < MIN_WORDS {
        Vec::new()
    } else {
        bands(&shingles(&words))
    };
}

/// Band hashes of a set of shingles.
fn bands(set: &[u64]) -> Vec<u64> {
    let mut least = [u32::MAX; BANDS * ROWS];
    for &shingle in set {
        let x = (shingle >> 32) as u32 ^ shingle as u32;
        for (least, (multiplier, offset)) in least.iter_mut().zip(PERMUTATIONS) {
            *least = (*least).min(mix(x.wrapping_mul(multiplier).wrapping_add(offset)));
        }
    }
    least
        .chunks(ROWS)
        .map(|rows| combine(&[u64::from(rows[0]), u64::from(rows[1]), u64::from(rows[2])]))
        .collect()
}

/// Spreads the high bits of a product over the low ones, so that the order of two values differs between permutations.
fn mix(x: u32) -> u32 {
    x ^ (x >> 15)
}

/// Odd multipliers and offsets from a fixed splitmix64 sequence.
const PERMUTATIONS: [(u32, u32); BANDS * ROWS] = {
    let mut out = [(0, 0); BANDS * ROWS];
    let mut state = 0x1234_5678_9abc_def0u64;
    let mut i = 0;
    while i < out.len() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        out[i] = ((z as u32) | 1, (z >> 32) as u32);
        i += 1;
    }
    out
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_equal_hashes_follows_the_similarity() {
        // Sets that share 600 of 1400: Jaccard .43; a band of 3 agrees with .43^3 = .08, 42 bands: 3.3 expected.
        let words: Vec<u64> = (0..3000u64)
            .map(|i| xxhash_rust::xxh3::xxh3_64(&i.to_le_bytes()))
            .collect();
        let mut same = 0;
        for shift in 0..20 {
            let a = shingles(&words[shift * 50..shift * 50 + 1000]);
            let b = shingles(&words[shift * 50 + 400..shift * 50 + 1400]);
            same += bands(&a).iter().zip(bands(&b)).filter(|(x, y)| **x == *y).count();
        }
        assert!(
            (40..=95).contains(&same),
            "{same} of 840 bands agree, expected about 66"
        );
    }
}
