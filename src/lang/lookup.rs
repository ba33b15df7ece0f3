//! Word lists that are asked for every word of a text: maps whose hash costs little more than reading the word.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// A list of words with what each means. For words that the program knows: it does not guard against keys chosen to collide.
pub type WordMap<V> = HashMap<&'static str, V, BuildHasherDefault<WordHasher>>;

/// The hash of one word in one go (the streaming form of the same hash costs eight times as much on a short word).
#[derive(Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(1) ^ xxh3_64(bytes);
    }
    /// The mark that ends a string says nothing about it.
    #[inline]
    fn write_u8(&mut self, _: u8) {}
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}
