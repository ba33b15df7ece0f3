//! One place of a document, or one row: everything that the tables say about it.

use serde::Serialize;

use super::document::Document;
use super::evidence::InSentence;
use super::lines::{Removed, Source};
use super::{Answer, Dataset, Row, Trouble, meaning};
use crate::error::Result;

/// A place of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// The document.
    pub document: Document,
    /// The row that was asked for, when one was.
    pub id: Option<String>,
    /// The place in the source text, where the row begins when one was asked for.
    pub src_start: usize,
    /// The line of the source text; `None` without it.
    pub point: Option<Point>,
    /// The removed span there; it may be cut out of the segment.
    pub removed: Option<Removed>,
    /// The segment there.
    pub segment: Option<Row>,
    /// The sentence there.
    pub sentence: Option<Row>,
    /// The date there, or all of the segment or sentence that was asked for.
    pub dates: Vec<DateFound>,
    /// The mention there, or all of the segment or sentence that was asked for.
    pub mentions: Vec<MentionFound>,
}

/// A place in the source text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The line, from 1.
    pub line: usize,
    /// The code point of the line, from 1.
    pub column: usize,
    /// The code point there; `None` at the end of the text.
    pub character: Option<char>,
    /// The line's text.
    pub text: String,
}

/// A date with what can be told about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateFound {
    /// Its row.
    #[serde(flatten)]
    pub row: Row,
    /// Where it stands in its sentence; `None` without texts.
    pub in_sentence: Option<InSentence>,
    /// What its rule finds, by an example.
    pub rule_means: Option<String>,
    /// What its anchor means.
    pub anchor_means: Option<String>,
    /// For a date counted from one in the text: the only one before it that begins or ends on that day; `None` when there are
    /// several, since the dataset does not tell which was meant.
    pub counted_from: Option<Row>,
}

/// A mention with what can be told about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MentionFound {
    /// Its row.
    #[serde(flatten)]
    pub row: Row,
    /// Where it stands in its sentence; `None` without texts.
    pub in_sentence: Option<InSentence>,
    /// The row of its entity.
    pub entity: Option<Row>,
    /// The row of its spelling in `entity_names`.
    pub spelling: Option<Row>,
}

/// Tables whose rows stand in a document: the letter of their ids, their name and key.
const PLACED: &[(char, &str, &str)] = &[
    ('s', "segments", "segment_id"),
    ('n', "sentences", "sentence_id"),
    ('r', "removed_spans", "span_id"),
    ('t', "dates", "date_id"),
    ('m', "mentions", "mention_id"),
];

/// So many ids are named when there is no such row.
const NAMED: usize = 3;

/// Which rows of a document are wanted.
enum Wanted<'a> {
    /// Those that hold a code point of the source text.
    At(usize),
    /// One row of a table.
    Row(&'static str, &'a Row),
}

impl Wanted<'_> {
    /// Whether a row of a table is among them.
    fn has(&self, table: &str, row: &Row) -> bool {
        match self {
            Wanted::At(at) => row.covers(*at),
            Wanted::Row(of, wanted) if *of == table => row.src() == wanted.src(),
            // Dates and mentions lie inside sentences and segments, those around them.
            Wanted::Row("segments" | "sentences", wanted) if matches!(table, "dates" | "mentions") => {
                wanted.covers(row.src().0)
            }
            Wanted::Row("dates" | "mentions", _) if matches!(table, "dates" | "mentions" | "removed_spans") => false,
            Wanted::Row("segments" | "sentences", _) if table == "removed_spans" => false,
            Wanted::Row("segments", _) if table == "sentences" => false,
            Wanted::Row(_, wanted) => row.covers(wanted.src().0),
        }
    }
}

impl Dataset {
    /// What covers a code point of a document's source text.
    ///
    /// # Errors
    /// When the text is shorter, or the dataset cannot be read.
    pub fn at(&self, doc_id: &str, at: usize) -> Answer<Spot> {
        let document = self.document(doc_id)?;
        let length = document.row.int("source_chars").unwrap_or_default();
        if i64::try_from(at).map_or(true, |at| at >= length) {
            return Err(Trouble::Missing(match length {
                0 => format!("the source text of {doc_id} is empty"),
                _ => format!(
                    "the source text of {doc_id} has code points 0 to {}, and no {at}",
                    length - 1
                ),
            }));
        }
        Ok(self.spot(document, None, at, &Wanted::At(at))?)
    }

    /// What is known about a row of `segments`, `sentences`, `removed_spans`, `dates` or `mentions`.
    ///
    /// # Errors
    /// When there is no such row, or the dataset cannot be read.
    pub fn row(&self, id: &str) -> Answer<Spot> {
        let Some((doc_id, local)) = id.rsplit_once('/') else {
            return Err(Trouble::Missing(format!("{id} is not the id of a row: {}", forms())));
        };
        let letter = local.chars().next().unwrap_or_default();
        let Some((_, table, key)) = PLACED.iter().find(|(l, ..)| *l == letter) else {
            return Err(Trouble::Missing(format!("{id} is not the id of a row: {}", forms())));
        };
        let document = self.document(doc_id)?;
        let Some(row) = self.row_of(table, key, id)? else {
            return Err(Trouble::Missing(self.no_such_row(doc_id, local, table, key)?));
        };
        let at = row.src().0;
        Ok(self.spot(document, Some(id.to_string()), at, &Wanted::Row(table, &row))?)
    }

    fn no_such_row(&self, doc_id: &str, local: &str, table: &str, key: &str) -> Result<String> {
        let number = |id: &str| id.rsplit_once('/').and_then(|(_, l)| l.get(1..)?.parse::<i64>().ok());
        let wanted = local.get(1..).and_then(|n| n.parse::<i64>().ok()).unwrap_or_default();
        let rows = self.table(table)?.rows_of("doc_id", doc_id)?;
        let rows = self.columns(table, &[key], rows)?;
        let mut ids: Vec<&str> = rows.iter().filter_map(|r| r.text(key)).collect();
        ids.sort_by_key(|id| number(id).map(|n| n.abs_diff(wanted)));
        ids.truncate(NAMED);
        Ok(match ids.as_slice() {
            [] => format!("{doc_id} has no rows in {table}"),
            ids => format!(
                "{doc_id} has no row {local} in {table}; the nearest are {}",
                ids.join(", ")
            ),
        })
    }

    fn spot(&self, document: Document, id: Option<String>, at: usize, wanted: &Wanted) -> Result<Spot> {
        let doc_id = document.id().to_string();
        let text = self.source(&doc_id)?;
        let source = text.as_deref().map(Source::new);
        let rows = |table: &str| -> Result<Vec<Row>> {
            let rows = self.rows(table, "doc_id", &doc_id)?;
            Ok(rows.into_iter().filter(|row| wanted.has(table, row)).collect())
        };
        let removed = self.removed(&doc_id, source.as_ref())?;
        let sentences = self.rows("sentences", "doc_id", &doc_id)?;
        Ok(Spot {
            id,
            src_start: at,
            point: source.as_ref().and_then(|s| point(s, at)),
            removed: removed.into_iter().find(|r| wanted.has("removed_spans", &r.row)),
            segment: rows("segments")?.into_iter().next(),
            dates: self.dates(&doc_id, wanted, &sentences)?,
            mentions: self.mentions(rows("mentions")?, &sentences)?,
            sentence: sentences.into_iter().find(|row| wanted.has("sentences", row)),
            document,
        })
    }

    fn dates(&self, doc_id: &str, wanted: &Wanted, sentences: &[Row]) -> Result<Vec<DateFound>> {
        let all = self.rows("dates", "doc_id", doc_id)?;
        let dates = all.iter().enumerate().filter(|(_, row)| wanted.has("dates", row));
        let found = dates.map(|(number, row)| {
            let day = row.text("anchor_date").filter(|_| row.text("anchor") == Some("text"));
            let on = |r: &&Row| day.is_some() && [r.text("start_date"), r.text("end_date")].contains(&day);
            DateFound {
                in_sentence: in_sentence(row, sentences),
                rule_means: row.text("rule_id").and_then(meaning::of_rule),
                anchor_means: row.text("anchor").and_then(meaning::of_anchor),
                counted_from: only(all.iter().take(number).filter(on)).cloned(),
                row: row.clone(),
            }
        });
        Ok(found.collect())
    }

    fn mentions(&self, rows: Vec<Row>, sentences: &[Row]) -> Result<Vec<MentionFound>> {
        let found = rows.into_iter().map(|row| {
            let entity = row.text("entity_id").unwrap_or_default();
            let spelling = row.text("text").unwrap_or_default().split_whitespace();
            let spelling = spelling.collect::<Vec<_>>().join(" ");
            let names = self.rows("entity_names", "entity_id", entity)?;
            Ok(MentionFound {
                in_sentence: in_sentence(&row, sentences),
                entity: self.rows("entities", "entity_id", entity)?.into_iter().next(),
                spelling: names.into_iter().find(|n| n.text("name") == Some(&spelling)),
                row,
            })
        });
        found.collect()
    }
}

/// The only one; `None` when there is none, or more.
fn only<T>(mut several: impl Iterator<Item = T>) -> Option<T> {
    several.next().filter(|_| several.next().is_none())
}

fn in_sentence(row: &Row, sentences: &[Row]) -> Option<InSentence> {
    let id = row.text("sentence_id")?;
    let sentence = sentences.iter().find(|s| s.text("sentence_id") == Some(id))?;
    InSentence::of(row, sentence)
}

fn point(source: &Source, at: usize) -> Option<Point> {
    let (line, start, text) = source.line_at(at)?;
    Some(Point {
        line,
        column: at - start + 1,
        character: source.slice((at, at + 1)).and_then(|t| t.chars().next()),
        text: text.to_string(),
    })
}

/// What ids of rows look like.
fn forms() -> String {
    let forms: Vec<String> = PLACED
        .iter()
        .map(|(letter, table, _)| format!("DOC/{letter}NUMBER ({table})"))
        .collect();
    format!("ids are {}", forms.join(", "))
}
