//! What is kept of a document to find its copies: the band hashes of its MinHash sketch, and a sample of its word sequences.

use super::MIN_WORDS;
use super::shingles::{combine, distinct, shingle_hashes};
use super::words::folded_words;
use crate::types::Cleaned;

/// 42 bands of 3 hashes: two documents with Jaccard .4 share a band with probability .94, with .5 .996, with .2 .29.
/// 32 bands of 4 would cap the recall near .997 on reprints.
const BANDS: usize = 42;
const ROWS: usize = 3;
const FIELDS: usize = BANDS * ROWS;
/// So many shingles fill all fields at once; those that do not are few, and stand in their text again and again (or were
/// chosen for it: at worst 252 rounds, for a text made for it).
const MANY: usize = 16 * FIELDS;

/// Words of a sampled sequence. Five in a row are rare enough that few documents share one by chance, and most of them
/// survive when one word of twenty is changed.
const SEQUENCE: usize = 5;
/// The least hash of every so many sequences is sampled: two of seventeen on average, and two documents that share any
/// twenty words in a row share a sampled sequence for certain (winnowing: Schleimer, Wilkerson and Aiken, 2003).
const WINDOW: usize = 16;

/// Fills in what the digest says about copies: words, hash of the whole text, band hashes, sample.
pub fn sketch(cleaned: &mut Cleaned) {
    let words = folded_words(&cleaned.document.text, &cleaned.blocks, |_| false).words;
    let digest = &mut cleaned.digest;
    digest.words = u32::try_from(words.len()).unwrap_or(u32::MAX);
    digest.text_hash = combine(&words);
    (digest.bands, digest.sample) = if digest.words < MIN_WORDS {
        (Vec::new(), Vec::new())
    } else {
        (bands(shingle_hashes(&words)), sample(&words))
    };
}

/// Band hashes of the shingles of a text, in any order and as often as they stand in it.
///
/// In each round every shingle falls into one field, and a field holds the least hash of the first round in which
/// something fell into it. Two sets agree in a field as often as they are alike, as with a permutation for every field;
/// but a text of 300 words fills all fields in three rounds instead of 126 (Dahlgaard, Knudsen and Thorup, Fast
/// similarity sketching, 2017).
fn bands(mut shingles: Vec<u64>) -> Vec<u64> {
    let mut fields = [u64::MAX; FIELDS];
    for round in 0..2 * FIELDS as u64 {
        for &shingle in &shingles {
            let hash = spread(shingle ^ spread(round));
            let field = match (round as usize).checked_sub(FIELDS) {
                None => (((hash >> 32) * FIELDS as u64) >> 32) as usize,
                // What is still empty after so many rounds gets its turn for certain.
                Some(field) => field,
            };
            fields[field] = fields[field].min((round << 32) | u64::from(hash as u32));
        }
        if !fields.contains(&u64::MAX) {
            break;
        }
        if round == 0 && shingles.len() > MANY {
            shingles = distinct(shingles);
        }
    }
    fields.chunks(ROWS).map(combine).collect()
}

/// Mixes all bits of a number with each other (the finalizer of splitmix64).
fn spread(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The least hash of every [`WINDOW`] word sequences in a row, sorted, each once.
fn sample(words: &[u64]) -> Vec<u32> {
    let hashes: Vec<u32> = words.windows(SEQUENCE).map(|w| (combine(w) >> 32) as u32).collect();
    let mut out = Vec::with_capacity(hashes.len() / 8);
    let mut at = 0;
    for end in WINDOW - 1..hashes.len() {
        let start = end + 1 - WINDOW;
        if end == WINDOW - 1 || at < start {
            at = (start..=end).min_by_key(|&i| hashes[i]).unwrap_or(end);
        } else if hashes[end] <= hashes[at] {
            at = end;
        }
        if out.last() != Some(&hashes[at]) {
            out.push(hashes[at]);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(range: std::ops::Range<u64>) -> Vec<u64> {
        range.map(|i| xxhash_rust::xxh3::xxh3_64(&i.to_le_bytes())).collect()
    }

    #[test]
    fn the_share_of_equal_hashes_follows_the_similarity() {
        // A long text, and one with the fewest words that are compared: few shingles fill the fields in several rounds.
        for (length, shift) in [(1000, 400), (MIN_WORDS as usize, 9)] {
            let tries = 20_000 / length;
            let words = words(0..(tries * length + shift) as u64);
            let mut same = 0;
            for start in (0..tries).map(|i| i * length) {
                let a = shingle_hashes(&words[start..start + length]);
                let b = shingle_hashes(&words[start + shift..start + shift + length]);
                same += bands(a).iter().zip(bands(b)).filter(|(x, y)| **x == *y).count();
            }
            let shingles = (length - 2) as f64;
            let alike = (shingles - shift as f64) / (shingles + shift as f64);
            let expected = (tries * BANDS) as f64 * alike.powi(ROWS as i32);
            let share = same as f64 / expected;
            assert!(
                (0.6..=1.4).contains(&share),
                "{same} bands agree, expected about {expected}"
            );
        }
    }

    #[test]
    fn what_is_repeated_makes_no_difference() {
        for few in [1, 5, 200] {
            let set = words(0..few);
            let again: Vec<u64> = set.iter().copied().cycle().take(100_000).collect();
            assert_eq!(bands(again), bands(set));
        }
    }

    #[test]
    fn twenty_words_in_a_row_are_found() {
        let long = sample(&words(0..2000));
        for at in (0..1900).step_by(37) {
            let mut short = words(5000..5030);
            short.extend(words(at..at + (SEQUENCE + WINDOW - 1) as u64));
            short.extend(words(6000..6030));
            assert!(sample(&short).iter().any(|h| long.binary_search(h).is_ok()), "{at}");
        }
        assert!((200..280).contains(&long.len()), "{} of 2000", long.len());
    }
}
