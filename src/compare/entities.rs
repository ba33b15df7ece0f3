//! What became of the entities: which were merged, which fell apart, which have another name or another id.
//!
//! The evidence is the mentions that both datasets have, by id and text: under which entity each stood before, and under which
//! it stands now. (An id is a place in an article; in one that was rewritten another mention may stand there.)
//! An entity of which no mention is in both (its articles were edited, which moves them) is followed by its names instead,
//! those that one entity alone bears before and after.
//!
//! One mention that moves to another entity is no merge and no split. Two entities were *merged* when more than half of the
//! mentions of each now stand under one entity; one was *split* when two entities have more than half of their mentions from
//! it. What moves besides is counted as [`EntityChanges::moved`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;

use crate::error::Result;
use crate::validate::frame::{Parquet, hash};

/// What became of the entities, each list sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityChanges {
    /// Entities that now are one: the new one, and the old ones with what each gave it.
    pub merged: Vec<Change>,
    /// Entities that now are several: the old one, and the new ones with what each has of it.
    pub split: Vec<Change>,
    /// Entities with the id that they had and another name: before and after.
    pub renamed: Vec<(Entity, Entity)>,
    /// Entities whose mentions now stand under another id, when no merge and no split says so: before and after.
    pub new_ids: Vec<(Entity, Entity)>,
    /// Mentions that now stand under another entity and belong to nothing above.
    pub moved: usize,
}

impl EntityChanges {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == EntityChanges::default()
    }
}

/// One entity on one side, several on the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The one.
    pub one: Entity,
    /// The several, two at least.
    pub several: Vec<Part>,
}

/// An entity and what it has in common with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The entity.
    pub entity: Entity,
    /// How many mentions, or names.
    pub shared: usize,
    /// Whether it was followed by its names, for want of mentions.
    pub by_name: bool,
}

/// An entity, as one of the datasets has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Entity {
    /// Its id.
    pub entity_id: String,
    /// Its canonical name; its id where the dataset does not tell.
    pub name: String,
}

/// What became of the entities between two datasets.
///
/// # Errors
/// When one of the tables mentions, entities and entity_names is there and cannot be read.
pub fn changes(old: &Path, new: &Path) -> Result<EntityChanges> {
    let (before, after) = (Side::read(old)?, Side::read(new)?);
    Ok(compare(&before, &after))
}

/// The entities of one dataset.
#[derive(Default)]
struct Side {
    /// Ids, sorted; an entity is its place here.
    ids: Vec<String>,
    /// Type and canonical name of each, where there is a row for it.
    named: BTreeMap<String, (String, String)>,
    /// Hashes of the ids and texts of linked mentions, sorted, with their entity.
    mentions: Vec<(u128, u32)>,
    /// Type and spelling → the entities that bear it.
    names: BTreeMap<(String, String), BTreeSet<u32>>,
}

impl Side {
    fn read(folder: &Path) -> Result<Side> {
        let mut named = BTreeMap::new();
        each(
            folder,
            "entities",
            ["entity_id", "type", "name"],
            |[id, kind, name], _| {
                named.insert(id.to_string(), (kind.to_string(), name.to_string()));
            },
        )?;
        let mut linked: Vec<(u128, u32)> = Vec::new();
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        each(
            folder,
            "mentions",
            ["entity_id", "mention_id", "text"],
            |[id, ..], mention| {
                let next = seen.len() as u32;
                let entity = match seen.get(id) {
                    Some(entity) => *entity,
                    None => *seen.entry(id.to_string()).or_insert(next),
                };
                linked.push((mention, entity));
            },
        )?;
        let mut spellings: Vec<(String, String)> = Vec::new();
        each(folder, "entity_names", ["entity_id", "name"], |[id, name], _| {
            spellings.push((id.to_string(), name.to_string()));
        })?;
        // Numbered in the order of the ids, so that lists of them come out sorted.
        let ids: BTreeSet<&String> = seen
            .keys()
            .chain(named.keys())
            .chain(spellings.iter().map(|(id, _)| id))
            .collect();
        let ids: Vec<String> = ids.into_iter().cloned().collect();
        let place = |id: &String| ids.binary_search(id).unwrap_or_default() as u32;
        let mut places = vec![0; seen.len()];
        for (id, number) in &seen {
            places
                .iter_mut()
                .skip(*number as usize)
                .take(1)
                .for_each(|p| *p = place(id));
        }
        let entity = |number: u32| places.get(number as usize).copied().unwrap_or_default();
        let mut mentions: Vec<(u128, u32)> = linked.into_iter().map(|(hash, n)| (hash, entity(n))).collect();
        mentions.sort_unstable();
        let mut names: BTreeMap<(String, String), BTreeSet<u32>> = BTreeMap::new();
        for (id, name) in spellings {
            let kind = named.get(&id).map(|(kind, _)| kind.clone()).unwrap_or_default();
            names.entry((kind, name)).or_default().insert(place(&id));
        }
        Ok(Side {
            ids,
            named,
            mentions,
            names,
        })
    }

    fn id(&self, entity: u32) -> &str {
        self.ids.get(entity as usize).map_or("", String::as_str)
    }

    fn entity(&self, entity: u32) -> Entity {
        let entity_id = self.id(entity).to_string();
        let name = self.named.get(&entity_id).map(|(_, name)| name.clone());
        Entity {
            name: name.unwrap_or_else(|| entity_id.clone()),
            entity_id,
        }
    }
}

/// Calls `f` with the texts of these columns and a hash of all but the first, for every row where none is NULL. A table that is
/// not there, or lacks a column, has no rows.
fn each<const N: usize>(
    folder: &Path,
    table: &str,
    columns: [&str; N],
    mut f: impl FnMut([&str; N], u128),
) -> Result<()> {
    let path = folder.join(format!("{table}.parquet"));
    if !path.exists() {
        return Ok(());
    }
    let parquet = Parquet::open(&path)?;
    let there = |column: &&str| parquet.columns().iter().any(|(name, _)| name == column);
    if !columns.iter().all(there) {
        return Ok(());
    }
    let mut buffer = Vec::new();
    for frame in parquet.frames(&columns) {
        let frame = frame?;
        let values = frame.pick(&columns)?;
        for row in 0..frame.rows {
            let texts: Vec<&str> = values.iter().filter_map(|c| c.text(row)).collect();
            if let (Ok(texts), Some(rest)) = (texts.try_into(), values.get(1..)) {
                f(texts, hash(rest, row, &mut buffer));
            }
        }
    }
    Ok(())
}

/// What an old and a new entity have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Link {
    shared: usize,
    by_name: bool,
}

/// Links between old and new entities, by the pair.
type Links = BTreeMap<(u32, u32), Link>;

fn compare(before: &Side, after: &Side) -> EntityChanges {
    let links = links(before, after);
    let heirs = main_parts(links.iter().map(|((old, new), link)| (*old, *new, link.shared)));
    let origins = main_parts(links.iter().map(|((old, new), link)| (*new, *old, link.shared)));
    let part = |side: &Side, entity: u32, pair: (u32, u32)| {
        let link = links.get(&pair).copied().unwrap_or_default();
        Part {
            entity: side.entity(entity),
            shared: link.shared,
            by_name: link.by_name,
        }
    };
    let (mut told, mut changes) = (BTreeSet::new(), EntityChanges::default());
    for (new, olds) in inverted(&heirs) {
        if olds.len() > 1 {
            told.extend(olds.iter().map(|old| (*old, new)));
            changes.merged.push(Change {
                one: after.entity(new),
                several: olds.iter().map(|old| part(before, *old, (*old, new))).collect(),
            });
        }
    }
    for (old, news) in inverted(&origins) {
        if news.len() > 1 {
            told.extend(news.iter().map(|new| (old, *new)));
            changes.split.push(Change {
                one: before.entity(old),
                several: news.iter().map(|new| part(after, *new, (old, *new))).collect(),
            });
        }
    }
    for (old, new) in &heirs {
        let other = before.id(*old) != after.id(*new);
        if other && origins.get(new) == Some(old) && told.insert((*old, *new)) {
            changes.new_ids.push((before.entity(*old), after.entity(*new)));
        }
    }
    for (id, (_, name)) in &before.named {
        if let Some((_, now)) = after.named.get(id).filter(|(_, now)| now != name) {
            let entity = |name: &String| Entity {
                entity_id: id.clone(),
                name: name.clone(),
            };
            changes.renamed.push((entity(name), entity(now)));
        }
    }
    let moved = links
        .iter()
        .filter(|(pair, link)| !link.by_name && !told.contains(pair) && before.id(pair.0) != after.id(pair.1));
    changes.moved = moved.map(|(_, link)| link.shared).sum();
    changes
}

/// Links by the mentions of both, then by names for the entities that have no such link.
fn links(before: &Side, after: &Side) -> Links {
    let mut links = Links::new();
    let mut now = after.mentions.iter().peekable();
    for (mention, old) in &before.mentions {
        while now.next_if(|(other, _)| other < mention).is_some() {}
        if let Some((_, new)) = now.peek().filter(|(other, _)| other == mention) {
            links.entry((*old, *new)).or_default().shared += 1;
        }
    }
    let followed: BTreeSet<u32> = links.keys().map(|(old, _)| *old).collect();
    let traced: BTreeSet<u32> = links.keys().map(|(_, new)| *new).collect();
    for (name, olds) in &before.names {
        let alone = |set: &BTreeSet<u32>| set.first().copied().filter(|_| set.len() == 1);
        let (Some(old), Some(new)) = (alone(olds), after.names.get(name).and_then(alone)) else {
            continue;
        };
        if !followed.contains(&old) || !traced.contains(&new) {
            let link = links.entry((old, new)).or_default();
            link.shared += 1;
            link.by_name = true;
        }
    }
    links
}

/// Of each first entity the second one that has more than half of what it has in common with any.
fn main_parts(links: impl Iterator<Item = (u32, u32, usize)>) -> BTreeMap<u32, u32> {
    let mut totals: BTreeMap<u32, (usize, usize, u32)> = BTreeMap::new();
    for (of, with, shared) in links {
        let (total, most, main) = totals.entry(of).or_default();
        *total += shared;
        if shared > *most {
            (*most, *main) = (shared, with);
        }
    }
    let sure = totals.into_iter().filter(|(_, (total, most, _))| 2 * most > *total);
    sure.map(|(of, (_, _, main))| (of, main)).collect()
}

/// Which have it as their main part.
fn inverted(main: &BTreeMap<u32, u32>) -> BTreeMap<u32, Vec<u32>> {
    let mut of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (one, other) in main {
        of.entry(*other).or_default().push(*one);
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dataset of lines `mention entity` and `=name entity`; entities are named for their ids, in capitals.
    fn side(text: &str) -> Side {
        let pairs: Vec<(&str, &str)> = text.lines().filter_map(|l| l.trim().split_once(' ')).collect();
        let ids: BTreeSet<&str> = pairs.iter().map(|(_, id)| *id).collect();
        let ids: Vec<String> = ids.into_iter().map(String::from).collect();
        let place = |id: &str| ids.iter().position(|i| i == id).unwrap() as u32;
        let mut side = Side::default();
        for (what, id) in &pairs {
            match what.strip_prefix('=') {
                Some(name) => drop(
                    side.names
                        .entry(("PERSON".into(), name.into()))
                        .or_default()
                        .insert(place(id)),
                ),
                None => side
                    .mentions
                    .push((xxhash_rust::xxh3::xxh3_128(what.as_bytes()), place(id))),
            }
        }
        side.mentions.sort_unstable();
        side.named = ids
            .iter()
            .map(|id| (id.clone(), ("PERSON".into(), id.to_uppercase())))
            .collect();
        side.ids = ids;
        side
    }

    fn of(changes: &[Change]) -> Vec<String> {
        let part = |p: &Part| {
            format!(
                "{} {}{}",
                p.entity.entity_id,
                p.shared,
                if p.by_name { "n" } else { "" }
            )
        };
        let parts = |c: &Change| c.several.iter().map(part).collect::<Vec<_>>().join(", ");
        changes
            .iter()
            .map(|c| format!("{}: {}", c.one.entity_id, parts(c)))
            .collect()
    }

    #[test]
    fn two_that_become_one_are_merged() {
        let before = side("m1 ali\nm2 ali\nm3 a-khan\nm4 sara");
        let after = side("m1 ali\nm2 ali\nm3 ali\nm4 sara\nm5 sara");
        let changes = compare(&before, &after);
        assert_eq!(of(&changes.merged), ["ali: a-khan 1, ali 2"]);
        assert_eq!((changes.split.len(), changes.new_ids.len(), changes.moved), (0, 0, 0));
        let back = compare(&after, &before);
        assert_eq!(of(&back.split), ["ali: a-khan 1, ali 2"]);
        assert_eq!((back.merged.len(), back.moved), (0, 0));
    }

    #[test]
    fn one_mention_that_moves_is_neither() {
        let before = side("m1 ali\nm2 ali\nm3 ali\nm4 sara\nm5 sara");
        let after = side("m1 ali\nm2 ali\nm3 sara\nm4 sara\nm5 sara");
        let changes = compare(&before, &after);
        assert_eq!(changes.moved, 1);
        assert_eq!(EntityChanges { moved: 0, ..changes }, EntityChanges::default());
        // Half and half is no main part either.
        let changes = compare(&side("m1 ali\nm2 ali\nm3 sara"), &side("m1 ali\nm2 sara\nm3 sara"));
        assert_eq!((of(&changes.merged).len(), changes.moved), (0, 1));
    }

    #[test]
    fn another_id_for_the_same_mentions_is_told_once() {
        let changes = compare(&side("m1 ali\nm2 ali"), &side("m1 q1\nm2 q1"));
        let ids: Vec<_> = changes
            .new_ids
            .iter()
            .map(|(a, b)| (a.entity_id.as_str(), b.name.as_str()))
            .collect();
        assert_eq!(ids, [("ali", "Q1")]);
        assert_eq!((changes.moved, changes.renamed.len()), (0, 0));
    }

    #[test]
    fn names_follow_entities_whose_mentions_are_gone() {
        let before = side("m1 ali\n=Ali ali\nm2 khan\n=A.Khan khan\n=Both ali\n=Both khan");
        let after = side("m8 ali\nm9 ali\n=Ali ali\n=A.Khan ali\n=Both ali");
        assert_eq!(of(&compare(&before, &after).merged), ["ali: ali 1n, khan 1n"]);
        assert_eq!(of(&compare(&after, &before).split), ["ali: ali 1n, khan 1n"]);
        // Where mentions tell, names do not: m1 stays, and Ali is a spelling of both in turn.
        let changes = compare(&side("m1 ali\n=Ali ali\nm2 sara"), &side("m1 ali\nm2 sara\n=Ali sara"));
        assert!(changes.is_empty(), "{changes:?}");
    }

    #[test]
    fn a_name_that_changes_is_told_by_the_id() {
        let before = side("m1 ali");
        let mut after = side("m1 ali");
        after.named.insert("ali".into(), ("PERSON".into(), "Ali Khan".into()));
        let changes = compare(&before, &after);
        let names: Vec<_> = changes
            .renamed
            .iter()
            .map(|(a, b)| (a.name.as_str(), b.name.as_str()))
            .collect();
        assert_eq!(names, [("ALI", "Ali Khan")]);
    }
}
