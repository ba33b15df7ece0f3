//! Copies across documents: sketches made alone, candidates by bands, exact verification, clusters.
//!
//! The unit is the folded word 3-gram (shingle) of the clean text without its title. Folding takes away what a reprint
//! or an Arabic respelling changes (case, quotes, أإآ/ا, ى/ي, ة/ه, harakat).

mod candidates;
mod clusters;
mod shingles;
mod sketch;
mod words;

pub use clusters::{Member, copies};
pub use shingles::Fingerprint;
pub use sketch::sketch;
pub use words::{Words, folded_words};

/// Two documents are near copies from this Jaccard similarity on: a reprint with a new headline, menus left in and the last
/// paragraph cut has .5 and more, two reports of one event below .2.
pub const NEAR_COPY: f64 = 0.4;

/// A document is contained in another from this share of its shingles on.
pub const CONTAINED: f64 = 0.8;

/// Shorter texts are compared as a whole only: a handful of shingles agree by chance ("The bank said on Tuesday that").
pub const MIN_WORDS: u32 = 30;
