//! From names to entities: which names of all documents mean the same person, organisation or place, what that entity is
//! called, and which id it has.
//!
//! In this order: names with the gazetteer's key; equal names but for case, articles and the like; the matcher ([`crate::names::cluster`]), which
//! also draws clusters to gazetteer names; places that a list knows in two scripts; definitions in the text; and last what
//! a user decided, which wins. A name of one word ("Khazali", "Baghdad") joins others only by such equality, list,
//! gazetteer, definition or decision. Nothing joins two types.

pub mod decisions;
pub mod gazetteer;
mod identity;
mod ids;
pub mod ledger;
mod merges;
mod nodes;
mod places;
mod rows;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::maps::Map;
use crate::names::cluster::{Known, cluster};
use crate::types::*;
use ids::Nameless;
use merges::Merges;
use nodes::{Node, Nodes};

/// The entities that the names of all documents mean.
///
/// Every [`LocalName`] means exactly one. Time and memory grow with the number of distinct names, not with its square.
pub fn resolve(
    table: NameTable,
    gazetteer: &[GazetteerEntry],
    decisions: &[Decision],
    ledger: &[LedgerRow],
) -> Entities {
    let mut names: Vec<(LocalName, NameCount)> = table.names.into_iter().collect();
    names.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let resolved = resolved(&names, &table.definitions, gazetteer, decisions, ledger);
    let mut of = Map::with_capacity_and_hasher(names.len(), Default::default());
    let named = names.into_iter().zip(resolved.of);
    of.extend(named.filter_map(|((name, _), entity)| Some((name, entity?))));
    Entities {
        list: resolved.list,
        merges: resolved.merges,
        of,
    }
}

/// [`Entities`] before the names have moved there.
struct Resolved {
    list: Vec<Entity>,
    merges: Vec<Merge>,
    /// The entity of every name, in their order.
    of: Vec<Option<u32>>,
}

fn resolved(
    names: &[(LocalName, NameCount)],
    definitions: &Definitions,
    gazetteer: &[GazetteerEntry],
    decisions: &[Decision],
    ledger: &[LedgerRow],
) -> Resolved {
    let nodes = Nodes::new(names, gazetteer, decisions);
    let (names, frequency, labels) = (nodes.names(), nodes.frequencies(), nodes.labels());
    let clusters = cluster(
        &names,
        &Known {
            frequency: &frequency,
            labels: &labels,
            apart: &nodes.apart,
        },
    );
    names.into_par_iter().for_each(drop);
    let mut groups = Groups::new(&nodes, &clusters.of);
    let mut merges = Merges::new(&nodes);
    merges.spellings();
    merges.clusters(&clusters);
    places::join(&nodes, &mut groups, &mut merges);
    define(definitions, &nodes, &mut groups, &mut merges);
    decide(decisions, &nodes, &mut groups, &mut merges);
    merges.types();
    finish(&nodes, &groups, merges, gazetteer, ledger)
}

/// Which nodes are one entity.
struct Groups<'a> {
    nodes: &'a Nodes<'a>,
    parent: Vec<u32>,
    /// Gazetteer entry of a root.
    label: Vec<Option<u32>>,
}

impl<'a> Groups<'a> {
    fn new(nodes: &'a Nodes<'a>, of: &[u32]) -> Groups<'a> {
        let labels = nodes.labels();
        let mut groups = Groups {
            nodes,
            parent: (0..of.len() as u32).collect(),
            label: labels,
        };
        for (n, &root) in of.iter().enumerate() {
            groups.unite(n as u32, root);
        }
        groups
    }

    fn root(&self, mut n: u32) -> u32 {
        while self.parent[n as usize] != n {
            n = self.parent[n as usize];
        }
        n
    }

    /// Whether two groups may be one as far as gazetteer and user are concerned.
    fn may_unite(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        let two_keys = matches!((self.label[a as usize], self.label[b as usize]), (Some(x), Some(y)) if x != y);
        let parted = |&(x, y): &(u32, u32)| {
            let (x, y) = (self.root(x), self.root(y));
            (x, y) == (a, b) || (x, y) == (b, a)
        };
        a == b || !(two_keys || self.nodes.apart.iter().any(parted))
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        let (root, child) = (a.min(b), a.max(b));
        if root != child {
            self.parent[child as usize] = root;
            let (x, y) = (self.label[root as usize], self.label[child as usize]);
            self.label[root as usize] = match (x, y) {
                (Some(x), Some(y)) => Some(x.min(y)),
                (x, y) => x.or(y),
            };
        }
    }
}

/// Short names that the corpus defines, to the entity of their long form; not those that it defines in two ways.
fn define<'a>(definitions: &'a Definitions, nodes: &Nodes<'a>, groups: &mut Groups, merges: &mut Merges<'a>) {
    let mut by_short: BTreeMap<(EntityType, u32), Vec<nodes::Defined<'a>>> = BTreeMap::new();
    for ((kind, long, short), (how, count)) in definitions {
        let Some(long_node) = nodes.find(*kind, long) else {
            continue;
        };
        let defined = nodes::Defined {
            long,
            short,
            long_node,
            how: *how,
            count,
        };
        match nodes.find(*kind, short) {
            Some(short_node) => by_short.entry((*kind, short_node)).or_default().push(defined),
            None => merges.defined(*kind, &defined, Judgement::Same, Some(long_node)),
        }
    }
    let mut joins = Vec::new();
    for ((kind, short), all) in &by_short {
        let longs: BTreeSet<u32> = all.iter().map(|d| groups.root(d.long_node)).collect();
        let agreed = longs.len() == 1 && all.iter().all(|d| groups.may_unite(*short, d.long_node));
        for d in all {
            let already = groups.root(*short) == groups.root(d.long_node);
            let judgement = if agreed || already {
                Judgement::Same
            } else {
                Judgement::Unsure
            };
            merges.defined(*kind, d, judgement, Some(*short));
            if agreed {
                joins.push((*short, d.long_node));
            }
        }
    }
    for (short, long) in joins {
        // An earlier definition may have brought in a gazetteer entity.
        if groups.may_unite(short, long) {
            groups.unite(short, long);
        }
    }
}

/// What a user decided.
fn decide<'a>(decisions: &'a [Decision], nodes: &Nodes<'a>, groups: &mut Groups, merges: &mut Merges<'a>) {
    for decision in decisions {
        let (Some(left), Some(right)) = (
            nodes.find(decision.kind, &decision.left),
            nodes.find(decision.kind, &decision.right),
        ) else {
            continue;
        };
        if decision.judgement == Judgement::Same {
            groups.unite(left, right);
        }
        merges.decided(decision, left, right);
    }
}

/// Names, ids and rows of what the groups have become.
fn finish(
    nodes: &Nodes,
    groups: &Groups,
    merges: Merges,
    gazetteer: &[GazetteerEntry],
    ledger: &[LedgerRow],
) -> Resolved {
    let mut by_root: Vec<(u32, u32)> = (0..nodes.list.len() as u32).map(|n| (groups.root(n), n)).collect();
    by_root.par_sort_unstable();
    let members: Vec<&[(u32, u32)]> = by_root.chunk_by(|a, b| a.0 == b.0).collect();
    let (roots, nameless): (Vec<u32>, Vec<Nameless>) = members
        .into_par_iter()
        .filter_map(|members| {
            let root = members.first()?.0;
            let entry = groups.label[root as usize].and_then(|at| gazetteer.get(at as usize));
            let members: Vec<&Node> = members.iter().map(|&(_, n)| &nodes.list[n as usize]).collect();
            let seen = members.iter().any(|n| !n.local.is_empty());
            seen.then(|| (root, nameless_entity(&members, entry, gazetteer)))
        })
        .unzip();
    let assigned = ids::assign(&nameless, gazetteer, ledger);
    let entity = |((&root, nameless), (id, merged_ids)): ((&u32, &Nameless), (String, Vec<String>))| {
        let label = groups.label[root as usize];
        let entry = label.and_then(|at| gazetteer.get(at as usize));
        let mut entity = entity(nameless, entry, id, merged_ids);
        if let Some(at) = label {
            entity.given.retain(|n| !nodes.expelled(at, nameless.kind, &n.name));
        }
        (root, entity)
    };
    let mut list: Vec<(u32, Entity)> = roots.par_iter().zip(&nameless).zip(assigned).map(entity).collect();
    list.par_sort_unstable_by(|a, b| a.1.id.cmp(&b.1.id));
    let mut place: Vec<Option<u32>> = vec![None; nodes.list.len()];
    for (at, (root, _)) in list.iter().enumerate() {
        place[*root as usize] = Some(at as u32);
    }
    let entity_of = |n: u32| place[groups.root(n) as usize];
    Resolved {
        list: list.into_iter().map(|(_, entity)| entity).collect(),
        merges: merges.finish(entity_of),
        of: nodes.of.par_iter().map(|&node| entity_of(node)).collect(),
    }
}

/// What an entity's id is made from.
fn nameless_entity<'a>(
    members: &[&'a Node<'a>],
    entry: Option<&'a GazetteerEntry>,
    gazetteer: &'a [GazetteerEntry],
) -> Nameless<'a> {
    let key = entry.map(|e| e.key.as_str());
    let labels: BTreeSet<u32> = members.iter().filter_map(|n| n.label).collect();
    let joined = labels
        .into_iter()
        .filter_map(|at| gazetteer.get(at as usize))
        .map(|e| e.key.as_str());
    let mut name_keys: Vec<&'a str> = Vec::new();
    for node in members.iter().filter(|n| !n.local.is_empty()) {
        name_keys.push(&node.key);
    }
    name_keys.retain(|k| !k.is_empty());
    name_keys.sort_unstable();
    name_keys.dedup();
    Nameless {
        kind: members.first().map_or(EntityType::Person, |n| n.kind),
        name: entry
            .and_then(|e| e.names.first())
            .map_or_else(|| canonical(members), |n| n.name.as_str()),
        key,
        joined_keys: joined.filter(|k| Some(*k) != key).collect(),
        name_keys,
        mentions: members.iter().map(|n| n.mentions()).sum(),
    }
}

fn entity(nameless: &Nameless, entry: Option<&GazetteerEntry>, id: String, merged_ids: Vec<String>) -> Entity {
    Entity {
        id,
        kind: nameless.kind,
        name: nameless.name.to_string(),
        origin: if entry.is_some() {
            EntityOrigin::Gazetteer
        } else {
            EntityOrigin::Discovered
        },
        merged_ids,
        given: entry.map(|e| e.names.clone()).unwrap_or_default(),
        external_ids: entry.map(|e| e.external_ids.clone()).unwrap_or_default(),
        lat: entry.and_then(|e| e.lat),
        lon: entry.and_then(|e| e.lon),
        country: entry.and_then(|e| e.country.clone()),
    }
}

/// The most frequent spelling, a Latin one when there is one; of equally frequent ones the first by code point.
fn canonical<'a>(members: &[&Node<'a>]) -> &'a str {
    let all = members.iter().flat_map(|n| &n.local);
    all.map(|(name, count)| {
        (
            nodes::is_other_script(&name.full),
            Reverse(count.mentions),
            name.full.as_str(),
        )
    })
    .min()
    .map_or("", |(_, _, name)| name)
}

#[cfg(test)]
mod tests;
