//! An entity: its names, where each was seen, and the chain of reasons from the canonical name to each of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chain::{Edge, Graph, How};
use super::evidence::{Evidence, Known, Step};
use super::{Answer, Dataset, Row, Trouble, find};
use crate::error::Result;
use crate::names;

/// An entity with everything that made it one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entity {
    /// Its row.
    #[serde(flatten)]
    pub row: Row,
    /// Its rows of `entity_ids`.
    pub ids: Vec<Row>,
    /// Its names, the canonical one first, then the most frequent.
    pub names: Vec<NamedAs>,
    /// Names that were compared with its own and not joined, the most alike first.
    pub refused: Vec<Step>,
}

/// A name of an entity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedAs {
    /// Its row of `entity_names`.
    #[serde(flatten)]
    pub row: Row,
    /// A mention with it.
    pub evidence: Option<Evidence>,
    /// From the canonical name to it; empty for the canonical name, and where the tables do not say.
    pub chain: Vec<Step>,
}

impl Dataset {
    /// An entity by its id, by an id that it had earlier, or by a name that only it has.
    ///
    /// # Errors
    /// When there is none, or several have the name; the sentence names some.
    pub fn entity(&self, id: &str) -> Answer<Entity> {
        let row = self.entity_row(id)?;
        let id = row.text("entity_id").unwrap_or_default().to_string();
        let mut names = self.rows("entity_names", "entity_id", &id)?;
        let canonical = row.text("name").unwrap_or_default();
        names.sort_by_key(|n| {
            let first = n.text("name") != Some(canonical);
            (
                first,
                std::cmp::Reverse(n.int("mentions")),
                n.text("name").map(str::to_string),
            )
        });
        let merges = self.merges(&[&id])?;
        let mut known = Known::default();
        let mut seen = Vec::with_capacity(names.len());
        for name in &names {
            let mention = name.text("evidence_mention_id");
            seen.push(mention.map(|m| self.evidence(m, &mut known)).transpose()?.flatten());
        }
        let graph = graph(&row, &names, &merges);
        let ways = graph.ways(canonical);
        let mut told = Vec::with_capacity(names.len());
        for (name, evidence) in names.iter().zip(seen) {
            let edges = ways.to(name.text("name").unwrap_or_default());
            told.push(NamedAs {
                chain: self.steps(&edges, &names, &merges, &mut known)?,
                row: name.clone(),
                evidence,
            });
        }
        Ok(Entity {
            ids: self.rows("entity_ids", "entity_id", &id)?,
            refused: self.refused(&merges, &mut known)?,
            names: told,
            row,
        })
    }

    /// The row of an entity, by id, earlier id or name.
    fn entity_row(&self, id: &str) -> Answer<Row> {
        if let Some(row) = self.rows("entities", "entity_id", id)?.into_iter().next() {
            return Ok(row);
        }
        let named = self.named(id)?;
        let mut of: Vec<&str> = named.iter().filter_map(|n| n.text("entity_id")).collect();
        of.dedup();
        match of.as_slice() {
            [] => {}
            [id] => {
                let rows = self.rows("entities", "entity_id", id)?;
                return rows
                    .into_iter()
                    .next()
                    .ok_or_else(|| Trouble::Missing(format!("there is no entity {id}")));
            }
            several => {
                return Err(Trouble::Missing(format!(
                    "several entities are named {id}: {}",
                    several.join(", ")
                )));
            }
        }
        let (mut ids, mut earlier) = (Vec::new(), None);
        for frame in self.table("entities")?.frames(&["entity_id", "merged_ids"]) {
            let frame = frame?;
            for row in 0..frame.rows {
                let now = frame.column("entity_id")?.text(row).unwrap_or_default();
                let before = Row::of(&frame, row);
                if before.list("merged_ids").contains(&id) {
                    earlier = Some(now.to_string());
                }
                ids.push(now.to_string());
            }
        }
        if let Some(now) = earlier {
            return self.entity_row(&now);
        }
        Err(Trouble::Missing(match ids.is_empty() {
            true => "the dataset has no entities".to_string(),
            false => format!(
                "there is no entity {id} in this dataset, and none is named so; the nearest are {}",
                find::nearest(id, &ids).join(", ")
            ),
        }))
    }

    /// The rows of `entity_names` with a name: with exactly this spelling, else with its comparison key.
    pub(super) fn named(&self, name: &str) -> Result<Vec<Row>> {
        let key = names::key(name);
        let mut rows = self.search("entity_names", &["name", "name_key"], |cells| {
            let keyed = !key.is_empty() && cells.get(1) == Some(&Some(&key));
            keyed || cells.first() == Some(&Some(name))
        })?;
        if rows.iter().any(|r| r.text("name") == Some(name)) {
            rows.retain(|r| r.text("name") == Some(name));
        }
        Ok(rows)
    }

    /// The rows of `entity_merges` that name one of these entities.
    pub(super) fn merges(&self, ids: &[&str]) -> Result<Vec<Row>> {
        self.search("entity_merges", &["left_entity_id", "right_entity_id"], |of| {
            of.iter().flatten().any(|id| ids.contains(id))
        })
    }

    /// The edges of a chain with their evidence.
    pub(super) fn steps(&self, edges: &[Edge], names: &[Row], merges: &[Row], known: &mut Known) -> Result<Vec<Step>> {
        let step = |edge: &Edge| {
            let merge = merges.get(edge.number).filter(|_| edge.how == How::Merge);
            let linked = names.get(edge.number).filter(|_| edge.how == How::Link);
            let mention = merge.or(linked).and_then(|r| r.text("evidence_mention_id"));
            Ok(Step {
                from: edge.from.to_string(),
                to: edge.to.to_string(),
                how: edge.how,
                merge: merge.cloned(),
                evidence: mention.map(|m| self.evidence(m, known)).transpose()?.flatten(),
            })
        };
        edges.iter().map(step).collect()
    }

    /// The rows that refused a pair, the most alike first.
    pub(super) fn refused(&self, merges: &[Row], known: &mut Known) -> Result<Vec<Step>> {
        let mut refused: Vec<&Row> = merges.iter().filter(|m| m.text("judgement") != Some("same")).collect();
        refused.sort_by(|a, b| {
            b.number("score")
                .partial_cmp(&a.number("score"))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let step = |merge: &Row| {
            let mention = merge.text("evidence_mention_id");
            Ok(Step {
                from: merge.text("left_name").unwrap_or_default().to_string(),
                to: merge.text("right_name").unwrap_or_default().to_string(),
                how: How::Merge,
                evidence: mention.map(|m| self.evidence(m, known)).transpose()?.flatten(),
                merge: Some(merge.clone()),
            })
        };
        refused.into_iter().map(step).collect()
    }
}

/// What joins the names of an entity. The number of an edge is that of its row in `merges`, or, of a linked mention, in `names`.
pub(super) fn graph<'a>(entity: &'a Row, names: &'a [Row], merges: &'a [Row]) -> Graph<'a> {
    let mut graph = Graph::default();
    let canonical = entity.text("name").unwrap_or_default();
    let mut keys: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (number, row) in names.iter().enumerate() {
        let name = row.text("name").unwrap_or_default();
        keys.entry(names::key(name)).or_default().push(name);
        if name == canonical {
            continue;
        }
        if matches!(row.text("origin"), Some("gazetteer" | "both")) {
            graph.add(canonical, name, How::Gazetteer, number);
        } else if row.text("evidence_mention_id").is_some() {
            graph.add(canonical, name, How::Link, number);
        }
    }
    for (number, row) in merges.iter().enumerate() {
        let sides = ["left_name", "right_name"].map(|side| row.text(side).unwrap_or_default());
        let of = ["left_entity_id", "right_entity_id"].map(|side| row.text(side));
        if row.text("judgement") != Some("same") || of != [entity.text("entity_id"); 2] {
            continue;
        }
        graph.add(sides[0], sides[1], How::Merge, number);
        for name in sides {
            keys.entry(names::key(name)).or_default().push(name);
        }
    }
    keys.remove("");
    for mut alike in keys.into_values() {
        alike.sort_unstable();
        alike.dedup();
        // A star would need two steps where the key needs one, so each is joined with each; names with one key are few.
        for (at, a) in alike.iter().enumerate() {
            for b in alike.iter().skip(at + 1) {
                graph.add(a, b, How::Key, 0);
            }
        }
    }
    graph
}
