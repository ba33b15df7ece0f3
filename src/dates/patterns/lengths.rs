//! Lengths of time and what is so far away: `three years`, `the past few months`, `about two weeks ago`, `a day later`.

use crate::types::{Modifier, TimexType};

use super::super::lexicon::{Reference, Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::absolute::Parsed;
use super::amounts::{Amount, amount, comparison, comparison_once, duration, unit_at};
use super::{Base, Found, When, at, before, hyphen, is_mark, word};

/// A length of time, or a point so far away: `nearly forty years`, `10 months ago`, `the past three months`.
pub(super) fn length(tokens: &[Token], i: usize) -> Option<Found> {
    // `over the next few years` is a preposition, not a comparison.
    let preposition = matches!(word(tokens, i), Word::More | Word::Less | Word::Within)
        && matches!(word(tokens, i + 1), Word::The | Word::Turn(_));
    if let (false, Some((end, modifier))) = (preposition, comparison(tokens, i)) {
        let found = length_after_the(tokens, end).or_else(|| counted(tokens, end))?;
        return Some(compared(found, modifier).starting(i));
    }
    length_after_the(tokens, i).or_else(|| counted(tokens, i))
}

/// More than a year ago is before, less than a year ago after the day a year ago.
fn compared(found: Found, modifier: Option<Modifier>) -> Found {
    let modifier = match (&found.when, modifier) {
        (When::Shift { back: true, .. }, Some(Modifier::MoreThan)) => Some(Modifier::Before),
        (When::Shift { back: true, .. }, Some(Modifier::LessThan)) => Some(Modifier::After),
        (When::Shift { back: false, .. }, Some(Modifier::MoreThan)) => Some(Modifier::After),
        (When::Shift { back: false, .. }, Some(Modifier::LessThan)) => Some(Modifier::Before),
        (_, m) => m,
    };
    found.modified(modifier)
}

/// `the past three months`, `the first nine months`, `the next few days`, `recent years`, `the four days`.
fn length_after_the(tokens: &[Token], i: usize) -> Option<Found> {
    let the = matches!(word(tokens, i), Word::The);
    let mut k = if the { i + 1 } else { i };
    let mut turned = false;
    let mut recent = None;
    match word(tokens, k) {
        Word::Turn(
            Turn::Last
            | Turn::Past
            | Turn::Next
            | Turn::Coming
            | Turn::Following
            | Turn::Previous
            | Turn::Latest
            | Turn::This
            | Turn::That,
        ) => {
            turned = true;
            k += 1;
        }
        Word::Ordinal(1) if the => {
            turned = true;
            k += 1;
        }
        // an adjective before a unit: recent years
        Word::Adjective(r) if !matches!(r, Reference::Present) && matches!(word(tokens, k + 1), Word::Units(_)) => {
            recent = Some(r);
            k += 1;
        }
        _ if the => {}
        _ => return None,
    }
    if let Some((end, modifier)) = comparison_once(tokens, k) {
        let (end, amount) = amount(tokens, end)?;
        let (end, unit) = adjective_unit(tokens, end)?;
        return Some(
            Found::fixed(i, end, TimexType::Duration, &duration(amount, unit), Rule::Amount).modified(modifier),
        );
    }
    if word(tokens, k) != Word::A
        && let Some((end, amount)) = amount(tokens, k)
        && let Some((end, unit)) = adjective_unit(tokens, end)
        && !(hyphen(tokens, end) && word(tokens, end + 1) == Word::Old)
        && !(matches!(unit, Unit::Quarter | Unit::Year)
            && matches!(amount, Amount::Whole(1000..=2199))
            && is_single(tokens, end))
    {
        return Some(Found::fixed(
            i,
            end,
            TimexType::Duration,
            &duration(amount, unit),
            Rule::Amount,
        ));
    }
    if let Word::Units(unit) = word(tokens, k)
        && (turned || recent.is_some())
    {
        let this = word(tokens, k - 1) == Word::Turn(Turn::This);
        if this && unit == Unit::Day {
            return Some(Found::fixed(i, k + 1, TimexType::Date, "PRESENT_REF", Rule::TheseDays));
        }
        // Past years are before now, and which is open.
        if !the && before(tokens, k) == Word::Turn(Turn::Past) || recent == Some(Reference::Future) {
            let value = if recent.is_some() { "FUTURE_REF" } else { "PAST_REF" };
            return Some(Found::fixed(i, k + 1, TimexType::Date, value, Rule::Vague));
        }
        // Recent years are a past without an end; recent weeks are some weeks.
        let past = recent == Some(Reference::Past) && matches!(unit, Unit::Year | Unit::Decade | Unit::Century);
        let value = duration(Amount::Vague, unit);
        let (kind, value) = if past {
            (TimexType::Date, "PAST_REF")
        } else {
            (TimexType::Duration, value.as_str())
        };
        return Some(Found::fixed(i, k + 1, kind, value, Rule::Vague));
    }
    None
}

/// Whether the unit before `end` is singular: the 2019 fiscal year is no two thousand years.
fn is_single(tokens: &[Token], end: usize) -> bool {
    matches!(before(tokens, end), Word::Unit(_))
}

/// A unit with at most one plain adjective before it: `three full years`, `ten brutal months`, `five-year`.
fn adjective_unit(tokens: &[Token], i: usize) -> Parsed<Unit> {
    let i = if hyphen(tokens, i) { i + 1 } else { i };
    if let Some(found) = unit_at(tokens, i) {
        return Some(found);
    }
    let token = at(tokens, i)?;
    let qualifies = token.word.is_plain()
        || matches!(
            token.word,
            Word::Turn(Turn::Past | Turn::Previous | Turn::Following) | Word::Long | Word::Fiscal
        );
    let more = matches!(
        token.word,
        Word::Quantifier(Modifier::MoreThan) | Word::Another | Word::Half
    );
    let adjective = more || qualifies && !token.capital && !token.glued && !token.arabic;
    if adjective { unit_at(tokens, i + 1) } else { None }
}

/// An amount of a unit, and what follows it: `ago`, `later`, `earlier`, `old`, `-long`.
fn counted(tokens: &[Token], i: usize) -> Option<Found> {
    let (end, amount) = amount(tokens, i)?;
    if i > 0 && is_money(tokens, i - 1) && tokens[i].glued {
        return None;
    }
    let hyphenated = hyphen(tokens, end);
    let adjective = unit_at(tokens, end).is_none() && !hyphenated;
    let (mut end, unit) = adjective_unit(tokens, end)?;
    // Net 2,886,000 Year: a heading of the next column; 1987 year: a year.
    let heading = tokens[end - 1].capital && word(tokens, i) == Word::Number;
    if heading
        || unit == Unit::Year && matches!(amount, Amount::Whole(1000..=2199)) && is_single(tokens, end) && !hyphenated
    {
        return None;
    }
    // A sad day and a fiscal year are no amounts.
    if adjective && word(tokens, i) == Word::A && amount == Amount::Whole(1) {
        return None;
    }
    let mut amount = amount;
    // a year and a half
    if word(tokens, end) == Word::And && word(tokens, end + 1) == Word::A && word(tokens, end + 2) == Word::Half {
        amount = amount.half_more();
        end += 3;
    }
    // a year or so, a year or two
    let mut roughly = None;
    if word(tokens, end) == Word::And && word(tokens, end + 1) == Word::So {
        end += 2;
        roughly = Some(Modifier::Approx);
    }
    if word(tokens, end) == Word::And && word(tokens, end + 1) == Word::Cardinal(2) && amount == Amount::Whole(1) {
        end += 2;
    }
    let indefinite = word(tokens, i) == Word::A;
    let single = at(tokens, i).is_some_and(|t| t.word == Word::A) && matches!(amount, Amount::Whole(1));
    let shift = |to: usize, back: bool, from: Base, rule: Rule| {
        let when = When::Shift {
            amount,
            unit,
            back,
            from,
        };
        Some(Found::date(i, to, when, rule).modified(roughly))
    };
    match word(tokens, end) {
        Word::Ago => return shift(end + 1, true, Base::Now, Rule::Ago),
        Word::Later => return shift(end + 1, false, Base::Text, Rule::Later),
        Word::Earlier => return shift(end + 1, true, Base::Text, Rule::Earlier),
        Word::Before if !begins_phrase(tokens, end + 1) => return shift(end + 1, true, Base::Text, Rule::Earlier),
        Word::Ref(Reference::Past) if unit != Unit::Day => return shift(end + 1, true, Base::Text, Rule::Earlier),
        Word::From if word(tokens, end + 1) == Word::Ref(Reference::Present) => {
            return shift(end + 2, false, Base::Now, Rule::FromNow);
        }
        _ => {}
    }
    if hyphenated {
        let k = if hyphen(tokens, end) { end + 1 } else { end };
        // year-old, day-long
        match word(tokens, k) {
            // An age is a property of a person: a six-year-old boy.
            Word::Old => return None,
            Word::Long => end = k + 1,
            _ => {}
        }
    } else if word(tokens, end) == Word::Old {
        // An age, which news tells of a person: marked in narratives only.
        return Some(Found::fixed(
            i,
            end + 1,
            TimexType::Duration,
            &duration(amount, unit),
            Rule::Age,
        ));
    }
    // a year-earlier loss
    if single && hyphen(tokens, end) && matches!(word(tokens, end + 1), Word::Earlier | Word::Ago) {
        return None;
    }
    if single && !indefinite {
        return None;
    }
    // A quarter is also a fourth: three quarters of the imports.
    if unit == Unit::Quarter && amount != Amount::Vague {
        return None;
    }
    // The painter (35 عاما) has an age.
    let bracketed = unit == Unit::Year && before(tokens, i) == Word::Mark('(') && is_mark(tokens, end, ')');
    let rule = match (hyphenated, bracketed) {
        (true, _) => Rule::Hyphenated,
        (_, true) => Rule::Age,
        _ => Rule::Counted,
    };
    let value = duration(amount, unit);
    Some(Found::fixed(i, end, TimexType::Duration, &value, rule).modified(roughly))
}

/// Whether a noun phrase or clause begins: then `before` is its preposition.
fn begins_phrase(tokens: &[Token], i: usize) -> bool {
    match at(tokens, i) {
        None => false,
        Some(t) => !matches!(t.word, Word::Mark(_) | Word::And),
    }
}

/// Marks of money before a number.
fn is_money(tokens: &[Token], i: usize) -> bool {
    matches!(word(tokens, i), Word::Mark('$' | '£' | '€' | '¥'))
}

/// Plural units by themselves: `for years`, `weeks of fighting`, `decades-long`.
pub(super) fn bare(tokens: &[Token], i: usize) -> Option<Found> {
    let from = i;
    let i = if word(tokens, i) == Word::The { i + 1 } else { i };
    let (unit, mut end) = match word(tokens, i) {
        Word::Units(unit) if !tokens[i].arabic => (unit, i + 1),
        // day-long, month-long
        Word::Unit(unit) if from == i && hyphen(tokens, i + 1) && word(tokens, i + 2) == Word::Long => {
            return Some(Found::fixed(
                i,
                i + 3,
                TimexType::Duration,
                &duration(Amount::Whole(1), unit),
                Rule::Hyphenated,
            ));
        }
        _ => return None,
    };
    // the summer months
    if matches!(before(tokens, i), Word::Season(_)) {
        return None;
    }
    if matches!(unit, Unit::Weekend | Unit::Quarter | Unit::Second | Unit::Minute)
        || tokens[i].glued
        || tokens[i].capital && i > 0
    {
        return None;
    }
    match word(tokens, end) {
        Word::Ago | Word::Earlier | Word::Before
            if from == i && !(word(tokens, end) == Word::Before && begins_phrase(tokens, end + 1)) =>
        {
            return Some(Found::fixed(i, end + 1, TimexType::Date, "PAST_REF", Rule::Ago));
        }
        Word::Later if from == i => {
            return Some(Found::fixed(i, end + 1, TimexType::Date, "FUTURE_REF", Rule::Later));
        }
        _ => {}
    }
    if hyphen(tokens, end) && matches!(word(tokens, end + 1), Word::Long | Word::Old) {
        end += 2;
    }
    // weeks or months
    if word(tokens, end) == Word::And && matches!(word(tokens, end + 1), Word::Units(_)) {
        end += 2;
    }
    Some(Found::fixed(
        from,
        end,
        TimexType::Duration,
        &duration(Amount::Vague, unit),
        Rule::Bare,
    ))
}
