//! What the model says of words by themselves, kept for the next time that they come: news uses few words often.

use super::tagger::Sum;

/// So many words are kept for each thread, in 96 KiB: the processor's caches must hold them, and hold them beside the model.
const WORDS: usize = 1 << 12;

/// The words that came last, each with the sum of the weights of its features.
pub struct Memory {
    /// In the place that the last bits of its hash give: the hash of a word, and its sum. A word takes the place of another.
    words: Vec<(u64, Sum)>,
}

impl Memory {
    /// Nothing came yet.
    pub fn new() -> Memory {
        Memory {
            // A hash that belongs into the next place is the hash of no word here.
            words: (1..=WORDS as u64).map(|hash| (hash, Sum::default())).collect(),
        }
    }

    /// The sum of the word with this hash; `make` makes it when it is not known.
    pub fn sum(&mut self, hash: u64, make: impl FnOnce() -> Sum) -> Sum {
        let place = &mut self.words[hash as usize % WORDS];
        if place.0 != hash {
            *place = (hash, make());
        }
        place.1
    }
}
