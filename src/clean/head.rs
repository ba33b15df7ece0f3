//! The head of an article: headline, byline, dateline, and what is read from them.
//!
//! Authors and dates are read near the headline and from nowhere else; a page is full of other people's names and dates.

use std::sync::LazyLock;

use regex::Regex;

use crate::types::{DateOrder, Document, PublishedCandidate, PublishedSource, Reason, SegmentKind};

use super::{Page, byline, published, title};

/// What the head says.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub title_at: Option<usize>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Vec<PublishedCandidate>,
    pub month_first: u32,
    pub day_first: u32,
}

/// How many blocks before the headline may belong to its head: a section, a date, a byline.
const BEFORE: usize = 8;

/// How many blocks after it are looked at for a byline and a date, when no prose comes first.
const AFTER: usize = 16;

/// Volume and issue of a periodical.
static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    published::pattern(r"\b(volume|vol|العدد|المجلد)\b\.?:? ?\d+.{0,30}\b(issue|no|number|nr|العدد|السنه)\b\.?:? ?\d+")
});

/// What is known without reading the text.
pub(super) fn stated(document: &Document) -> Head {
    let (given, stated) = (&document.given, &document.page);
    let clean = |s: &Option<String>| {
        s.as_deref()
            .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|t| !t.is_empty())
    };
    let mut published = published::stated(document);
    published.extend(published::in_address(document));
    Head {
        title: clean(&given.title).or_else(|| clean(&stated.title)),
        authors: if given.authors.is_empty() {
            stated.authors.clone()
        } else {
            given.authors.clone()
        },
        publisher: clean(&given.publisher).or_else(|| clean(&stated.publisher)),
        url: clean(&given.url).or_else(|| clean(&stated.url)),
        published,
        ..Head::default()
    }
}

/// Reads the head, and labels its blocks.
pub(super) fn read(page: &mut Page, document: &Document) -> Head {
    let mut head = stated(document);
    head.title_at = title::find(page, document);
    let body = title::first_prose(page);
    if let Some(at) = head.title_at
        && let Some(draft) = page.drafts.get_mut(at)
    {
        draft.kind = SegmentKind::Title;
        draft.removal = None;
        draft.sure = true;
    }
    if head.title.is_none() {
        head.title = head
            .title_at
            .and_then(|at| page.drafts.get(at))
            .map(|d| wording(&page.plain(d)))
            .filter(|t| !t.is_empty());
    }
    let (from, to) = region(page, head.title_at, body);
    let mut printed = Vec::new();
    let mut named: Option<(bool, usize, Vec<String>)> = None;
    for n in from..to {
        if Some(n) != head.title_at {
            line(page, n, head.title_at, &mut printed, &mut named);
        }
    }
    if let Some((_, n, names)) = named {
        if let Some(draft) = page.drafts.get_mut(n)
            && !draft.sure
        {
            draft.remove_surely(Reason::Byline, "byline");
        }
        if head.authors.is_empty() {
            head.authors = names;
        }
    }
    // Printed dates stand before the address: an address may be that of an archive. Dates of changes come last.
    printed.sort_by_key(|p: &(bool, bool, PublishedCandidate)| (p.0, p.1));
    let address = head
        .published
        .iter()
        .position(|p| p.source == PublishedSource::Url)
        .unwrap_or(head.published.len());
    let found: Vec<PublishedCandidate> = printed.into_iter().map(|p| p.2).collect();
    head.published.splice(address..address, found);
    orders(page, &mut head);
    head
}

/// A headline without the marks that part it from a site's name or a button.
fn wording(line: &str) -> String {
    let debris = |c: char| {
        c.is_whitespace()
            || super::markup::is_control(c)
            || matches!(c, '|' | '»' | '›' | '·' | '•' | '[' | '–' | '—' | '-' | '#')
    };
    line.trim_matches(debris).trim_start_matches(']').trim().to_string()
}

/// The blocks that may belong to the head.
fn region(page: &Page, title: Option<usize>, body: usize) -> (usize, usize) {
    let len = page.drafts.len();
    match title {
        Some(at) => {
            // A standfirst may be prose; a byline can stand after it.
            let stop = (at + 1..len)
                .filter(|n| page.drafts.get(*n).is_some_and(|d| d.facts.prose()))
                .nth(1)
                .unwrap_or(len);
            (at.saturating_sub(BEFORE), stop.min(at + 1 + AFTER))
        }
        None => (body.saturating_sub(BEFORE), body.min(len)),
    }
}

/// Reads one line of the head.
fn line(
    page: &mut Page,
    n: usize,
    title: Option<usize>,
    printed: &mut Vec<(bool, bool, PublishedCandidate)>,
    named: &mut Option<(bool, usize, Vec<String>)>,
) {
    let Some(draft) = page.drafts.get(n) else { return };
    let key = draft.key.clone();
    if draft.facts.prose() || draft.words() > 30 || key.is_empty() || draft.sure {
        return;
    }
    let plain = page.plain(draft);
    let dates = draft.dates.clone();
    let before = title.is_some_and(|t| n < t);
    let only_date = draft.only_date;
    let rest = if dates.is_empty() {
        plain.clone()
    } else {
        without_dates(&plain)
    };
    let stated = byline::stated(&rest).or_else(|| byline::stated(&plain));
    let is_stated = stated.is_some();
    let names = stated.or_else(|| {
        // A list of two-word lines in Arabic is ingredients as often as names.
        let listed = draft.facts.listed && draft.facts.cased == 0;
        let near = title.is_some_and(|t| n.abs_diff(t) <= 4 && clear(page, n, t))
            && !only_date
            && !listed
            && draft.phrase.is_none();
        near.then(|| byline::alone(&rest)).flatten()
    });
    let short = draft.words() <= 14;
    if ISSUE.is_match(&key) {
        if let Some(draft) = page.drafts.get_mut(n) {
            draft.remove_surely(Reason::Dateline, "dateline:issue");
        }
        return;
    }
    // A sentence with a date in it tells of that day: "The hall was built on 3 May 1911."
    let usable = only_date
        || names.is_some()
        || (short
            && !dates.is_empty()
            && page
                .drafts
                .get(n)
                .is_none_or(|d| d.kind != SegmentKind::Heading && !d.facts.sentence));
    if usable {
        for one in &dates {
            let candidate = PublishedCandidate {
                date: one.date,
                day_first: one.day_first,
                source: PublishedSource::Text,
            };
            printed.push((published::is_later(&key), before, candidate));
        }
    }
    let better = match (&names, &*named) {
        (Some(_), None) => true,
        (Some(_), Some((was_stated, at, _))) => {
            is_stated && !was_stated || (title.is_some_and(|t| *at < t && n > t) && is_stated >= *was_stated)
        }
        _ => false,
    };
    let Some(draft) = page.drafts.get_mut(n) else { return };
    if only_date {
        draft.remove_surely(Reason::Dateline, "dateline");
    } else if let Some(names) = names {
        if is_stated || !dates.is_empty() {
            draft.remove_surely(Reason::Byline, "byline");
        }
        if better {
            *named = Some((is_stated, n, names));
        }
    } else if usable && !dates.is_empty() && short && !draft.facts.sentence {
        draft.remove(Reason::Dateline, "dateline");
    }
}

/// Whether no prose stands between two blocks.
fn clear(page: &Page, a: usize, b: usize) -> bool {
    page.drafts
        .iter()
        .take(a.max(b))
        .skip(a.min(b) + 1)
        .all(|d| !d.facts.prose())
}

/// A line as written without the dates in it.
fn without_dates(line: &str) -> String {
    let rest = published::rest(line, &crate::dates::printed(line));
    rest.trim_matches(|c: char| !c.is_alphanumeric()).to_string()
}

/// Counts the numeric dates of short lines that can be read one way only: lists of other articles print theirs the same way.
fn orders(page: &Page, head: &mut Head) {
    for draft in &page.drafts {
        if draft.words() > 20 || draft.facts.numeric == 0 {
            continue;
        }
        for one in &draft.dates {
            match one.sure {
                Some(DateOrder::Mdy) => head.month_first += 1,
                Some(DateOrder::Dmy) => head.day_first += 1,
                _ => {}
            }
        }
    }
}
