//! The table of kept blocks.

use super::row::{Cell, Sink, id};
use super::schema::{CHAR_END, CHAR_START, Column, SRC_END, SRC_START, Source, Table, Type, column, maybe};
use super::view::View;
use crate::types::{Script, SegmentKind};

/// The table.
pub const TABLE: Table = Table {
    name: "segments",
    meaning: "Kept blocks in reading order.",
    key: &["segment_id"],
    order: &["doc_id", "segment_index"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column("segment_id", Type::Str, "", "doc_id/s + src_start"),
    column("doc_id", Type::Str, "", "-> documents"),
    column("segment_index", Type::I32, "0-based", "order in the document"),
    column(
        "kind",
        Type::Enum(SegmentKind::LABELS),
        "",
        "title | standfirst | heading | paragraph | list_item | quote | caption | table | code",
    ),
    maybe("text", Type::Str, "", "text of the block; NULL with text = \"none\""),
    CHAR_START,
    CHAR_END,
    SRC_START,
    SRC_END,
    maybe("language", Type::OpenEnum, "", "BCP 47"),
    maybe("script", Type::Enum(Script::LABELS), "", "ISO 15924 of most letters"),
    column("words", Type::I32, "words", "UAX #29 words"),
];

fn rows(view: &View, out: &mut dyn Sink) {
    for ((s, place), index) in view.article.segments.iter().zip(&view.segments).zip(0u32..) {
        out.row(&[
            id(view.doc_id(), 's', place.src_start),
            Cell::Text(view.doc_id()),
            index.into(),
            Cell::Text(s.kind.label()),
            view.text(view.clean(s.span)),
            place.char_start.into(),
            place.char_end.into(),
            place.src_start.into(),
            place.src_end.into(),
            s.language.as_deref().into(),
            s.script.map(Script::label).into(),
            s.words.into(),
        ]);
    }
}
