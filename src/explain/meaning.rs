//! What a rule or an anchor means, in a sentence that stands elsewhere already: in docs/dates.md, which a test holds
//! against the rules, and in the list of phrases. What is said nowhere is not made up here.

use crate::clean;
use crate::dates::RULES;

const DATES: &str = include_str!("../../docs/dates.md");

/// So many patterns of a phrase are shown.
const SHOWN: usize = 4;

/// What a `rule_id` stands for.
pub(super) fn of_rule(rule: &str) -> Option<String> {
    let patterns = clean::patterns(rule);
    if !patterns.is_empty() {
        let more = patterns.len().saturating_sub(SHOWN);
        let shown = patterns.into_iter().take(SHOWN).collect::<Vec<_>>().join("; ");
        return Some(match more {
            0 => format!("a line such as: {shown}"),
            _ => format!("a line such as: {shown}; and {more} more patterns"),
        });
    }
    let mut cells = row(RULES.iter().find(|r| **r == rule)?)?;
    let example = marked(cells.next()?);
    let value = cells.next().filter(|v| !v.is_empty());
    let value = value.map_or_else(|| "without a value".to_string(), |v| format!("is {v}"));
    Some(match page() {
        Some(page) => format!("as in: {example} There it {value}, on {page}"),
        None => format!("as in: {example} There it {value}"),
    })
}

/// What an `anchor` of a date means.
pub(super) fn of_anchor(anchor: &str) -> Option<String> {
    let meaning = row(&format!("`{anchor}`"))?.next()?;
    Some(meaning.replace(['*', '`'], ""))
}

/// The cells after the first of the row of a table that begins with `first`.
fn row(first: &str) -> Option<impl Iterator<Item = &'static str>> {
    let cells = |line: &'static str| line.strip_prefix('|').map(|rest| rest.split('|').map(str::trim));
    let mut rows = DATES.lines().filter_map(cells);
    rows.find_map(|mut cells| (cells.next() == Some(first)).then_some(cells))
}

/// The page that the examples are of.
fn page() -> Option<&'static str> {
    let (_, rest) = DATES.split_once("Examples are of ")?;
    rest.split([';', '.']).next()
}

/// The bold words of an example in brackets.
fn marked(example: &str) -> String {
    let mut bold = false;
    let mut out = String::with_capacity(example.len());
    for part in example.split("**") {
        if bold {
            out += &format!("[{part}]");
        } else {
            out += part;
        }
        bold = !bold;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Anchor;

    #[test]
    fn rules_are_explained_where_it_is_written_down() {
        assert_eq!(
            of_rule("relative:day").as_deref(),
            Some("as in: He left [yesterday]. There it is 2021-06-06, on a page published on 7 June 2021")
        );
        let skip = of_rule("phrase:skip_link").unwrap_or_default();
        assert!(skip.starts_with("a line such as: skip to content; "), "{skip}");
        assert_eq!(of_rule("phrase:of_a_user"), None);
        assert_eq!(of_rule("zone:bio"), None);
        assert_eq!(of_rule("rule_id"), None, "the head of the table is no rule");
    }

    #[test]
    fn every_rule_of_dates_and_every_anchor_has_a_meaning() {
        for rule in RULES {
            assert!(of_rule(rule).is_some(), "{rule}");
        }
        for anchor in Anchor::LABELS {
            assert!(of_anchor(anchor).is_some(), "{anchor}");
        }
    }
}
