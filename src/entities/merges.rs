//! The rows of `entity_merges`: why two names were, or narrowly were not, held for one entity.

use std::collections::BTreeMap;

use super::nodes::{Defined, Node, Nodes};
use crate::names::cluster::Clusters;
use crate::names::{Name, similarity};
use crate::types::*;

/// So many narrow misses are told of one name, the narrowest first; a name like hundreds of others would fill the table.
const MISSES: u32 = 5;

/// Rows, each with the nodes that its names belong to.
pub(super) struct Merges<'a> {
    nodes: &'a Nodes<'a>,
    rows: BTreeMap<(EntityType, &'a str, &'a str), Row<'a>>,
}

struct Row<'a> {
    nodes: [Option<u32>; 2],
    judgement: Judgement,
    score: f32,
    evidence: Option<&'a MentionRef>,
    reason: MergeReason,
}

impl<'a> Merges<'a> {
    pub fn new(nodes: &'a Nodes<'a>) -> Merges<'a> {
        Merges {
            nodes,
            rows: BTreeMap::new(),
        }
    }

    /// Adds a row unless the pair has one; the names in order.
    fn add(&mut self, kind: EntityType, left: (&'a str, Option<u32>), right: (&'a str, Option<u32>), row: Row<'a>) {
        let (left, right) = if left.0 <= right.0 {
            (left, right)
        } else {
            (right, left)
        };
        if left.0 == right.0 && row.reason != MergeReason::CannotLinkType {
            return;
        }
        self.rows.entry((kind, left.0, right.0)).or_insert(Row {
            nodes: [left.1, right.1],
            ..row
        });
    }

    fn node(&self, n: u32) -> &'a Node<'a> {
        &self.nodes.list[n as usize]
    }

    /// Spellings with one identity.
    pub fn spellings(&mut self) {
        for (n, node) in self.nodes.list.iter().enumerate() {
            let n = Some(n as u32);
            let keyless = |name: &LocalName| name.key.is_none();
            let chief = node.given.filter(|_| node.label.is_some()).unwrap_or(node.name());
            let reason = if node.label.is_some() {
                MergeReason::Gazetteer
            } else {
                MergeReason::Spelling
            };
            for (name, count) in node
                .local
                .iter()
                .filter(|(name, _)| keyless(name) && name.full != chief)
            {
                let score = if node.label.is_some() {
                    1.0
                } else {
                    alike(chief, &name.full, node.kind)
                };
                let row = Row {
                    nodes: [None; 2],
                    judgement: Judgement::Same,
                    score,
                    evidence: Some(&count.evidence),
                    reason,
                };
                self.add(node.kind, (chief, n), (&name.full, n), row);
            }
        }
    }

    /// What the matcher joined, and what it nearly did.
    pub fn clusters(&mut self, clusters: &Clusters) {
        for pair in &clusters.joined {
            let (a, b) = (self.node(pair.a), self.node(pair.b));
            let reason = if a.label.is_some() || b.label.is_some() {
                MergeReason::Gazetteer
            } else if super::nodes::is_other_script(a.name()) != super::nodes::is_other_script(b.name()) {
                MergeReason::Transliteration
            } else {
                MergeReason::Spelling
            };
            let row = Row {
                nodes: [None; 2],
                judgement: Judgement::Same,
                score: pair.score,
                evidence: rarer(a, b),
                reason,
            };
            self.add(a.kind, (a.name(), Some(pair.a)), (b.name(), Some(pair.b)), row);
        }
        let mut told: BTreeMap<u32, u32> = BTreeMap::new();
        for pair in &clusters.missed {
            let (a, b) = (self.node(pair.a), self.node(pair.b));
            if a.local.is_empty() || b.local.is_empty() {
                continue;
            }
            let (of_a, of_b) = (
                told.get(&pair.a).copied().unwrap_or(0),
                told.get(&pair.b).copied().unwrap_or(0),
            );
            if of_a >= MISSES || of_b >= MISSES {
                continue;
            }
            told.insert(pair.a, of_a + 1);
            told.insert(pair.b, of_b + 1);
            let (judgement, reason) = match pair.forbidden {
                Some(reason) => (Judgement::Different, reason),
                None => (Judgement::Unsure, MergeReason::BelowThreshold),
            };
            let row = Row {
                nodes: [None; 2],
                judgement,
                score: pair.score,
                evidence: rarer(a, b),
                reason,
            };
            self.add(a.kind, (a.name(), Some(pair.a)), (b.name(), Some(pair.b)), row);
        }
    }

    /// Two names that the list of places has for one.
    pub fn listed(&mut self, a: u32, b: u32) {
        let (left, right) = (self.node(a), self.node(b));
        let two_scripts = super::nodes::is_other_script(left.name()) != super::nodes::is_other_script(right.name());
        let row = Row {
            nodes: [None; 2],
            judgement: Judgement::Same,
            score: alike(left.name(), right.name(), left.kind),
            evidence: rarer(left, right),
            reason: if two_scripts {
                MergeReason::Transliteration
            } else {
                MergeReason::Spelling
            },
        };
        self.add(left.kind, (left.name(), Some(a)), (right.name(), Some(b)), row);
    }

    /// A definition in the text.
    pub fn defined(&mut self, kind: EntityType, d: &Defined<'a>, judgement: Judgement, short_node: Option<u32>) {
        let reason = match d.how {
            DefinitionKind::Acronym => MergeReason::Acronym,
            DefinitionKind::Alias | DefinitionKind::Translation => MergeReason::Definition,
        };
        let score = alike(d.long, d.short, kind);
        let row = Row {
            nodes: [None; 2],
            judgement,
            score,
            evidence: Some(&d.count.evidence),
            reason,
        };
        self.add(kind, (d.long, Some(d.long_node)), (d.short, short_node), row);
    }

    /// What a user decided; takes the place of any other row of the pair.
    pub fn decided(&mut self, d: &'a Decision, left: u32, right: u32) {
        let key = (d.kind, d.left.as_str(), d.right.as_str());
        self.rows.remove(&key);
        self.rows.remove(&(d.kind, d.right.as_str(), d.left.as_str()));
        let evidence = rarer(self.node(left), self.node(right));
        let score = alike(&d.left, &d.right, d.kind);
        let row = Row {
            nodes: [None; 2],
            judgement: d.judgement,
            score,
            evidence,
            reason: MergeReason::User,
        };
        self.add(d.kind, (&d.left, Some(left)), (&d.right, Some(right)), row);
    }

    /// One name of two types: two entities.
    pub fn types(&mut self) {
        let mut by_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (n, node) in self.nodes.list.iter().enumerate() {
            for (name, _) in node
                .local
                .iter()
                .filter(|(name, count)| name.key.is_none() && count.mentions > 0)
            {
                by_name.entry(&name.full).or_default().push(n as u32);
            }
        }
        for (name, mut of) in by_name.into_iter().filter(|(_, of)| of.len() > 1) {
            of.sort_by_key(|&n| (std::cmp::Reverse(self.node(n).mentions()), self.node(n).kind));
            let (a, b) = (of[0], of[1]);
            let (chief, other) = (self.node(a), self.node(b));
            let evidence = other.evidence();
            let row = Row {
                nodes: [None; 2],
                judgement: Judgement::Different,
                score: 1.0,
                evidence,
                reason: MergeReason::CannotLinkType,
            };
            self.add(chief.kind, (name, Some(a)), (name, Some(b)), row);
        }
    }

    /// The rows with the entities that the nodes have become. A narrow miss whose names came together otherwise is none.
    pub fn finish(self, entity_of: impl Fn(u32) -> Option<u32>) -> Vec<Merge> {
        let mut merges = Vec::with_capacity(self.rows.len());
        for ((kind, left, right), row) in self.rows {
            let [left_entity, right_entity] = row.nodes.map(|n| n.and_then(&entity_of));
            let together = left_entity.is_some() && left_entity == right_entity;
            // What another decision of the user has joined is not two.
            if together && row.judgement == Judgement::Different && row.reason == MergeReason::User {
                continue;
            }
            let miss = row.judgement != Judgement::Same && row.reason != MergeReason::User;
            let mut judgement = row.judgement;
            if miss && together {
                if !matches!(row.reason, MergeReason::Acronym | MergeReason::Definition) {
                    continue;
                }
                judgement = Judgement::Same;
            }
            let (left, right) = (left.to_string(), right.to_string());
            let evidence = row.evidence.cloned();
            merges.push(Merge {
                left,
                right,
                kind,
                left_entity,
                right_entity,
                judgement,
                score: row.score,
                evidence,
                reason: row.reason,
            });
        }
        merges
    }
}

fn alike(a: &str, b: &str, kind: EntityType) -> f32 {
    similarity(&Name::new(a, kind), &Name::new(b, kind))
}

/// The first mention of the less frequent side.
fn rarer<'a>(a: &Node<'a>, b: &Node<'a>) -> Option<&'a MentionRef> {
    let (rare, frequent) = if a.mentions() <= b.mentions() { (a, b) } else { (b, a) };
    rare.evidence().or_else(|| frequent.evidence())
}
