//! Entity ids: the gazetteer's key, else the ledger's id for one of the names, else a slug of the canonical name.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::names;
use crate::types::{EntityType, GazetteerEntry, LedgerRow};

/// An entity that wants an id.
pub(super) struct Nameless<'a> {
    pub kind: EntityType,
    /// Canonical name.
    pub name: &'a str,
    /// The gazetteer's key.
    pub key: Option<&'a str>,
    /// Keys of the gazetteer entities that a user's decision joined to it.
    pub joined_keys: Vec<&'a str>,
    /// Identities of its names, sorted.
    pub name_keys: Vec<&'a str>,
    /// Mentions.
    pub mentions: u64,
}

/// The id of each entity, and earlier ids that now mean it.
///
/// Of several ledger ids of one entity the shortest stays (then by code point: x before x-2 before x-10) and the others
/// are merged into it. When two entities have names of one ledger id, a split: one whose names all came to it by merges gives
/// way and takes its earlier id again, so that a merge that is undone leaves no trace; else the one with more mentions keeps it.
pub(super) fn assign(
    entities: &[Nameless],
    gazetteer: &[GazetteerEntry],
    ledger: &[LedgerRow],
) -> Vec<(String, Vec<String>)> {
    let ledger = Ledger::new(ledger);
    let keys: BTreeSet<&str> = gazetteer.iter().map(|e| e.key.as_str()).collect();
    let candidates = |entity: &Nameless| {
        let mut ids = ledger.ids(entity);
        ids.retain(|(_, id)| !keys.contains(id));
        ids
    };
    let candidates: Vec<BTreeSet<(usize, &str)>> = entities.par_iter().map(candidates).collect();
    let came: Vec<bool> = entities.par_iter().map(|e| ledger.came_by_merges(e)).collect();
    let mut order: Vec<usize> = (0..entities.len()).collect();
    order.par_sort_by_key(|&at| {
        (
            came[at],
            Reverse(entities[at].mentions),
            entities[at].kind,
            entities[at].name,
            entities[at].name_keys.first(),
        )
    });

    let mut taken: HashSet<String> = keys.iter().map(|k| k.to_string()).collect();
    let mut ids: Vec<Option<String>> = entities.iter().map(|e| e.key.map(str::to_string)).collect();
    for &at in &order {
        if ids[at].is_none()
            && let Some((_, id)) = candidates[at].iter().find(|(_, id)| !taken.contains(*id))
        {
            taken.insert(id.to_string());
            ids[at] = Some(id.to_string());
        }
    }
    for &at in &order {
        if ids[at].is_none()
            && let Some((_, id)) = ledger
                .before_merges(&entities[at])
                .iter()
                .find(|(_, id)| !taken.contains(*id))
        {
            taken.insert(id.to_string());
            ids[at] = Some(id.to_string());
        }
    }
    // An id of the ledger that nobody has now is not given to somebody else.
    let wanted = |(entity, id): (&Nameless, &Option<String>)| match id {
        Some(_) => String::new(),
        None => slug(entity),
    };
    let wanted: Vec<String> = entities.par_iter().zip(&ids).map(wanted).collect();
    let old = |id: &str| taken.contains(id) || ledger.all.contains(id);
    let mut given = HashMap::with_capacity(entities.len());
    for &at in &order {
        if ids[at].is_none() {
            ids[at] = Some(fresh(&wanted[at], &mut given, old));
        }
    }
    let mut merged_by: BTreeMap<&str, usize> = BTreeMap::new();
    for &at in &order {
        for (_, id) in &candidates[at] {
            if !taken.contains(*id) {
                merged_by.entry(id).or_insert(at);
            }
        }
    }
    let mut merged: Vec<BTreeSet<String>> = vec![BTreeSet::new(); entities.len()];
    for (id, at) in merged_by {
        merged[at].insert(id.to_string());
    }
    for (at, entity) in entities.iter().enumerate() {
        merged[at].extend(entity.joined_keys.iter().map(|k| k.to_string()));
        if let Some(id) = &ids[at] {
            let (own, kind) = (id.as_str(), entity.kind);
            merged[at].extend(
                ledger
                    .merged_into(kind, own)
                    .into_iter()
                    .filter(|old| !taken.contains(*old))
                    .map(str::to_string),
            );
            merged[at].remove(own);
        }
    }
    ids.into_iter()
        .zip(merged)
        .map(|(id, merged)| (id.unwrap_or_default(), merged.into_iter().collect()))
        .collect()
}

/// An id made from the canonical name.
fn slug(entity: &Nameless) -> String {
    let slug = names::slug(entity.name);
    if !slug.is_empty() {
        return slug;
    }
    // No letter that we can write in ASCII: the type and a hash, which stay the same on every machine.
    let hash = xxh3_64(entity.name.as_bytes()) as u32;
    format!("{}-{hash:08x}", entity.kind.label().to_lowercase())
}

/// An id, with a number when it is an old one or was given before; `given` has the last number of each id. What is given
/// stays so, and the search for a number goes on after the last one.
fn fresh<'a>(slug: &'a str, given: &mut HashMap<Cow<'a, str>, u64>, old: impl Fn(&str) -> bool) -> String {
    let mut number = match given.entry(Cow::Borrowed(slug)) {
        Entry::Vacant(new) => {
            new.insert(1);
            if !old(slug) {
                return slug.to_string();
            }
            1
        }
        Entry::Occupied(last) => *last.get(),
    };
    loop {
        number += 1;
        let id = format!("{slug}-{number}");
        if !old(&id) && !given.contains_key(id.as_str()) {
            given.insert(Cow::Borrowed(slug), number);
            given.insert(Cow::Owned(id.clone()), 1);
            return id;
        }
    }
}

/// The ledger of each type.
#[derive(Default)]
struct Ledger<'a> {
    kinds: BTreeMap<EntityType, OfKind<'a>>,
    all: HashSet<&'a str>,
}

/// The rows of one type, by name and by id.
#[derive(Default)]
struct OfKind<'a> {
    by_name: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// id → what replaced it.
    replaced: BTreeMap<&'a str, &'a str>,
    /// What replaced it → ids.
    replaces: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Ledger<'a> {
    fn new(rows: &'a [LedgerRow]) -> Ledger<'a> {
        let mut ledger = Ledger::default();
        for row in rows {
            let of_kind = ledger.kinds.entry(row.kind).or_default();
            of_kind.by_name.entry(&row.name_key).or_default().insert(&row.entity_id);
            ledger.all.insert(&row.entity_id);
            if let Some(into) = &row.merged_into {
                of_kind.replaced.insert(&row.entity_id, into);
                ledger.all.insert(into);
            }
        }
        for of_kind in ledger.kinds.values_mut() {
            let ids: Vec<&str> = of_kind.replaced.keys().copied().collect();
            for id in ids {
                let last = of_kind.last(id);
                if last != id {
                    of_kind.replaces.entry(last).or_default().insert(id);
                }
            }
        }
        ledger
    }

    /// The ids that stood for an entity's names, the shortest first.
    fn ids(&self, entity: &Nameless) -> BTreeSet<(usize, &'a str)> {
        let Some(of_kind) = self.kinds.get(&entity.kind) else {
            return BTreeSet::new();
        };
        let of_name = |name_key: &&str| of_kind.by_name.get(*name_key);
        let ids = entity.name_keys.iter().filter_map(of_name).flatten();
        ids.map(|id| of_kind.last(id)).map(|id| (id.len(), id)).collect()
    }

    /// The ids of an entity's names that were merged into others in earlier runs, the shortest first. Of a chain of merges
    /// only the oldest: the later ones came to the name from others.
    fn before_merges(&self, entity: &Nameless) -> BTreeSet<(usize, &'a str)> {
        let Some(of_kind) = self.kinds.get(&entity.kind) else {
            return BTreeSet::new();
        };
        let mut found = BTreeSet::new();
        for ids in entity.name_keys.iter().filter_map(|key| of_kind.by_name.get(*key)) {
            let came: BTreeSet<&str> = ids.iter().filter_map(|id| of_kind.replaced.get(id)).copied().collect();
            let own = ids.iter().filter(|id| of_kind.last(id) != **id && !came.contains(*id));
            found.extend(own.map(|id| (id.len(), *id)));
        }
        found
    }

    /// Whether every name of an entity that the ledger knows stood for an id that was merged into another.
    fn came_by_merges(&self, entity: &Nameless) -> bool {
        let Some(of_kind) = self.kinds.get(&entity.kind) else {
            return false;
        };
        let mut known = entity
            .name_keys
            .iter()
            .filter_map(|name_key| of_kind.by_name.get(*name_key))
            .peekable();
        known.peek().is_some() && known.all(|ids| ids.iter().any(|id| of_kind.last(id) != *id))
    }

    /// Ids that were merged into this one in earlier runs.
    fn merged_into(&self, kind: EntityType, id: &str) -> Vec<&'a str> {
        let ids = self.kinds.get(&kind).and_then(|of_kind| of_kind.replaces.get(id));
        ids.into_iter().flatten().copied().collect()
    }
}

impl<'a> OfKind<'a> {
    /// What an id means now, following merges.
    fn last(&self, id: &'a str) -> &'a str {
        let mut now = id;
        // A chain of more merges than this is a circle, which only a hand can have written.
        for _ in 0..64 {
            match self.replaced.get(now) {
                Some(&next) if next != id => now = next,
                _ => break,
            }
        }
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_taken_gets_a_number() {
        let mut given = HashMap::new();
        let ids = ["a", "a", "a-2", "a", "b"].map(|slug| fresh(slug, &mut given, |id| ["a-3", "b"].contains(&id)));
        assert_eq!(ids, ["a", "a-2", "a-2-2", "a-4", "b-2"]);
    }
}
