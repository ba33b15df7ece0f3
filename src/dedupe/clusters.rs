//! From candidate pairs to copies: exact verification, clusters, and which document of a cluster is kept.

use std::collections::BTreeMap;

use jiff::civil::Date as Day;

use super::MIN_WORDS;
use super::candidates::candidates;
use super::shingles::{ShingleSet, shared};
use crate::error::Result;
use crate::types::{Copy, Relation};

/// What the clustering sees of a document. Documents are in `doc_id` order.
pub struct Member<'a> {
    /// The document.
    pub doc_id: &'a str,
    /// Folded words.
    pub words: u32,
    /// Hash of all folded words.
    pub text_hash: u64,
    /// Band hashes.
    pub bands: &'a [u64],
    /// First day of the publication date, when it is known.
    pub published: Option<Day>,
}

/// How alike two documents were found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verified {
    /// Jaccard similarity of the shingle sets.
    pub jaccard: f64,
    /// Share of the smaller set found in the larger.
    pub containment: f64,
}

/// The copies among documents, one row for every copy with its kept document and one for every contained document, sorted by
/// (cluster, doc, other). `sets(d)` reads the shingles of a document back.
///
/// # Errors
/// When the spool fails.
pub fn copies(
    members: &[Member],
    near: f64,
    contained: f64,
    mut sets: impl FnMut(u32) -> Result<std::sync::Arc<ShingleSet>>,
) -> Result<Vec<Copy>> {
    let bands: Vec<&[u64]> = members.iter().map(|m| m.bands).collect();
    let hashes: Vec<Option<u64>> = members.iter().map(|m| (m.words > 0).then_some(m.text_hash)).collect();
    let same_text = |a: u32, b: u32| {
        let (a, b) = (&members[a as usize], &members[b as usize]);
        a.text_hash == b.text_hash && a.words == b.words
    };
    let mut parent: Vec<u32> = (0..members.len() as u32).collect();
    let mut seen: BTreeMap<(u32, u32), Verified> = BTreeMap::new();
    let mut inside: Vec<(u32, u32)> = Vec::new();
    for (a, b) in candidates(&bands, &hashes) {
        let verified = if same_text(a, b) {
            Verified {
                jaccard: 1.0,
                containment: 1.0,
            }
        } else if members[a as usize].words < MIN_WORDS || members[b as usize].words < MIN_WORDS {
            continue;
        } else {
            verify(&sets(a)?, &sets(b)?)
        };
        if verified.jaccard >= near {
            seen.insert((a, b), verified);
            union(&mut parent, a, b);
        } else if verified.containment >= contained {
            seen.insert((a, b), verified);
            inside.push((a, b));
        }
    }
    let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for d in 0..members.len() as u32 {
        let root = find(&mut parent, d);
        clusters.entry(root).or_default().push(d);
    }
    let mut out = Vec::new();
    for docs in clusters.values().filter(|docs| docs.len() > 1) {
        let Some(kept) = docs.iter().copied().min_by_key(|&d| rank(&members[d as usize])) else {
            continue;
        };
        for &d in docs.iter().filter(|&&d| d != kept) {
            let verified = match seen.get(&(d.min(kept), d.max(kept))) {
                Some(v) => *v,
                None if same_text(d, kept) => Verified {
                    jaccard: 1.0,
                    containment: 1.0,
                },
                None => verify(&sets(d)?, &sets(kept)?),
            };
            let relation = if same_text(d, kept) {
                Relation::Exact
            } else {
                Relation::Near
            };
            out.push(row(members, d, kept, relation, verified, docs.first().copied()));
        }
    }
    for (a, b) in inside {
        if find(&mut parent, a) == find(&mut parent, b) {
            continue;
        }
        let (small, large) = if (members[a as usize].words, a) <= (members[b as usize].words, b) {
            (a, b)
        } else {
            (b, a)
        };
        out.push(row(members, small, large, Relation::Contained, seen[&(a, b)], None));
    }
    // Contained rows have no cluster; NULL sorts last.
    out.sort_by(|x, y| {
        (x.cluster.is_none(), &x.cluster, &x.doc, &x.other).cmp(&(y.cluster.is_none(), &y.cluster, &y.doc, &y.other))
    });
    Ok(out)
}

/// Kept is the longest, then the earliest (an undated one last), then the smallest id.
fn rank<'a>(m: &Member<'a>) -> (std::cmp::Reverse<u32>, bool, Option<Day>, &'a str) {
    (std::cmp::Reverse(m.words), m.published.is_none(), m.published, m.doc_id)
}

fn row(members: &[Member], doc: u32, other: u32, relation: Relation, v: Verified, cluster: Option<u32>) -> Copy {
    let id = |d: u32| members[d as usize].doc_id.to_string();
    let round = |x: f64| ((x * 10_000.0).round() / 10_000.0) as f32;
    Copy {
        doc: id(doc),
        other: id(other),
        relation,
        jaccard: round(v.jaccard),
        containment: round(v.containment),
        cluster: cluster.map(id),
    }
}

fn verify(a: &[u64], b: &[u64]) -> Verified {
    let n = shared(a, b) as f64;
    let (least, most) = (a.len().min(b.len()) as f64, a.len().max(b.len()) as f64);
    Verified {
        jaccard: n / (least + most - n).max(1.0),
        containment: n / least.max(1.0),
    }
}

fn find(parent: &mut [u32], mut d: u32) -> u32 {
    while parent[d as usize] != d {
        parent[d as usize] = parent[parent[d as usize] as usize];
        d = parent[d as usize];
    }
    d
}

/// Joins two clusters; the smaller index is the root, whatever the order of joining.
fn union(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (find(parent, a), find(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::super::shingles::{combine, shingles};
    use super::*;
    use std::sync::Arc;

    fn words(text: &str) -> Vec<u64> {
        text.split_whitespace()
            .map(|w| xxhash_rust::xxh3::xxh3_64(w.as_bytes()))
            .collect()
    }

    fn run(texts: &[&str]) -> Vec<(String, String, Relation)> {
        let ids: Vec<String> = (0..texts.len()).map(|i| format!("d{i}")).collect();
        let all: Vec<Vec<u64>> = texts.iter().map(|t| words(t)).collect();
        // One band that all share: every pair is a candidate, so that the test is about verification.
        let members: Vec<Member> = (0..texts.len())
            .map(|i| Member {
                doc_id: &ids[i],
                words: all[i].len() as u32,
                text_hash: combine(&all[i]),
                bands: if all[i].len() as u32 >= MIN_WORDS { &[1] } else { &[] },
                published: None,
            })
            .collect();
        copies(&members, 0.4, 0.8, |d| Ok(Arc::new(shingles(&all[d as usize]))))
            .unwrap()
            .into_iter()
            .map(|c| (c.doc, c.other, c.relation))
            .collect()
    }

    #[test]
    fn exact_near_contained_and_short() {
        let long: String = (0..60).map(|i| format!("w{i} ")).collect();
        let cut: String = (0..50).map(|i| format!("w{i} ")).collect();
        let small: String = (0..31).map(|i| format!("x{i} ")).collect();
        let holds: String = format!("{small}{}", (0..90).map(|i| format!("y{i} ")).collect::<String>());
        let found = run(&[
            &long,
            &cut,
            &long,
            "too short",
            "too short",
            "too brief",
            &small,
            &holds,
        ]);
        let row = |a: &str, b: &str, r| (a.to_string(), b.to_string(), r);
        assert_eq!(
            found,
            [
                row("d1", "d0", Relation::Near),
                row("d2", "d0", Relation::Exact),
                row("d4", "d3", Relation::Exact),
                row("d6", "d7", Relation::Contained),
            ]
        );
    }
}
