//! The table of spellings: every name seen or given for an entity.
//!
//! A spelling is a mention's text with its white space folded. Copies do not count, but a spelling that only
//! copies have is kept, with zero counts.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::row::{Cell, Sink, id};
use super::schema::{Column, Source, Table, Type, column, maybe};
use crate::error::Result;
use crate::names::{self, kind_of_ready, similarity};
use crate::types::{Entity, NameKind, NameOrigin, Script};

/// The table.
pub const TABLE: Table = Table {
    name: "entity_names",
    meaning: "Every spelling seen or given for an entity: the variants table.",
    key: &["entity_id", "name"],
    order: &["entity_id", "name"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("entity_id", Type::Str, "", "-> entities"),
    column("name", Type::Str, "", "spelling as seen"),
    column("name_key", Type::Str, "", "comparison key"),
    column("script", Type::Enum(Script::LABELS), "", "ISO 15924"),
    column(
        "kind",
        Type::Enum(NameKind::LABELS),
        "",
        "canonical | spelling | transliteration | translation | acronym | short_form | nickname",
    ),
    column("origin", Type::Enum(NameOrigin::LABELS), "", "gazetteer | seen | both"),
    column("mentions", Type::I32, "rows", "copies left out"),
    column("documents", Type::I32, "documents", "copies left out"),
    column(
        "score",
        Type::F32,
        "0..1",
        "similarity to the canonical name, or 1 when given",
    ),
    maybe("evidence_mention_id", Type::Str, "", "-> mentions"),
];

/// So many entities are worked out side by side before their rows are written.
const BATCH: usize = 4096;

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    let seen: Vec<(u32, &Entity, _)> = corpus.seen().collect();
    for batch in seen.chunks(BATCH) {
        let rows: Vec<Vec<Row>> = batch
            .par_iter()
            .map(|(index, entity, _)| Row::all(corpus.names_of(*index, entity)))
            .collect();
        for ((_, entity, _), rows) in batch.iter().zip(rows) {
            rows.iter().for_each(|row| row.write(&entity.id, out));
        }
    }
    Ok(())
}

/// A row without its entity.
struct Row<'a> {
    name: Name<'a>,
    key: String,
    kind: NameKind,
    score: f32,
}

impl<'a> Row<'a> {
    /// The rows of one entity.
    fn all(mut names: Names<'a>) -> Vec<Row<'a>> {
        let list = std::mem::take(&mut names.list);
        let row = |name: Name<'a>| {
            let (kind, score) = names.likeness(&name);
            Row {
                key: names::key(name.text),
                kind,
                score,
                name,
            }
        };
        list.into_iter().map(row).collect()
    }

    fn write(&self, entity: &str, out: &mut dyn Sink) {
        let name = &self.name;
        out.row(&[
            Cell::Text(entity),
            Cell::Text(name.text),
            Cell::Text(&self.key),
            Cell::Text(name.script.label()),
            Cell::Text(self.kind.label()),
            Cell::Text(name.origin.label()),
            name.mentions.into(),
            name.documents.into(),
            self.score.into(),
            name.evidence
                .map_or(Cell::Null, |(doc, src_start)| id(doc, 'm', src_start)),
        ]);
    }
}

/// What was counted of one spelling of one entity.
#[derive(Clone, Debug)]
struct Tally {
    mentions: u32,
    documents: u32,
    /// Number of the last document counted, so that a document counts once.
    last_document: Option<u32>,
    /// The first mention, of a copy only while no other has been seen.
    evidence: (Arc<str>, u32),
    in_copy: bool,
}

/// All spellings seen, by entity.
#[derive(Debug, Default)]
pub struct Spellings(Vec<OfEntity>);

/// The spellings of one entity, sorted. Most have one, for which a tree takes ten times the room; a text may give one of them
/// a hundred thousand, for which a vector moves too much.
#[derive(Clone, Debug)]
enum OfEntity {
    Few(Vec<(Box<str>, Tally)>),
    Many(BTreeMap<Box<str>, Tally>),
}

/// So many spellings are moved in less time than a tree takes to find one.
const FEW: usize = 32;

impl OfEntity {
    /// What is counted of a spelling.
    fn tally(&mut self, text: &str, new: impl FnOnce() -> Tally) -> Option<&mut Tally> {
        if let OfEntity::Few(names) = self
            && names.len() >= FEW
        {
            *self = OfEntity::Many(std::mem::take(names).into_iter().collect());
        }
        match self {
            OfEntity::Few(names) => {
                let found = names.binary_search_by(|(seen, _)| (**seen).cmp(text));
                let at = found.unwrap_or_else(|at| {
                    if names.is_empty() {
                        // A vector that grows from nothing would take room for four.
                        names.reserve_exact(1);
                    }
                    names.insert(at, (text.into(), new()));
                    at
                });
                names.get_mut(at).map(|(_, tally)| tally)
            }
            OfEntity::Many(names) => {
                if !names.contains_key(text) {
                    names.insert(text.into(), new());
                }
                names.get_mut(text)
            }
        }
    }

    fn names(&self) -> Vec<Name<'_>> {
        match self {
            OfEntity::Few(names) => names.iter().map(|(text, tally)| Name::seen(text, tally)).collect(),
            OfEntity::Many(names) => names.iter().map(|(text, tally)| Name::seen(text, tally)).collect(),
        }
    }
}

impl Spellings {
    /// None yet, for so many entities.
    pub fn new(entities: usize) -> Spellings {
        Spellings(vec![OfEntity::Few(Vec::new()); entities])
    }

    /// Counts a mention of `entity` that reads `text`, at `src_start` of the document `doc_id` with this number.
    pub fn add(&mut self, entity: u32, text: &str, doc_id: &Arc<str>, document: u32, src_start: u32, copy: bool) {
        let Some(names) = self.0.get_mut(entity as usize) else {
            return;
        };
        let new = || Tally {
            mentions: 0,
            documents: 0,
            last_document: None,
            evidence: (doc_id.clone(), src_start),
            in_copy: copy,
        };
        let Some(tally) = names.tally(&folded(text), new) else {
            return;
        };
        if copy {
            return;
        }
        if tally.in_copy {
            tally.in_copy = false;
            tally.evidence = (doc_id.clone(), src_start);
        }
        tally.mentions += 1;
        if tally.last_document != Some(document) {
            tally.last_document = Some(document);
            tally.documents += 1;
        }
    }

    /// The names of an entity, sorted: those seen and those that the gazetteer gives.
    pub fn of<'a>(&'a self, index: u32, entity: &'a Entity) -> Names<'a> {
        let given = entity.given.iter().filter(|g| !g.name.is_empty());
        let mut list: Vec<Name> = given.map(|g| Name::given(&g.name, g.kind)).collect();
        list.extend(self.0.get(index as usize).map(OfEntity::names).unwrap_or_default());
        // What is given stands before what is seen, and the first of two that are given before the other.
        list.sort_by_key(|name| name.text);
        list.dedup_by(|later, first| {
            let same = later.text == first.text;
            if same && later.origin == NameOrigin::Seen {
                first.origin = NameOrigin::Both;
                (first.mentions, first.documents) = (later.mentions, later.documents);
                first.evidence = later.evidence;
            }
            same
        });
        Names {
            entity,
            ready: OnceCell::new(),
            list,
        }
    }
}

/// A spelling of an entity.
#[derive(Clone, Debug)]
pub struct Name<'a> {
    /// As seen.
    pub text: &'a str,
    /// Its script.
    pub script: Script,
    /// What the gazetteer says that it is to the entity, when it gives it.
    given: Option<NameKind>,
    /// Given, seen or both.
    pub origin: NameOrigin,
    /// How often it was seen, copies left out.
    pub mentions: u32,
    /// In how many documents, copies left out.
    pub documents: u32,
    /// The first mention: document and start in its source text.
    pub evidence: Option<(&'a str, u32)>,
}

impl<'a> Name<'a> {
    fn given(text: &'a str, kind: NameKind) -> Name<'a> {
        Name {
            text,
            script: script(text),
            given: Some(kind),
            origin: NameOrigin::Gazetteer,
            mentions: 0,
            documents: 0,
            evidence: None,
        }
    }

    fn seen(text: &'a str, tally: &'a Tally) -> Name<'a> {
        Name {
            text,
            script: script(text),
            given: None,
            origin: NameOrigin::Seen,
            mentions: tally.mentions,
            documents: tally.documents,
            evidence: Some((&tally.evidence.0, tally.evidence.1)),
        }
    }
}

/// The names of one entity, sorted by code point.
#[derive(Debug)]
pub struct Names<'a> {
    /// The canonical name, which need not have been seen, is its name.
    entity: &'a Entity,
    /// The canonical name ready to be compared, once that is asked for: most entities have no other.
    ready: OnceCell<names::Name>,
    /// Every name.
    pub list: Vec<Name<'a>>,
}

impl<'a> Names<'a> {
    /// What a name is to the entity, and how alike it is to the canonical name; 1 when it is given.
    fn likeness(&self, name: &Name) -> (NameKind, f32) {
        let Entity {
            name: canonical, kind, ..
        } = self.entity;
        if let Some(given) = name.given {
            return (given, 1.0);
        }
        if name.text == canonical {
            return (NameKind::Canonical, 1.0);
        }
        let ready = self.ready.get_or_init(|| names::Name::new(canonical, *kind));
        let spelling = names::Name::new(name.text, *kind);
        let score = similarity(&spelling, ready);
        (kind_of_ready((name.text, &spelling), (canonical, ready)), score)
    }

    /// The names other than the canonical one, most frequent first.
    pub fn aliases(&self) -> Vec<&'a str> {
        let mut others: Vec<&Name> = self.list.iter().filter(|n| n.text != self.entity.name).collect();
        others.sort_by_key(|n| (std::cmp::Reverse(n.mentions), n.text));
        others.into_iter().map(|n| n.text).collect()
    }

    /// The best name in a script: the canonical one, else a full one before a short one, a given one before one only
    /// seen, then the most frequent.
    pub fn best_in(&self, wanted: Script) -> Option<&'a str> {
        if script(&self.entity.name) == wanted {
            return Some(&self.entity.name);
        }
        let mut fitting = self.list.iter().filter(|n| n.script == wanted);
        let first = fitting.next()?;
        let Some(second) = fitting.next() else {
            return Some(first.text);
        };
        let rank = |n: &&Name<'a>| {
            let fullness = match self.likeness(n).0 {
                NameKind::Canonical => 0,
                NameKind::Spelling | NameKind::Transliteration | NameKind::Translation => 1,
                NameKind::ShortForm => 2,
                NameKind::Nickname => 3,
                NameKind::Acronym => 4,
            };
            (
                fullness,
                n.origin == NameOrigin::Seen,
                std::cmp::Reverse(n.mentions),
                n.text,
            )
        };
        let all = [first, second].into_iter().chain(fitting);
        all.min_by_key(rank).map(|n| n.text)
    }
}

fn script(name: &str) -> Script {
    crate::lang::script(name).unwrap_or(Script::Other)
}

/// White space to single spaces; a name broken over two lines is the same spelling.
fn folded(text: &str) -> Cow<'_, str> {
    let plain =
        !text.contains("  ") && text.chars().all(|c| c == ' ' || !c.is_whitespace()) && text.trim().len() == text.len();
    if plain {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_spellings_and_many_are_counted_alike() {
        for count in [1, FEW, FEW + 1, 20 * FEW] {
            let mut spellings = Spellings::new(1);
            let doc_id: Arc<str> = "a.txt".into();
            for round in 0..3 {
                for n in 0..count {
                    let text = format!("Ali {}", n * 7919 % count); // in another order than that of the rows
                    spellings.add(0, &text, &doc_id, round, n as u32, round == 0);
                }
            }
            let seen = spellings.0[0].names();
            assert_eq!(seen.len(), count);
            assert!(seen.is_sorted_by(|a, b| a.text < b.text));
            assert!(
                seen.iter().all(|name| (name.mentions, name.documents) == (2, 2)),
                "the first is a copy"
            );
        }
    }
}
