//! What a user decided about pairs of names: `decisions.csv`, columns left,right,type,judgement (same or different).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::identity::identity;
use super::rows::{Rows, sentence};
use crate::error::Result;
use crate::types::{Decision, Diagnostic, EntityType, GazetteerEntry, Judgement, Level, NameTable};

/// The decisions of all files, sorted, each once.
///
/// # Errors
/// When a file cannot be read, lacks a column, has an unknown type or judgement, a pair of equal names, or decides on a
/// pair otherwise than an earlier row or than several rows together (A is B, B is C, A is not C); the sentence names file
/// and line.
pub fn decisions(paths: &[PathBuf]) -> Result<Vec<Decision>> {
    let mut all: BTreeMap<(EntityType, String, String), Judgement> = BTreeMap::new();
    // Where each pair is held apart.
    let mut apart: Vec<(EntityType, String, String, &Path, u64)> = Vec::new();
    for path in paths {
        let mut rows = Rows::open(path, "the decisions file", &["left", "right", "type", "judgement"])?;
        while let Some(row) = rows.next()? {
            let (left, right) = (row.required("left")?.to_string(), row.required("right")?.to_string());
            let kind = row.entity_type("type")?;
            let judgement = match row.text("judgement").to_lowercase().as_str() {
                "same" => Judgement::Same,
                "different" => Judgement::Different,
                other => {
                    return Err(sentence(
                        path,
                        row.line,
                        format!("the judgement {other:?} is neither same nor different"),
                    ));
                }
            };
            if left == right {
                return Err(sentence(path, row.line, format!("left and right are both {left}")));
            }
            let (left, right) = if left < right { (left, right) } else { (right, left) };
            if judgement == Judgement::Different {
                apart.push((kind, left.clone(), right.clone(), path, row.line));
            }
            match all.entry((kind, left, right)) {
                Entry::Vacant(new) => drop(new.insert(judgement)),
                Entry::Occupied(old) if *old.get() == judgement => {}
                Entry::Occupied(old) => {
                    let ((_, left, right), before) = (old.key(), old.get().label());
                    let what = format!(
                        "{left} and {right} are {} here and {before} in an earlier row",
                        judgement.label()
                    );
                    return Err(sentence(path, row.line, what));
                }
            }
        }
    }
    let same = all.iter().filter(|(_, judgement)| **judgement == Judgement::Same);
    let mut together = Together::default();
    for ((kind, left, right), _) in same {
        together.unite((*kind, left), (*kind, right));
    }
    for (kind, left, right, path, line) in &apart {
        if together.first((*kind, left)) == together.first((*kind, right)) {
            let what = format!("{left} and {right} are different here, and other rows make them the same");
            return Err(sentence(path, *line, what));
        }
    }
    let decision = |((kind, left, right), judgement)| Decision {
        left,
        right,
        kind,
        judgement,
    };
    let mut all: Vec<Decision> = all.into_iter().map(decision).collect();
    all.sort();
    Ok(all)
}

/// A warning for every name of a decision that no entity of the corpus or the gazetteer has: a decision about it does nothing,
/// and whoever wrote it should know (a typing error, another type, an article that is gone; or a name that articles only
/// write beside a fuller one, which takes its mentions).
pub fn unmatched(decisions: &[Decision], table: &NameTable, gazetteer: &[GazetteerEntry]) -> Vec<Diagnostic> {
    if decisions.is_empty() {
        return Vec::new();
    }
    // What the names are looked up among when a decision is carried out. The short names of definitions are not.
    let mut known: BTreeSet<(EntityType, String)> = BTreeSet::new();
    known.extend(table.names.keys().map(|n| (n.kind, identity(&n.full, n.kind))));
    let given = gazetteer
        .iter()
        .flat_map(|e| e.names.iter().map(move |n| (e.kind, identity(&n.name, e.kind))));
    known.extend(given);
    let names = decisions
        .iter()
        .flat_map(|d| [(d, &d.left, &d.right), (d, &d.right, &d.left)]);
    let unknown = names.filter(|(d, name, _)| !known.contains(&(d.kind, identity(name, d.kind))));
    let warning = |(d, name, other): (&Decision, &String, &String)| {
        let said = match d.judgement {
            Judgement::Same => "the same",
            other => other.label(),
        };
        let kind = d.kind.label();
        Diagnostic {
            source_path: "decisions".into(),
            doc_id: None,
            code: "W120-decision-unused".into(),
            level: Level::Warning,
            message: format!(
                "the decision that {name} and {other} are {said} does nothing: of type {kind}, {name} is only a short form \
                 inside articles, or no name of the corpus or the gazetteer"
            ),
            at: None,
        }
    };
    unknown.map(warning).collect()
}

/// Names that are the same by what a user said, also through others.
#[derive(Default)]
struct Together<'a> {
    /// Name → a name that it is the same as, nearer to the first of all; the first has none.
    parent: BTreeMap<(EntityType, &'a str), (EntityType, &'a str)>,
}

impl<'a> Together<'a> {
    fn first(&self, mut name: (EntityType, &'a str)) -> (EntityType, &'a str) {
        while let Some(&before) = self.parent.get(&name) {
            name = before;
        }
        name
    }

    fn unite(&mut self, a: (EntityType, &'a str), b: (EntityType, &'a str)) {
        let (a, b) = (self.first(a), self.first(b));
        if a != b {
            self.parent.insert(a.max(b), a.min(b));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{LocalName, MentionRef, NameCount};

    #[test]
    fn decisions_are_read_in_order_and_faults_are_sentences() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("d.csv");
        let read = |rows: &str| {
            std::fs::write(&path, format!("left,right,type,judgement\n{rows}")).expect("written");
            decisions(std::slice::from_ref(&path))
        };
        let two = read("B,A,PERSON,same\nA,B,PERSON,same\nA,C,ORG,different\n").expect("fine");
        assert_eq!(two.len(), 2);
        assert_eq!(
            (two[0].left.as_str(), two[0].right.as_str(), two[0].judgement),
            ("A", "B", Judgement::Same)
        );
        assert!(
            read("A,B,ORG,maybe\n")
                .expect_err("an error")
                .0
                .ends_with("line 2: the judgement \"maybe\" is neither same nor different")
        );
        assert!(
            read("A,B,ORG,same\nB,A,ORG,different\n")
                .expect_err("an error")
                .0
                .contains("line 3: A and B are different here")
        );
        assert!(
            read("A,B,ORG,same\nC,A,ORG,different\nB,C,ORG,same\n")
                .expect_err("an error")
                .0
                .ends_with("line 3: A and C are different here, and other rows make them the same")
        );
        assert!(read("A,B,ORG,same\nC,A,LOC,different\nB,C,ORG,same\n").is_ok());
    }

    #[test]
    fn a_decision_about_a_name_that_nobody_has_is_told() {
        let decision = |left: &str, right: &str| Decision {
            left: left.into(),
            right: right.into(),
            kind: EntityType::Person,
            judgement: Judgement::Same,
        };
        let mut table = NameTable::default();
        for full in ["Karim al-Sabti", "Nadia Hilmi"] {
            let name = LocalName {
                kind: EntityType::Person,
                full: full.into(),
                key: None,
            };
            let evidence = MentionRef {
                doc_id: "d".into(),
                src_start: 0,
            };
            table.names.insert(
                name,
                NameCount {
                    mentions: 1,
                    documents: 1,
                    evidence,
                },
            );
        }
        let told = |d: &[Decision]| {
            unmatched(d, &table, &[])
                .into_iter()
                .map(|d| d.message)
                .collect::<Vec<_>>()
        };
        assert!(told(&[decision("KARIM SABTI", "Nadia Hilmi")]).is_empty());
        // The short name of a definition is no entity by itself.
        let evidence = MentionRef {
            doc_id: "d".into(),
            src_start: 0,
        };
        let count = NameCount {
            mentions: 1,
            documents: 1,
            evidence,
        };
        let mut defining = table.clone();
        defining.definitions.insert(
            (EntityType::Person, "Karim al-Sabti".into(), "Abu Layla".into()),
            (crate::types::DefinitionKind::Alias, count),
        );
        assert_eq!(
            unmatched(&[decision("Abu Layla", "Nadia Hilmi")], &defining, &[]).len(),
            1
        );
        assert_eq!(
            told(&[decision("Karim al-Sabti", "Nadja Hilmi")]),
            [
                "the decision that Nadja Hilmi and Karim al-Sabti are the same does nothing: of type PERSON, Nadja Hilmi is only a \
                 short form inside articles, or no name of the corpus or the gazetteer"
            ]
        );
    }
}
