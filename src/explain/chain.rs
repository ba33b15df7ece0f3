//! The names of an entity and what joins them, as a graph; the shortest way between two of them is the chain of reasons.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// What joins two names of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// A decision: a row of `entity_merges`.
    Merge,
    /// The gazetteer gives both.
    Gazetteer,
    /// Both have one comparison key: they differ in case, marks or vowel signs only.
    Key,
    /// Mentions with the one name were linked to the entity where they stand, as surnames and short forms are.
    Link,
}

impl How {
    /// How far apart it holds two names. A decision of the whole corpus tells more than the gazetteer or a key, so at one
    /// length it is preferred; the linking of one mention tells of no pair of names, so it is taken where nothing else joins.
    fn length(self) -> u32 {
        match self {
            How::Merge => 10,
            How::Gazetteer => 11,
            How::Key => 12,
            How::Link => 10_000,
        }
    }
}

/// An edge of a [`Graph`] on a path: from, to, what joins them, and the number that it was added with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge<'a> {
    /// Where it begins.
    pub from: &'a str,
    /// Where it ends.
    pub to: &'a str,
    /// What joins the two.
    pub how: How,
    /// What it was added with.
    pub number: usize,
}

/// Names and what joins them.
#[derive(Default)]
pub struct Graph<'a> {
    edges: BTreeMap<&'a str, Vec<Edge<'a>>>,
}

impl<'a> Graph<'a> {
    /// Adds what joins two names, both ways.
    pub fn add(&mut self, a: &'a str, b: &'a str, how: How, number: usize) {
        for (from, to) in [(a, b), (b, a)] {
            self.edges.entry(from).or_default().push(Edge { from, to, how, number });
        }
    }

    /// The shortest way from a name to every other that can be reached: the last edge to each.
    pub fn ways(&self, from: &'a str) -> Ways<'a> {
        let mut lengths = BTreeMap::from([(from, 0)]);
        let mut last: BTreeMap<&str, Edge> = BTreeMap::new();
        let mut open = BTreeSet::from([(0, from)]);
        while let Some((length, name)) = open.pop_first() {
            for edge in self.edges.get(name).into_iter().flatten() {
                let through = length + edge.how.length();
                if lengths.get(edge.to).is_none_or(|known| through < *known) {
                    if let Some(known) = lengths.insert(edge.to, through) {
                        open.remove(&(known, edge.to));
                    }
                    last.insert(edge.to, *edge);
                    open.insert((through, edge.to));
                }
            }
        }
        Ways { last }
    }
}

/// See [`Graph::ways`].
pub struct Ways<'a> {
    last: BTreeMap<&'a str, Edge<'a>>,
}

impl<'a> Ways<'a> {
    /// The edges to a name, in order; none when it is where the ways begin, or cannot be reached.
    pub fn to(&self, name: &str) -> Vec<Edge<'a>> {
        let (mut edges, mut name) = (Vec::new(), name);
        while let Some(edge) = self.last.get(name) {
            edges.push(*edge);
            name = edge.from;
        }
        edges.reverse();
        edges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(graph: &Graph<'static>, from: &'static str, to: &str) -> String {
        let edges = graph.ways(from).to(to);
        edges
            .iter()
            .map(|e| format!("{}{}{} ", e.from, e.number, e.to))
            .collect()
    }

    #[test]
    fn the_shortest_chain_of_decisions_is_found() {
        let mut graph = Graph::default();
        graph.add("a", "b", How::Merge, 0);
        graph.add("b", "c", How::Merge, 1);
        graph.add("c", "d", How::Merge, 2);
        graph.add("d", "b", How::Merge, 3);
        assert_eq!(way(&graph, "a", "d"), "a0b b3d ");
        assert_eq!(way(&graph, "d", "a"), "d3b b0a ");
        assert_eq!(way(&graph, "a", "a"), "");
        assert_eq!(way(&graph, "a", "x"), "");
    }

    #[test]
    fn a_linked_mention_is_told_only_where_nothing_else_joins() {
        let mut graph = Graph::default();
        graph.add("a", "c", How::Link, 0);
        graph.add("a", "b", How::Key, 1);
        graph.add("b", "c", How::Gazetteer, 2);
        assert_eq!(way(&graph, "a", "c"), "a1b b2c ");
        graph.add("a", "d", How::Link, 3);
        assert_eq!(way(&graph, "a", "d"), "a3d ");
    }
}
