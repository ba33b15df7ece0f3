//! Folded words and their 3-grams, as hashes.

use xxhash_rust::xxh3::xxh3_64;

use crate::lang::{fold, is_letter_or_digit};
use crate::layout::block_text;
use crate::types::{Block, Role, SegmentKind};

/// Words of one shingle: 3 is what the best tools reach their recall with (5 loses lightly reworded copies).
const SHINGLE_WORDS: usize = 3;

/// A set of shingle hashes, sorted.
pub type ShingleSet = Vec<u64>;

/// Hashes of the folded words of the kept blocks, the title left out, in order.
///
/// `left_out` says which blocks do not count although they are kept (lines that a publisher repeats on many pages).
pub fn folded_words(source: &str, blocks: &[Block], left_out: impl Fn(&Block) -> bool) -> Vec<u64> {
    let mut words = Vec::new();
    for block in blocks {
        if !matches!(block.role, Role::Kept) || block.kind == SegmentKind::Title || left_out(block) {
            continue;
        }
        let folded = fold(&block_text(source, block));
        words.extend(
            folded
                .split(|c: char| !is_letter_or_digit(c))
                .filter(|w| !w.is_empty())
                .map(|w| xxh3_64(w.as_bytes())),
        );
    }
    words
}

/// The distinct shingles of a sequence of word hashes, sorted.
pub fn shingles(words: &[u64]) -> ShingleSet {
    let mut set: Vec<u64> = words.windows(SHINGLE_WORDS).map(combine).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// One hash for a sequence of hashes, which depends on their order.
pub fn combine(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, &word| {
        let mixed = (hash.rotate_left(23) ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 32)
    })
}

/// How many shingles two sorted sets share.
pub fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}
