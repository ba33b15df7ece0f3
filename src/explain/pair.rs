//! Two names: whether they are one entity in a dataset, by which chain or refusal, and what the matcher says by itself.

use serde::Serialize;

use super::entity::graph;
use super::evidence::{Known, Step};
use super::{Answer, Dataset, Row};
use crate::names::{self, Explanation};
use crate::types::EntityType;

/// What is known of two names.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// The one name.
    pub a: Side,
    /// The other.
    pub b: Side,
    /// The entities that both name; empty when they are not one. More than one entity, or one while a side names others
    /// too, leaves open which is meant: see [`Pair::is_clear`].
    pub same: Vec<Same>,
    /// Decisions against it: rows of `entity_merges` about the two names, or about other names of their entities. None when
    /// both clearly name one entity.
    pub refused: Vec<Step>,
    /// What kind of name the matcher took them for.
    pub kind: EntityType,
    /// What the matcher says about the two, without the dataset.
    pub matcher: Option<Explanation>,
}

/// An entity that two names both may mean.
#[derive(Clone, Debug, Serialize)]
pub struct Same {
    /// Its id.
    pub entity_id: String,
    /// From the one name to the other within it.
    pub chain: Vec<Step>,
}

impl Pair {
    /// Whether neither name is one of several entities.
    pub fn is_clear(&self) -> bool {
        self.a.is_clear() && self.b.is_clear()
    }
}

/// A name that was asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// As it was asked for.
    pub name: String,
    /// The rows of `entity_names` that have it, or its comparison key; empty when the dataset does not know it.
    pub names: Vec<Row>,
}

impl Side {
    /// The entities that it names.
    pub fn entities(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = self.names.iter().filter_map(|n| n.text("entity_id")).collect();
        ids.dedup();
        ids
    }

    /// Whether it does not name several.
    pub fn is_clear(&self) -> bool {
        self.entities().len() < 2
    }

    /// Its spelling in an entity.
    fn spelling(&self, entity: &str) -> Option<&str> {
        let row = self.names.iter().find(|n| n.text("entity_id") == Some(entity))?;
        row.text("name")
    }
}

impl Dataset {
    /// Whether two names are one entity, and why.
    ///
    /// # Errors
    /// When the dataset cannot be read. That it does not know a name is no error: [`Side::names`] is empty.
    pub fn pair(&self, a: &str, b: &str) -> Answer<Pair> {
        let side = |name: &str| -> Answer<Side> {
            Ok(Side {
                name: name.to_string(),
                names: self.named(name)?,
            })
        };
        let (a, b) = (side(a)?, side(b)?);
        let of_b = b.entities();
        let mut known = Known::default();
        let both = a.entities().into_iter().filter(|id| of_b.contains(id));
        let same = both.map(|id| {
            Ok(Same {
                entity_id: id.to_string(),
                chain: self.chain(id, &a, &b, &mut known)?,
            })
        });
        let same: Vec<Same> = same.collect::<Answer<_>>()?;
        let refused = match same.is_empty() || !(a.is_clear() && b.is_clear()) {
            true => self.against(&a, &b, &mut known)?,
            false => Vec::new(),
        };
        let kind = self.kind_of(&same, &a, &b)?;
        let matcher = names::explain(&[(a.name.as_str(), b.name.as_str(), kind)])
            .into_iter()
            .next();
        Ok(Pair {
            a,
            b,
            same,
            refused,
            kind,
            matcher,
        })
    }

    fn chain(&self, id: &str, a: &Side, b: &Side, known: &mut Known) -> Answer<Vec<Step>> {
        let (Some(from), Some(to)) = (a.spelling(id), b.spelling(id)) else {
            return Ok(Vec::new());
        };
        let Some(entity) = self.rows("entities", "entity_id", id)?.into_iter().next() else {
            return Ok(Vec::new());
        };
        let names = self.rows("entity_names", "entity_id", id)?;
        let merges = self.merges(&[id])?;
        let edges = graph(&entity, &names, &merges).ways(from).to(to);
        Ok(self.steps(&edges, &names, &merges, known)?)
    }

    /// The decisions against two names being one entity, those about the names themselves first.
    fn against(&self, a: &Side, b: &Side, known: &mut Known) -> Answer<Vec<Step>> {
        let keys = [names::key(&a.name), names::key(&b.name)];
        let is = |side: &Side, key: &str, name: Option<&str>, id: Option<&str>| {
            let named = name.is_some_and(|n| n == side.name || (!key.is_empty() && names::key(n) == key));
            (named || id.is_some_and(|id| side.entities().contains(&id)), named)
        };
        let columns = ["left_name", "right_name", "left_entity_id", "right_entity_id"];
        let between = |cells: &[Option<&str>], by_name: bool| {
            let cell = |at: usize| cells.get(at).copied().flatten();
            let [left, right] = [0, 1].map(|at| {
                let of = |side: &Side, key: &str| {
                    let (any, named) = is(side, key, cell(at), cell(at + 2));
                    if by_name { named } else { any }
                };
                (of(a, &keys[0]), of(b, &keys[1]))
            });
            // What parts two spellings of one entity says nothing about two.
            let within = cell(2).is_some() && cell(2) == cell(3);
            !within && ((left.0 && right.1) || (left.1 && right.0))
        };
        let rows = self.search("entity_merges", &columns, |cells| between(cells, false))?;
        let by_name = |row: &Row| between(&columns.map(|c| row.text(c)), true);
        let (named, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(by_name);
        let mut steps = self.refused(&named, known)?;
        steps.extend(self.refused(&others, known)?);
        Ok(steps)
    }

    /// The type of the entity that is asked about; a person when neither name is known.
    fn kind_of(&self, same: &[Same], a: &Side, b: &Side) -> Answer<EntityType> {
        let ids = same
            .iter()
            .map(|s| s.entity_id.as_str())
            .chain(a.entities())
            .chain(b.entities());
        for id in ids {
            for row in self.rows("entities", "entity_id", id)? {
                if let Some(kind) = row.text("type").and_then(EntityType::from_label) {
                    return Ok(kind);
                }
            }
        }
        Ok(EntityType::Person)
    }
}
