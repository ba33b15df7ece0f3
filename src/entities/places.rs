//! Places that are one in two scripts: Benghazi and بنغازي. The matcher compares no single words across scripts, for too many
//! short Arabic words read like some Latin one; for places that everybody knows there is a list.
//!
//! `data/places.tsv` holds only names that mean one place (not Tripoli), made by `data/make_places.py` from GeoNames and CLDR.

use std::collections::BTreeMap;

use super::Groups;
use super::identity::identity;
use super::merges::Merges;
use super::nodes::Nodes;
use crate::types::EntityType;

/// Joins the places of the corpus that the list knows under several names, unless the gazetteer or the user holds them apart.
pub(super) fn join<'a>(nodes: &Nodes<'a>, groups: &mut Groups, merges: &mut Merges<'a>) {
    let seen = |n: &u32| nodes.list.get(*n as usize).is_some_and(|node| !node.local.is_empty());
    let mut of_place: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (place, line) in include_str!("data/places.tsv").lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        for name in line.split(['\t', '|']) {
            if let Some(node) = nodes
                .keyed_node(EntityType::Loc, &identity(name, EntityType::Loc))
                .filter(seen)
            {
                of_place.entry(place).or_default().push(node);
            }
        }
    }
    for mut found in of_place.into_values() {
        found.sort_unstable();
        found.dedup();
        for pair in found.windows(2) {
            let [a, b] = pair else { continue };
            if groups.root(*a) != groups.root(*b) && groups.may_unite(*a, *b) {
                groups.unite(*a, *b);
                merges.listed(*a, *b);
            }
        }
    }
}
