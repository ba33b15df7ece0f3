//! The table of time expressions.

use super::row::{Cell, Sink, id};
use super::schema::{CHAR_END, CHAR_START, Column, SRC_END, SRC_START, Source, Table, Type, column, maybe};
use super::view::View;
use crate::types::{Anchor, Calendar, DateRole, Modifier, Precision, Quant, TimexType};

/// The table.
pub const TABLE: Table = Table {
    name: "dates",
    meaning: "Time expressions, normalised.",
    key: &["date_id"],
    order: &["doc_id", "char_start"],
    columns: COLUMNS,
    rows: Source::Articles(rows),
};

const COLUMNS: &[Column] = &[
    column("date_id", Type::Str, "", "doc_id/t + src_start"),
    column("doc_id", Type::Str, "", "-> documents"),
    column("sentence_id", Type::Str, "", "-> sentences"),
    column("text", Type::Str, "", "as written"),
    CHAR_START,
    CHAR_END,
    SRC_START,
    SRC_END,
    column(
        "type",
        Type::Enum(TimexType::LABELS),
        "",
        "TIMEX3: DATE | TIME | DURATION | SET",
    ),
    maybe(
        "value",
        Type::Str,
        "",
        "TIMEX3 value; a yearless date without an anchor is XXXX-12-06; NULL when unresolved",
    ),
    maybe(
        "mod",
        Type::Enum(Modifier::LABELS),
        "",
        "TIMEX3 mod: APPROX | START | MID | END | BEFORE | AFTER | MORE_THAN | LESS_THAN | EQUAL_OR_MORE | EQUAL_OR_LESS",
    ),
    maybe(
        "quant",
        Type::Enum(Quant::LABELS),
        "",
        "TIMEX3 quant of a SET: EVERY | EACH",
    ),
    maybe("freq", Type::Str, "", "TIMEX3 freq of a SET, such as 2X"),
    maybe("edtf", Type::Str, "", "the same as EDTF (ISO 8601-2)"),
    maybe(
        "start_date",
        Type::Date,
        "",
        "first day covered; NULL outside years 1-9999",
    ),
    maybe("end_date", Type::Date, "", "last day covered, inclusive"),
    maybe(
        "precision",
        Type::Enum(Precision::LABELS),
        "",
        "century | decade | year | half | season | quarter | month | week | day | part_of_day | hour | minute | second",
    ),
    column("calendar", Type::Enum(Calendar::LABELS), "", "gregorian | hijri"),
    maybe("hijri_value", Type::Str, "", "the Hijri date, such as 1440-09-15"),
    column(
        "anchor",
        Type::Enum(Anchor::LABELS),
        "",
        "explicit | publication | text | none",
    ),
    maybe("anchor_date", Type::Date, "", "the date it was counted from"),
    maybe(
        "alt_value",
        Type::Str,
        "",
        "the other reading of an ambiguous expression",
    ),
    column("confidence", Type::F32, "0..1", "of the value"),
    column("role", Type::Enum(DateRole::LABELS), "", "text | citation | quotation"),
    maybe("range_id", Type::Str, "", "shared by the ends of one range or list"),
    column("rule_id", Type::OpenEnum, "", "the rule that matched"),
];

fn rows(view: &View, out: &mut dyn Sink) {
    for (t, place) in view.article.dates.iter().zip(&view.dates) {
        out.row(&[
            id(view.doc_id(), 't', place.src_start),
            Cell::Text(view.doc_id()),
            view.sentence_id(t.sentence),
            Cell::Text(view.clean(t.span)),
            place.char_start.into(),
            place.char_end.into(),
            place.src_start.into(),
            place.src_end.into(),
            Cell::Text(t.kind.label()),
            t.value.as_deref().into(),
            t.modifier.map(Modifier::label).into(),
            t.quant.map(Quant::label).into(),
            t.freq.as_deref().into(),
            t.edtf.as_deref().into(),
            t.start.into(),
            t.end.into(),
            t.precision.map(Precision::label).into(),
            Cell::Text(t.calendar.label()),
            t.hijri_value.as_deref().into(),
            Cell::Text(t.anchor.label()),
            t.anchor_date.into(),
            t.alt_value.as_deref().into(),
            t.confidence.into(),
            Cell::Text(t.role.label()),
            t.range.map_or(Cell::Null, |first| view.date_id(first)),
            Cell::Text(&t.rule),
        ]);
    }
}
