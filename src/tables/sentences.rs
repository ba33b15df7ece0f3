//! The table of sentences.

use super::row::{Cell, Sink, id};
use super::schema::{CHAR_END, CHAR_START, Column, SRC_END, SRC_START, Source, Table, Type, column, maybe};
use super::view::View;

/// The table.
pub const TABLE: Table = Table {
    name: "sentences",
    meaning: "Sentences of the kept blocks.",
    key: &["sentence_id"],
    order: &["doc_id", "sentence_index"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column("sentence_id", Type::Str, "", "doc_id/n + src_start"),
    column("doc_id", Type::Str, "", "-> documents"),
    column("segment_id", Type::Str, "", "-> segments"),
    column("sentence_index", Type::I32, "0-based", "order in the document"),
    maybe("text", Type::Str, "", "the sentence; NULL with text = \"none\""),
    CHAR_START,
    CHAR_END,
    SRC_START,
    SRC_END,
    maybe("language", Type::OpenEnum, "", "BCP 47"),
];

fn rows(view: &View, out: &mut dyn Sink) {
    for ((s, place), index) in view.article.sentences.iter().zip(&view.sentences).zip(0u32..) {
        out.row(&[
            id(view.doc_id(), 'n', place.src_start),
            Cell::Text(view.doc_id()),
            view.segment_id(s.segment),
            index.into(),
            view.text(view.clean(s.span)),
            place.char_start.into(),
            place.char_end.into(),
            place.src_start.into(),
            place.src_end.into(),
            s.language.as_deref().into(),
        ]);
    }
}
