//! Amounts: numbers in digits and words, `a few`, `half a`, `at least`; and their TIMEX3 durations.

use crate::types::Modifier;

use super::super::lexicon::{Unit, Word};
use super::super::scanner::Token;
use super::absolute::Parsed;
use super::{at, before, hyphen, is_mark, word};

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
    pub(super) fn half_more(self) -> Amount {
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
        Unit::Quarter => ("", "Q", 1),
        Unit::Fortnight => ("", "W", 2),
        Unit::Hour => ("T", "H", 1),
        Unit::Minute => ("T", "M", 1),
        Unit::Second => ("T", "S", 1),
    };
    match amount {
        Amount::Whole(n) => format!("P{time}{}{letter}", u64::from(n) * times),
        Amount::Tenths(n) => {
            let tenths = u64::from(n) * times;
            // Half an hour is thirty minutes, half a year six months.
            match (n, unit) {
                (5, Unit::Year) => return "P6M".into(),
                (5, Unit::Day) => return "PT12H".into(),
                (5, Unit::Hour) => return "PT30M".into(),
                (5, Unit::Minute) => return "PT30S".into(),
                _ => {}
            }
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
            _ => format!("P{time}X{letter}"),
        },
    }
}

/// A whole number in digits or words: `15`, `1,460`, `twenty-four`, `two hundred`, `a dozen`.
pub(super) fn number(tokens: &[Token], i: usize) -> Parsed<u32> {
    let token = at(tokens, i)?;
    match token.word {
        // The 500 of 2.500 is no number of its own.
        Word::Number if fraction(tokens, i) || token.digits > 9 => None,
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
            // 2 million
            if let Word::Scale(s @ 1000..) = word(tokens, end) {
                return Some((end + 1, value.saturating_mul(s)));
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
                    Word::Scale(s @ (100 | 1000..)) => {
                        part = part.max(1).saturating_mul(s);
                        if s >= 1000 {
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

/// Whether the number at `i` stands behind the point or comma of another.
fn fraction(tokens: &[Token], i: usize) -> bool {
    i >= 2
        && tokens[i].glued
        && tokens[i - 1].glued
        && matches!(word(tokens, i - 1), Word::Mark('.' | ','))
        && word(tokens, i - 2) == Word::Number
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
            if let Some(t) = at(tokens, end + 1).filter(|t| t.glued && t.word == Word::Number)
                && is_mark(tokens, end, '.')
                && tokens[end].glued
            {
                // 2.500 years are thousands; but three decimals of a second are what clocks show.
                if t.digits == 3 && !matches!(unit_at(tokens, end + 2), Some((_, Unit::Second))) {
                    return Some((end + 2, Amount::Whole(n.saturating_mul(1000).saturating_add(t.number))));
                }
                // More than tenths are times of races: rounded down.
                let tenth = t.number / 10u32.saturating_pow(u32::from(t.digits).saturating_sub(1)).max(1);
                let tenths = n.saturating_mul(10).saturating_add(tenth);
                // 1.5 million
                if let Word::Scale(s @ 1000..) = word(tokens, end + 2) {
                    return Some((end + 3, Amount::Whole(tenths.saturating_mul(s / 10))));
                }
                return Some((end + 2, Amount::Tenths(tenths)));
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
            // two to three weeks: two at least; but between two to six days
            let least = word(tokens, end) != Word::And && before(tokens, i) != Word::Between;
            let to = matches!(word(tokens, end), Word::To | Word::And | Word::Mark('-'));
            if to
                && let Some((end, m)) = number(tokens, end + 1)
                && m > n
                && m < 100
                && unit_at(tokens, end).is_some()
            {
                return Some((end, Amount::Whole(if least { n } else { m })));
            }
            Some((end, Amount::Whole(n)))
        }
    }
}

/// A unit, singular or plural. `second` is one only after a number that is not one; that is left out.
pub(super) fn unit_at(tokens: &[Token], i: usize) -> Parsed<Unit> {
    match word(tokens, i) {
        Word::Unit(_) | Word::Units(_) if tokens[i].arabic && (tokens[i].definite || tokens[i].proclitic) => None,
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

pub(super) fn comparison_once(tokens: &[Token], i: usize) -> Parsed<Option<Modifier>> {
    match word(tokens, i) {
        Word::Approx => Some((i + 1, Some(Modifier::Approx))),
        Word::More => Some((i + 1, Some(Modifier::MoreThan))),
        Word::Less => Some((i + 1, Some(Modifier::LessThan))),
        Word::Quantifier(m) if word(tokens, i + 1) == Word::Than => Some((i + 2, Some(m))),
        _ => None,
    }
}
