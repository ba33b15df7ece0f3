//! Dates and time expressions: found in English and Arabic text, and normalised to TIMEX3 values and plain days.
//!
//! A text is cut into tokens once ([`scanner`]); patterns are tried at the tokens that can begin a time
//! expression ([`patterns`]); what they say is resolved in document order against the publication date and the dates
//! before it ([`resolve`]). Words are data (`lexicon_*.tsv`), looked for whatever the language of the page is.

mod calendar;
mod context;
mod hijri;
mod lexicon;
mod patterns;
mod printed;
mod resolve;
mod scanner;
mod timex;

pub use calendar::{bounds, show};
pub use printed::{Printed, latest_full_date, partial, printed};

use jiff::civil::Date;

use crate::types::{Anchor, DateOrder, DateRole, Published, Sentence, Span, TimeExpression, TimexType};
use context::Style;
use patterns::points::ADJECTIVE;
use patterns::{Found, When};
use resolve::{Meaning, Place, Resolver};

/// An expression found in a text, waiting for what the rest of the document says.
struct Pending {
    found: Found,
    span: Span,
    place: Place,
    /// A Hijri date whose Gregorian twin is the next expression.
    twin: bool,
}

/// All time expressions of a clean text, in order, never overlapping, each inside one sentence.
///
/// `published` is what relative expressions count from; without it they have no value. `order` is the publisher's
/// order of numeric dates; without it they are read month first unless the text shows otherwise.
pub fn expressions(
    text: &str,
    sentences: &[Sentence],
    published: Option<&Published>,
    order: Option<DateOrder>,
) -> Vec<TimeExpression> {
    // A publication date of which only the year is known is no day to count from.
    let day = published.filter(|p| p.value.len() >= 7).map(|p| p.start);
    let mut pending = found(text, sentences);
    borrow_years(&mut pending);
    let mut style = Style::default();
    for p in pending.iter().filter(|p| p.place.role == DateRole::Text) {
        style.see(&p.found, day.map(|d| d.year().into()));
    }
    let order = order.or_else(|| order_shown(&pending));
    let narrative = style.narrative(text.len());
    if !(narrative && style.historical()) {
        pending.retain(|p| p.found.rule != ADJECTIVE || p.found.when == When::Fixed("PRESENT_REF".into()));
    }
    let mut resolver = Resolver::new(day, narrative, order);
    if narrative && let Some(first) = pending.iter().find(|p| dated(&p.found)) {
        resolver.begin(&first.found, first.place);
    }
    let mut rows: Vec<TimeExpression> = Vec::with_capacity(pending.len());
    let mut range: Option<u32> = None;
    for (k, p) in pending.iter().enumerate() {
        let mut meaning = resolver.meaning(&p.found, p.place);
        if p.twin
            && let Some(twin) = pending.get(k + 1)
        {
            meaning.point = resolver.clone().meaning(&twin.found, twin.place).point;
        }
        let joined_next = pending.get(k + 1).is_some_and(|n| n.found.joined);
        let first = rows.len() as u32;
        range = match (p.found.joined, joined_next) {
            (true, _) => range,
            (false, true) => Some(first),
            (false, false) => None,
        };
        rows.push(row(p, meaning, range));
    }
    rows
}

/// The expressions of all sentences, not yet resolved.
fn found(text: &str, sentences: &[Sentence]) -> Vec<Pending> {
    let (mut tokens, mut in_sentence, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let (mut segment, mut marks) = (None, 0);
    for (index, sentence) in sentences.iter().enumerate() {
        let Some(piece) = text.get(sentence.span.range()) else {
            continue;
        };
        if segment != Some(sentence.segment) {
            segment = Some(sentence.segment);
            marks = 0;
        }
        scanner::tokens(piece, sentence.span.start, &mut tokens);
        in_sentence.clear();
        patterns::find(&tokens, &mut in_sentence);
        patterns::join(&tokens, &mut in_sentence);
        let mut seen = 0;
        for (k, found) in in_sentence.iter().enumerate() {
            marks += context::quotation_marks(&tokens[seen..found.from]);
            seen = found.from;
            let place = Place {
                sentence: index as u32,
                segment: sentence.segment,
                tense: context::tense(&tokens, found),
                role: context::role(&tokens, found, marks),
            };
            let hijri = matches!(found.when, When::Written(w) if w.hijri);
            let twin = hijri
                && in_sentence
                    .get(k + 1)
                    .is_some_and(|next| context::corresponds(&tokens, found, next) && is_full(next));
            let span = Span::new(tokens[found.from].start, tokens[found.to - 1].end);
            all.push(Pending {
                found: found.clone(),
                span,
                place,
                twin,
            });
        }
        marks += context::quotation_marks(&tokens[seen..]);
    }
    all
}

/// Whether an expression names its year.
fn dated(found: &Found) -> bool {
    match found.when {
        When::Written(w) => w.year.is_some(),
        When::Point(p) => p.year().is_some(),
        _ => false,
    }
}

/// Whether an expression is a Gregorian date with all its parts.
fn is_full(found: &Found) -> bool {
    matches!(found.when, When::Written(w) if !w.hijri && w.year.is_some() && w.day.is_some())
}

/// Gives the yearless members of a range or list the year of the member after them: `21 March - 21 June 1952`.
fn borrow_years(pending: &mut [Pending]) {
    for k in (1..pending.len()).rev() {
        let (left, right) = pending.split_at_mut(k);
        let (left, right) = (&mut left[k - 1].found, &right[0].found);
        if let (When::Written(from), When::Written(to), true) = (&mut left.when, right.when.clone(), right.joined)
            && from.year.is_none()
            && from.month.is_some()
            && !from.hijri
            && !to.bc
            && !to.hijri
        {
            // `December 30 to January 2, 1953` begins the year before.
            from.year = to.year.map(|year| {
                if from.month > to.month && to.month.is_some() {
                    year - 1
                } else {
                    year
                }
            });
        }
    }
}

/// The order of numeric dates that the text's own unambiguous ones show, when they agree.
fn order_shown(pending: &[Pending]) -> Option<DateOrder> {
    let sure = |order: DateOrder| {
        pending
            .iter()
            .any(|p| matches!(p.found.when, When::Written(w) if w.sure == Some(order)))
    };
    match (sure(DateOrder::Mdy), sure(DateOrder::Dmy)) {
        (true, false) => Some(DateOrder::Mdy),
        (false, true) => Some(DateOrder::Dmy),
        _ => None,
    }
}

/// The row of a resolved expression.
fn row(p: &Pending, meaning: Meaning, range: Option<u32>) -> TimeExpression {
    let found = &p.found;
    let clock = found.clock;
    let value = match (meaning.point, &meaning.fixed) {
        (Some(point), _) => Some(point.value() + &clock.map(timex::clock_value).unwrap_or_default()),
        (None, fixed) => fixed.clone(),
    };
    let calendar_like = matches!(found.kind, TimexType::Date | TimexType::Time);
    let days: Option<(Date, Date)> = meaning.point.filter(|_| calendar_like).and_then(|point| point.days());
    TimeExpression {
        span: p.span,
        sentence: p.place.sentence,
        kind: found.kind,
        modifier: found.modifier,
        quant: found.quant,
        freq: found.freq.clone(),
        edtf: meaning
            .point
            .filter(|_| calendar_like)
            .and_then(|point| point.edtf(found.modifier)),
        start: days.map(|d| d.0),
        end: days.map(|d| d.1),
        precision: meaning
            .point
            .filter(|_| calendar_like)
            .map(|point| clock.map_or(point.precision(), timex::clock_precision)),
        calendar: meaning.calendar(),
        anchor: meaning.anchor.unwrap_or(Anchor::None),
        anchor_date: meaning.anchor_date,
        alt_value: meaning.alt.map(timex::Point::value),
        confidence: meaning.confidence,
        role: p.place.role,
        range,
        rule: found.rule.into(),
        hijri_value: meaning.hijri,
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Precision, PublishedSource, Segment, SegmentKind};
    use proptest::prelude::*;

    fn rows(text: &str, published: Option<&str>, order: Option<DateOrder>) -> Vec<TimeExpression> {
        let span = Span::new(0, text.len());
        let segment = Segment {
            span,
            src: span,
            kind: SegmentKind::Paragraph,
            language: None,
            script: None,
            words: 0,
        };
        let sentences = crate::lang::sentences(text, &[segment]);
        let published = published.and_then(partial).map(|date| {
            let (start, end) = bounds(date);
            Published {
                value: show(date),
                start,
                end,
                source: PublishedSource::Given,
                alt: None,
            }
        });
        expressions(text, &sentences, published.as_ref(), order)
    }

    fn values(text: &str, published: &str) -> Vec<String> {
        rows(text, Some(published), None)
            .into_iter()
            .map(|r| r.value.unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_row_is_filled() {
        let row = &rows("It closed in about June 2014.", None, None)[0];
        assert_eq!(
            (row.value.as_deref(), row.edtf.as_deref()),
            (Some("2014-06"), Some("2014-06~"))
        );
        assert_eq!(
            (row.start.map(|d| d.to_string()), row.end.map(|d| d.to_string())),
            (Some("2014-06-01".into()), Some("2014-06-30".into()))
        );
        assert_eq!(
            (row.precision, row.anchor, row.anchor_date),
            (Some(Precision::Month), Anchor::Explicit, None)
        );
    }

    #[test]
    fn relative_rows_name_their_anchor() {
        let row = &rows("He left yesterday.", Some("2020-03-01"), None)[0];
        assert_eq!(
            (row.value.as_deref(), row.anchor, row.anchor_date.map(|d| d.to_string())),
            (Some("2020-02-29"), Anchor::Publication, Some("2020-03-01".into()))
        );
        let row = &rows("He left yesterday.", None, None)[0];
        assert_eq!((row.value.as_deref(), row.anchor), (None, Anchor::None));
        // A year is no day to count from.
        assert_eq!(rows("He left yesterday.", Some("2020"), None)[0].value, None);
    }

    #[test]
    fn years_turn() {
        assert_eq!(values("It was decided on December 30.", "2021-01-02"), ["2020-12-30"]);
        assert_eq!(values("It begins on January 3.", "2020-12-30"), ["2021-01-03"]);
        assert_eq!(values("He came last week.", "2021-01-02"), ["2020-W52"]);
        assert_eq!(values("It rained last month.", "2021-01-02"), ["2020-12"]);
    }

    #[test]
    fn numeric_dates_follow_the_order() {
        let read = |order| rows("Filed 3/7/2019.", None, order)[0].clone();
        let (month_first, day_first) = (read(None), read(Some(DateOrder::Dmy)));
        assert_eq!(
            (month_first.value.as_deref(), month_first.alt_value.as_deref()),
            (Some("2019-03-07"), Some("2019-07-03"))
        );
        assert_eq!(
            (day_first.value.as_deref(), day_first.alt_value.as_deref()),
            (Some("2019-07-03"), Some("2019-03-07"))
        );
        assert!(month_first.confidence < day_first.confidence);
        // A sibling that can only be read one way decides.
        assert_eq!(
            rows("Filed 3/7/2019, closed 28/7/2019.", None, None)[0]
                .value
                .as_deref(),
            Some("2019-07-03")
        );
    }

    #[test]
    fn no_break_spaces_and_digits_of_other_scripts() {
        let found = printed("١٢\u{a0}آذار\u{a0}٢٠٢٠ — December\u{a0}6,\u{a0}2019");
        assert_eq!(
            found.iter().map(|p| show(p.date)).collect::<Vec<_>>(),
            ["2020-03-12", "2019-12-06"]
        );
    }

    #[test]
    fn the_latest_full_date_is_unambiguous() {
        assert_eq!(
            latest_full_date("May 2021.\nJune 1, 2020 and 02.04.2022")
                .map(|d| d.to_string())
                .as_deref(),
            Some("2020-06-01")
        );
    }

    /// Pieces that time expressions are made of, in any order.
    const PIECES: &[&str] = &[
        "the",
        "last",
        "next",
        "two",
        "a",
        "few",
        "years",
        "week",
        "ago",
        "later",
        "of",
        "in",
        "and",
        "to",
        "-",
        "–",
        "/",
        ".",
        ",",
        "(",
        ")",
        "\"",
        "'",
        "s",
        "May",
        "December",
        "6",
        "31",
        "2019",
        "1999",
        "80",
        "BC",
        "B.C.",
        "Friday",
        "morning",
        "5 p.m.",
        "10:35",
        "third",
        "quarter",
        "half",
        "early",
        "end",
        "every",
        "today",
        "hundred",
        "twenty",
        "year",
        "قبل",
        "عام",
        "الماضي",
        "كانون",
        "الأول",
        "يوم",
        "الجمعة",
        "٢٠١٩",
        "و30",
        "هـ",
        "رمضان",
        "مساء",
        "القرن",
        "عشر",
        "كل",
        "نحو",
        "99999999999",
        "0",
        "00",
        "31/12",
        "-1",
        "\n",
        "\n\n",
    ];

    fn sound(text: &str, rows: &[TimeExpression], sentences: &[Sentence]) {
        let mut end = 0;
        for row in rows {
            assert!(
                text.get(row.span.range()).is_some_and(|t| !t.is_empty()),
                "off a character border"
            );
            assert!(row.span.start >= end, "out of order or overlapping");
            assert!(
                sentences[row.sentence as usize].span.contains(row.span),
                "outside its sentence"
            );
            assert!(row.start <= row.end && row.start.is_some() == row.end.is_some());
            assert!((0.0..=1.0).contains(&row.confidence));
            assert!(row.range.is_none_or(|first| (first as usize) < rows.len()));
            end = row.span.end;
        }
    }

    fn check(text: &str, published: Option<&str>) {
        let mut segments = Vec::new();
        let mut at = 0;
        for piece in text.split("\n\n") {
            let span = Span::new(at, at + piece.len());
            if !piece.trim().is_empty() {
                segments.push(Segment {
                    span,
                    src: span,
                    kind: SegmentKind::Paragraph,
                    language: None,
                    script: None,
                    words: 0,
                });
            }
            at += piece.len() + 2;
        }
        let sentences = crate::lang::sentences(text, &segments);
        let published = published.and_then(partial).map(|date| {
            let (start, end) = bounds(date);
            Published {
                value: show(date),
                start,
                end,
                source: PublishedSource::Given,
                alt: None,
            }
        });
        let found = expressions(text, &sentences, published.as_ref(), None);
        sound(text, &found, &sentences);
        for p in printed(text) {
            assert!(text.get(p.span.range()).is_some_and(|t| !t.is_empty()));
        }
        let _ = (partial(text), latest_full_date(text));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_survived(text in "\\PC{0,80}") {
            check(&text, Some("2021-06-07"));
        }

        #[test]
        fn any_row_of_time_words_is_survived(words in prop::collection::vec(prop::sample::select(PIECES), 0..24), glue in any::<u32>()) {
            let mut text = String::new();
            for (k, word) in words.iter().enumerate() {
                text.push_str(word);
                if glue >> (k % 32) & 1 == 0 {
                    text.push(' ');
                }
            }
            for published in [None, Some("2021-06-07"), Some("0001-01-01"), Some("9999-12-31"), Some("2020")] {
                check(&text, published);
            }
        }
    }

    #[test]
    fn long_rows_of_one_thing_take_linear_time() {
        for piece in [
            "1-",
            "(",
            "a ",
            "the last ",
            "two hundred ",
            "May ",
            "2019, ",
            "\"",
            "12 and ",
            "(A, ",
        ] {
            check(&piece.repeat(100_000), Some("2021-06-07"));
        }
    }
}
