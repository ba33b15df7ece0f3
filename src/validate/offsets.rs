//! Where a row says it stands, its text stands: `documents.text[char_start:char_end] == text`, sentences inside their
//! segment, dates and mentions inside their sentence, none over another, and the same in the source text.

use std::collections::BTreeMap;

use super::pages::{Page, Row};
use super::points::{Points, squeezed};
use super::{Findings, quoted};

/// Rows by id.
type Rows<'a> = BTreeMap<&'a str, &'a Row>;

/// What a row is to lie inside: what it is called, and where to look it up.
type Homes<'a> = (&'a str, &'a Rows<'a>);

/// Checks the offsets of all rows of a document.
pub fn check(page: &Page, findings: &mut Findings) {
    texts(page, findings);
    let clean = page.text.as_deref().map(Points::new);
    let source = page.source.as_deref().map(Points::new);
    let texts = Texts { page, clean, source };
    let segments: Rows = page.segments.iter().map(|r| (r.id.as_str(), r)).collect();
    let sentences: Rows = page.sentences.iter().map(|r| (r.id.as_str(), r)).collect();
    let tables: [(&str, char, &[Row], Option<Homes>); 4] = [
        ("segments", 's', &page.segments, None),
        ("sentences", 'n', &page.sentences, Some(("segment", &segments))),
        ("dates", 't', &page.dates, Some(("sentence", &sentences))),
        ("mentions", 'm', &page.mentions, Some(("sentence", &sentences))),
    ];
    for (table, letter, rows, homes) in tables {
        let mut last = 0;
        for (number, row) in rows.iter().enumerate() {
            named(table, letter, page, row, findings);
            inside(table, row, page, homes, findings);
            if row.chars.0 < last {
                findings.add(table, "overlaps", || {
                    format!("row {} overlaps the row before it", row.id)
                });
            }
            last = last.max(row.chars.1);
            if matches!(letter, 's' | 'n') && usize::try_from(row.index) != Ok(number) {
                findings.add(table, "index", || {
                    format!("row {} has the index {}, not {number}", row.id, row.index)
                });
            }
            texts.check(table, row, findings);
        }
    }
    for row in &page.removed {
        named("removed_spans", 'r', page, row, findings);
        texts.removed(row, findings);
    }
}

/// Checks that the texts are there, or not there, and as long as they are said to be.
fn texts(page: &Page, findings: &mut Findings) {
    let doc = &page.doc_id;
    let mut wrong = |check, message: String| findings.add("documents", check, || message);
    if !page.whole {
        if page.text.is_some() {
            wrong(
                "text",
                format!("row {doc} has a text, though the dataset is one without texts"),
            );
        }
        return;
    }
    match &page.text {
        Some(text) if text.chars().count() as i64 != i64::from(page.chars) => {
            wrong(
                "counts",
                format!(
                    "row {doc}: chars is {}, but its text has {}",
                    page.chars,
                    text.chars().count()
                ),
            );
        }
        None if page.readable || page.source.is_some() => wrong("text", format!("row {doc} has no text")),
        _ => {}
    }
    match &page.source {
        Some(text) if text.chars().count() as i64 != i64::from(page.source_chars) => {
            let count = text.chars().count();
            wrong(
                "counts",
                format!(
                    "row {doc}: source_chars is {}, but its source has {count}",
                    page.source_chars
                ),
            );
        }
        None if page.source_chars != 0 => wrong("text", format!("row {doc} has no source text in sources")),
        _ => {}
    }
}

/// Checks that the id is made of the document's, a letter and the source offset.
fn named(table: &str, letter: char, page: &Page, row: &Row, findings: &mut Findings) {
    let rest = row
        .id
        .strip_prefix(page.doc_id.as_str())
        .and_then(|r| r.strip_prefix('/')?.strip_prefix(letter));
    if rest != Some(row.src.0.to_string().as_str()) {
        findings.add(table, "ids", || {
            format!(
                "row {} is not named {}/{letter}{}, for its document and src_start",
                row.id, page.doc_id, row.src.0
            )
        });
    }
}

/// Checks that a row lies inside its home, and that home in this document.
fn inside(table: &str, row: &Row, page: &Page, homes: Option<Homes>, findings: &mut Findings) {
    let around = match homes {
        None => Some((0, page.chars)),
        Some((_, homes)) => row
            .home
            .as_deref()
            .and_then(|home| homes.get(home))
            .map(|home| home.chars),
    };
    let name = homes.map_or("documents.text", |(name, _)| name);
    match around {
        Some((start, end)) if start <= row.chars.0 && row.chars.0 < row.chars.1 && row.chars.1 <= end => {}
        Some((start, end)) => findings.add(table, "inside", || {
            format!(
                "row {} stands at {}..{}, which is not inside its {name} at {start}..{end}",
                row.id, row.chars.0, row.chars.1
            )
        }),
        None => findings.add(table, "inside", || {
            format!("row {} has a {name} of another document, or none", row.id)
        }),
    }
    if !(0 <= row.src.0 && row.src.0 < row.src.1 && row.src.1 <= page.source_chars) {
        findings.add(table, "inside", || {
            format!(
                "row {} stands at {}..{} of a source text of {}",
                row.id, row.src.0, row.src.1, page.source_chars
            )
        });
    }
}

struct Texts<'a> {
    page: &'a Page,
    clean: Option<Points<'a>>,
    source: Option<Points<'a>>,
}

impl Texts<'_> {
    /// Checks that the text of a row is what stands at its offsets.
    fn check(&self, table: &str, row: &Row, findings: &mut Findings) {
        if !self.page.whole {
            if row.text.is_some() && matches!(table, "segments" | "sentences") {
                findings.add(table, "text", || {
                    format!("row {} has a text, though the dataset is one without texts", row.id)
                });
            }
            return;
        }
        let (Some(clean), Some(source)) = (&self.clean, &self.source) else {
            return;
        };
        let there = clean.slice(row.chars);
        if row.text.is_none() || there != row.text.as_deref() {
            findings.add(table, "offsets", || {
                let (text, there) = (
                    row.text.as_deref().map_or("NULL".into(), quoted),
                    quoted(there.unwrap_or_default()),
                );
                format!(
                    "row {} is {text}, but documents.text[{}:{}] is {there}",
                    row.id, row.chars.0, row.chars.1
                )
            });
            return;
        }
        let Some((start, end)) = source.bytes(row.src) else {
            return;
        };
        let Some(text) = &self.page.source else { return };
        let pieces = self.kept(source, start, end);
        if !squeezed(pieces.iter().filter_map(|p| text.get(p.0..p.1))).eq(squeezed(row.text.as_deref())) {
            findings.add(table, "source offsets", || {
                let there: String = pieces.iter().filter_map(|p| text.get(p.0..p.1)).collect();
                let row_text = quoted(row.text.as_deref().unwrap_or_default());
                format!(
                    "row {} is {row_text}, but its source at {}..{} is {}",
                    row.id,
                    row.src.0,
                    row.src.1,
                    quoted(&there)
                )
            });
        }
    }

    /// What of a stretch of the source text no removed span takes away, in bytes.
    fn kept(&self, source: &Points, start: usize, end: usize) -> Vec<(usize, usize)> {
        // Removed spans are sorted; where they are not, that is a finding of its own.
        let removed = &self.page.removed;
        let first = removed.partition_point(|r| source.byte(r.src.1.max(0) as usize).is_some_and(|end| end <= start));
        let (mut pieces, mut at) = (Vec::new(), start);
        for (a, b) in removed
            .iter()
            .skip(first)
            .filter_map(|r| source.bytes(r.src))
            .take_while(|(a, _)| *a < end)
        {
            if at < a {
                pieces.push((at, a));
            }
            at = at.max(b);
        }
        if at < end {
            pieces.push((at, end));
        }
        pieces
    }

    /// Checks the text of a removed span.
    fn removed(&self, row: &Row, findings: &mut Findings) {
        if !(0 <= row.src.0 && row.src.0 < row.src.1 && row.src.1 <= self.page.source_chars) {
            findings.add("removed_spans", "inside", || {
                format!(
                    "row {} stands at {}..{} of a source text of {}",
                    row.id, row.src.0, row.src.1, self.page.source_chars
                )
            });
            return;
        }
        if !self.page.whole {
            if row.text.is_some() {
                findings.add("removed_spans", "text", || {
                    format!("row {} has a text, though the dataset is one without texts", row.id)
                });
            }
            return;
        }
        let Some(source) = &self.source else { return };
        let there = source.slice(row.src);
        if row.text.is_none() || there != row.text.as_deref() {
            findings.add("removed_spans", "source offsets", || {
                let (text, there) = (
                    row.text.as_deref().map_or("NULL".into(), quoted),
                    quoted(there.unwrap_or_default()),
                );
                format!(
                    "row {} is {text}, but sources.text[{}:{}] is {there}",
                    row.id, row.src.0, row.src.1
                )
            });
        }
    }
}
