//! The table of spellings: every name seen or given for an entity.
//!
//! A spelling is a mention's text with its white space folded. Copies do not count, but a spelling that only
//! copies have is kept, with zero counts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::corpus::Corpus;
use super::row::{Cell, Sink, id};
use super::schema::{Column, Source, Table, Type, column, maybe};
use crate::error::Result;
use crate::names::{self, similarity};
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

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    for (index, entity, _) in corpus.seen() {
        let canonical = names::Name::new(&entity.name, entity.kind);
        for name in corpus.names_of(index, entity).list {
            let key = names::key(name.text);
            let given = name.origin != NameOrigin::Seen || name.text == entity.name;
            let score = if given {
                1.0
            } else {
                similarity(&names::Name::new(name.text, entity.kind), &canonical)
            };
            out.row(&[
                Cell::Text(&entity.id),
                Cell::Text(name.text),
                Cell::Text(&key),
                Cell::Text(name.script.label()),
                Cell::Text(name.kind.label()),
                Cell::Text(name.origin.label()),
                name.mentions.into(),
                name.documents.into(),
                score.into(),
                name.evidence
                    .map_or(Cell::Null, |(doc, src_start)| id(doc, 'm', src_start)),
            ]);
        }
    }
    Ok(())
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
pub struct Spellings(Vec<BTreeMap<Box<str>, Tally>>);

impl Spellings {
    /// None yet, for so many entities.
    pub fn new(entities: usize) -> Spellings {
        Spellings(vec![BTreeMap::new(); entities])
    }

    /// Counts a mention of `entity` that reads `text`, at `src_start` of the document `doc_id` with this number.
    pub fn add(&mut self, entity: u32, text: &str, doc_id: &Arc<str>, document: u32, src_start: u32, copy: bool) {
        let Some(names) = self.0.get_mut(entity as usize) else {
            return;
        };
        let text = folded(text);
        if !names.contains_key(&*text) {
            let evidence = (doc_id.clone(), src_start);
            let tally = Tally {
                mentions: 0,
                documents: 0,
                last_document: None,
                evidence,
                in_copy: copy,
            };
            names.insert(text.clone().into(), tally);
        }
        let Some(tally) = names.get_mut(&*text) else { return };
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
        let mut list: BTreeMap<&str, Name> = BTreeMap::new();
        for given in entity.given.iter().filter(|g| !g.name.is_empty()) {
            list.entry(&given.name)
                .or_insert_with(|| Name::given(&given.name, given.kind));
        }
        for (text, tally) in self.0.get(index as usize).into_iter().flatten() {
            let name = list.entry(text).or_insert_with(|| Name::seen(text, entity));
            if name.origin == NameOrigin::Gazetteer {
                name.origin = NameOrigin::Both;
            }
            name.mentions = tally.mentions;
            name.documents = tally.documents;
            name.evidence = Some((&tally.evidence.0, tally.evidence.1));
        }
        Names {
            canonical: &entity.name,
            list: list.into_values().collect(),
        }
    }
}

/// A spelling of an entity; a row of the table.
#[derive(Clone, Debug)]
pub struct Name<'a> {
    /// As seen.
    pub text: &'a str,
    /// Its script.
    pub script: Script,
    /// What it is to the entity.
    pub kind: NameKind,
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
            kind,
            origin: NameOrigin::Gazetteer,
            mentions: 0,
            documents: 0,
            evidence: None,
        }
    }

    fn seen(text: &'a str, entity: &Entity) -> Name<'a> {
        let kind = if text == entity.name {
            NameKind::Canonical
        } else {
            names::kind_of(text, &entity.name, entity.kind)
        };
        Name {
            text,
            script: script(text),
            kind,
            origin: NameOrigin::Seen,
            mentions: 0,
            documents: 0,
            evidence: None,
        }
    }
}

/// The names of one entity, sorted by code point.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    /// The canonical name, which need not have been seen.
    pub canonical: &'a str,
    /// Every name.
    pub list: Vec<Name<'a>>,
}

impl<'a> Names<'a> {
    /// The names other than the canonical one, most frequent first.
    pub fn aliases(&self) -> Vec<&'a str> {
        let mut others: Vec<&Name> = self.list.iter().filter(|n| n.text != self.canonical).collect();
        others.sort_by_key(|n| (std::cmp::Reverse(n.mentions), n.text));
        others.into_iter().map(|n| n.text).collect()
    }

    /// The best name in a script: the canonical one, else a full one before a short one, a given one before one only
    /// seen, then the most frequent.
    pub fn best_in(&self, wanted: Script) -> Option<&'a str> {
        if script(self.canonical) == wanted {
            return Some(self.canonical);
        }
        let rank = |n: &&Name<'a>| {
            let fullness = match n.kind {
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
        self.list
            .iter()
            .filter(|n| n.script == wanted)
            .min_by_key(rank)
            .map(|n| n.text)
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
