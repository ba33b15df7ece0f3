//! Golden pages of time expressions: a line of text, and under it what is found in it.
//!
//! ```text
//! published 2021-06-07
//!
//! > He was freed in January 2010, three years after his arrest.
//! #                 ^^^^^^^^^^^^ DATE 2010-01
//! #                               ^^^^^^^^^^^ DURATION P3Y
//! ```
//!
//! A page may begin with `published DATE` and `order dmy`. Blank lines part paragraphs; every line is a block of the
//! text, and a page is one document. `UPDATE_GOLDEN=1 cargo test --test golden_dates` rewrites stale pages.

mod pictures;

use std::fmt::Write as _;

use isnad::dates::{RULES, bounds, expressions, partial, show};
use isnad::types::{DateOrder, DateRole, Published, PublishedSource, Segment, SegmentKind, Span, TimeExpression};

#[test]
fn pages_are_current() {
    pictures::are_current("dates", redrawn);
}

/// docs/dates.md lists every rule, in order, with an example that the rule finds with the value beside it.
#[test]
fn every_rule_is_documented() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dates.md");
    let page = std::fs::read_to_string(&file).expect("docs/dates.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .skip_while(|l| !l.starts_with("| rule_id |"))
        .skip(2)
        .filter_map(|l| {
            Some(
                l.strip_prefix("| ")?
                    .strip_suffix('|')?
                    .split('|')
                    .map(str::trim)
                    .collect(),
            )
        })
        .collect();
    let ids: Vec<&str> = rows.iter().map(|r| r[0]).collect();
    assert_eq!(ids, RULES);
    let published = published_on("2021-06-07");
    // Ages are rows in narratives only: the example stands on a page that is one.
    let narrative = ". In 1801, 1803, 1805, 1807, 1809, 1811 and 1813 it was rebuilt.";
    for row in rows {
        let [rule, example, value] = row[..] else {
            panic!("three cells: {row:?}")
        };
        let (before, rest) = example.split_once("**").expect("the expression in bold");
        let (bold, after) = rest.split_once("**").expect("the end of the bold");
        let text = format!(
            "{before}{bold}{after}{}",
            if rule == "duration:age" { narrative } else { "" }
        );
        let span = Span::new(0, text.len());
        let sentences = isnad::lang::sentences(&text, &[paragraph(span)]);
        let found = expressions(&text, &sentences, published.as_ref(), None);
        let hit = found
            .iter()
            .find(|f| &text[f.span.range()] == bold)
            .unwrap_or_else(|| panic!("{rule}: {bold} is not found in {text}"));
        assert_eq!(
            (&*hit.rule, hit.value.as_deref().unwrap_or("")),
            (rule, value),
            "{text}"
        );
    }
}

fn published_on(day: &str) -> Option<Published> {
    partial(day).map(|date| {
        let (start, end) = bounds(date);
        Published {
            value: show(date),
            start,
            end,
            source: PublishedSource::Given,
            alt: None,
        }
    })
}

fn paragraph(span: Span) -> Segment {
    Segment {
        span,
        src: span,
        kind: SegmentKind::Paragraph,
        language: None,
        script: None,
        words: 0,
    }
}

/// The page as it would be drawn now.
fn redrawn(page: &str) -> String {
    let setting = |name: &str| {
        page.lines()
            .find_map(|l| l.strip_prefix(name)?.strip_prefix(' '))
            .map(str::trim)
    };
    let published = setting("published").and_then(published_on);
    let order = setting("order").and_then(DateOrder::from_label);
    let lines: Vec<&str> = page.lines().filter_map(|l| l.strip_prefix("> ")).collect();
    let mut text = String::new();
    let mut segments = Vec::new();
    for line in &lines {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let span = Span::new(text.len(), text.len() + line.len());
        text.push_str(line);
        segments.push(paragraph(span));
    }
    let sentences = isnad::lang::sentences(&text, &segments);
    let found = expressions(&text, &sentences, published.as_ref(), order);
    let mut drawn = String::new();
    let mut segment = segments.iter();
    for line in page.lines() {
        if line.starts_with('#') && !line.starts_with("##") {
            continue;
        }
        drawn.push_str(line);
        drawn.push('\n');
        if line.starts_with("> ")
            && let Some(segment) = segment.next()
        {
            for row in found.iter().enumerate().filter(|(_, f)| segment.span.contains(f.span)) {
                draw(&mut drawn, &text, segment.span, row);
            }
        }
    }
    drawn
}

/// One finding: carets under its characters, then what it is.
fn draw(out: &mut String, text: &str, line: Span, (index, f): (usize, &TimeExpression)) {
    let before = text[line.start..f.span.start].chars().count();
    let length = text[f.span.range()].chars().count();
    let _ = write!(
        out,
        "# {}{} {} {}",
        " ".repeat(before),
        "^".repeat(length),
        f.kind.label(),
        f.value.as_deref().unwrap_or("-")
    );
    let mut also = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = write!(out, " {name}={value}");
        }
    };
    also("mod", f.modifier.map(|m| m.label()));
    also("quant", f.quant.map(|q| q.label()));
    also("freq", f.freq.as_deref());
    also("alt", f.alt_value.as_deref());
    also("hijri", f.hijri_value.as_deref());
    also("role", (f.role != DateRole::Text).then(|| f.role.label()));
    also(
        "range",
        f.range
            .map(|first| if first as usize == index { "begins" } else { "goes on" }),
    );
    out.push('\n');
}
