//! The table of source texts: what was decoded, before cleaning.

use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column};
use super::view::View;

/// The table.
pub const TABLE: Table = Table {
    name: "sources",
    meaning: "The decoded source text, before cleaning, line ends as they are; src_* offsets point into it. Empty table with [write] text = \"none\".",
    key: &["doc_id"],
    order: &["doc_id"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column("doc_id", Type::Str, "", "-> documents"),
    column(
        "text",
        Type::Str,
        "",
        "decoded text; for markup, all of its visible text",
    ),
];

fn rows(view: &View, out: &mut dyn Sink) {
    if view.with_text {
        out.row(&[Cell::Text(view.doc_id()), Cell::Text(&view.article.document.text)]);
    }
}
