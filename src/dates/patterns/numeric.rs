//! Dates in digits: `2019-12-06`, `02.04.2020`, `6/12/19`, `٢٠١٩/١٢/٠٦`.

use crate::types::DateOrder;

use super::super::lexicon::Word;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, Written, two_digit_year};
use super::{at, word};

/// A date of three numbers with the same separator, or year and month (`2019-12`).
///
/// Where both of the first two fields can be a month, the date is read month first and the other reading is kept.
pub(in crate::dates) fn date(tokens: &[Token], i: usize) -> Parsed<Written> {
    let first = number(tokens, i)?;
    if first.glued && i > 0 && glues(word(tokens, i - 1)) {
        return None;
    }
    let Word::Mark(mark @ ('-' | '/' | '.')) = glued_mark(tokens, i + 1)? else {
        return None;
    };
    let second = number(tokens, i + 2).filter(|t| t.glued)?;
    let third = match glued_mark(tokens, i + 3) {
        Some(Word::Mark(m)) if m == mark => number(tokens, i + 4).filter(|t| t.glued),
        _ => None,
    };
    let Some(third) = third else {
        // Year and month. `2010-11` and `2010/11` are rather two years.
        let years = mark != '.' && second.number == first.number % 100 + 1;
        let month =
            first.digits == 4 && second.digits == 2 && (1..=12).contains(&second.number) && mark != '.' && !years;
        if !month || !(1000..=2199).contains(&first.number) || runs_on(tokens, i + 3) {
            return None;
        }
        return Some((
            i + 3,
            Written {
                year: Some(i64::from(first.number)),
                month: Some(second.number as u8),
                ..Written::default()
            },
        ));
    };
    if runs_on(tokens, i + 5) {
        return None;
    }
    let (a, b, c) = (first.number, second.number, third.number);
    let end = if word(tokens, i + 5) == Word::EraAd && at(tokens, i + 5)?.arabic {
        i + 6
    } else {
        i + 5
    };
    if first.digits == 4 && second.digits <= 2 && third.digits <= 2 && (1000..=2199).contains(&a) {
        let hijri = is_hijri(tokens, i, a.into());
        let end = if word(tokens, i + 5) == Word::EraHijri {
            i + 6
        } else {
            end
        };
        return fields(a.into(), b, c, hijri)
            .or_else(|| impossible(a.into(), b, c))
            .map(|w| (end, w));
    }
    if first.digits > 2 || second.digits > 2 || !(third.digits == 4 || (third.digits == 2 && mark != '-')) {
        return None;
    }
    let year = if third.digits == 4 {
        i64::from(c)
    } else {
        two_digit_year(c)
    };
    if !(1000..=2199).contains(&year) {
        return None;
    }
    if is_hijri(tokens, i, year) {
        let end = if word(tokens, i + 5) == Word::EraHijri {
            i + 6
        } else {
            i + 5
        };
        return fields(year, b, a, true).map(|w| (end, w));
    }
    match (fields(year, a, b, false), fields(year, b, a, false)) {
        (Some(month_first), Some(_)) if a != b => Some((
            end,
            Written {
                swapped: Some((b as u8, a as u8)),
                ..month_first
            },
        )),
        (Some(month_first), _) => Some((
            end,
            Written {
                sure: (b > 12).then_some(DateOrder::Mdy),
                ..month_first
            },
        )),
        (None, Some(day_first)) => Some((
            end,
            Written {
                sure: Some(DateOrder::Dmy),
                ..day_first
            },
        )),
        (None, None) => impossible(year, a, b)
            .or_else(|| impossible(year, b, a))
            .map(|w| (end, w)),
    }
}

/// Whether the year of the five tokens from `i` on is of the Hijri calendar: one of its last two centuries, with هـ behind it or
/// Arabic words beside it.
fn is_hijri(tokens: &[Token], i: usize, year: i64) -> bool {
    let arabic = |k: usize| at(tokens, k).is_some_and(|t| t.arabic);
    (1300..=1499).contains(&year) && (word(tokens, i + 5) == Word::EraHijri || arabic(i + 5) || i > 0 && arabic(i - 1))
}

/// A week of the ISO calendar: `2021-W23`.
pub(super) fn week(tokens: &[Token], i: usize) -> Parsed<Point> {
    let glued = |k: usize| at(tokens, k).filter(|t| t.glued);
    let year = number(tokens, i).filter(|t| t.digits == 4 && (1000..=2199).contains(&t.number))?;
    let begins = !year.glued || i > 0 && matches!(word(tokens, i - 1), Word::Mark('(' | '"' | '\''));
    let letter = glued(i + 1)?.word == Word::Mark('-') && glued(i + 2)?.letter == b'w' && glued(i + 2)?.capital;
    let week = glued(i + 3).filter(|t| t.word == Word::Number && t.digits == 2)?;
    let point = Point::Week(year.number.into(), u8::try_from(week.number).ok()?);
    let fits = begins && letter && (1..=53).contains(&week.number) && point.days().is_some();
    (fits && !runs_on(tokens, i + 4)).then_some((i + 4, point))
}

fn number(tokens: &[Token], i: usize) -> Option<&Token> {
    at(tokens, i).filter(|t| t.word == Word::Number)
}

fn glued_mark(tokens: &[Token], i: usize) -> Option<Word> {
    at(tokens, i).filter(|t| t.glued).map(|t| t.word)
}

/// Marks that make the number after them part of something longer: a decimal, a path, a code.
fn glues(word: Word) -> bool {
    matches!(
        word,
        Word::Mark('-' | '/' | '.' | ':' | '_' | '#' | '=' | '$' | '£' | '€' | '+' | '@') | Word::Other | Word::Number
    )
}

/// Whether the digits go on after the date: `1-1-1-1`, `10/11/2010/5`.
fn runs_on(tokens: &[Token], i: usize) -> bool {
    matches!(glued_mark(tokens, i), Some(Word::Mark('-' | '/' | '.' | '_')))
        && at(tokens, i + 1).is_some_and(|t| t.glued && !matches!(t.word, Word::Mark(_)))
}

/// A date of the right size that the calendar does not have: 31/02/2019.
fn impossible(year: i64, month: u32, day: u32) -> Option<Written> {
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Written {
        year: Some(year),
        month: Some(month as u8),
        day: Some(day as u8),
        ..Written::default()
    })
}

fn fields(year: i64, month: u32, day: u32, hijri: bool) -> Option<Written> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let valid = if hijri {
        super::super::hijri::gregorian(year, month, day).is_some()
    } else {
        super::super::calendar::partial_date(year, Some(month), Some(day)).is_some()
    };
    valid.then(|| Written {
        year: Some(year),
        month: Some(month),
        day: Some(day),
        hijri,
        ..Written::default()
    })
}
