//! Chooses among candidates that overlap.

use super::Candidate;
use crate::types::{EntityType, Finder};

/// The candidates that stay, in order, none overlapping another. `rank`: the place of the finder in its list, 0 the most trusted.
///
/// The user's gazetteer wins, unless its name is a part of a longer one: "Hezbollah" inside "Kataib Hezbollah Brigades", "Iraq" inside "Bank of Iraq".
/// A name of a person is never taken apart by that.
pub fn chosen(mut candidates: Vec<(usize, Candidate)>) -> Vec<Candidate> {
    candidates.sort_by_key(|(rank, c)| (c.from, std::cmp::Reverse(c.to), *rank));
    let mut out: Vec<(usize, Candidate)> = Vec::with_capacity(candidates.len());
    for (rank, candidate) in candidates {
        let mut keep = true;
        while let Some((last_rank, last)) = out.last() {
            if last.to <= candidate.from {
                break;
            }
            if wins((*last_rank, last), (rank, &candidate)) {
                keep = false;
                break;
            }
            out.pop();
        }
        if keep {
            out.push((rank, candidate));
        }
    }
    out.into_iter().map(|(_, c)| c).collect()
}

/// Whether `a`, which begins first, stays and `b` goes.
fn wins((rank_a, a): (usize, &Candidate), (rank_b, b): (usize, &Candidate)) -> bool {
    let longer = a.from <= b.from && b.to <= a.to && (a.from, a.to) != (b.from, b.to);
    if longer && b.finder == Finder::Gazetteer && a.finder != Finder::Gazetteer {
        return a.kind != EntityType::Person && b.kind != EntityType::Person;
    }
    match rank_a.cmp(&rank_b) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => b.finder != Finder::Gazetteer && longer,
        std::cmp::Ordering::Equal => a.to - a.from >= b.to - b.from,
    }
}
