//! What is to be joined: all local names with one identity are one node, and so is every name of the gazetteer.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::identity::identity;
use crate::maps::Map;
use crate::names::Name;
use crate::types::*;

/// Names that are one from the start.
pub(super) struct Node<'a> {
    pub kind: EntityType,
    /// [`identity`]; empty for a node that stands for a gazetteer entry as such.
    pub key: String,
    /// The local names, the most frequent first.
    pub local: Vec<(&'a LocalName, &'a NameCount)>,
    /// The gazetteer entry whose name it is, when it is of one only.
    pub label: Option<u32>,
    /// The gazetteer's spelling.
    pub given: Option<&'a str>,
    /// Several gazetteer entries have this name.
    pub ambiguous: bool,
}

impl<'a> Node<'a> {
    /// Mentions of all its names.
    pub fn mentions(&self) -> u64 {
        self.local.iter().map(|(_, count)| u64::from(count.mentions)).sum()
    }

    /// The spelling that stands for it.
    pub fn name(&self) -> &'a str {
        self.local
            .first()
            .map(|(name, _)| name.full.as_str())
            .or(self.given)
            .unwrap_or("")
    }

    /// Its first mention.
    pub fn evidence(&self) -> Option<&'a MentionRef> {
        self.local
            .iter()
            .find(|(_, count)| count.mentions > 0)
            .or(self.local.first())
            .map(|(_, count)| &count.evidence)
    }
}

/// All nodes, and where to find a name.
pub(super) struct Nodes<'a> {
    pub list: Vec<Node<'a>>,
    /// The node of every name of the corpus, in their order.
    pub of: Vec<u32>,
    /// Pairs that a user holds apart.
    pub apart: Vec<(u32, u32)>,
    /// Names of gazetteer entries, by identity, that a user holds apart from the entry.
    expelled: BTreeSet<(u32, String)>,
    /// Hash of type and identity → node.
    by_key: Map<u64, u32>,
    /// Names that a user decided about, which are nodes of their own.
    by_name: BTreeMap<(EntityType, &'a str), u32>,
}

/// A definition of which the long form has a node.
pub(super) struct Defined<'a> {
    pub long: &'a str,
    pub short: &'a str,
    pub long_node: u32,
    pub how: DefinitionKind,
    pub count: &'a NameCount,
}

impl<'a> Nodes<'a> {
    /// The nodes of a corpus, of which all names are given, sorted: in an order that depends on the names only.
    pub fn new(
        names: &'a [(LocalName, NameCount)],
        gazetteer: &'a [GazetteerEntry],
        decisions: &'a [Decision],
    ) -> Nodes<'a> {
        let mut nodes = Nodes {
            list: Vec::with_capacity(names.len()),
            of: Vec::with_capacity(names.len()),
            apart: Vec::new(),
            expelled: expelled(gazetteer, decisions),
            by_key: Map::with_capacity_and_hasher(names.len(), Default::default()),
            by_name: BTreeMap::new(),
        };
        let mut entry_node: BTreeMap<&str, u32> = BTreeMap::new();
        // Which entry gives a name in so many letters; `None` when several do.
        let mut by_letter: BTreeMap<(EntityType, &str), Option<u32>> = BTreeMap::new();
        for (at, entry) in gazetteer.iter().enumerate() {
            let node = nodes.push(
                entry.kind,
                String::new(),
                Some(at as u32),
                entry.names.first().map(|n| n.name.as_str()),
            );
            entry_node.insert(&entry.key, node);
            for given in &entry.names {
                let key = identity(&given.name, entry.kind);
                if nodes.expelled.contains(&(at as u32, key.clone())) {
                    continue;
                }
                by_letter
                    .entry((entry.kind, &given.name))
                    .and_modify(|n| *n = n.filter(|&n| n == node))
                    .or_insert(Some(node));
                let node = nodes.keyed(entry.kind, key, Some(&given.name));
                let node = &mut nodes.list[node as usize];
                match node.label {
                    None if !node.ambiguous => node.label = Some(at as u32),
                    Some(other) if other != at as u32 => (node.label, node.ambiguous) = (None, true),
                    _ => {}
                }
            }
        }
        // A name of which the user says that it is not another is a node of its own, whatever its identity.
        let singled: BTreeSet<(EntityType, &str)> = decisions
            .iter()
            .filter(|d| d.judgement == Judgement::Different && identity(&d.left, d.kind) == identity(&d.right, d.kind))
            .flat_map(|d| [(d.kind, d.left.as_str()), (d.kind, d.right.as_str())])
            .collect();
        let keys: Vec<String> = names
            .par_iter()
            .map(|(name, _)| identity(&name.full, name.kind))
            .collect();
        for ((name, count), key) in names.iter().zip(keys) {
            let from_gazetteer = name.key.as_deref().and_then(|key| entry_node.get(key)).copied();
            let is_its = |n: &u32| {
                let entry = nodes.list[*n as usize].label.unwrap_or(u32::MAX);
                nodes.list[*n as usize].kind == name.kind && !nodes.expelled(entry, name.kind, &name.full)
            };
            let node = match from_gazetteer.filter(is_its) {
                Some(node) => node,
                None if singled.contains(&(name.kind, name.full.as_str())) => {
                    match nodes.by_name.get(&(name.kind, name.full.as_str())) {
                        Some(&node) => node,
                        None => {
                            let node = nodes.push(name.kind, key, None, None);
                            nodes.by_name.insert((name.kind, &name.full), node);
                            node
                        }
                    }
                }
                None => {
                    let node = nodes.keyed(name.kind, key, None);
                    if nodes.list[node as usize].ambiguous {
                        let exact = by_letter.get(&(name.kind, name.full.as_str())).copied().flatten();
                        exact.unwrap_or(node)
                    } else {
                        node
                    }
                }
            };
            let local = &mut nodes.list[node as usize].local;
            if local.is_empty() {
                // Most nodes have one name; a vector that grows from nothing would take room for four.
                local.reserve_exact(1);
            }
            local.push((name, count));
            nodes.of.push(node);
        }
        for node in nodes.list.iter_mut().filter(|node| node.local.len() > 1) {
            node.local.sort_by(|(a, x), (b, y)| {
                (is_other_script(&a.full), y.mentions, &a.full).cmp(&(is_other_script(&b.full), x.mentions, &b.full))
            });
        }
        for decision in decisions.iter().filter(|d| d.judgement == Judgement::Different) {
            if let (Some(left), Some(right)) = (
                nodes.find(decision.kind, &decision.left),
                nodes.find(decision.kind, &decision.right),
            ) && left != right
            {
                nodes.apart.push((left, right));
            }
        }
        nodes
    }

    fn push(&mut self, kind: EntityType, key: String, label: Option<u32>, given: Option<&'a str>) -> u32 {
        self.list.push(Node {
            kind,
            key,
            local: Vec::new(),
            label,
            given,
            ambiguous: false,
        });
        self.list.len() as u32 - 1
    }

    /// Where in `by_key` a key is or would be.
    fn slot(&self, kind: EntityType, key: &str) -> (u64, Option<u32>) {
        let mut slot = xxh3_64_with_seed(key.as_bytes(), kind as u64);
        loop {
            match self.by_key.get(&slot) {
                None => return (slot, None),
                Some(&node)
                    if self
                        .list
                        .get(node as usize)
                        .is_some_and(|n| n.kind == kind && n.key == key) =>
                {
                    return (slot, Some(node));
                }
                // Another identity with this hash.
                Some(_) => slot = slot.wrapping_add(1),
            }
        }
    }

    fn keyed(&mut self, kind: EntityType, key: String, given: Option<&'a str>) -> u32 {
        match self.slot(kind, &key) {
            (_, Some(node)) => {
                let old = &mut self.list[node as usize].given;
                *old = old.or(given);
                node
            }
            (slot, None) => {
                let node = self.push(kind, key, None, given);
                self.by_key.insert(slot, node);
                node
            }
        }
    }

    /// The node of a name.
    pub fn find(&self, kind: EntityType, name: &str) -> Option<u32> {
        self.by_name
            .get(&(kind, name))
            .copied()
            .or_else(|| self.slot(kind, &identity(name, kind)).1)
    }

    /// The node of an identity.
    pub fn keyed_node(&self, kind: EntityType, key: &str) -> Option<u32> {
        self.slot(kind, key).1
    }

    /// Whether a user holds a name apart from a gazetteer entry that has it.
    pub fn expelled(&self, entry: u32, kind: EntityType, name: &str) -> bool {
        !self.expelled.is_empty() && self.expelled.contains(&(entry, identity(name, kind)))
    }

    /// The names to compare, one a node.
    pub fn names(&self) -> Vec<Name> {
        self.list
            .par_iter()
            .map(|node| Name::new(if node.key.is_empty() { "" } else { node.name() }, node.kind))
            .collect()
    }

    /// How often each node was seen.
    pub fn frequencies(&self) -> Vec<u32> {
        self.list
            .iter()
            .map(|node| u32::try_from(node.mentions()).unwrap_or(u32::MAX))
            .collect()
    }

    /// The gazetteer entry of each node.
    pub fn labels(&self) -> Vec<Option<u32>> {
        self.list.iter().map(|node| node.label).collect()
    }
}

/// The names of gazetteer entries that a user says are not another name of the entry. The canonical name stays its name;
/// of two others the first in the order of the decision does.
fn expelled(gazetteer: &[GazetteerEntry], decisions: &[Decision]) -> BTreeSet<(u32, String)> {
    let parted: Vec<(EntityType, String, String)> = decisions
        .iter()
        .filter(|d| d.judgement == Judgement::Different)
        .map(|d| (d.kind, identity(&d.left, d.kind), identity(&d.right, d.kind)))
        .filter(|(_, left, right)| left != right)
        .collect();
    let mut expelled = BTreeSet::new();
    if parted.is_empty() {
        return expelled;
    }
    for (at, entry) in gazetteer.iter().enumerate() {
        let names: Vec<String> = entry.names.iter().map(|n| identity(&n.name, entry.kind)).collect();
        for (_, left, right) in parted.iter().filter(|(kind, ..)| *kind == entry.kind) {
            if names.contains(left) && names.contains(right) {
                let out = if names.first() == Some(right) { left } else { right };
                expelled.insert((at as u32, out.clone()));
            }
        }
    }
    expelled
}

/// Whether the first letter of a name is not a Latin one.
pub(super) fn is_other_script(name: &str) -> bool {
    name.chars().find(|c| c.is_alphabetic()).is_none_or(|c| c > '\u{24f}')
}
