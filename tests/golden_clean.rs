//! Golden pages of the cleaning stage: `tests/golden/clean/*.txt`.
//!
//! Every line of a page stands with its role before it; `⟦` and `⟧` are around what is cut out of a kept line. Lines
//! that begin with `<` give the page an address, lines that begin with `=` show what was found out about it. A page
//! that is stale is rewritten with `UPDATE_GOLDEN=1`, and fails without it.

mod pictures;

use std::fmt::Write as _;

use isnad::clean::{Rules, clean};
use isnad::settings::CleanMode;
use isnad::types::{Block, Cleaned, Document, Given, Role};

/// Width of the column of roles.
const WIDTH: usize = 38;

#[test]
fn pages_are_cleaned_as_drawn() {
    let rules = Rules::shipped();
    pictures::are_current("clean", |page| {
        draw(&clean(document(page), &rules, CleanMode::Full), page)
    });
}

/// The page without its drawing.
fn document(page: &str) -> Document {
    let mut text = String::new();
    let mut given = Given::default();
    for line in page.lines() {
        if let Some(url) = line.strip_prefix("< url: ") {
            given.url = Some(url.into());
        } else if !line.starts_with('=') {
            let source = line.split_once("| ").map_or("", |(_, source)| source);
            text.push_str(&source.replace(['⟦', '⟧'], ""));
            text.push('\n');
        }
    }
    Document {
        given,
        ..Document::of_text("page", text)
    }
}

/// The page with what was found drawn beside it.
fn draw(cleaned: &Cleaned, page: &str) -> String {
    let mut out: String = page
        .lines()
        .filter(|l| l.starts_with("< "))
        .map(|l| format!("{l}\n"))
        .collect();
    let _ = writeln!(out, "= title: {}", cleaned.title.as_deref().unwrap_or("-"));
    let _ = writeln!(
        out,
        "= authors: {}",
        if cleaned.authors.is_empty() {
            "-".into()
        } else {
            cleaned.authors.join("; ")
        }
    );
    let dates = cleaned.published.iter().map(|p| {
        let part = |n: Option<i8>| n.map_or(String::new(), |n| format!("-{n:02}"));
        let show = |d: isnad::types::PartialDate| format!("{:04}{}{}", d.year, part(d.month), part(d.day));
        format!(
            "{}{} ({})",
            show(p.date),
            p.day_first.map_or(String::new(), |d| format!(" or {}", show(d))),
            p.source.label()
        )
    });
    let dates: Vec<String> = dates.collect();
    let _ = writeln!(
        out,
        "= published: {}",
        if dates.is_empty() { "-".into() } else { dates.join("; ") }
    );
    let text = &cleaned.document.text;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end_matches('\n').len());
        at += line.len();
        if line.trim().is_empty() {
            out.push('\n');
            continue;
        }
        let block = cleaned.blocks.iter().find(|b| b.span.start < end && b.span.end > start);
        let label = block.map_or("?".into(), |b| {
            if b.span.start < start {
                "  \"".to_string()
            } else {
                label(b, text)
            }
        });
        let _ = writeln!(out, "{label:WIDTH$}| {}", marked(text, start, end, block));
    }
    out
}

fn label(block: &Block, text: &str) -> String {
    match &block.role {
        Role::Kept => format!("kept {}", block.kind.label()),
        Role::Removed(r) => {
            let twin = r.twin.map_or(String::new(), |t| {
                format!(" of line {}", text[..t.start].matches('\n').count() + 1)
            });
            format!("- {} {}{twin}", r.reason.label(), r.rule)
        }
    }
}

/// The line with marks around what is cut out of it.
fn marked(text: &str, start: usize, end: usize, block: Option<&Block>) -> String {
    let mut out = String::new();
    let mut at = start;
    for cut in block
        .map_or(&[][..], |b| &b.cuts)
        .iter()
        .filter(|c| c.span.start < end && c.span.end > start)
    {
        let (from, to) = (cut.span.start.max(start), cut.span.end.min(end));
        let _ = write!(out, "{}⟦{}⟧", &text[at..from], &text[from..to]);
        at = to;
    }
    out + &text[at..end]
}
