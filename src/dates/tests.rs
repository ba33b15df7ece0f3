//! Rows of whole texts, and what holds for any text.

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
fn a_range_of_weekdays_never_ends_before_it_begins() {
    const DAYS: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    for published in 1..=7 {
        for (from, to) in DAYS.iter().flat_map(|from| DAYS.map(|to| (from, to))) {
            let text = format!("The fair runs from {from} to {to}.");
            let found = rows(&text, Some(&format!("2021-06-{published:02}")), None);
            assert!(
                found.windows(2).all(|pair| pair[0].start <= pair[1].start),
                "{text} {published}: {found:?}"
            );
        }
    }
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

#[test]
fn impossible_dates_are_noted() {
    let text = "It was signed on 31 February 2019, not on 1 March 2019.";
    let found = rows(text, None, None);
    assert_eq!(
        (found[0].value.as_deref(), found[1].value.as_deref()),
        (None, Some("2019-03-01"))
    );
    let noted = notes(text, &found, ("a.txt", "a"), |span| {
        Span::new(span.start + 100, span.end + 100)
    });
    assert_eq!(noted.len(), 1);
    assert_eq!((&*noted[0].code, noted[0].at), (IMPOSSIBLE_DATE.0, Some(117)));
    assert!(noted[0].message.ends_with(": 31 February 2019"), "{}", noted[0].message);
}

#[test]
fn the_weekday_mends_a_day_of_the_moon() {
    // By the table 4 Sha'ban 1436 is Saturday 23 May 2015; the page says Friday.
    let value = |text: &str| rows(text, None, None)[0].value.clone();
    assert_eq!(value("يوم الجمعة 4/8/1436هـ").as_deref(), Some("2015-05-22"));
    assert_eq!(value("يوم السبت 4/8/1436هـ").as_deref(), Some("2015-05-23"));
    assert_eq!(value("يوم الثلاثاء 4/8/1436هـ").as_deref(), Some("2015-05-23"));
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
    "Easter",
    "Monday",
    "New",
    "Year's",
    "Eve",
    "AD",
    "A.D.",
    "c.",
    "Q3",
    "3Q",
    "fiscal",
    "FY",
    "beginning",
    "year-end",
    "past",
    "0600",
    "hours",
    "29 February",
    "as early as",
    "will",
    "period",
    "ق",
    "م",
    "الربع",
    "ذلك",
    "بعامين",
    "مرتين",
    "في",
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
        "about ",
        "nearly almost ",
    ] {
        check(&piece.repeat(100_000), Some("2021-06-07"));
    }
}
