//! The table of documents: one row for every record, whatever became of it.

use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column, maybe};
use super::view::View;
use crate::types::{PublishedSource, Status};

/// The table.
pub const TABLE: Table = Table {
    name: "documents",
    meaning: "One row for every input record: also for the failed, the empty and the duplicate ones.",
    key: &["doc_id"],
    order: &["doc_id"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column(
        "doc_id",
        Type::Str,
        "",
        "source_path; for a record of a container path#id, or path#line:N (1-based) where it has no id of its own or repeats one. Does not change when the text is edited",
    ),
    column(
        "source_path",
        Type::Str,
        "",
        "path below the corpus folder (for a file or glob: below its fixed part), '/' separated, extension kept; two corpus roots that share a path are an error",
    ),
    maybe(
        "source_record",
        Type::Str,
        "",
        "the record's own id in a container (JSONL id, WARC-Record-ID, else its number); NULL for a plain file",
    ),
    maybe(
        "media_type",
        Type::OpenEnum,
        "",
        "IANA media type the record was read as; NULL when it could not be read",
    ),
    maybe("source_bytes", Type::I64, "bytes", "size of the raw record"),
    maybe(
        "source_blake3",
        Type::Str,
        "",
        "BLAKE3 of the raw bytes, hex; NULL when unreadable",
    ),
    maybe("encoding", Type::OpenEnum, "", "WHATWG label of the encoding used"),
    column(
        "replaced_chars",
        Type::I32,
        "code points",
        "U+FFFD put in for undecodable bytes and for U+0000",
    ),
    maybe("url", Type::Str, "", "address of the page"),
    maybe("publisher", Type::Str, "", "publisher or site"),
    column("authors", Type::List, "", "bylines in order; empty when none was found"),
    maybe("title", Type::Str, "", "headline"),
    maybe(
        "published",
        Type::Str,
        "",
        "publication date as precise as known: 2024, 2024-06, 2024-06-20",
    ),
    maybe("published_start", Type::Date, "", "first day of published"),
    maybe("published_end", Type::Date, "", "last day of published"),
    maybe(
        "published_source",
        Type::Enum(PublishedSource::LABELS),
        "",
        "given | metadata | markup | text | url | inferred",
    ),
    maybe(
        "published_alt",
        Type::Str,
        "",
        "the other reading of an ambiguous numeric date",
    ),
    maybe(
        "language",
        Type::OpenEnum,
        "",
        "BCP 47 (en, ar, ...); NULL when undetermined",
    ),
    maybe("language_score", Type::F32, "0..1", "confidence"),
    maybe(
        "text",
        Type::Str,
        "",
        "clean text: the segments in reading order, joined by a blank line; '' when nothing is left. The title is in it only when it stands in the source text. NULL with [write] text = \"none\"",
    ),
    column("source_chars", Type::I32, "code points", "length of sources.text"),
    column("chars", Type::I32, "code points", "length of text"),
    column("words", Type::I32, "words", "UAX #29 words in text"),
    maybe(
        "duplicate_of",
        Type::Str,
        "",
        "-> documents: the kept document that this one copies (never itself a copy); a copy keeps all its rows, but aggregates leave it out",
    ),
    column(
        "status",
        Type::Enum(Status::LABELS),
        "",
        "ok | warning | failed | skipped",
    ),
];

fn rows(view: &View, out: &mut dyn Sink) {
    let (a, d) = (view.article, &view.article.document);
    let published = a.published.as_ref();
    let authors: Vec<&str> = a.authors.iter().map(String::as_str).filter(|a| !a.is_empty()).collect();
    out.row(&[
        Cell::Text(&d.doc_id),
        Cell::Text(&d.source_path),
        d.source_record.as_deref().into(),
        d.media_type.as_deref().into(),
        d.source_bytes.into(),
        d.source_blake3.as_deref().into(),
        d.encoding.as_deref().into(),
        d.replaced_chars.into(),
        a.url.as_deref().into(),
        a.publisher.as_deref().into(),
        Cell::List(&authors),
        a.title.as_deref().into(),
        published.map(|p| p.value.as_str()).into(),
        published.map(|p| p.start).into(),
        published.map(|p| p.end).into(),
        published.map(|p| p.source.label()).into(),
        published.and_then(|p| p.alt.as_deref()).into(),
        a.language.as_deref().into(),
        a.language_score.into(),
        view.text(&a.text),
        view.source_chars.into(),
        view.chars.into(),
        a.words.into(),
        a.duplicate_of.as_deref().into(),
        Cell::Text(view.status().label()),
    ]);
}
