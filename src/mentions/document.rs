//! The document pass: what the document as a whole says about its names.

use super::{Candidate, Page};

/// The candidates, corrected and completed.
pub fn read(_page: &Page, candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates
}
