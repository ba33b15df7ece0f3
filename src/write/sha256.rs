//! SHA-256 of what is written, because Croissant and Frictionless readers check files with it.
//!
//! Everything inside isnad hashes with BLAKE3; this is for the metadata files only.

use sha2::Digest;

/// A hash in the making.
#[derive(Clone, Debug, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Of nothing yet.
    pub fn new() -> Sha256 {
        Sha256::default()
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash in hex.
    pub fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
