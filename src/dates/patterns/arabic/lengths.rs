//! Arabic amounts of time: `ثلاثة أيام`, `أكثر من عامين`, `قبل عشرة أشهر`, `بعد ذلك بعامين`, `كل أسبوعين`.

use crate::types::{Modifier, Quant, TimexType};

use super::super::super::lexicon::{Turn, Unit, Word};
use super::super::super::rules::Rule;
use super::super::super::scanner::Token;
use super::super::absolute::{Parsed, weekday, year};
use super::super::amounts::{self, Amount, duration};
use super::super::{Base, Found, When, at, before, word};
use super::time_preposition;

/// `قبل عشرة أشهر`, `قبل عام`, `بعد يومين`.
pub(super) fn shifted(tokens: &[Token], i: usize) -> Option<Found> {
    let back = match word(tokens, i) {
        Word::Before => true,
        Word::After => false,
        _ => return None,
    };
    // بعد ذلك بعامين
    let of_that = word(tokens, i + 1) == Word::Turn(Turn::That) && at(tokens, i + 2).is_some_and(|t| t.proclitic);
    let k = if of_that || word(tokens, i + 1) == Word::Approx {
        i + 2
    } else {
        i + 1
    };
    // عاما بعد عام
    if matches!(before(tokens, i), Word::Unit(unit) if word(tokens, i + 1) == Word::Unit(unit)) {
        return None;
    }
    // قبل أيام
    if let Word::Units(_) = word(tokens, k)
        && back
        && !tokens[k].definite
        && !at(tokens, k + 1).is_some_and(|t| t.word == Word::Of || t.definite)
    {
        return Some(Found::fixed(i, k + 1, TimexType::Date, "PAST_REF", Rule::Ago));
    }
    let (end, amount, unit) = counted(tokens, k, true)?;
    // `بعد يومين من الهجوم` counts from an event.
    let event = matches!(word(tokens, end), Word::Of);
    if event && !back {
        return None;
    }
    let from = if back && !of_that { Base::Now } else { Base::Text };
    let found = Found::date(
        i,
        end,
        When::Shift {
            amount,
            unit,
            back,
            from,
        },
        match (back, of_that) {
            (true, true) => Rule::Earlier,
            (true, false) => Rule::Ago,
            _ => Rule::Later,
        },
    );
    Some(found.modified((k > i + 1 && !of_that).then_some(Modifier::Approx)))
}

/// An amount and its unit: `عشرة أشهر`, `يومين`, `خمسة عشر يوما`, `15 عاما`, `عدة أشهر`; with `single`, also `عام`.
fn counted(tokens: &[Token], i: usize, single: bool) -> Option<(usize, Amount, Unit)> {
    match word(tokens, i) {
        // يومي السبت والأحد are two days by name.
        Word::Dual(_) if matches!(word(tokens, i + 1), Word::Number | Word::Weekday(_)) => return None,
        Word::Dual(unit) => return Some((i + 1, Amount::Whole(2), unit)),
        // قبل عقد المؤتمر is before it is held, قبل ربع ساعة a part of an hour.
        Word::Unit(Unit::Decade) if at(tokens, i + 1).is_some_and(|t| t.arabic && t.word == Word::Other) => {
            return None;
        }
        Word::Unit(Unit::Quarter) => return None,
        Word::Unit(unit) if single && !tokens[i].definite && year(tokens, i + 1).is_none() => {
            let end = if word(tokens, i + 1) == Word::Cardinal(1) {
                i + 2
            } else {
                i + 1
            };
            return Some((end, Amount::Whole(1), unit));
        }
        // نصف ساعة
        Word::Half => {
            return match word(tokens, i + 1) {
                Word::Unit(unit) if !tokens[i + 1].definite => Some((i + 2, Amount::Tenths(5), unit)),
                _ => None,
            };
        }
        Word::Vague => {
            return match word(tokens, i + 1) {
                Word::Units(unit) | Word::Unit(unit) if !tokens[i + 1].proclitic => Some((i + 2, Amount::Vague, unit)),
                _ => None,
            };
        }
        _ => {}
    }
    let (end, n) = number(tokens, i)?;
    match at(tokens, end)? {
        t if !t.arabic || t.definite => None,
        t => match t.word {
            Word::Unit(unit) | Word::Units(unit) => Some((end + 1, Amount::Whole(n), unit)),
            _ => None,
        },
    }
}

/// A whole number: `عشر`, `خمسة عشر`, `خمس وعشرين`, `مئة`, `15`.
fn number(tokens: &[Token], i: usize) -> Parsed<u32> {
    match word(tokens, i) {
        Word::Number => amounts::number(tokens, i),
        Word::Cardinal(n) => match word(tokens, i + 1) {
            Word::Cardinal(10) if n < 10 => Some((i + 2, n + 10)),
            Word::Cardinal(tens) if n < 10 && tens >= 20 && tokens[i + 1].proclitic => Some((i + 2, n + tens)),
            Word::Scale(s) if n < 10 => Some((i + 2, n * s)),
            _ => Some((i + 1, n)),
        },
        Word::Scale(s) => Some((i + 1, s)),
        _ => None,
    }
}

/// `ثلاثة أيام`, `نحو عشر سنوات`, `أكثر من عامين`, `عدة أشهر`, `أشهر`.
pub(super) fn length(tokens: &[Token], i: usize) -> Option<Found> {
    let (k, modifier) = match word(tokens, i) {
        Word::Approx => (i + 1, Some(Modifier::Approx)),
        Word::More if word(tokens, i + 1) == Word::Of => (i + 2, Some(Modifier::MoreThan)),
        Word::Less if word(tokens, i + 1) == Word::Of => (i + 2, Some(Modifier::LessThan)),
        _ => (i, None),
    };
    if let Some((end, amount, unit)) = counted(tokens, k, modifier.is_some()) {
        return Some(
            Found::fixed(i, end, TimexType::Duration, &duration(amount, unit), Rule::Counted).modified(modifier),
        );
    }
    match at(tokens, i)? {
        t if t.definite || modifier.is_some() => None,
        // أشهر الفرق: the most famous ones; أيام الحرب are days of their own.
        _ if at(tokens, i + 1).is_some_and(|t| t.arabic && t.definite && t.word == Word::Other) => None,
        t => match t.word {
            // سنوات عدة, أشهر قليلة
            Word::Units(unit) if word(tokens, i + 1) == Word::Vague && !tokens[i + 1].proclitic => Some(Found::fixed(
                i,
                i + 2,
                TimexType::Duration,
                &duration(Amount::Vague, unit),
                Rule::Counted,
            )),
            Word::Units(unit)
                if time_preposition(tokens, i)
                    || matches!(before(tokens, i), Word::Other)
                        && i > 0
                        && !matches!(word(tokens, i + 1), Word::Other) =>
            {
                Some(Found::fixed(
                    i,
                    i + 1,
                    TimexType::Duration,
                    &duration(Amount::Vague, unit),
                    Rule::Bare,
                ))
            }
            _ => None,
        },
    }
}

/// `كل أسبوع`, `كل ثلاثة أيام`, `يوميا`.
pub(super) fn set(tokens: &[Token], i: usize) -> Option<Found> {
    match word(tokens, i) {
        Word::Adverb(value) => Some(Found::fixed(i, i + 1, TimexType::Set, value, Rule::Adverb)),
        // مرتين في الأسبوع, ثلاث مرات في الشهر
        Word::Times(_) | Word::Cardinal(_) | Word::Number => {
            let (end, times) = match word(tokens, i) {
                Word::Times(n) => (i + 1, n.into()),
                _ => number(tokens, i)
                    .filter(|(end, _)| word(tokens, *end) == Word::Occasions)
                    .map(|(end, n)| (end + 1, n))?,
            };
            let unit = match (word(tokens, end), at(tokens, end + 1)?) {
                (Word::In, t) if t.definite => t.word,
                _ => return None,
            };
            let Word::Unit(unit) = unit else { return None };
            let value = duration(Amount::Whole(1), unit);
            Some(Found {
                freq: Some(format!("{times}X")),
                ..Found::fixed(i, end + 2, TimexType::Set, &value, Rule::Frequency)
            })
        }
        Word::Every => {
            let weekday = match word(tokens, i + 1) {
                Word::Weekday(w) => Some((i + 2, w)),
                // كل يوم جمعة
                Word::Unit(Unit::Day) => match word(tokens, i + 2) {
                    Word::Weekday(w) => Some((i + 3, w)),
                    _ => None,
                },
                _ => weekday(tokens, i + 1),
            };
            if let Some((end, w)) = weekday {
                return Some(Found {
                    quant: Some(Quant::Every),
                    ..Found::fixed(i, end, TimexType::Set, &format!("XXXX-WXX-{w}"), Rule::Every)
                });
            }
            let (end, amount, unit) = counted(tokens, i + 1, true)?;
            Some(Found {
                quant: Some(Quant::Every),
                ..Found::fixed(i, end, TimexType::Set, &duration(amount, unit), Rule::Every)
            })
        }
        _ => None,
    }
}
