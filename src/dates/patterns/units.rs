//! A unit with the article, where news means a known one: `the quarter`, `the end of the month`, `year-end`, `the year-ago
//! period`.

use crate::types::{Modifier, TimexType};

use super::super::lexicon::{Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{calendar, year};
use super::points::noun_ends;
use super::{Found, What, When, at, before, hyphen, possessive, word};

/// `of the month`, `in the year`.
pub(super) fn of_the_unit(tokens: &[Token], i: usize, noun: bool) -> Option<Found> {
    let k = if word(tokens, i) == Word::The {
        i + 1
    } else {
        return None;
    };
    match word(tokens, k) {
        Word::Unit(
            unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Quarter | Unit::Decade | Unit::Century | Unit::Day),
        ) if noun || unit != Unit::Day => Some(Found::date(
            i,
            k + 1,
            When::Turned(Turn::This, What::Unit(unit)),
            Rule::TheUnit,
        )),
        _ => None,
    }
}

/// `year-earlier`, `the year-ago quarter`.
pub(super) fn year_earlier(tokens: &[Token], from: usize, k: usize) -> Option<Found> {
    let found = |end: usize| {
        let when = When::Turned(Turn::Previous, What::YearEarlier);
        Some(Found::date(from, end, when, Rule::YearEarlier))
    };
    let period = |k: usize| matches!(word(tokens, k), Word::Period | Word::Unit(Unit::Quarter));
    let last_year =
        |k: usize| word(tokens, k) == Word::Turn(Turn::Last) && word(tokens, k + 1) == Word::Unit(Unit::Year);
    // last year's quarter
    if last_year(k)
        && let Some(end) = possessive(tokens, k + 2).filter(|end| period(*end))
    {
        return found(end + 1);
    }
    // the quarter a year ago
    let year_ago = |k: usize| {
        word(tokens, k) == Word::A
            && word(tokens, k + 1) == Word::Unit(Unit::Year)
            && matches!(word(tokens, k + 2), Word::Ago | Word::Earlier | Word::Before)
    };
    if from < k && period(k) && year_ago(k + 1) {
        return found(k + 4);
    }
    // the same period [of] last year, the comparable quarter a year earlier
    if from < k && matches!(word(tokens, k), Word::Turn(Turn::Same) | Word::Other) && period(k + 1) {
        let end = if word(tokens, k + 2) == Word::Of { k + 3 } else { k + 2 };
        if last_year(end) {
            return found(end + 2);
        }
        if year_ago(end) {
            return found(end + 3);
        }
    }
    if word(tokens, k) != Word::Unit(Unit::Year)
        || !hyphen(tokens, k + 1)
        || !matches!(word(tokens, k + 2), Word::Earlier | Word::Ago)
    {
        return None;
    }
    let mut end = k + 3;
    if matches!(word(tokens, end), Word::Ordinal(1..=4)) && word(tokens, end + 1) == Word::Unit(Unit::Quarter) {
        end += 2;
    } else if matches!(word(tokens, end), Word::Unit(Unit::Quarter) | Word::Period) {
        end += 1;
    }
    found(end)
}

/// A unit with the article, where news means a known one: `the quarter`, `the weekend`, `for the year`.
pub(super) fn the_unit(tokens: &[Token], i: usize) -> Option<Found> {
    let full = matches!(word(tokens, i + 1), Word::Fiscal)
        || at(tokens, i + 1).is_some_and(|t| t.word == Word::Other && !t.capital);
    let k = if full && word(tokens, i + 2) == Word::Unit(Unit::Year) {
        i + 2
    } else {
        i + 1
    };
    let prepared = matches!(
        before(tokens, i),
        Word::In | Word::For | Word::Since | Word::Until | Word::Of
    );
    let ends = noun_ends(tokens, k + 1)
        && !hyphen(tokens, k + 1)
        && !matches!(
            word(tokens, k + 1),
            Word::Of | Word::On | Word::Before | Word::After | Word::Ago | Word::Earlier | Word::Later
        );
    match word(tokens, k) {
        // the year ended March 31
        Word::Unit(Unit::Year)
            if at(tokens, k + 1).is_some_and(|t| t.past || t.word == Word::Other && !t.capital)
                && prepared
                && calendar(tokens, k + 2).is_some() =>
        {
            Some(Found::fixed(i, k + 1, TimexType::Duration, "P1Y", Rule::Counted))
        }
        Word::Unit(Unit::Quarter) if prepared || ends => Some(Found::date(
            i,
            k + 1,
            When::Turned(Turn::Latest, What::Unit(Unit::Quarter)),
            Rule::TheUnit,
        )),
        Word::Unit(Unit::Weekend) if !hyphen(tokens, k + 1) => Some(Found::date(
            i,
            k + 1,
            When::Bare(What::Unit(Unit::Weekend)),
            Rule::TheUnit,
        )),
        Word::Unit(Unit::Year)
            if prepared && ends && (before(tokens, i) != Word::Of || k > i + 1 || part_of(tokens, i)) =>
        {
            Some(Found::date(
                i,
                k + 1,
                When::Turned(Turn::This, What::Unit(Unit::Year)),
                Rule::TheUnit,
            ))
        }
        _ => None,
    }
}

/// The token after `year-end`.
fn year_end(tokens: &[Token], i: usize) -> Option<usize> {
    let hyphenated = word(tokens, i) == Word::Unit(Unit::Year)
        && hyphen(tokens, i + 1)
        && word(tokens, i + 2) == Word::Edge(Modifier::End);
    match word(tokens, i) {
        Word::YearEnd => Some(i + 1),
        _ => hyphenated.then_some(i + 3),
    }
}

/// Whether `of` before `i` makes a part of what follows: `the first nine months of the year`.
fn part_of(tokens: &[Token], i: usize) -> bool {
    i >= 2
        && matches!(
            word(tokens, i - 2),
            Word::Units(Unit::Month | Unit::Quarter | Unit::Week)
        )
}

/// `year-end`, `year end`, `year's end`, `month's end`.
pub(super) fn unit_end(tokens: &[Token], i: usize) -> Option<Found> {
    // year-end 1986
    if let Some(k) = year_end(tokens, i)
        && let Some((end, y)) = year(tokens, k)
    {
        return Some(Found::date(i, end, When::Point(Point::Year(y)), Rule::Year).modified(Some(Modifier::End)));
    }
    let Word::Unit(unit @ (Unit::Year | Unit::Month)) = word(tokens, i) else {
        return (word(tokens, i) == Word::YearEnd).then(|| {
            Found::date(
                i,
                i + 1,
                When::Turned(Turn::This, What::Unit(Unit::Year)),
                Rule::TheUnit,
            )
            .modified(Some(Modifier::End))
        });
    };
    let k = possessive(tokens, i + 1).unwrap_or(if hyphen(tokens, i + 1) { i + 2 } else { i + 1 });
    (word(tokens, k) == Word::Edge(Modifier::End)
        && matches!(
            before(tokens, i),
            Word::Since
                | Word::Until
                | Word::Other
                | Word::Approx
                | Word::To
                | Word::At
                | Word::Of
                | Word::From
                | Word::Before
        ))
    .then(|| {
        Found::date(i, k + 1, When::Turned(Turn::This, What::Unit(unit)), Rule::TheUnit).modified(Some(Modifier::End))
    })
}
