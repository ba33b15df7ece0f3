//! Places that are one in two scripts: Benghazi and بنغازي. The matcher compares no single words across scripts, for too many
//! short Arabic words read like some Latin one; for places that everybody knows there is a list.
//!
//! `data/places.tsv` holds names that mean one place (not Tripoli), made by `data/make_places.py` from GeoNames and CLDR. What
//! the program cannot tell apart (one identity on two lines: Malawi and Mallawi) is not used. Two Latin spellings are never
//! joined by it, for that is the matcher's business.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;

use super::Groups;
use super::identity::identity;
use super::merges::Merges;
use super::nodes::{Nodes, is_other_script};
use crate::types::EntityType;

/// Joins each Latin place of the corpus with the Arabic one that the list has for it, unless the gazetteer or the user holds them
/// apart. Of several spellings in one script the most frequent one is joined.
pub(super) fn join<'a>(nodes: &Nodes<'a>, groups: &mut Groups, merges: &mut Merges<'a>) {
    for line in used() {
        let [latin, arabic] = line.map(|names| {
            names
                .iter()
                .filter_map(|identity| nodes.keyed_node(EntityType::Loc, identity))
                .filter_map(|n| Some((n, nodes.list.get(n as usize)?)))
                .filter(|(_, node)| !node.local.is_empty())
                .max_by_key(|(n, node)| (node.mentions(), Reverse(*n)))
                .map(|(n, _)| n)
        });
        if let (Some(latin), Some(arabic)) = (latin, arabic)
            && groups.root(latin) != groups.root(arabic)
            && groups.may_unite(latin, arabic)
        {
            groups.unite(latin, arabic);
            merges.listed(latin.min(arabic), latin.max(arabic));
        }
    }
}

/// The identities of the Latin and of the Arabic names of each place, without those that another place has too.
fn used() -> Vec<[Vec<String>; 2]> {
    let lines = include_str!("data/places.tsv").lines();
    let lines: Vec<&str> = lines.filter(|line| !line.starts_with('#')).collect();
    let sides = |line: &&str| {
        let mut sides = [Vec::new(), Vec::new()];
        for name in line.split(['\t', '|']) {
            sides[usize::from(is_other_script(name))].push(identity(name, EntityType::Loc));
        }
        sides
    };
    let mut all: Vec<[Vec<String>; 2]> = lines.par_iter().map(sides).collect();
    // On which line each identity stands; `None` when on several.
    let mut line_of: HashMap<String, Option<usize>> = HashMap::new();
    for (at, sides) in all.iter().enumerate() {
        for id in sides.iter().flatten() {
            match line_of.get_mut(id) {
                Some(line) => *line = line.filter(|line| *line == at),
                None => drop(line_of.insert(id.clone(), Some(at))),
            }
        }
    }
    for side in all.iter_mut().flatten() {
        side.retain(|id| line_of.get(id).is_some_and(Option::is_some));
    }
    all.retain(|sides| sides.iter().all(|side| !side.is_empty()));
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_two_places_share_an_identity() {
        let mut line_of: BTreeMap<String, usize> = BTreeMap::new();
        for (at, sides) in used().into_iter().enumerate() {
            for id in sides.into_iter().flatten() {
                assert_eq!(*line_of.entry(id.clone()).or_insert(at), at, "{id}");
            }
        }
        let known = |name: &str| line_of.get(&identity(name, EntityType::Loc)).copied();
        assert!(known("Benghazi").is_some() && known("Benghazi") == known("بنغازي"));
        for two in ["Georgia", "Malawi", "Old City", "سوسة", "Siirt"] {
            assert_eq!(known(two), None, "{two}");
        }
    }
}
