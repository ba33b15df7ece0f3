//! Hash maps whose hash costs little more than reading the key: for words that are looked up in lists, for names, and for
//! what is a hash already.
//!
//! They do not guard against keys chosen to collide, and the order in which they give what they hold means nothing.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// A map with a fast hash.
pub type Map<K, V> = HashMap<K, V, BuildHasherDefault<FastHash>>;

/// A list of words with what is known of each.
pub type WordMap<V> = Map<&'static str, V>;

/// The hash of each part of a key in one go (the streaming form of the same hash costs eight times as much on a short
/// word); a number stays as it is.
#[derive(Default)]
pub struct FastHash(u64);

impl Hasher for FastHash {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(xxh3_64(bytes));
    }
    /// The mark that ends a string says nothing about it.
    #[inline]
    fn write_u8(&mut self, _: u8) {}
    #[inline]
    fn write_u64(&mut self, part: u64) {
        self.0 = self.0.rotate_left(1) ^ part;
    }
    /// Which variant of an enum follows.
    #[inline]
    fn write_isize(&mut self, variant: isize) {
        self.write_u64(variant as u64);
    }
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::hash::{BuildHasher, BuildHasherDefault};

    use super::FastHash;
    use crate::types::{EntityType, LocalName};

    #[test]
    fn every_part_of_a_name_counts() {
        let hash = |name: &LocalName| BuildHasherDefault::<FastHash>::default().hash_one(name);
        let mut hashes = BTreeSet::new();
        let mut names = 0;
        for kind in [EntityType::Person, EntityType::Org, EntityType::Loc] {
            for full in ["", "Karim", "karim", "Karim Sabti"] {
                for key in [None, Some(""), Some("Karim"), Some("Q1")] {
                    names += 1;
                    hashes.insert(hash(&LocalName {
                        kind,
                        full: full.into(),
                        key: key.map(str::to_string),
                    }));
                }
            }
        }
        assert_eq!(hashes.len(), names);
    }
}
