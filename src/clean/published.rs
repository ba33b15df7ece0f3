//! Publication dates that a page prints about itself, and those in its address.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::dates::{self, Printed};
use crate::lang::fold;
use crate::types::{Document, PartialDate, PublishedCandidate, PublishedSource};

/// Words that may stand beside a date on a line that is a date and no more; folded.
static BESIDE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "published posted updated last modified edited created date on at of the first originally reviewed upd pub by \
     est edt gmt utc bst cet pst pdt cst am pm a m p et pt mon tue wed thu fri sat sun monday tuesday wednesday \
     thursday friday saturday sunday ist ago read min mins minute minutes issue نشر في بتاريخ تاريخ النشر اخر \
     تحديث تم الساعه التحديث السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه صباحا مساء ص م بتوقيت غرينتش حدث \
     اضيف بواسطه الموافق ه"
        .split_whitespace()
        .collect()
});

/// Words that say that a date is not the first one.
static LATER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(updated|modified|reviewed|edited|تحديث|تعديل)"));

/// `/2019/12/06/`, `/2019-12-06-`, `/20191206/`, `/2019/12/` in an address.
static IN_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[/_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01]))?(?:[/_.-]|$)"));

/// A regular expression that is known to be right.
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|_| unreachable!("checked by the tests of this module"))
}

/// Longest line, in bytes of its key, that is read for a date of the page.
const LONGEST: usize = 220;

/// The dates of a line of the head.
pub(super) fn dates_of(key: &str) -> Vec<Printed> {
    if key.len() > LONGEST || !key.chars().any(char::is_numeric) {
        return vec![];
    }
    dates::printed(key)
}

/// Whether a line is a date and nothing else but words that belong to it.
pub(super) fn only_date(key: &str, found: &[Printed]) -> bool {
    !found.is_empty()
        && fold(&rest(key, found))
            .split(|c: char| !(c.is_alphanumeric() || c == ':'))
            .map(|w| w.trim_matches(':'))
            .all(|w| w.is_empty() || BESIDE.contains(w) || is_clock(w))
}

/// Hours and minutes, or a number of one or two digits.
fn is_clock(word: &str) -> bool {
    word.len() <= 8 && word.bytes().all(|b| b.is_ascii_digit() || b == b':') && (word.len() <= 2 || word.contains(':'))
}

/// The line without its dates.
pub(super) fn rest(key: &str, found: &[Printed]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for one in found {
        if let Some(part) = key.get(at..one.span.start) {
            out.push_str(part);
            out.push(' ');
        }
        at = at.max(one.span.end);
    }
    out.push_str(key.get(at..).unwrap_or(""));
    out
}

/// Whether a line says that its date is that of a later change.
pub(super) fn is_later(key: &str) -> bool {
    LATER.is_match(key)
}

/// The candidates that are stated beside the text: given, in the metadata, in a `<time>` element.
pub(super) fn stated(document: &Document) -> Vec<PublishedCandidate> {
    let mut out = Vec::new();
    let sources = [
        (&document.given.published, PublishedSource::Given),
        (&document.page.published, PublishedSource::Metadata),
        (&document.page.time_element, PublishedSource::Markup),
    ];
    for (value, source) in sources {
        let Some(value) = value.as_deref() else { continue };
        // A numeric date that can be read both ways keeps both readings; the publisher's other pages decide.
        let printed = dates::printed(value).into_iter().next();
        let both = printed.and_then(|p| p.day_first.map(|d| (p.date, Some(d))));
        if let Some((date, day_first)) = both.or_else(|| dates::partial(value).map(|d| (d, None))) {
            out.push(PublishedCandidate {
                date,
                day_first,
                source,
            });
        }
    }
    out
}

/// The date in the address of the page.
pub(super) fn in_address(document: &Document) -> Option<PublishedCandidate> {
    let url = document.given.url.as_deref().or(document.page.url.as_deref())?;
    let found = IN_ADDRESS.captures_iter(url).next()?;
    let part = |n| found.get(n).and_then(|m| m.as_str().parse::<i16>().ok());
    let date = PartialDate {
        year: part(1)?,
        month: part(2).and_then(|m| i8::try_from(m).ok()),
        day: part(3).and_then(|d| i8::try_from(d).ok()),
    };
    let valid = jiff::civil::Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).is_ok();
    valid.then_some(PublishedCandidate {
        date,
        day_first: None,
        source: PublishedSource::Url,
    })
}
