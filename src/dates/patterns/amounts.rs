//! Amounts and what is made of them: `three years`, `about two weeks ago`, `the past few months`, `a day later`.

use crate::types::{Modifier, TimexType};

use super::super::lexicon::{Reference, Turn, Unit, Word};
use super::super::scanner::Token;
use super::absolute::Parsed;
use super::{Base, Found, When, at, hyphen, is_mark, word};

/// How many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::dates) enum Amount {
    /// A whole number.
    Whole(u32),
    /// Tenths: two and a half is 25.
    Tenths(u32),
    /// Several.
    Vague,
}

impl Amount {
    fn half_more(self) -> Amount {
        match self {
            Amount::Whole(n) => Amount::Tenths(n.saturating_mul(10).saturating_add(5)),
            other => other,
        }
    }
}

/// The TIMEX3 duration of an amount of a unit.
pub(in crate::dates) fn duration(amount: Amount, unit: Unit) -> String {
    let (time, letter, times) = match unit {
        Unit::Year => ("", "Y", 1),
        Unit::Month => ("", "M", 1),
        Unit::Week => ("", "W", 1),
        Unit::Day => ("", "D", 1),
        Unit::Weekend => ("", "WE", 1),
        Unit::Decade => ("", "Y", 10),
        Unit::Century => ("", "Y", 100),
        Unit::Millennium => ("", "Y", 1000),
        Unit::Quarter => ("", "M", 3),
        Unit::Fortnight => ("", "W", 2),
        Unit::Hour => ("T", "H", 1),
        Unit::Minute => ("T", "M", 1),
        Unit::Second => ("T", "S", 1),
    };
    match amount {
        Amount::Whole(n) => format!("P{time}{}{letter}", u64::from(n) * times),
        Amount::Tenths(n) => {
            let tenths = u64::from(n) * times;
            // Halves of a year, an hour, a minute are written out: P2Y6M.
            let half = match unit {
                Unit::Year => Some("6M"),
                Unit::Hour => Some("30M"),
                Unit::Minute => Some("30S"),
                _ => None,
            };
            if let (5, Some(half), 10..) = (tenths % 10, half, tenths) {
                return format!("P{time}{}{letter}{half}", tenths / 10);
            }
            if tenths % 10 == 0 {
                format!("P{time}{}{letter}", tenths / 10)
            } else {
                format!("P{time}{}.{}{letter}", tenths / 10, tenths % 10)
            }
        }
        Amount::Vague => match unit {
            Unit::Decade => "PXDE".into(),
            Unit::Century => "PXCE".into(),
            Unit::Quarter => "PXQ".into(),
            _ => format!("P{time}X{letter}"),
        },
    }
}

/// A whole number in digits or words: `15`, `1,460`, `twenty-four`, `two hundred`, `a dozen`.
pub(super) fn number(tokens: &[Token], i: usize) -> Parsed<u32> {
    let token = at(tokens, i)?;
    match token.word {
        Word::Number => {
            let mut end = i + 1;
            let mut value = token.number;
            while is_mark(tokens, end, ',')
                && tokens[end].glued
                && at(tokens, end + 1).is_some_and(|t| t.glued && t.word == Word::Number && t.digits == 3)
            {
                value = value.saturating_mul(1000).saturating_add(tokens[end + 1].number);
                end += 2;
            }
            Some((end, value))
        }
        Word::Cardinal(_) | Word::Scale(_) => {
            let (mut end, mut total, mut part) = (i, 0u32, 0u32);
            loop {
                match word(tokens, end) {
                    Word::Cardinal(n) if end == i || part % 10 == 0 && n < 10 || part % 100 == 0 => {
                        part = part.saturating_add(n)
                    }
                    Word::Scale(12) if end == i => return Some((end + 1, 12)),
                    Word::Scale(12) => return Some((end + 1, part.max(1).saturating_mul(12))),
                    Word::Scale(s @ (100 | 1000)) => {
                        part = part.max(1).saturating_mul(s);
                        if s == 1000 {
                            total = total.saturating_add(part);
                            part = 0;
                        }
                    }
                    _ => break,
                }
                end += 1;
                let more = |k: usize| matches!(word(tokens, k), Word::Cardinal(n) if n < 100);
                let joined = hyphen(tokens, end) || word(tokens, end) == Word::And && part >= 100;
                if joined && more(end + 1) {
                    end += 1;
                }
                if end > i + 8 {
                    break;
                }
            }
            (end > i).then_some((end, total.saturating_add(part)))
        }
        _ => None,
    }
}

/// An amount that a unit may follow: a number, `a`, `a few`, `several`, `half a`, `2 1/2`, `two to three`.
pub(super) fn amount(tokens: &[Token], i: usize) -> Parsed<Amount> {
    match word(tokens, i) {
        Word::A => match word(tokens, i + 1) {
            Word::Vague => Some((i + 2, Amount::Vague)),
            Word::Couple => Some((
                if word(tokens, i + 2) == Word::Of { i + 3 } else { i + 2 },
                Amount::Whole(2),
            )),
            Word::Half => Some((i + 2, Amount::Tenths(5))),
            Word::Scale(_) => number(tokens, i + 1).map(|(end, n)| (end, Amount::Whole(n))),
            _ => Some((i + 1, Amount::Whole(1))),
        },
        Word::Couple if word(tokens, i + 1) == Word::Of => Some((i + 2, Amount::Whole(2))),
        Word::Half if word(tokens, i + 1) == Word::A => Some((i + 2, Amount::Tenths(5))),
        Word::Half if hyphen(tokens, i + 1) => Some((i + 1, Amount::Tenths(5))),
        Word::Vague => Some((i + 1, Amount::Vague)),
        Word::Scales if word(tokens, i + 1) == Word::Of => Some((i + 2, Amount::Vague)),
        Word::Another => match number(tokens, i + 1) {
            Some((end, n)) => Some((end, Amount::Whole(n))),
            None if word(tokens, i + 1) == Word::Vague => Some((i + 2, Amount::Vague)),
            None => Some((i + 1, Amount::Whole(1))),
        },
        _ => {
            let (end, n) = number(tokens, i)?;
            // 2 1/2, 2.5, two and a half
            if word(tokens, end) == Word::Number
                && tokens[end].number == 1
                && is_mark(tokens, end + 1, '/')
                && at(tokens, end + 2).is_some_and(|t| t.number == 2)
            {
                return Some((end + 3, Amount::Whole(n).half_more()));
            }
            if is_mark(tokens, end, '.')
                && tokens[end].glued
                && at(tokens, end + 1).is_some_and(|t| t.glued && t.word == Word::Number && t.digits == 1)
            {
                return Some((
                    end + 2,
                    Amount::Tenths(n.saturating_mul(10).saturating_add(tokens[end + 1].number)),
                ));
            }
            if word(tokens, end) == Word::And {
                let half = if word(tokens, end + 1) == Word::A {
                    end + 2
                } else {
                    end + 1
                };
                if word(tokens, half) == Word::Half {
                    return Some((half + 1, Amount::Whole(n).half_more()));
                }
            }
            // two to three weeks: the larger one
            let to = matches!(word(tokens, end), Word::To | Word::And | Word::Mark('-'));
            if to
                && let Some((end, m)) = number(tokens, end + 1)
                && m > n
                && m < 100
                && unit_at(tokens, end).is_some()
            {
                return Some((end, Amount::Whole(m)));
            }
            Some((end, Amount::Whole(n)))
        }
    }
}

/// A unit, singular or plural. `second` is one only after a number that is not one; that is left out.
fn unit_at(tokens: &[Token], i: usize) -> Parsed<Unit> {
    match word(tokens, i) {
        Word::Unit(u) | Word::Units(u) => Some((i + 1, u)),
        Word::Nights => Some((i + 1, Unit::Day)),
        _ => None,
    }
}

/// Words of comparison before an amount or a date: `about`, `more than`, `at least`, `up to`, `no more than`.
pub(super) fn comparison(tokens: &[Token], i: usize) -> Parsed<Option<Modifier>> {
    let (end, modifier) = match word(tokens, i) {
        Word::Approx => (i + 1, Some(Modifier::Approx)),
        Word::Some if number(tokens, i + 1).is_some() => (i + 1, Some(Modifier::Approx)),
        Word::More => (i + 1, Some(Modifier::MoreThan)),
        Word::Less => (i + 1, Some(Modifier::LessThan)),
        Word::Within => (i + 1, Some(Modifier::LessThan)),
        Word::Quantifier(m) if word(tokens, i + 1) == Word::Than => (i + 2, Some(m)),
        Word::At if word(tokens, i + 1) == Word::Least => (i + 2, Some(Modifier::EqualOrMore)),
        Word::Up if word(tokens, i + 1) == Word::To => (i + 2, Some(Modifier::EqualOrLess)),
        Word::Only => (i + 1, None),
        _ => return None,
    };
    // `just over`, `only about`
    if modifier.is_none()
        && let Some((end, modifier)) = comparison_once(tokens, end)
    {
        return Some((end, modifier));
    }
    Some((end, modifier))
}

fn comparison_once(tokens: &[Token], i: usize) -> Parsed<Option<Modifier>> {
    match word(tokens, i) {
        Word::Approx => Some((i + 1, Some(Modifier::Approx))),
        Word::More => Some((i + 1, Some(Modifier::MoreThan))),
        Word::Less => Some((i + 1, Some(Modifier::LessThan))),
        Word::Quantifier(m) if word(tokens, i + 1) == Word::Than => Some((i + 2, Some(m))),
        _ => None,
    }
}

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
            Found::fixed(i, end, TimexType::Duration, &duration(amount, unit), "duration:turned").modified(modifier),
        );
    }
    if word(tokens, k) != Word::A
        && let Some((end, amount)) = amount(tokens, k)
        && let Some((end, unit)) = adjective_unit(tokens, end)
        && !(hyphen(tokens, end) && word(tokens, end + 1) == Word::Old)
        && !(unit == Unit::Quarter && matches!(amount, Amount::Whole(1000..)))
    {
        return Some(Found::fixed(
            i,
            end,
            TimexType::Duration,
            &duration(amount, unit),
            "duration:turned",
        ));
    }
    if let Word::Units(unit) = word(tokens, k)
        && (turned || recent.is_some())
    {
        let this = word(tokens, k - 1) == Word::Turn(Turn::This);
        if this && unit == Unit::Day {
            return Some(Found::fixed(
                i,
                k + 1,
                TimexType::Date,
                "PRESENT_REF",
                "reference:adverb",
            ));
        }
        // Recent years are a past without an end; recent weeks are some weeks.
        let past = recent == Some(Reference::Past) && matches!(unit, Unit::Year | Unit::Decade | Unit::Century);
        let value = duration(Amount::Vague, unit);
        let (kind, value) = if past {
            (TimexType::Date, "PAST_REF")
        } else {
            (TimexType::Duration, value.as_str())
        };
        return Some(Found::fixed(i, k + 1, kind, value, "duration:vague"));
    }
    None
}

/// A unit with at most one plain adjective before it: `three full years`, `ten brutal months`, `five-year`.
fn adjective_unit(tokens: &[Token], i: usize) -> Parsed<Unit> {
    let i = if hyphen(tokens, i) { i + 1 } else { i };
    if let Some(found) = unit_at(tokens, i) {
        return Some(found);
    }
    let token = at(tokens, i)?;
    let adjective = matches!(
        token.word,
        Word::Other | Word::Turn(Turn::Past | Turn::Previous | Turn::Following) | Word::Long | Word::Fiscal
    ) && !token.capital
        && !token.glued
        && !token.arabic
        || matches!(
            token.word,
            Word::Quantifier(Modifier::MoreThan) | Word::Another | Word::Half
        );
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
    if word(tokens, end) == Word::And && word(tokens, end + 1) == Word::Cardinal(2) && amount == Amount::Whole(1) {
        end += 2;
    }
    let indefinite = word(tokens, i) == Word::A;
    let single = at(tokens, i).is_some_and(|t| t.word == Word::A) && matches!(amount, Amount::Whole(1));
    let shift = |to: usize, back: bool, from: Base, rule: &'static str| {
        Some(Found::date(
            i,
            to,
            When::Shift {
                amount,
                unit,
                back,
                from,
            },
            rule,
        ))
    };
    match word(tokens, end) {
        Word::Ago => return shift(end + 1, true, Base::Now, "relative:ago"),
        Word::Later => return shift(end + 1, false, Base::Text, "relative:later"),
        Word::Earlier => return shift(end + 1, true, Base::Text, "relative:earlier"),
        Word::Before if !begins_phrase(tokens, end + 1) => return shift(end + 1, true, Base::Text, "relative:earlier"),
        Word::Ref(Reference::Past) if unit != Unit::Day => return shift(end + 1, true, Base::Text, "relative:earlier"),
        Word::From if word(tokens, end + 1) == Word::Ref(Reference::Present) => {
            return shift(end + 2, false, Base::Now, "relative:from_now");
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
        end += 1;
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
    Some(Found::fixed(
        i,
        end,
        TimexType::Duration,
        &duration(amount, unit),
        if hyphenated {
            "duration:adjective"
        } else {
            "duration:counted"
        },
    ))
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
                "duration:adjective",
            ));
        }
        _ => return None,
    };
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
            return Some(Found::fixed(i, end + 1, TimexType::Date, "PAST_REF", "relative:ago"));
        }
        Word::Later if from == i => {
            return Some(Found::fixed(
                i,
                end + 1,
                TimexType::Date,
                "FUTURE_REF",
                "relative:later",
            ));
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
        "duration:bare",
    ))
}
