//! The table of mentions.

use super::row::{Cell, Sink, id};
use super::schema::{CHAR_END, CHAR_START, Column, SRC_END, SRC_START, Source, Table, Type, column, maybe};
use super::view::View;
use crate::types::{EntityType, Finder, Link, Script};

/// The table.
pub const TABLE: Table = Table {
    name: "mentions",
    meaning: "Mentions of persons, organisations and places.",
    key: &["mention_id"],
    order: &["doc_id", "char_start"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column("mention_id", Type::Str, "", "doc_id/m + src_start"),
    column("doc_id", Type::Str, "", "-> documents"),
    column("sentence_id", Type::Str, "", "-> sentences"),
    column("text", Type::Str, "", "as written"),
    CHAR_START,
    CHAR_END,
    SRC_START,
    SRC_END,
    column("type", Type::Enum(EntityType::LABELS), "", "PERSON | ORG | LOC"),
    maybe("entity_id", Type::Str, "", "-> entities"),
    maybe(
        "link",
        Type::Enum(Link::LABELS),
        "",
        "how it was linked: name | alias | acronym | surname | given_name | title | none",
    ),
    column(
        "score",
        Type::F32,
        "0..1",
        "confidence that it is a mention of this type",
    ),
    maybe("link_score", Type::F32, "0..1", "confidence of the link"),
    column(
        "finder",
        Type::Enum(Finder::LABELS),
        "",
        "gazetteer | tagger | pattern | propagation",
    ),
    column("script", Type::Enum(Script::LABELS), "", "ISO 15924"),
];

fn rows(view: &View, out: &mut dyn Sink) {
    for (m, place) in view.article.mentions.iter().zip(&view.mentions) {
        let entity = view.entity(m).map(|(_, id)| id);
        out.row(&[
            id(view.doc_id(), 'm', place.src_start),
            Cell::Text(view.doc_id()),
            view.sentence_id(m.sentence),
            Cell::Text(view.clean(m.span)),
            place.char_start.into(),
            place.char_end.into(),
            place.src_start.into(),
            place.src_end.into(),
            Cell::Text(m.kind.label()),
            entity.into(),
            Cell::Text(if entity.is_some() { m.link } else { Link::None }.label()),
            m.score.into(),
            m.link_score.filter(|_| entity.is_some()).into(),
            Cell::Text(m.finder.label()),
            Cell::Text(m.script.label()),
        ]);
    }
}
