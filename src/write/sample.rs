//! Articles put together by hand, for tests of the tables: what stands in the source, and what is made of it.

use std::borrow::Cow;

use jiff::civil::date;

use super::file::{TableFiles, Written};
use crate::tables::TABLES;
use crate::types::*;

/// What is told of written tables: three rows each, seven bytes a file.
pub fn table_files(csv: bool) -> Vec<TableFiles> {
    let written = |table: &str, format: &str| Written {
        name: format!("{table}.{format}"),
        bytes: 7,
        sha256: "ab".repeat(32),
    };
    TABLES
        .iter()
        .map(|t| TableFiles {
            table: t.name,
            rows: 3,
            parquet: written(t.name, "parquet"),
            csv: csv.then(|| written(t.name, "csv")),
        })
        .collect()
}

/// A stretch of a block of the source text.
pub enum Part<'a> {
    /// Kept as it is.
    Text(&'a str),
    /// Cut out.
    Cut(&'a str),
    /// Kept: a mention of one of the article's names, or of none.
    Mention(&'a str, Option<u32>),
    /// Kept: a date.
    Date(&'a str),
    /// White space of the source that is one space in the clean text.
    Space(&'a str),
    /// The sentence ends here.
    Stop,
}

/// An article with these names.
pub fn article(doc_id: &str, names: Vec<LocalName>) -> Article {
    let document = Document {
        doc_id: doc_id.into(),
        source_path: doc_id.split('#').next().unwrap_or(doc_id).into(),
        source_record: doc_id.split_once('#').map(|(_, r)| r.to_string()),
        media_type: Some(Cow::Borrowed("text/plain")),
        source_bytes: Some(10),
        source_blake3: Some("00".into()),
        encoding: Some(Cow::Borrowed("utf-8")),
        replaced_chars: 0,
        text: String::new(),
        blocks: vec![],
        front_matter: None,
        given: Given::default(),
        page: PageMetadata::default(),
        status: Status::Ok,
        diagnostics: vec![],
    };
    Article {
        document,
        title: None,
        authors: vec![],
        publisher: None,
        url: None,
        published: Some(Published {
            value: "2020-02".into(),
            start: date(2020, 2, 1),
            end: date(2020, 2, 29),
            source: PublishedSource::Text,
            alt: None,
        }),
        language: Some(Cow::Borrowed("en")),
        language_score: Some(0.5),
        text: String::new(),
        pieces: vec![],
        segments: vec![],
        removed: vec![],
        sentences: vec![],
        dates: vec![],
        mentions: vec![],
        names,
        definitions: vec![],
        ambiguities: vec![],
        words: 0,
        duplicate_of: None,
    }
}

/// Adds a block that is removed.
pub fn removed(a: &mut Article, text: &str) {
    let start = a.document.text.len();
    a.document.text += text;
    cut(a, start, Reason::Navigation);
    a.document.text += "\r\n";
}

/// Adds a block that is kept.
pub fn kept(a: &mut Article, parts: &[Part]) {
    if !a.text.is_empty() {
        a.text += "\n\n";
    }
    let (clean, src, segment) = (a.text.len(), a.document.text.len(), a.segments.len() as u32);
    let mut sentence = clean;
    for part in parts {
        let start = a.text.len();
        match part {
            Part::Text(text) | Part::Mention(text, _) | Part::Date(text) => {
                a.pieces.push(Piece {
                    clean: start,
                    src: a.document.text.len(),
                    len: text.len(),
                });
                a.text += text;
                a.document.text += text;
            }
            Part::Cut(text) => {
                let start = a.document.text.len();
                a.document.text += text;
                cut(a, start, Reason::Markup);
            }
            Part::Space(text) => {
                a.text += " ";
                a.document.text += text;
            }
            Part::Stop => {
                a.sentences.push(Sentence {
                    span: Span::new(sentence, start),
                    segment,
                    language: None,
                });
                a.text += " ";
                a.document.text += " ";
                sentence = a.text.len();
            }
        }
        let (span, number) = (Span::new(start, a.text.len()), a.sentences.len() as u32);
        match part {
            Part::Mention(_, name) => a.mentions.push(mention(span, number, *name)),
            Part::Date(_) => a.dates.push(time(span, number)),
            _ => {}
        }
    }
    let end = a.text.trim_end().len();
    if sentence < end {
        a.sentences.push(Sentence {
            span: Span::new(sentence, end),
            segment,
            language: None,
        });
    }
    a.text.truncate(end);
    a.segments.push(Segment {
        span: Span::new(clean, end),
        src: Span::new(src, a.document.text.trim_end().len()),
        kind: SegmentKind::Paragraph,
        language: Some(Cow::Borrowed("en")),
        script: Some(Script::Latn),
        words: 3,
    });
    a.document.text += "\r\n\r\n";
}

fn cut(a: &mut Article, start: usize, reason: Reason) {
    let removal = Removal {
        reason,
        rule: Cow::Borrowed("test"),
        score: None,
        twin: None,
    };
    a.removed.push(Removed {
        src: Span::new(start, a.document.text.len()),
        removal,
    });
}

fn mention(span: Span, sentence: u32, name: Option<u32>) -> Mention {
    let link = if name.is_some() { Link::Name } else { Link::None };
    let (score, link_score) = (0.9, name.map(|_| 0.75));
    Mention {
        span,
        sentence,
        kind: EntityType::Person,
        name,
        link,
        score,
        link_score,
        finder: Finder::Tagger,
        script: Script::Latn,
    }
}

fn time(span: Span, sentence: u32) -> TimeExpression {
    TimeExpression {
        span,
        sentence,
        kind: TimexType::Date,
        value: Some("2019-12-06".into()),
        modifier: None,
        quant: None,
        freq: None,
        edtf: Some("2019-12-06".into()),
        start: Some(date(2019, 12, 6)),
        end: Some(date(2019, 12, 6)),
        precision: Some(Precision::Day),
        calendar: Calendar::Gregorian,
        hijri_value: None,
        anchor: Anchor::Explicit,
        anchor_date: None,
        alt_value: None,
        confidence: 0.95,
        role: DateRole::Text,
        range: None,
        rule: Cow::Borrowed("day_month_year"),
    }
}

/// A name of a person inside a document.
pub fn person(full: &str) -> LocalName {
    LocalName {
        kind: EntityType::Person,
        full: full.into(),
        key: None,
    }
}

/// An entity that stands for one local name.
pub fn entity(id: &str, name: &str) -> Entity {
    Entity {
        id: id.into(),
        kind: EntityType::Person,
        name: name.into(),
        origin: EntityOrigin::Discovered,
        merged_ids: vec![],
        given: vec![],
        external_ids: vec![],
        lat: None,
        lon: None,
        country: None,
    }
}
