//! What recurs: `every day`, `each July`, `twice a week`, `$5 per month`, `daily`, `Mondays`.

use crate::types::{Quant, TimexType};

use super::super::lexicon::{Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::amounts::{amount, duration, number};
use super::{Found, at, before, word};

/// A recurring time that begins at a token.
pub(super) fn set(tokens: &[Token], i: usize) -> Option<Found> {
    let found = |to: usize, value: String| Found::fixed(i, to, TimexType::Set, &value, Rule::Every);
    match word(tokens, i) {
        word @ (Word::Every | Word::Each) => {
            let quant = Some(if word == Word::Every { Quant::Every } else { Quant::Each });
            let (to, value) = repeated(tokens, i + 1)?;
            Some(Found {
                quant,
                ..found(to, value)
            })
        }
        Word::Per => match word(tokens, i + 1) {
            Word::Unit(unit) => Some(found(i + 2, duration(super::amounts::Amount::Whole(1), unit))),
            _ => None,
        },
        // The Daily Star is a newspaper.
        Word::Adverb(_)
            if tokens[i].capital
                && (at(tokens, i + 1).is_some_and(|t| t.capital && !t.glued) || i > 0 && tokens[i - 1].capital) =>
        {
            None
        }
        Word::Adverb(value) if !money_before(tokens, i) => {
            Some(Found::fixed(i, i + 1, TimexType::Set, value, Rule::Adverb))
        }
        Word::Times(n) => frequency(tokens, i, i + 1, n.into()),
        Word::Number | Word::Cardinal(_) => {
            let (end, n) = number(tokens, i)?;
            // five days a week
            if let (Word::Units(counted @ (Unit::Day | Unit::Hour)), Word::A | Word::Per, Word::Unit(unit)) =
                (word(tokens, end), word(tokens, end + 1), word(tokens, end + 2))
                && counted != unit
                && !matches!(
                    word(tokens, end + 3),
                    Word::Ago | Word::Later | Word::Earlier | Word::Before
                )
            {
                let letter = if counted == Unit::Day { 'D' } else { 'H' };
                return Some(Found {
                    freq: Some(format!("{n}{letter}")),
                    rule: Rule::Frequency,
                    ..found(end + 3, duration(super::amounts::Amount::Whole(1), unit))
                });
            }
            if word(tokens, end) != Word::Occasions {
                return None;
            }
            frequency(tokens, i, end + 1, n)
        }
        Word::Weekday(w)
            if !tokens[i].arabic
                && tokens[i].capital
                && tokens[i].end - tokens[i].start > 6
                && plural_weekday(tokens, i) =>
        {
            Some(found(i + 1, format!("XXXX-WXX-{w}")))
        }
        // every Monday and Tuesday
        Word::Weekday(_) if !tokens[i].arabic && tokens[i].capital && listed(tokens, i) => {
            let (to, value) = repeated(tokens, i)?;
            Some(Found {
                quant: Some(Quant::Every),
                ..found(to, value)
            })
        }
        // $5 a day, 10 percent a year, 300 barrels a day
        Word::A if rate(tokens, i) => match word(tokens, i + 1) {
            Word::Unit(unit)
                if !matches!(
                    word(tokens, i + 2),
                    Word::Ago | Word::Later | Word::Earlier | Word::Before
                ) && word(tokens, i + 4) != Word::Half =>
            {
                Some(Found::fixed(
                    i,
                    i + 2,
                    TimexType::Set,
                    &duration(super::amounts::Amount::Whole(1), unit),
                    Rule::Rate,
                ))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `twice a week`, `three times every year`.
fn frequency(tokens: &[Token], from: usize, i: usize, times: u32) -> Option<Found> {
    let (end, value) = match (word(tokens, i), word(tokens, i + 1)) {
        (Word::A | Word::Per, Word::Unit(unit)) => (i + 2, duration(super::amounts::Amount::Whole(1), unit)),
        (Word::Every | Word::Each, _) => repeated(tokens, i + 1)?,
        _ => return None,
    };
    Some(Found {
        freq: Some(format!("{times}X")),
        ..Found::fixed(from, end, TimexType::Set, &value, Rule::Frequency)
    })
}

/// What follows `every`: a unit, `two weeks`, `other day`, a weekday, a month, a season, a part of the day.
fn repeated(tokens: &[Token], i: usize) -> Option<(usize, String)> {
    match word(tokens, i) {
        Word::Unit(unit) => Some((i + 1, duration(super::amounts::Amount::Whole(1), unit))),
        Word::Weekday(w) => match word(tokens, i + 1) {
            Word::Part(part) => Some((i + 2, format!("XXXX-WXX-{w}T{part}"))),
            Word::Night => Some((i + 2, format!("XXXX-WXX-{w}TNI"))),
            _ => Some((i + 1, format!("XXXX-WXX-{w}"))),
        },
        Word::Month(m) if tokens[i].capital => Some((i + 1, format!("XXXX-{m:02}"))),
        Word::Season(s) => Some((i + 1, format!("XXXX-{s}"))),
        Word::Part(part) => Some((i + 1, format!("XXXX-XX-XXT{part}"))),
        Word::Night => Some((i + 1, "XXXX-XX-XXTNI".into())),
        other if other.is_plain() || matches!(other, Word::OtherOfTwo | Word::Ordinal(2)) => {
            match word(tokens, i + 1) {
                Word::Unit(unit) if !other.is_plain() => {
                    Some((i + 2, duration(super::amounts::Amount::Whole(2), unit)))
                }
                Word::Unit(unit) if !tokens[i].capital => {
                    Some((i + 2, duration(super::amounts::Amount::Whole(1), unit)))
                }
                _ => None,
            }
        }
        _ => {
            let (end, amount) = amount(tokens, i)?;
            match word(tokens, end) {
                Word::Unit(unit) | Word::Units(unit) => Some((end + 1, duration(amount, unit))),
                _ => None,
            }
        }
    }
}

/// Whether the weekday at `i` goes on a list that `every` begins.
fn listed(tokens: &[Token], i: usize) -> bool {
    /// Six weekdays before it, with a comma and an `and` each.
    const REACH: usize = 18;
    let list = |k: &usize| matches!(tokens[*k].word, Word::Weekday(_) | Word::And | Word::Mark(','));
    let joined = matches!(before(tokens, i), Word::And | Word::Mark(','));
    let from = (i.saturating_sub(REACH)..i).rev().take_while(list).last();
    joined && from.is_some_and(|k| matches!(word(tokens, k), Word::Weekday(_)) && before(tokens, k) == Word::Every)
}

/// Whether the word is a plural weekday: `on Mondays`.
fn plural_weekday(tokens: &[Token], i: usize) -> bool {
    // Weekday names end in y; their plurals are one letter longer and are spelt out in the word list.
    let token = &tokens[i];
    let length = token.end - token.start;
    let singular = match token.word {
        Word::Weekday(1 | 5 | 7) => 6,
        Word::Weekday(2) => 7,
        Word::Weekday(3) => 9,
        _ => 8,
    };
    length == singular + 1
}

/// Whether `a` follows an amount of something other than time: then `a day` is a rate.
fn rate(tokens: &[Token], i: usize) -> bool {
    if !matches!(
        word(tokens, i + 1),
        Word::Unit(Unit::Year | Unit::Month | Unit::Week | Unit::Day | Unit::Hour | Unit::Minute)
    ) {
        return false;
    }
    let amount = |k: usize| {
        matches!(
            word(tokens, k),
            Word::Number | Word::Cardinal(_) | Word::Scale(_) | Word::Scales | Word::Vague
        )
    };
    if money_before(tokens, i) {
        return true;
    }
    match before(tokens, i) {
        Word::Count => true,
        Word::Number | Word::Scale(_) => i > 0,
        Word::Occasions | Word::Times(_) => true,
        noun if noun.is_plain() || matches!(noun, Word::Units(_)) => {
            i >= 2
                && at(tokens, i - 1).is_some_and(|t| !t.capital)
                && (amount(i - 2) || i >= 3 && amount(i - 3) && !matches!(word(tokens, i - 2), Word::Turn(Turn::That)))
        }
        _ => false,
    }
}

/// Whether an amount of money or a percentage stands before `i`: `$1.8 million a year`, `8 percent annually`.
fn money_before(tokens: &[Token], i: usize) -> bool {
    /// `$ 1 . 8 million`
    const REACH: usize = 5;
    (i.saturating_sub(REACH)..i)
        .rev()
        .take_while(|&k| {
            matches!(
                word(tokens, k),
                Word::Number | Word::Scale(_) | Word::Cardinal(_) | Word::Money | Word::Other
            ) && (!tokens[k].capital || tokens[k].glued)
                || matches!(word(tokens, k), Word::Mark('.' | ',' | '$' | '£' | '€' | '%' | '#') if tokens[k].glued || k + 1 < tokens.len() && tokens[k + 1].glued)
        })
        .any(|k| matches!(word(tokens, k), Word::Money | Word::Mark('$' | '£' | '€' | '%' | '#')))
}
