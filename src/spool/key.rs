//! Keys: hashes of everything that a result depends on. Equal keys mean equal results.

use std::fs::File;
use std::io;
use std::path::Path;

use blake3::Hasher;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The first half of a BLAKE3 hash: 2^64 documents until two are likely to collide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key([u8; 16]);

impl Key {
    /// Its bytes.
    pub(super) fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Everything that a key is made of, one thing after the other, each with its length before it: "ab", "c" is not "a", "bc".
pub struct Parts(Hasher);

impl Parts {
    /// A key of nothing but what it is for.
    pub fn of(what: &str) -> Parts {
        Parts(Hasher::new()).bytes(what.as_bytes())
    }

    /// Bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Parts {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Another key.
    pub fn key(self, key: Key) -> Parts {
        self.bytes(&key.0)
    }

    /// Anything that can be written down, field by field without their names: no field of it may be left out when it is
    /// empty, and its maps must be sorted.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn value<T: Serialize>(self, value: &T) -> Result<Parts> {
        let bytes =
            postcard::to_stdvec(value).map_err(|e| Error::new(format!("cannot hash what a run is made of: {e}")))?;
        Ok(self.bytes(&bytes))
    }

    /// Anything that can be written down, every field with its name; its maps must be sorted.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn named<T: Serialize>(self, value: &T) -> Result<Parts> {
        let bytes =
            serde_json::to_vec(value).map_err(|e| Error::new(format!("cannot hash what a run is made of: {e}")))?;
        Ok(self.bytes(&bytes))
    }

    /// The key.
    pub fn end(self) -> Key {
        let mut key = Key::default();
        key.0.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        key
    }
}

/// BLAKE3 of the bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub fn hash_of(file: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = Hasher::new();
    hasher.update_reader(File::open(file)?)?;
    Ok(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_between_parts_counts() {
        let key = |parts: &[&str]| parts.iter().fold(Parts::of("test"), |p, s| p.bytes(s.as_bytes())).end();
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["ab"]), key(&["ab", ""]));
        assert_eq!(key(&[]).to_string().len(), 32);
    }
}
