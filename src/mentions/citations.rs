//! Sources in brackets: "(Reuters, May 5)", "(al-Ahad TV, 12 March; Rudaw, March 13)". What stands before the date is a publisher.

use super::tokens::{CAPITAL, Gap, NUMBER};
use super::words::CALENDAR;
use super::{Candidate, Page};
use crate::types::{EntityType, Finder};

/// No publisher has more words.
const LONGEST: usize = 7;

/// Publishers in a text.
pub fn find(page: &Page, out: &mut Vec<Candidate>) {
    for (at, token) in page.tokens.iter().enumerate() {
        // The date: a month or a number and then a month, after a comma.
        if token.gap != Gap::Comma || !is_date(page, at) {
            continue;
        }
        let from = (at.saturating_sub(LONGEST)..at)
            .rev()
            .find(|i| matches!(page.tokens[*i].gap, Gap::Open) || begins_next(page, *i));
        let Some(from) = from else { continue };
        let words = &page.tokens[from..at];
        let one = words
            .iter()
            .skip(1)
            .all(|t| matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Stop | Gap::And))
            && words.iter().all(|t| t.sentence == token.sentence);
        let capitals = words
            .first()
            .is_some_and(|t| t.is(CAPITAL) || page.word(t).eq_ignore_ascii_case("al"))
            && words.iter().any(|t| t.is(CAPITAL))
            && !words.iter().any(|t| t.has(CALENDAR) || t.is(NUMBER));
        let the =
            usize::from(words.len() > 1 && words.first().is_some_and(|t| page.word(t).eq_ignore_ascii_case("the")));
        if one && capitals && closes(page, at) {
            out.push(Candidate {
                from: from + the,
                to: at,
                kind: EntityType::Org,
                score: 0.95,
                finder: Finder::Pattern,
                entities: Vec::new(),
            });
        }
    }
}

/// Whether a date begins at word `at`: "May 5", "5 May", "2018".
fn is_date(page: &Page, at: usize) -> bool {
    let month = |i: usize| page.tokens.get(i).is_some_and(|t| t.has(CALENDAR) && t.is(CAPITAL));
    month(at) || (page.tokens[at].is(NUMBER) && month(at + 1))
}

/// Whether the second of several sources in one bracket begins at word `i`: after a semicolon.
fn begins_next(page: &Page, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).and_then(|b| page.tokens.get(b)) else {
        return false;
    };
    page.tokens[i].gap == Gap::Other
        && page
            .text
            .get(before.end..page.tokens[i].start)
            .is_some_and(|s| s.starts_with(';'))
}

/// Whether the bracket closes soon after the date, or the next source follows.
fn closes(page: &Page, at: usize) -> bool {
    let end = page
        .tokens
        .get(at..(at + 4).min(page.tokens.len()))
        .and_then(|t| t.last())
        .map_or(0, |t| t.end);
    let from = page.tokens[at].start;
    let text = page.text.get(from..).unwrap_or("");
    // A month, a day and a year with their commas are 20 bytes or so.
    let reach = text
        .char_indices()
        .nth(24)
        .map_or(text.len(), |(i, _)| i)
        .max(end.saturating_sub(from));
    text.get(..reach.min(text.len()))
        .is_some_and(|t| t.contains([')', ']', ';']))
}
