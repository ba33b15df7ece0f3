//! The head of an article: headline, byline, dateline, and what is read from them.
//!
//! Authors and dates are read near the headline and from nowhere else; a page is full of other people's names and dates.

use std::sync::LazyLock;

use regex::Regex;

use crate::types::{DateOrder, Document, PublishedCandidate, PublishedSource, Reason, SegmentKind};

use super::published::Shown;
use super::{Draft, Page, byline, published, title};

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

/// Bytes before the date of a line that begins with it: `On 3 May 2020 by ...`.
const LEAD: usize = 4;

/// How long it takes to read the article.
static READING: LazyLock<Regex> =
    LazyLock::new(|| published::pattern(r"^\d{1,3} ?min(ute)?s?\b|دقيقه قراءه|دقائق قراءه"));

/// What is known without reading the text.
pub(super) fn stated(document: &Document) -> Head {
    let (given, stated) = (&document.given, &document.page);
    let clean = |s: &Option<String>| {
        s.as_deref()
            .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|t| !t.is_empty())
    };
    let published = published::settled(published::stated(document), Vec::new(), published::in_address(document));
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
            .map(|d| wording(&d.plain))
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
    // The title of a window may stand above the menus, and the headline again above the text.
    for at in again(page, head.title_at) {
        if printed.is_empty() {
            let (_, to) = region(page, Some(at), body);
            for n in at + 1..to {
                line(page, n, Some(at), &mut printed, &mut named);
            }
        }
    }
    if let Some((_, n, names)) = named {
        if let Some(draft) = page.drafts.get_mut(n)
            && !draft.sure
        {
            draft.remove_surely(Reason::Byline, "byline");
        }
        if head.authors.is_empty() || byline::goes_on(&head.authors, &names) {
            head.authors = names;
        }
    }
    head.published = published::settled(published::stated(document), printed, published::in_address(document));
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

/// The next two blocks that say what the headline says. Three words: shorter lines are sections.
fn again(page: &Page, title: Option<usize>) -> Vec<usize> {
    let Some((at, draft)) = title.and_then(|t| Some((t, page.drafts.get(t)?))) else {
        return Vec::new();
    };
    let next = page.drafts.iter().enumerate().skip(at + 1);
    let same = next.filter(|(_, d)| draft.words() >= 3 && d.facts.hash == draft.facts.hash);
    same.map(|(n, _)| n).take(2).collect()
}

/// The blocks that may belong to the head.
fn region(page: &Page, title: Option<usize>, body: usize) -> (usize, usize) {
    let len = page.drafts.len();
    match title {
        Some(at) => {
            // A standfirst may be prose; a byline can stand after it. So it can after what a page prints beside its text.
            let stop = (at + 1..len)
                .filter(|n| {
                    page.drafts
                        .get(*n)
                        .is_some_and(|d| d.facts.prose() && d.aside.is_none())
                })
                .nth(1)
                .unwrap_or(len);
            let stop = if is_label(page, stop + 1) { stop + 3 } else { stop };
            (at.saturating_sub(BEFORE), stop.min(at + 1 + AFTER).min(len))
        }
        // Without prose the head is where heads are, and not what stands last.
        None if body >= len => (0, AFTER.min(len)),
        None => (body.saturating_sub(BEFORE), body),
    }
}

/// Reads one line of the head.
fn line(
    page: &mut Page,
    n: usize,
    title: Option<usize>,
    printed: &mut Vec<Shown>,
    named: &mut Option<(bool, usize, Vec<String>)>,
) {
    let Some(draft) = page.drafts.get(n) else { return };
    let key = draft.key.clone();
    if draft.facts.prose() || draft.words() > 30 || key.is_empty() || draft.sure {
        return;
    }
    let plain = draft.plain.clone();
    let dates = draft.dates.clone();
    let before = title.map_or(0, |t| t.saturating_sub(n));
    let only_date = draft.only_date;
    let without = (!dates.is_empty()).then(|| without_dates(&plain));
    let rest = without.as_deref().unwrap_or(&plain);
    let stated = without
        .as_deref()
        .and_then(byline::stated)
        .or_else(|| byline::stated(&plain));
    let is_stated = stated.is_some();
    let names = stated.or_else(|| {
        // A list of two-word lines in Arabic is ingredients as often as names.
        let listed = draft.facts.listed && draft.facts.cased == 0;
        let meant = if page.marked {
            let under = draft.aside.is_none() && draft.kind == SegmentKind::Paragraph && title == n.checked_sub(1);
            !dates.is_empty() || is_marked_byline(draft) || under
        } else {
            // Capitals make two words under a headline a name or a section; without capitals a date must stand beside them.
            let under = title == n.checked_sub(1) && draft.facts.cased > 0;
            title.is_some_and(|t| n.abs_diff(t) <= 4 && clear(page, n, t)) && (under || is_in_head(page, n))
        };
        let near = title.is_some() && meant && !only_date && !listed && draft.phrase.is_none();
        near.then(|| byline::alone(rest)).flatten()
    });
    if ISSUE.is_match(&key) {
        if let Some(draft) = page.drafts.get_mut(n) {
            draft.remove_surely(Reason::Dateline, "dateline:issue");
        }
        return;
    }
    // A sentence with a date in it tells of that day: "The hall was built on 3 May 1911."
    let short = draft.words() <= 14;
    let sentence = draft.facts.sentence && !key.ends_with("m.") && !key.ends_with("م.");
    let stamp = dates.first().is_some_and(|d| published::is_stamp(&plain, d));
    let leads = dates.first().is_some_and(|d| d.span.start <= LEAD)
        && dates.last().is_some_and(|d| published::is_stamp_before(&plain, d));
    let usable =
        names.is_some() || !sentence && (only_date || leads || short && stamp && draft.kind != SegmentKind::Heading);
    if usable {
        let labelled = is_label_of_change(page, n);
        for (one, later) in dates.iter().zip(published::later(&plain, &dates)) {
            let later = later || labelled;
            let candidate = PublishedCandidate {
                date: one.date,
                day_first: one.day_first,
                source: PublishedSource::Text,
            };
            printed.push(Shown {
                candidate,
                later,
                before,
            });
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

/// Whether a line is a label of the publication date, alone or before it: `Posted on`.
fn is_label(page: &Page, n: usize) -> bool {
    let says = |d: &Draft| d.words() <= 6 && published::is_first(&d.key);
    page.drafts.get(n).is_some_and(says)
}

/// Whether a date or a label of authors stands beside a line: without either, two words with capitals are a section or a
/// button as often as a name.
fn is_in_head(page: &Page, n: usize) -> bool {
    let beside = page
        .drafts
        .get(n.saturating_sub(2)..page.drafts.len().min(n + 3))
        .unwrap_or(&[]);
    beside.iter().any(|d| {
        let label = d.words() <= 3 && byline::by_prefix(&format!("{} ", d.key));
        !d.dates.is_empty() && !d.facts.prose() || label || READING.is_match(&d.key)
    })
}

/// Whether the markup says that a block names authors; among the other short blocks of a page are its buttons and sections.
fn is_marked_byline(draft: &Draft) -> bool {
    matches!(draft.aside, Some(Some(Reason::Byline | Reason::AuthorBio)))
}

/// Whether the line before a date is a label that says that it is the date of a change: `Updated at`.
fn is_label_of_change(page: &Page, n: usize) -> bool {
    let label = n.checked_sub(1).and_then(|before| page.drafts.get(before));
    // Three words: more is a line of its own.
    label.is_some_and(|d| d.words() <= 3 && d.dates.is_empty() && published::is_later(&d.key))
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
    let rest = published::rest(line, &published::dates_of(line));
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
