//! A document with its lines: what was kept stands as it is, what was removed is marked, and its reason stands below.

use isnad::explain::{Document, Line, Page, Part, Removed, Row};
use isnad::printable::one_line;

use super::paint::{Paint, lines, quoted, safe};

pub fn page(page: &Page, paint: &Paint) -> String {
    let mut out = head(&page.document, paint);
    let kept = page.segments.len();
    out += &format!(
        "  {:<12}{kept} kept blocks, {} removed spans\n\n",
        "parts",
        page.removed.len()
    );
    if !page.document.has_text {
        out += &without_text(page, paint);
        return out;
    }
    let width = page.lines.last().map_or(1, |l| l.line.to_string().len());
    for line in &page.lines {
        out += &drawn(line, width, paint);
        let ends = page
            .removed
            .iter()
            .filter(|r| r.lines.is_some_and(|(_, last)| last == line.line));
        for note in notes(ends) {
            out += &format!("  {:width$} ' {}\n", "", paint.cyan(&note));
        }
    }
    out
}

/// The document as a whole.
pub fn head(document: &Document, paint: &Paint) -> String {
    let row = &document.row;
    let mut out = format!("{}\n", paint.bold(&one_line(document.id())));
    let mut say = |name: &str, value: String| {
        if !value.is_empty() {
            out += &format!("  {name:<12}{value}\n");
        }
    };
    let text = |column: &str| row.text(column).map(one_line).unwrap_or_default();
    say("title", text("title"));
    say(
        "authors",
        row.list("authors")
            .into_iter()
            .map(one_line)
            .collect::<Vec<_>>()
            .join("; "),
    );
    say("publisher", text("publisher"));
    say("url", text("url"));
    say("published", published(row).unwrap_or_else(|| "not known".to_string()));
    let language = row
        .number("language_score")
        .map(|score| format!(" ({score:.2})"))
        .unwrap_or_default();
    say(
        "language",
        format!("{}{language}", row.text("language").unwrap_or("not known")),
    );
    say("status", text("status"));
    for copy in &document.duplicates {
        let (name, other) = relation(copy, document.id());
        say(name, other);
    }
    for d in &document.diagnostics {
        let (code, message) = (
            d.text("code").unwrap_or_default(),
            d.text("message").unwrap_or_default(),
        );
        say("diagnostic", format!("{code}: {}", one_line(message)));
    }
    out
}

/// The publication date, where it comes from, and its other reading.
pub fn published(row: &Row) -> Option<String> {
    let other = row
        .text("published_alt")
        .map(|alt| format!(", which can also be read as {alt}"));
    Some(format!(
        "{} (source: {}){}",
        row.text("published")?,
        row.text("published_source").unwrap_or("not known"),
        other.unwrap_or_default()
    ))
}

/// What a row of `duplicates` says about a document, seen from this one.
fn relation(copy: &Row, id: &str) -> (&'static str, String) {
    let relation = copy.text("relation").unwrap_or_default();
    let contained = relation == "contained";
    let of = copy.text("doc_id") == Some(id);
    let name = match (of, contained) {
        (true, false) => "copy of",
        (false, false) => "copied by",
        (true, true) => "inside",
        (false, true) => "contains",
    };
    let other = copy
        .text(if of { "other_doc_id" } else { "doc_id" })
        .unwrap_or_default();
    let (jaccard, containment) = (copy.number("jaccard"), copy.number("containment"));
    let value = format!(
        "{} ({relation}: shares {:.0}% of all word sequences, {:.0}% of the shorter text's)",
        one_line(other),
        100.0 * jaccard.unwrap_or_default(),
        100.0 * containment.unwrap_or_default()
    );
    (name, value)
}

/// A line: `-` before one that was removed whole, `~` before one that was cut, with the cuts as `[-cut-]`.
fn drawn(line: &Line, width: usize, paint: &Paint) -> String {
    let is = |removed: bool| {
        let mut pieces = line.pieces.iter();
        pieces.any(|p| matches!(p.part, Part::Removed { .. }) == removed && p.part != Part::Between)
    };
    let (kept, cut) = (is(false), is(true));
    let mut text = String::new();
    for piece in &line.pieces {
        let shown = safe(&piece.text);
        text += &match piece.part {
            Part::Removed { .. } if kept => paint.red(&format!("[-{shown}-]")),
            Part::Removed { .. } => paint.red(&shown),
            Part::Kept | Part::Between => shown,
        };
    }
    let mark = match (kept, cut) {
        (true, true) => paint.red("~"),
        (false, true) => paint.red("-"),
        _ => " ".to_string(),
    };
    let number = paint.dim(&format!("{:>width$} |", line.line));
    format!("{mark} {number} {text}").trim_end().to_string() + "\n"
}

/// Why the spans that end in a line were removed; those alike once, with their number.
fn notes<'a>(removed: impl Iterator<Item = &'a Removed>) -> Vec<String> {
    let mut notes: Vec<(String, usize)> = Vec::new();
    for note in removed.map(why) {
        match notes.iter_mut().find(|(n, _)| *n == note) {
            Some((_, times)) => *times += 1,
            None => notes.push((note, 1)),
        }
    }
    let told = |(note, times): (String, usize)| match times {
        1 => note,
        _ => format!("{note} ({times} times)"),
    };
    notes.into_iter().map(told).collect()
}

/// Reason, rule, score and twin of a removed span.
pub fn why(removed: &Removed) -> String {
    let row = &removed.row;
    let mut out = format!(
        "{}, rule {}",
        row.text("reason").unwrap_or_default(),
        one_line(row.text("rule_id").unwrap_or_default())
    );
    if let Some(score) = row.number("score") {
        out += &format!(", score {score:.2}");
    }
    if let Some(twin) = &removed.twin {
        let place = twin
            .lines
            .map_or_else(|| format!("{}..{}", twin.src_start, twin.src_end), lines);
        out += &format!(", its twin is kept in {place}");
    }
    out
}

/// The blocks by their offsets, where the dataset has no text.
fn without_text(page: &Page, paint: &Paint) -> String {
    if !page.document.readable() {
        return "It could not be read, so it has no text.\n".to_string();
    }
    let mut out = "Its text is not in this dataset (written with text = \"none\"): offsets in code points of the source text.\n\n".to_string();
    let kept = page.segments.iter().map(|s| {
        let (kind, text) = (
            s.text("kind").unwrap_or_default(),
            s.text("text").map(quoted).unwrap_or_default(),
        );
        (s.src(), " ", format!("kept: {kind} {text}"))
    });
    let gone = page.removed.iter().map(|r| (r.row.src(), "-", why(r)));
    let mut blocks: Vec<_> = kept.chain(gone).collect();
    blocks.sort();
    for ((start, end), mark, told) in blocks {
        let mark = if mark == "-" { paint.red(mark) } else { mark.to_string() };
        out += &format!("{mark} {:>14} | {}\n", format!("{start}..{end}"), told.trim_end());
    }
    out
}
