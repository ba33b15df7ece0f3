//! The table of entities that at least one mention is linked to.
//!
//! A mention in a copy makes an entity exist (the copy's rows refer to it) but does not count.

use jiff::civil::Date as Day;

use super::corpus::Corpus;
use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column, maybe};
use super::view::View;
use crate::error::Result;
use crate::types::Script;
use crate::types::{EntityOrigin, EntityType};

/// The table.
pub const TABLE: Table = Table {
    name: "entities",
    meaning: "Distinct persons, organisations and places with at least one linked mention.",
    key: &["entity_id"],
    order: &["entity_id"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column(
        "entity_id",
        Type::Str,
        "",
        "the gazetteer's key, else made from the canonical name; kept stable by the ledger",
    ),
    column("type", Type::Enum(EntityType::LABELS), "", "as mentions.type"),
    column("name", Type::Str, "", "canonical name"),
    maybe("name_ar", Type::Str, "", "best Arabic-script name"),
    maybe("name_latin", Type::Str, "", "best Latin-script name"),
    column("aliases", Type::List, "", "other names, most frequent first"),
    column("origin", Type::Enum(EntityOrigin::LABELS), "", "gazetteer | discovered"),
    column("merged_ids", Type::List, "", "earlier ids that now mean this entity"),
    column("mentions", Type::I32, "rows", "linked mentions, copies left out"),
    column(
        "documents",
        Type::I32,
        "documents",
        "documents that mention it, copies left out",
    ),
    maybe("lat", Type::F32, "degrees", "latitude of a place, from the gazetteer"),
    maybe("lon", Type::F32, "degrees", "longitude"),
    maybe("country", Type::Str, "", "ISO 3166-1 alpha-2 of a place"),
    maybe(
        "first_published",
        Type::Date,
        "",
        "earliest publication date among them",
    ),
    maybe("last_published", Type::Date, "", "latest"),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    for (index, entity, tally) in corpus.seen() {
        let names = corpus.names_of(index, entity);
        let aliases = names.aliases();
        let merged: Vec<&str> = entity.merged_ids.iter().map(String::as_str).collect();
        out.row(&[
            Cell::Text(&entity.id),
            Cell::Text(entity.kind.label()),
            Cell::Text(&entity.name),
            names.best_in(Script::Arab).into(),
            names.best_in(Script::Latn).into(),
            Cell::List(&aliases),
            Cell::Text(entity.origin.label()),
            Cell::List(&merged),
            tally.mentions.into(),
            tally.documents.into(),
            entity.lat.into(),
            entity.lon.into(),
            entity.country.as_deref().into(),
            tally.first_published.into(),
            tally.last_published.into(),
        ]);
    }
    Ok(())
}

/// What was counted of one entity.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Whether any mention is linked to it, in a copy or not.
    pub seen: bool,
    /// Linked mentions, copies left out.
    pub mentions: u32,
    /// Documents with one, copies left out.
    pub documents: u32,
    /// First day of the earliest of these documents.
    pub first_published: Option<Day>,
    /// Last day of the latest.
    pub last_published: Option<Day>,
    /// Number of the last document counted, so that a document counts once.
    last_document: Option<u32>,
}

impl Tally {
    /// Counts a linked mention in the article with this number.
    pub fn add(&mut self, view: &View, document: u32) {
        self.seen = true;
        if view.is_copy() {
            return;
        }
        self.mentions += 1;
        if self.last_document == Some(document) {
            return;
        }
        self.last_document = Some(document);
        self.documents += 1;
        if let Some(published) = &view.article.published {
            self.first_published = Some(self.first_published.map_or(published.start, |d| d.min(published.start)));
            self.last_published = Some(self.last_published.map_or(published.end, |d| d.max(published.end)));
        }
    }
}
