//! Word 3-grams as sorted sets, and what two documents share.

use super::words::Words;

/// Words of one shingle: 3 is what the best tools reach their recall with (5 loses lightly reworded copies).
const SHINGLE_WORDS: usize = 3;

/// What documents are compared by: two sorted sets of hashes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingerprint {
    /// Distinct word 3-grams.
    pub shingles: Vec<u64>,
    /// Distinct numbers.
    pub numbers: Vec<u64>,
}

impl Fingerprint {
    /// The sets of a document's words and numbers.
    pub fn of(words: &Words) -> Fingerprint {
        Fingerprint {
            shingles: distinct(shingle_hashes(&words.words)),
            numbers: distinct(words.numbers.clone()),
        }
    }

    /// Bytes that it takes up.
    pub fn bytes(&self) -> usize {
        (self.shingles.len() + self.numbers.len()) * size_of::<u64>()
    }
}

/// The shingles of a sequence of word hashes, in its order.
pub(super) fn shingle_hashes(words: &[u64]) -> Vec<u64> {
    words.windows(SHINGLE_WORDS).map(combine).collect()
}

/// The distinct ones of some hashes, sorted.
pub(super) fn distinct(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// One hash for a sequence of hashes, which depends on their order.
pub(super) fn combine(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, &word| {
        let mixed = (hash.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 32)
    })
}

/// How many hashes two sorted sets share.
pub(super) fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        // Without branches: which set is ahead is a coin toss that no processor can foresee.
        n += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n
}
