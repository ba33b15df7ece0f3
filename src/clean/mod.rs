//! Which parts of a page are the article: blocks and their roles, title, authors, candidate publication dates.
//!
//! [`clean`] sees one document and nothing else, cannot fail, and never edits the text: it labels blocks and cuts. What a
//! publisher repeats on many pages, the order of numeric dates and copies across documents are not settled here.
//!
//! Losing body text is worse than keeping a menu: where nothing speaks against a block, it stays.

mod bios;
mod blocks;
mod byline;
mod captions;
mod datelines;
mod features;
mod finish;
mod head;
mod inferred;
mod judge;
mod line_hash;
mod lines;
mod markup;
mod net;
mod phrases;
mod published;
mod pull_quotes;
mod repeats;
mod standfirst;
mod title;
#[doc(hidden)]
pub mod training;
mod zones;

pub use blocks::paragraphs;
pub(crate) use finish::drop_lost_twins;
pub use line_hash::LineLength;
pub use phrases::{Rules, patterns};

use std::borrow::Cow;

use crate::dates::Printed;
use crate::lang::fold;
use crate::layout::odd_space;
use crate::settings::CleanMode;
use crate::types::{Cleaned, Document, MarkupBlock, Reason, Removal, Rule, SegmentKind, Span};

use blocks::Raw;
use lines::{Facts, Words};
use markup::Marks;
use phrases::Phrase;

/// Longest block, in bytes, whose folded text is kept for matching: a menu entry, a headline, a notice.
const KEY_BYTES: usize = 2_000;

/// Longest line in words that is read for a date of the page: byline, place, date and time, section.
const DATED_WORDS: usize = 30;

/// The document with a role for every block, its metadata, and what other documents may see of it.
pub fn clean(document: Document, rules: &Rules, mode: CleanMode) -> Cleaned {
    match mode {
        CleanMode::None => as_it_is(document),
        CleanMode::Full => stripped(document, rules),
    }
}

/// A block on its way to its role.
#[derive(Debug)]
struct Draft<'a> {
    span: Span,
    kind: SegmentKind,
    indent: usize,
    apart: bool,
    marks: Marks,
    facts: Facts,
    /// The text as it was drafted, without its markup, white space collapsed; what is cut later is still in it.
    plain: Cow<'a, str>,
    /// The same folded; empty for a long block.
    key: String,
    phrase: Option<&'a Phrase>,
    /// The dates that a short line names.
    dates: Vec<Printed>,
    /// A date, and nothing else but words that belong to it.
    only_date: bool,
    /// Why it goes; `None` while it stays.
    removal: Option<Removal>,
    /// Stays or goes for certain: nothing later changes it.
    sure: bool,
    /// Not chosen by the main-content extractor of an HTML page, and what the page says it is.
    aside: Option<Option<Reason>>,
}

impl Draft<'_> {
    fn kept(&self) -> bool {
        self.removal.is_none()
    }
    fn words(&self) -> usize {
        self.facts.words()
    }
    fn remove(&mut self, reason: Reason, rule: impl Into<Rule>) {
        self.removal = Some(Removal {
            reason,
            rule: rule.into(),
            score: None,
            twin: None,
        });
    }
    fn remove_surely(&mut self, reason: Reason, rule: impl Into<Rule>) {
        self.remove(reason, rule);
        self.sure = true;
    }
}

/// A document while its blocks are judged.
struct Page<'a> {
    text: &'a str,
    drafts: Vec<Draft<'a>>,
    words: Words,
    /// Whether the blocks are those of markup, with an extractor's choice among them.
    marked: bool,
}

/// The text of a span without what is cut out of it, white space collapsed.
fn plain<'a>(text: &'a str, span: Span, marks: &Marks) -> Cow<'a, str> {
    if marks.cuts.is_empty() {
        return collapsed(Cow::Borrowed(&text[span.range()]));
    }
    let mut out = String::with_capacity(span.len());
    let mut at = span.start;
    for (cut, _, _) in &marks.cuts {
        out.push_str(&text[at..cut.start]);
        at = cut.end;
    }
    out.push_str(&text[at..span.end]);
    collapsed(Cow::Owned(out))
}

/// A text with single spaces, and none around it.
fn collapsed(text: Cow<str>) -> Cow<str> {
    let Some(mut space) = odd_space(&text) else {
        return text;
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    loop {
        out.push_str(&rest[..space.start]);
        rest = &rest[space.end..];
        if !out.is_empty() && !rest.is_empty() {
            out.push(' ');
        }
        match odd_space(rest) {
            Some(next) => space = next,
            None => break,
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn stripped(document: Document, rules: &Rules) -> Cleaned {
    let raws = if document.blocks.is_empty() {
        written(&document)
    } else {
        marked(&document.blocks)
    };
    let mut page = drafts(&document, &raws, rules);
    front_matter(&mut page, document.front_matter);
    rules_of_markup(&mut page);
    let mut head = head::read(&mut page, &document);
    judge::judge(&mut page, head.title_at);
    bios::remove(&mut page, &mut head);
    repeats::remove(&mut page);
    pull_quotes::remove(&mut page);
    captions::name(&mut page);
    standfirst::name(&mut page, head.title_at);
    let dateline = datelines::cut(&mut page);
    if head.published.is_empty() {
        head.published.extend(dateline.or_else(|| inferred::inferred(&page)));
    }
    let settled = page_blocks(page);
    finish::finish(document, settled, head)
}

/// The parts of a page that outlive its borrow of the text.
fn page_blocks(page: Page) -> Vec<finish::Settled> {
    let settle = |d: Draft| finish::Settled {
        span: d.span,
        kind: d.kind,
        removal: d.removal,
        cuts: d.marks.cuts,
        key: d.key,
    };
    page.drafts.into_iter().map(settle).collect()
}

/// Blocks at blank lines, all of them kept.
fn as_it_is(document: Document) -> Cleaned {
    let settle = |range: std::ops::Range<usize>| {
        let span = Span::new(range.start, range.end);
        let cuts = markup::control_marks(&document.text, span).cuts;
        finish::Settled {
            span,
            kind: SegmentKind::Paragraph,
            removal: None,
            cuts,
            key: String::new(),
        }
    };
    let blocks = paragraphs(&document.text).into_iter().map(settle).collect();
    let head = head::stated(&document);
    finish::finish(document, blocks, head)
}

/// The blocks of a text without markup: the front matter, whole, and what the lines after it make.
fn written(document: &Document) -> Vec<Raw> {
    let text = document.text.as_str();
    let front = document.front_matter.and_then(|f| Some((f, text.get(f.range())?)));
    let (mut out, from) = match front {
        Some((front, inside)) => {
            let start = front.start + (inside.len() - inside.trim_start().len());
            let span = Span::new(start, start + inside.trim().len());
            let whole = Raw {
                span,
                kind: SegmentKind::Paragraph,
                indent: 0,
                apart: true,
            };
            (vec![whole], front.end)
        }
        None => (vec![], 0),
    };
    out.retain(|r| !r.span.is_empty());
    let moved = |r: Raw| Raw {
        span: Span::new(r.span.start + from, r.span.end + from),
        ..r
    };
    out.extend(blocks::blocks(text.get(from..).unwrap_or("")).into_iter().map(moved));
    out
}

/// The blocks that the markup of a page marks.
fn marked(blocks: &[MarkupBlock]) -> Vec<Raw> {
    blocks
        .iter()
        .map(|b| Raw {
            span: b.span,
            kind: b.kind,
            indent: 0,
            apart: true,
        })
        .collect()
}

fn drafts<'a>(document: &'a Document, raws: &[Raw], rules: &'a Rules) -> Page<'a> {
    let text = document.text.as_str();
    let html = !document.blocks.is_empty();
    let mut words = Words::default();
    let mut drafts = Vec::with_capacity(raws.len());
    for (n, raw) in raws.iter().enumerate() {
        let marks = if html {
            markup::control_marks(text, raw.span)
        } else {
            markup::marks(text, raw.span, raw.kind)
        };
        let cut: Vec<Span> = marks.cuts.iter().map(|c| c.0).collect();
        let mut facts = words.read(text, raw.span, &cut);
        let plain = plain(text, raw.span, &marks);
        let key = if raw.span.len() <= KEY_BYTES + cut.iter().map(|c| c.len()).sum::<usize>() {
            fold(&plain)
        } else {
            String::new()
        };
        let linked = document.blocks.get(n).map_or(marks.labels, |b| b.linked);
        facts.linked = (linked as f32 / facts.chars.max(1) as f32).min(1.0);
        let phrase = rules.find_folded(&key);
        // Dates of the page stand on lines that are no sentences.
        // As written: a month and a verb are told apart by the capital of "May".
        let dated = facts.numeric > 0 && facts.words() <= DATED_WORDS;
        let shown = if dated { plain.as_ref() } else { "" };
        let dates = published::dates_of(shown);
        let only_date = published::only_date(shown, &dates);
        let aside = document.blocks.get(n).filter(|b| !b.main).map(|b| b.hint);
        drafts.push(Draft {
            span: raw.span,
            kind: raw.kind,
            indent: raw.indent,
            apart: raw.apart,
            marks,
            facts,
            plain,
            key,
            phrase,
            dates,
            only_date,
            removal: None,
            sure: false,
            aside,
        });
    }
    Page {
        text,
        drafts,
        words,
        marked: html,
    }
}

/// Takes out the rules that part sections: `---`, `=====`, `* * *`.
fn rules_of_markup(page: &mut Page) {
    let text = page.text;
    for draft in page.drafts.iter_mut().filter(|d| d.facts.hash == 0) {
        let body = &text[draft.span.range()];
        let drawn = body.chars().filter(|c| matches!(c, '-' | '=' | '_' | '*')).count();
        // One or two of them are a dash or a star that someone wrote.
        if drawn >= 3
            && body
                .chars()
                .all(|c| matches!(c, '-' | '=' | '_' | '*') || c.is_whitespace())
        {
            draft.remove_surely(Reason::Markup, "markup:rule");
        }
    }
}

/// Takes the front matter out.
fn front_matter(page: &mut Page, span: Option<Span>) {
    let Some(span) = span else { return };
    for draft in &mut page.drafts {
        if span.contains(draft.span) {
            draft.remove_surely(Reason::FrontMatter, "front_matter");
        }
    }
}

#[cfg(test)]
mod tests;
