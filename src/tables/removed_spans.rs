//! The table of what is not in the clean text, and why.

use super::row::{Cell, Sink, id};
use super::schema::{Column, SRC_END, SRC_START, Source, Table, Type, column, maybe};
use super::view::View;
use crate::types::Reason;

/// The table.
pub const TABLE: Table = Table {
    name: "removed_spans",
    meaning: "Every stretch of source text that is not in documents.text, and why.",
    key: &["span_id"],
    order: &["doc_id", "src_start"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column("span_id", Type::Str, "", "doc_id/r + src_start"),
    column("doc_id", Type::Str, "", "-> documents"),
    SRC_START,
    SRC_END,
    maybe("text", Type::Str, "", "what was removed; NULL with text = \"none\""),
    column(
        "reason",
        Type::Enum(Reason::LABELS),
        "",
        "markup | front_matter | navigation | sharing | cookie_notice | advert | comments | byline | dateline | author_bio | related_links | topic_tags | photo_credit | boilerplate_line | publisher_boilerplate | duplicate_within | pull_quote | control_chars",
    ),
    column("rule_id", Type::OpenEnum, "", "the rule that decided"),
    maybe("score", Type::F32, "0..1", "confidence"),
    maybe(
        "twin_start",
        Type::I32,
        "code points",
        "for a repeat inside the document: start of the kept twin in its source text",
    ),
    maybe("twin_end", Type::I32, "code points", "end of the kept twin"),
];

fn rows(view: &View, out: &mut dyn Sink) {
    for (r, place) in view.article.removed.iter().zip(&view.removed) {
        out.row(&[
            id(view.doc_id(), 'r', place.src_start),
            Cell::Text(view.doc_id()),
            place.src_start.into(),
            place.src_end.into(),
            view.text(view.source(r.src)),
            Cell::Text(r.removal.reason.label()),
            Cell::Text(&r.removal.rule),
            r.removal.score.into(),
            place.twin.map(|(start, _)| start).into(),
            place.twin.map(|(_, end)| end).into(),
        ]);
    }
}
