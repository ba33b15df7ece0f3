//! The short lines that a publisher prints on many of its pages: menus, slogans, subscription pleas.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;

/// A line on this many pages of one publisher is its furniture ...
const MIN_PAGES: usize = 5;
/// ... in a large archive only when it is on this share of the pages: "Read the full statement" may stand in five of ten thousand.
const MIN_SHARE: f64 = 0.002;

/// The repeated lines by publisher. Documents without a publisher are asked about nothing.
pub fn repeated_lines(known: &[Known]) -> BTreeMap<String, BTreeSet<u64>> {
    let mut by_publisher: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for k in known {
        if let Some(p) = &k.publisher {
            by_publisher.entry(p).or_default().push(k);
        }
    }
    let mut out = BTreeMap::new();
    for (publisher, pages) in by_publisher {
        let least = MIN_PAGES.max((pages.len() as f64 * MIN_SHARE).ceil() as usize);
        if pages.len() < least {
            continue;
        }
        let mut lines: Vec<u64> = pages.iter().flat_map(|k| k.digest.lines.iter().copied()).collect();
        lines.sort_unstable();
        let repeated: BTreeSet<u64> = lines
            .chunk_by(|a, b| a == b)
            .filter(|c| c.len() >= least)
            .map(|c| c[0])
            .collect();
        if !repeated.is_empty() {
            out.insert(publisher.to_string(), repeated);
        }
    }
    out
}
