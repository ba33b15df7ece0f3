//! The lines that a publisher prints on many of its pages (menus, slogans, subscription pleas), and the paragraphs that stand
//! in several articles because somebody syndicated them.
//!
//! A line is furniture only where the pages differ: an article that was fetched ten times is one page.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use crate::clean::LineLength;

/// A line on this many pages of one publisher is its furniture ...
const MIN_PAGES: usize = 5;
/// ... in a large archive only when it is on this share of the pages: "Read the full statement" may stand in five of ten thousand.
const MIN_SHARE: f64 = 0.002;
/// A line of fewer than five words may be the subhead of a column, and one of more than 25 a paragraph that was printed again
/// with every part of a series. Furniture of such lengths stands on a good part of the pages.
const WIDE_SHARE: f64 = 0.2;

/// Two pages that share so many of the 42 bands of their sketches are one article (Jaccard of about .8 and more). Two pages of
/// one template have less in common once their menus are off.
const SAME_BANDS: usize = 20;

/// Records that are sorted at once; each takes 16 bytes. More lines than this are counted slice by slice of their hashes.
const RECORDS: usize = 4 << 20;

/// The repeated lines by publisher. Documents without a publisher are asked about nothing.
pub fn repeated_lines(known: &[Known]) -> BTreeMap<String, BTreeSet<u64>> {
    let mut by_publisher: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for k in known {
        if let Some(p) = &k.publisher {
            by_publisher.entry(p).or_default().push(k);
        }
    }
    by_publisher.retain(|_, pages| pages.len() >= MIN_PAGES);
    let mut out = BTreeMap::new();
    for (publisher, pages) in by_publisher {
        let article = articles(&pages);
        let articles = article.iter().enumerate().filter(|(n, a)| *n as u32 == **a).count();
        let least = |share: f64| MIN_PAGES.max((articles as f64 * share).ceil() as usize);
        let lines = pages.iter().zip(&article).map(|(k, a)| (k.digest.lines.as_slice(), *a));
        let mut repeated = BTreeSet::new();
        counted(lines, |line, articles| {
            let share = match LineLength::of(line) {
                LineLength::Line => MIN_SHARE,
                LineLength::Few | LineLength::Paragraph => WIDE_SHARE,
                LineLength::Long => return,
            };
            if articles >= least(share) {
                repeated.insert(line);
            }
        });
        if !repeated.is_empty() {
            out.insert(publisher.to_string(), repeated);
        }
    }
    out
}

/// How many paragraphs stand in several documents that are no copies of each other, and are nobody's furniture.
pub fn syndicated(
    known: &[Known],
    repeated: &BTreeMap<String, BTreeSet<u64>>,
    duplicate_of: &BTreeMap<String, String>,
) -> u64 {
    let place = |id: &str| known.binary_search_by(|k| k.doc_id.as_str().cmp(id)).ok();
    let article = known.iter().enumerate().map(|(n, k)| {
        let kept = duplicate_of.get(&k.doc_id).and_then(|kept| place(kept));
        kept.unwrap_or(n) as u32
    });
    let lines = known.iter().map(|k| k.digest.paragraphs.as_slice()).zip(article);
    let furniture: BTreeSet<u64> = repeated.values().flatten().copied().collect();
    let mut shared = 0;
    counted(lines, |line, articles| {
        shared += u64::from(articles > 1 && !furniture.contains(&line));
    });
    shared
}

/// Tells of every line in how many articles it stands, given the lines of each page and its article.
fn counted<'a>(pages: impl Iterator<Item = (&'a [u64], u32)> + Clone, mut tell: impl FnMut(u64, usize)) {
    let all: usize = pages.clone().map(|(lines, _)| lines.len()).sum();
    let slices = (all / RECORDS + 1) as u64;
    for slice in 0..slices {
        let mut records: Vec<(u64, u32)> = Vec::new();
        for (lines, article) in pages.clone() {
            // The two lowest bits are the length of the line.
            let here = lines.iter().filter(|line| (*line >> 2) % slices == slice);
            records.extend(here.map(|line| (*line, article)));
        }
        records.sort_unstable();
        records.dedup();
        for line in records.chunk_by(|a, b| a.0 == b.0) {
            if let Some((hash, _)) = line.first() {
                tell(*hash, line.len());
            }
        }
    }
}

/// For every page the first page of the same article: pages with one text, and those with nearly the same sketch.
fn articles(pages: &[&Known]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..pages.len() as u32).collect();
    let page = |n: u32| pages.get(n as usize).map(|k| &k.digest);
    let mut join = |table: &mut Vec<(u64, u32)>, same: &dyn Fn(u32, u32) -> bool| {
        table.sort_unstable();
        for two in table.windows(2) {
            let [(x, one), (y, other)] = *two else { continue };
            let (a, b) = (root(&mut parent, one), root(&mut parent, other));
            if x == y
                && a != b
                && same(one, other)
                && let Some(p) = parent.get_mut(a.max(b) as usize)
            {
                *p = a.min(b);
            }
        }
    };
    let with_text = (0..pages.len() as u32).filter(|n| page(*n).is_some_and(|d| d.words > 0));
    let mut texts = with_text.filter_map(|n| Some((page(n)?.text_hash, n))).collect();
    join(&mut texts, &|_, _| true);
    let agree = |a: u32, b: u32| match (page(a), page(b)) {
        (Some(a), Some(b)) => a.bands.iter().zip(&b.bands).filter(|(x, y)| x == y).count() >= SAME_BANDS,
        _ => false,
    };
    let bands = pages.iter().map(|k| k.digest.bands.len()).max().unwrap_or(0);
    for band in 0..bands {
        let mut table: Vec<(u64, u32)> = (0..pages.len() as u32)
            .filter_map(|n| Some((*page(n)?.bands.get(band)?, n)))
            .collect();
        join(&mut table, &agree);
    }
    (0..pages.len() as u32).map(|n| root(&mut parent, n)).collect()
}

fn root(parent: &mut [u32], mut n: u32) -> u32 {
    while let Some(&above) = parent.get(n as usize)
        && above != n
    {
        let top = parent.get(above as usize).copied().unwrap_or(above);
        if let Some(p) = parent.get_mut(n as usize) {
            *p = top;
        }
        n = top;
    }
    n
}

#[cfg(test)]
mod tests;
