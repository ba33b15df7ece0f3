//! Tables of words: what is known of each. Every word of every name is looked up in several.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// What is known of each word.
pub(crate) type Table<V> = HashMap<&'static str, V, BuildHasherDefault<WordHash>>;

/// The same by the hash of something.
pub(crate) type Hashed<V> = HashMap<u64, V, BuildHasherDefault<WordHash>>;

/// A fast hash of one word, a third of the work of the map's own on words of six letters; what is a hash already stays as it
/// is. The words of the tables are ours: nobody can choose such that collide.
#[derive(Default)]
pub(crate) struct WordHash(u64);

impl Hasher for WordHash {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    /// What a string says after its last byte.
    fn write_u8(&mut self, _: u8) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
