//! The rows of `entity_merges`: why two names were, or narrowly were not, held for one entity.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::nodes::{Defined, Node, Nodes};
use crate::names::cluster::Clusters;
use crate::names::{Name, similarity};
use crate::types::*;

/// So many narrow misses are told of one name, the narrowest first; a name like hundreds of others would fill the table.
const MISSES: u32 = 5;

/// Rows, each with the nodes that its names belong to.
pub(super) struct Merges<'a> {
    nodes: &'a Nodes<'a>,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    kind: EntityType,
    /// The two names in order.
    names: [&'a str; 2],
    nodes: [Option<u32>; 2],
    judgement: Judgement,
    score: f32,
    evidence: Option<&'a MentionRef>,
    reason: MergeReason,
}

impl<'a> Row<'a> {
    /// Puts its names in order. Of a name with itself there is a row only when it is of two types.
    fn ordered(mut self) -> Option<Row<'a>> {
        if self.names[0] > self.names[1] {
            self.names.swap(0, 1);
            self.nodes.swap(0, 1);
        }
        (self.names[0] != self.names[1] || self.reason == MergeReason::CannotLinkType).then_some(self)
    }
}

impl<'a> Merges<'a> {
    pub fn new(nodes: &'a Nodes<'a>) -> Merges<'a> {
        Merges {
            nodes,
            rows: Vec::new(),
        }
    }

    fn add(&mut self, row: Row<'a>) {
        self.rows.extend(row.ordered());
    }

    fn node(&self, n: u32) -> &'a Node<'a> {
        &self.nodes.list[n as usize]
    }

    /// Spellings with one identity.
    pub fn spellings(&mut self) {
        let of_node = |(n, node): (usize, &'a Node<'a>)| {
            let chief = node.given.filter(|_| node.label.is_some()).unwrap_or(node.name());
            let others = node.local.iter();
            let others = others.filter(move |(name, _)| name.key.is_none() && name.full != chief);
            others.filter_map(move |(name, count)| {
                let (score, reason) = match node.label {
                    Some(_) => (1.0, MergeReason::Gazetteer),
                    None => (alike(chief, &name.full, node.kind), MergeReason::Spelling),
                };
                let row = Row {
                    kind: node.kind,
                    names: [chief, &name.full],
                    nodes: [Some(n as u32); 2],
                    judgement: Judgement::Same,
                    score,
                    evidence: Some(&count.evidence),
                    reason,
                };
                row.ordered()
            })
        };
        let nodes = self.nodes.list.par_iter().enumerate();
        self.rows.par_extend(nodes.flat_map_iter(of_node));
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
            self.add(Row {
                kind: a.kind,
                names: [a.name(), b.name()],
                nodes: [Some(pair.a), Some(pair.b)],
                judgement: Judgement::Same,
                score: pair.score,
                evidence: rarer(a, b),
                reason,
            });
        }
        let mut told = vec![0u32; self.nodes.list.len()];
        for pair in &clusters.missed {
            let (a, b) = (self.node(pair.a), self.node(pair.b));
            if a.local.is_empty() || b.local.is_empty() {
                continue;
            }
            if told[pair.a as usize] >= MISSES || told[pair.b as usize] >= MISSES {
                continue;
            }
            told[pair.a as usize] += 1;
            told[pair.b as usize] += 1;
            let (judgement, reason) = match pair.forbidden {
                Some(reason) => (Judgement::Different, reason),
                None => (Judgement::Unsure, MergeReason::BelowThreshold),
            };
            self.add(Row {
                kind: a.kind,
                names: [a.name(), b.name()],
                nodes: [Some(pair.a), Some(pair.b)],
                judgement,
                score: pair.score,
                evidence: rarer(a, b),
                reason,
            });
        }
    }

    /// Two names that the list of places has for one.
    pub fn listed(&mut self, a: u32, b: u32) {
        let (left, right) = (self.node(a), self.node(b));
        let two_scripts = super::nodes::is_other_script(left.name()) != super::nodes::is_other_script(right.name());
        self.add(Row {
            kind: left.kind,
            names: [left.name(), right.name()],
            nodes: [Some(a), Some(b)],
            judgement: Judgement::Same,
            score: alike(left.name(), right.name(), left.kind),
            evidence: rarer(left, right),
            reason: if two_scripts {
                MergeReason::Transliteration
            } else {
                MergeReason::Spelling
            },
        });
    }

    /// A definition in the text.
    pub fn defined(&mut self, kind: EntityType, d: &Defined<'a>, judgement: Judgement, short_node: Option<u32>) {
        let reason = match d.how {
            DefinitionKind::Acronym => MergeReason::Acronym,
            DefinitionKind::Alias | DefinitionKind::Translation => MergeReason::Definition,
        };
        self.add(Row {
            kind,
            names: [d.long, d.short],
            nodes: [Some(d.long_node), short_node],
            judgement,
            score: alike(d.long, d.short, kind),
            evidence: Some(&d.count.evidence),
            reason,
        });
    }

    /// What a user decided; takes the place of any other row of the pair.
    pub fn decided(&mut self, d: &'a Decision, left: u32, right: u32) {
        self.add(Row {
            kind: d.kind,
            names: [&d.left, &d.right],
            nodes: [Some(left), Some(right)],
            judgement: d.judgement,
            score: alike(&d.left, &d.right, d.kind),
            evidence: rarer(self.node(left), self.node(right)),
            reason: MergeReason::User,
        });
    }

    /// One name of two types: two entities.
    pub fn types(&mut self) {
        let of_node = |(n, node): (usize, &'a Node<'a>)| {
            let counted = node.local.iter();
            let counted = counted.filter(|(name, count)| name.key.is_none() && count.mentions > 0);
            counted.map(move |(name, _)| (name.full.as_str(), n as u32))
        };
        let nodes = self.nodes.list.par_iter().enumerate();
        let mut by_name: Vec<(&'a str, u32)> = nodes.flat_map_iter(of_node).collect();
        by_name.par_sort_unstable();
        for of in by_name.chunk_by_mut(|a, b| a.0 == b.0) {
            of.sort_by_key(|&(_, n)| (Reverse(self.node(n).mentions()), self.node(n).kind));
            let [(name, a), (_, b), ..] = *of else { continue };
            self.add(Row {
                kind: self.node(a).kind,
                names: [name, name],
                nodes: [Some(a), Some(b)],
                judgement: Judgement::Different,
                score: 1.0,
                evidence: self.node(b).evidence(),
                reason: MergeReason::CannotLinkType,
            });
        }
    }

    /// One row a pair, sorted: the user's, else the first that was added.
    fn settled(mut rows: Vec<Row<'a>>) -> Vec<Row<'a>> {
        rows.par_sort_by_key(|row| (row.kind, row.names, row.reason != MergeReason::User));
        rows.dedup_by_key(|row| (row.kind, row.names));
        rows
    }

    /// The rows with the entities that the nodes have become. A narrow miss whose names came together otherwise is none.
    pub fn finish(self, entity_of: impl Fn(u32) -> Option<u32> + Sync) -> Vec<Merge> {
        let merge = |row: Row| {
            let [left_entity, right_entity] = row.nodes.map(|n| n.and_then(&entity_of));
            let together = left_entity.is_some() && left_entity == right_entity;
            // What another decision of the user has joined is not two.
            if together && row.judgement == Judgement::Different && row.reason == MergeReason::User {
                return None;
            }
            let miss = row.judgement != Judgement::Same && row.reason != MergeReason::User;
            let mut judgement = row.judgement;
            if miss && together {
                if !matches!(row.reason, MergeReason::Acronym | MergeReason::Definition) {
                    return None;
                }
                judgement = Judgement::Same;
            }
            let [left, right] = row.names.map(str::to_string);
            Some(Merge {
                left,
                right,
                kind: row.kind,
                left_entity,
                right_entity,
                judgement,
                score: row.score,
                evidence: row.evidence.cloned(),
                reason: row.reason,
            })
        };
        Merges::settled(self.rows).into_par_iter().filter_map(merge).collect()
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
