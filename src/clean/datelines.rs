//! Datelines at the start of a paragraph: `BAGHDAD, Oct 3 (Reuters) - `.

use std::sync::LazyLock;

use regex::Regex;

use crate::types::{PublishedCandidate, PublishedSource, Reason, Span};

use super::{Page, published};

/// A place in capitals or with an agency or a day after it, then a dash.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let agency = r"\((?:[A-Z][A-Za-z. ]{1,24}|[A-Z]{2,8})\)";
    let day = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}";
    let place = r"[A-Z][\p{L}'’.-]+(?: [A-Z][\p{L}'’.-]+){0,3}(?:, [A-Z][\p{L}.]+(?: [A-Z][\p{L}.]+)?)?";
    let shouted = r"[A-Z][A-Z'’.-]{2,}(?:[ /][A-Z][A-Z'’.-]+){0,3}(?:, [A-Z][\p{L}.]+(?: [A-Z][\p{L}.]+)?)?";
    published::pattern(&format!(
        r"^(?:{shouted}(?:,? {day},?(?: \d{{4}})?)?(?: {agency})?|{place},? {day},?(?: \d{{4}})?(?: {agency})?|{place} {agency}|{agency})\s*(?:--|[-–—])\s+"
    ))
});

/// An Arabic place with its agency: `بغداد (رويترز) - `, `بغداد/ واع - `.
static DATELINE_AR: LazyLock<Regex> = LazyLock::new(|| {
    published::pattern(
        r"^(?:\p{Arabic}+ ?){1,3}(?:,? ?\d{1,2} \p{Arabic}+)? ?(?:\((?:رويترز|[أا] ?\.? ?ف ?\.? ?ب|د ?\.? ?ب ?\.? ?[أا]|[أا] ?ب|فرانس برس|وكالات|الأناضول|الاناضول|شينخوا|سبوتنيك|بترا|واس|قنا|وام|سانا|كونا|وفا|نينا|واع)[^)]{0,20}\)|[-/] ?(?:رويترز|[أا] ف ب|وكالات|الأناضول|واع|واس|قنا|وام|سانا|كونا|وفا|نينا|بترا))\s*[-–—:/]+\s*",
    )
});

/// In how many of the first paragraphs a dateline may stand.
const PARAGRAPHS: usize = 3;

/// Longest dateline in bytes.
const LONGEST: usize = 120;

/// Cuts the datelines at the start of the first paragraphs, and gives the full date that the first of them names.
pub(super) fn cut(page: &mut Page) -> Option<PublishedCandidate> {
    let text = page.text;
    let mut dated = None;
    let first = page
        .drafts
        .iter_mut()
        .filter(|d| d.kept() && !d.sure && d.facts.prose())
        .take(PARAGRAPHS);
    for draft in first {
        // Only where nothing else was cut from the start.
        let start = draft.span.start;
        if draft.marks.cuts.first().is_some_and(|c| c.0.start < start + LONGEST) {
            continue;
        }
        let body = &text[draft.span.range()];
        let found = DATELINE.find(body).or_else(|| DATELINE_AR.find(body));
        if let Some(found) = found.filter(|f| f.end() <= LONGEST && f.end() * 2 < body.len()) {
            dated = dated.or_else(|| full_date(found.as_str()));
            draft.marks.cuts.insert(
                0,
                (
                    Span::new(start, start + found.end()),
                    Reason::Dateline,
                    "dateline:inline",
                ),
            );
        }
    }
    dated
}

/// The day that a dateline names with its year: reports go out on it, or on the next.
fn full_date(dateline: &str) -> Option<PublishedCandidate> {
    let mut found = published::dates_of(dateline).into_iter();
    let (one, None) = (found.next()?, found.next()) else {
        return None;
    };
    one.date.day.map(|_| PublishedCandidate {
        date: one.date,
        day_first: one.day_first,
        source: PublishedSource::Text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_ends_with_its_dash() {
        for (line, rest) in [
            ("BAGHDAD, Oct 3 (Reuters) - Two men came.", "Two men came."),
            ("BEIRUT — Two men came.", "Two men came."),
            ("Basra, Iraq (AP) – Two men came.", "Two men came."),
            ("بغداد (رويترز) - جاء رجلان.", "جاء رجلان."),
        ] {
            let found = DATELINE.find(line).or_else(|| DATELINE_AR.find(line));
            assert_eq!(found.map(|f| &line[f.end()..]), Some(rest), "{line}");
        }
        for line in [
            "Baghdad – the city of peace – was quiet.",
            "He came - and went.",
            "PMU fighters came.",
            "بغداد هي العاصمة - كما يقال.",
        ] {
            assert!(
                DATELINE.find(line).or_else(|| DATELINE_AR.find(line)).is_none(),
                "{line}"
            );
        }
    }
}
