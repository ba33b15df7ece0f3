//! Publication dates that a page prints about itself, and those in its address.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::dates::{self, Printed};
use crate::lang::fold;
use crate::types::{Document, PartialDate, PublishedCandidate, PublishedSource, Span};

/// Words that may stand beside a date on a line that is a date and no more; folded.
static BESIDE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "published posted submitted written updated last modified edited created date on at of the first originally reviewed upd pub by \
     est edt gmt utc bst cet pst pdt cst am pm a m p et pt mon tue wed thu fri sat sun monday tuesday wednesday \
     thursday friday saturday sunday ist ago read min mins minute minutes issue calendar clock icon نشر في بتاريخ تاريخ النشر اخر \
     تحديث تم الساعه التحديث السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه صباحا مساء ص م بتوقيت غرينتش حدث \
     اضيف بواسطه الموافق ه"
        .split_whitespace()
        .collect()
});

/// Words that tie a date to what was said before it; folded.
const PREPOSITIONS: [&str; 6] = ["on", "at", "of", "in", "the", "في"];

/// Words that a stamp begins with; folded.
const LABELS: [&str; 14] = [
    "published",
    "posted",
    "updated",
    "created",
    "by",
    "date",
    "last",
    "first",
    "originally",
    "written",
    "نشر",
    "بقلم",
    "كتب",
    "تاريخ",
];

/// Words that say that a date is not the first one.
static LATER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(updated|last update|modified|reviewed|edited|تحديث|تعديل)"));

/// Words that say that a date is that of publication; folded.
static FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(first |originally )?(published|posted|نشر|تاريخ النشر)\b"));

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
    let mut found = Vec::new();
    let mut from = 0;
    for to in seams(key).into_iter().chain([key.len()]) {
        let part = key.get(from..to).unwrap_or("");
        found.extend(dates::printed(part).into_iter().map(|p| Printed {
            span: Span::new(p.span.start + from, p.span.end + from),
            ..p
        }));
        from = to;
    }
    found
}

/// Where a month stands glued to what is before it: `Ann LeeMay 5, 2020`, `May 5, 2020May 9, 2020`.
fn seams(line: &str) -> Vec<usize> {
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut before = ' ';
    let mut out = Vec::new();
    for (at, c) in line.char_indices() {
        let glued = c.is_ascii_uppercase() && (before.is_ascii_digit() || before.is_lowercase());
        if glued && line.get(at..at + 3).is_some_and(|w| months.contains(&w)) {
            out.push(at);
        }
        before = c;
    }
    out
}

/// Whether a line is a date and nothing else but words that belong to it.
pub(super) fn only_date(key: &str, found: &[Printed]) -> bool {
    !found.is_empty()
        && fold(&rest(key, found))
            .split(|c: char| !(c.is_alphanumeric() || c == ':'))
            .map(|w| w.trim_matches(':'))
            .all(|w| w.is_empty() || BESIDE.contains(w) || is_clock(w))
}

/// Whether a date stands on its line like a stamp and not as a part of what is said: `Ann Lee, 3 May 2020`, and not
/// `the year ended 3 May 2020`. A word in small letters before it, other than those of a stamp, says what it is.
pub(super) fn is_stamp(line: &str, date: &Printed) -> bool {
    let before = line.get(..date.span.start).unwrap_or("").trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let said = word.starts_with(char::is_lowercase) && word.ends_with(char::is_alphabetic);
    let key = fold(word);
    if let Some(label) = key.strip_suffix(':') {
        // "Date: 3 May", and not "Next meeting: 3 May".
        return BESIDE.contains(label) || LABELS.contains(&label);
    }
    if !said && !PREPOSITIONS.contains(&key.as_str()) {
        return true;
    }
    // Before a preposition "Posted by Ann Lee", "Ann Lee" and a stamp's own words make a stamp; "The attacks" makes none.
    let bare = |w: &str| fold(w).trim_matches(|c: char| !c.is_alphanumeric()).to_string();
    let words: Vec<&str> = before.split_whitespace().filter(|w| !bare(w).is_empty()).collect();
    let label = words.first().is_some_and(|w| LABELS.contains(&bare(w).as_str()));
    let others: Vec<&&str> = words.iter().filter(|w| !BESIDE.contains(bare(w).as_str())).collect();
    let name = others.len() >= 2 && others.iter().all(|w| w.starts_with(char::is_uppercase));
    label || name || others.is_empty()
}

/// Whether what follows a date begins anew: `On 3 May 2020 By Ann Lee`, and not `3 May 2020 was a cold day`.
pub(super) fn is_stamp_before(line: &str, date: &Printed) -> bool {
    let after = line.get(date.span.end..).unwrap_or("").trim_start();
    !after.starts_with(char::is_lowercase)
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

/// Whether a line says that a date is that of publication.
pub(super) fn is_first(key: &str) -> bool {
    FIRST.is_match(key)
}

/// Whether a line says that its date is that of a later change.
pub(super) fn is_later(key: &str) -> bool {
    LATER.is_match(&key.to_lowercase())
}

/// Which of the dates of a line are those of a later change: `Published 3 May 2020 - [Updated 4 June 2020]`.
pub(super) fn later(line: &str, found: &[Printed]) -> Vec<bool> {
    let mut at = 0;
    let label = |one: &Printed| {
        let label = line.get(at..one.span.start).unwrap_or("");
        at = one.span.end;
        is_later(label)
    };
    let labels: Vec<bool> = found.iter().map(label).collect();
    match labels.as_slice() {
        // "4 June 2020 (updated)"
        [false] => vec![is_later(line)],
        _ => labels,
    }
}

/// A date printed near the headline.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// What it says.
    pub candidate: PublishedCandidate,
    /// Whether it is said to be that of a later change.
    pub later: bool,
    /// How many blocks before the headline it stands; 0 when it stands after it.
    pub before: usize,
}

impl Shown {
    /// Whether it may be meant by a date: one of its readings is that day or the day before or after, as a day begins
    /// earlier in one time zone than in another.
    fn agrees(&self, with: &PublishedCandidate) -> bool {
        let readings = [Some(self.candidate.date), self.candidate.day_first];
        let same = |d: PartialDate| match (day(d), day(with.date)) {
            (Some(a), Some(b)) => apart(a, b) <= 1,
            _ => d.year == with.date.year && d.month.is_none_or(|m| with.date.month.is_none_or(|w| m == w)),
        };
        readings.into_iter().flatten().any(same)
    }
}

/// How many blocks before the headline its date may stand; farther above it a page prints today's date.
const ABOVE: usize = 2;

/// A page whose text was changed more than a month after its publication has sentences of either day.
const CHANGED: i32 = 31;

/// All candidates, the best first.
///
/// What is given stands first, then what the markup states, what is printed, the address. But the date that readers see
/// counts more than one that only machines read, which is as often that of a draft or an older text at the same address:
/// the one day printed under the headline stands before what the markup says otherwise. When all that is printed is a
/// change long after the stated date, neither is the date of the text, and there is none.
pub(super) fn settled(
    stated: Vec<PublishedCandidate>,
    mut shown: Vec<Shown>,
    address: Option<PublishedCandidate>,
) -> Vec<PublishedCandidate> {
    // An address may be that of an archive: it comes last. Dates of changes come after the others, and those above the
    // headline after those under it, the nearest first.
    shown.sort_by_key(|s| (s.later, s.before));
    let first = stated.first().filter(|c| c.source != PublishedSource::Given);
    let mut printed: Vec<PublishedCandidate> = Vec::new();
    if let Some(first) = first {
        let firsts = || shown.iter().filter(|s| !s.later);
        let mut under = firsts().filter(|s| s.before <= ABOVE && s.candidate.date.day.is_some());
        let one = under
            .next()
            .filter(|one| under.all(|s| s.candidate.date == one.candidate.date));
        let confirmed = firsts().any(|s| s.agrees(first)) || address.as_ref().is_some_and(|a| a.date == first.date);
        match one {
            // A date of two readings is that of the markup when it can be.
            Some(one) if one.candidate.day_first.is_some() && confirmed => {}
            Some(one) if !confirmed || one.agrees(first) => printed.push(one.candidate.clone()),
            None if !confirmed && shown.iter().any(|s| s.later && is_long_after(&s.candidate, first)) => {
                return Vec::new();
            }
            _ => {}
        }
    }
    printed.extend(stated);
    printed.extend(shown.into_iter().map(|s| s.candidate));
    printed.extend(address);
    printed
}

fn is_long_after(change: &PublishedCandidate, first: &PublishedCandidate) -> bool {
    match (day(change.date), day(first.date)) {
        (Some(change), Some(first)) => change > first && apart(change, first) > CHANGED,
        _ => false,
    }
}

fn day(date: PartialDate) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(date.year, date.month?, date.day?).ok()
}

/// Days between two days.
fn apart(a: jiff::civil::Date, b: jiff::civil::Date) -> i32 {
    a.since(b).map_or(i32::MAX, |s| s.get_days().abs())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(source: PublishedSource, iso: &str) -> PublishedCandidate {
        PublishedCandidate {
            date: dates::partial(iso).expect("a date"),
            day_first: None,
            source,
        }
    }

    fn shown(iso: &str, later: bool, before: usize) -> Shown {
        let candidate = candidate(PublishedSource::Text, iso);
        Shown {
            candidate,
            later,
            before,
        }
    }

    /// The best candidate of a page with metadata, printed dates and an address.
    fn best(metadata: &str, printed: Vec<Shown>, address: Option<&str>) -> Option<String> {
        let stated = vec![candidate(PublishedSource::Metadata, metadata)];
        let address = address.map(|a| candidate(PublishedSource::Url, a));
        settled(stated, printed, address).first().map(|c| dates::show(c.date))
    }

    #[test]
    fn the_date_that_readers_see_counts_more() {
        let best = |printed, address| best("2020-02-04", printed, address);
        assert_eq!(best(vec![], None).as_deref(), Some("2020-02-04"));
        assert_eq!(
            best(vec![shown("2021-05-06", false, 0)], None).as_deref(),
            Some("2021-05-06")
        );
        // A day begins earlier in the reader's time zone than in that of the markup.
        assert_eq!(
            best(vec![shown("2020-02-03", false, 0)], None).as_deref(),
            Some("2020-02-03")
        );
        // Not today's date above the menus, not one of many, not against the address.
        assert_eq!(
            best(vec![shown("2021-05-06", false, 7)], None).as_deref(),
            Some("2020-02-04")
        );
        let two = vec![shown("2021-05-06", false, 0), shown("2021-05-09", false, 0)];
        assert_eq!(best(two, None).as_deref(), Some("2020-02-04"));
        let against = vec![shown("2021-05-06", false, 0)];
        assert_eq!(best(against, Some("2020-02-04")).as_deref(), Some("2020-02-04"));
    }

    #[test]
    fn a_text_that_was_changed_long_after_has_no_date() {
        let best = |printed| best("2020-02-04", printed, None);
        assert_eq!(best(vec![shown("2020-02-20", true, 0)]).as_deref(), Some("2020-02-04"));
        assert_eq!(best(vec![shown("2022-02-20", true, 0)]), None);
        let both = vec![shown("2022-02-20", true, 0), shown("2020-02-04", false, 0)];
        assert_eq!(best(both).as_deref(), Some("2020-02-04"));
        let given = vec![candidate(PublishedSource::Given, "2020-02-04")];
        let kept = settled(given, vec![shown("2022-02-20", true, 0)], None);
        assert_eq!(kept.first().map(|c| c.source), Some(PublishedSource::Given));
    }

    #[test]
    fn a_change_is_told_from_publication_on_one_line() {
        let line = "Published 3 May 2020 - [Updated 4 June 2020]";
        assert_eq!(later(line, &dates_of(line)), [false, true]);
        assert_eq!(
            later("4 June 2020 (updated)", &dates_of("4 June 2020 (updated)")),
            [true]
        );
    }

    #[test]
    fn a_stamp_is_no_part_of_what_is_said() {
        let is = |line: &str| is_stamp(line, &dates_of(line)[0]);
        assert!(is("Politics | 3 May 2020") && is("Posted by Ann Lee on 3 May 2020") && is("3 May 2020 in Gardens"));
        assert!(!is("Period ended 3 May 2020") && !is("bonds due 3 May 2020"));
    }

    #[test]
    fn a_month_may_be_glued_to_what_is_before_it() {
        let line = "On May 5, 2020May 9, 2020 By Ann LeeIn Gardens";
        let found: Vec<String> = dates_of(line)
            .iter()
            .map(|p| line[p.span.range()].to_string())
            .collect();
        assert_eq!(found, ["May 5, 2020", "May 9, 2020"]);
        assert_eq!(dates_of("Ann LeeMay 5, 2020").len(), 1);
        assert!(dates_of("Ann LeeMarch won").is_empty());
    }
}
