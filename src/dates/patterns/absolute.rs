//! Dates that name what they mean: `6 December 2019`, `Sept. 30`, `مارس/آذار 2007`, `15 رمضان 1440هـ`, `May`.
//!
//! A pattern looks at the tokens from one position on and says where it ends; what is missing (a year, a month) is
//! filled in later from the anchor.

use crate::types::DateOrder;

use super::super::calendar::partial_date;
use super::super::lexicon::Word;
use super::super::scanner::Token;
use super::{at, is_mark, word};

/// A calendar date as written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::dates) struct Written {
    /// Year as meant (two-digit years already completed).
    pub year: Option<i64>,
    /// Month, 1..=12.
    pub month: Option<u8>,
    /// Day of the month, 1..=31.
    pub day: Option<u8>,
    /// 1 = Monday.
    pub weekday: Option<u8>,
    /// The fields are of the Islamic calendar.
    pub hijri: bool,
    /// Years before Christ.
    pub bc: bool,
    /// A numeric date that might be read day first: (month, day) of that reading.
    pub swapped: Option<(u8, u8)>,
    /// The order of a numeric date, day or month first, that can be read one way only.
    pub sure: Option<DateOrder>,
}

impl Written {
    /// Whether the calendar has no such day: 31 February.
    pub fn is_impossible(&self) -> bool {
        let (Some(month), Some(day)) = (self.month, self.day) else {
            return false;
        };
        if self.hijri {
            return day > 30;
        }
        // Without its year, or before Christ, 29 February may be one.
        const LEAP: i64 = 2000;
        let year = self.year.filter(|_| !self.bc).unwrap_or(LEAP);
        partial_date(year, Some(month), Some(day)).is_none()
    }
}

/// A pattern's result: the token after the last one, and what was read.
pub(in crate::dates) type Parsed<T> = Option<(usize, T)>;

/// A month name: its number and whether it is a Hijri one.
///
/// Two names of one month count as one: `مارس/آذار`, `كانون الثاني (يناير)`.
pub(in crate::dates) fn month_name(tokens: &[Token], i: usize) -> Parsed<(u8, bool)> {
    let (mut end, month) = single_month(tokens, i)?;
    if month.1 {
        return Some((end, month));
    }
    if tokens.get(i).is_some_and(|t| t.arabic) {
        let open = word(tokens, end);
        let bracket = open == Word::Mark('(');
        if (bracket || open == Word::Mark('/') || open == Word::Mark('-') || open == Word::Mark('\\'))
            && let Some((after, twin)) = single_month(tokens, end + 1)
            && twin == month
        {
            if !bracket {
                end = after;
            } else if is_mark(tokens, after, ')') {
                end = after + 1;
            }
        } else if let Some((after, twin)) = single_month(tokens, end)
            && twin == month
            && tokens.get(end).is_some_and(|t| !t.proclitic)
        {
            // مارس آذار 2010
            end = after;
        }
    } else if is_mark(tokens, end, '.') && at(tokens, end).is_some_and(|t| t.glued) && abbreviated(tokens, i) {
        end += 1;
    }
    Some((end, month))
}

fn single_month(tokens: &[Token], i: usize) -> Parsed<(u8, bool)> {
    let token = at(tokens, i)?;
    Some(match token.word {
        Word::Month(m) => (i + 1, (m, false)),
        Word::Hijri(m) => (i + 1, (m, true)),
        // تشرين الأول and الثاني are October and November, كانون الأول and الثاني December and January.
        Word::TwinMonth(m) => match word(tokens, i + 1) {
            Word::Ordinal(1) => (i + 2, (m, false)),
            Word::Ordinal(2) => (i + 2, (m % 12 + 1, false)),
            _ => return None,
        },
        Word::TwinHijri(m) => match word(tokens, i + 1) {
            Word::Ordinal(1) => (i + 2, (m, true)),
            Word::Ordinal(2) | Word::OtherOfTwo => (i + 2, (m + 1, true)),
            _ => return None,
        },
        Word::Dhu => match word(tokens, i + 1) {
            Word::DhuMonth(m) => (i + 2, (m, true)),
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether a month is written as an abbreviation, after which a stop may follow. The stop after "May" or "April" ends the sentence.
fn abbreviated(tokens: &[Token], i: usize) -> bool {
    at(tokens, i).is_some_and(|t| match t.word {
        Word::Month(5) => false,
        Word::Month(9) => t.end - t.start <= 4,
        Word::Month(_) => t.end - t.start == 3,
        _ => false,
    })
}

/// A four-digit year.
pub(in crate::dates) fn year(tokens: &[Token], i: usize) -> Parsed<i64> {
    let token = at(tokens, i)?;
    let plausible = token.word == Word::Number && token.digits == 4 && (1000..=2199).contains(&token.number);
    (plausible && !glued_number(tokens, i)).then(|| (era(tokens, i + 1), i64::from(token.number)))
}

/// Skips a mark of the Christian era: `AD`, `م`.
fn era(tokens: &[Token], i: usize) -> usize {
    match at(tokens, i) {
        Some(t) if t.word == Word::EraAd && (t.arabic || t.capital) => {
            if t.arabic && is_mark(tokens, i + 1, '.') && at(tokens, i + 2).is_some_and(|n| n.arabic && n.glued) {
                i
            } else {
                i + 1
            }
        }
        _ => i,
    }
}

/// Whether the number at `i` is part of a longer one: `1,900`, `3.1415`, `$2000`, `2000%`, `20:15`.
pub(in crate::dates) fn glued_number(tokens: &[Token], i: usize) -> bool {
    let Some(token) = at(tokens, i) else { return true };
    if token.glued && i > 0 {
        match word(tokens, i - 1) {
            Word::Mark('.' | ',' | ':') if i > 1 && word(tokens, i - 2) == Word::Number && tokens[i - 1].glued => {
                // `12.2019` and `7,2021` are dates; `1,900` and `3.1415` are not.
                let digits = tokens[i - 2].digits;
                // v2.10.2019
                let chain = i > 3
                    && tokens[i - 2].glued
                    && tokens[i - 3].word == Word::Mark('.')
                    && word(tokens, i - 4) == Word::Number;
                if chain
                    || digits > 2
                    || word(tokens, i - 1) == Word::Mark(':')
                    || (word(tokens, i - 1) == Word::Mark('.') && digits == 1)
                {
                    return true;
                }
            }
            Word::Mark('$' | '£' | '€' | '#' | '@' | '_' | '=' | '&' | '§' | '+') => return true,
            Word::Mark(_) | Word::Number | Word::Fiscal => {}
            _ => return !(token.arabic || tokens[i - 1].arabic),
        }
    }
    match at(tokens, i + 1) {
        Some(next) if next.glued => match next.word {
            Word::Mark('.' | ',') => at(tokens, i + 2)
                .is_some_and(|t| t.glued && t.word == Word::Number && (next.word == Word::Mark('.') || t.digits == 3)),
            Word::Mark('%' | '°' | '_' | '@' | '=') => true,
            Word::Mark(':') => at(tokens, i + 2).is_some_and(|t| t.glued && t.word == Word::Number),
            _ => false,
        },
        _ => false,
    }
}

/// A day of the month: `6`, `6th`, `sixth`, `the 6th`, `الأول`.
pub(in crate::dates) fn day(tokens: &[Token], i: usize) -> Parsed<u8> {
    let token = at(tokens, i)?;
    match token.word {
        Word::Number if token.digits <= 2 && (1..=31).contains(&token.number) => {
            let end = match at(tokens, i + 1) {
                Some(next) if next.word == Word::Suffix && next.glued => i + 2,
                Some(next) if next.glued && next.word == Word::Mark('%') => return None,
                Some(next)
                    if next.glued
                        && next.word == Word::Mark(':')
                        && at(tokens, i + 2).is_some_and(|t| t.glued && t.word == Word::Number) =>
                {
                    return None;
                }
                _ => i + 1,
            };
            Some((end, token.number as u8))
        }
        Word::Ordinal(d) => {
            // الحادي عشر, twenty-first: an ordinal and ten or twenty.
            // الثاني و العشرين, with a space
            let spaced = token.arabic && word(tokens, i + 1) == Word::And && d < 10;
            if let (true, Word::Cardinal(n @ (20 | 30))) = (spaced, word(tokens, i + 2)) {
                return Some((i + 3, d + n as u8)).filter(|(_, d)| *d <= 31);
            }
            match word(tokens, i + 1) {
                Word::Cardinal(10) if token.arabic && d < 10 => Some((i + 2, d + 10)),
                Word::Cardinal(10) if token.arabic => Some((i + 2, d)),
                Word::Cardinal(n @ (20 | 30)) if token.arabic => {
                    Some((i + 2, if d == 11 { n as u8 + 1 } else { d + n as u8 }))
                }
                _ => Some((i + 1, d)),
            }
        }
        Word::Cardinal(tens @ (20 | 30)) if !token.arabic => {
            let ones = if is_mark(tokens, i + 1, '-') { i + 2 } else { i + 1 };
            match word(tokens, ones) {
                Word::Ordinal(d @ 1..=9) => Some((ones + 1, tens as u8 + d)),
                _ => None,
            }
        }
        Word::Cardinal(tens @ (20 | 30)) if token.definite => Some((i + 1, tens as u8)),
        _ => None,
    }
    .filter(|(_, d)| *d <= 31)
}

/// A weekday name and what may stand between it and its date.
pub(in crate::dates) fn weekday(tokens: &[Token], i: usize) -> Parsed<u8> {
    // يوم الجمعة
    if matches!(word(tokens, i), Word::Unit(super::super::lexicon::Unit::Day)) && at(tokens, i)?.arabic {
        let t = at(tokens, i + 1)?;
        return match t.word {
            Word::Weekday(w) if t.definite => Some((i + 2, w)),
            _ => None,
        };
    }
    let token = at(tokens, i)?;
    let Word::Weekday(w) = token.word else { return None };
    if token.arabic {
        return token.definite.then_some((i + 1, w));
    }
    if !token.capital {
        return None;
    }
    let short = token.end - token.start <= 5;
    let dot = short && is_mark(tokens, i + 1, '.') && at(tokens, i + 1).is_some_and(|t| t.glued);
    Some((if dot { i + 2 } else { i + 1 }, w))
}

/// A calendar date with at least a month: every order of weekday, day, month and year that the languages use.
pub(in crate::dates) fn calendar(tokens: &[Token], i: usize) -> Parsed<Written> {
    if let Some((mut end, weekday)) = weekday(tokens, i) {
        if matches!(word(tokens, end), Word::Mark(',') | Word::Corresponding) {
            end += 1;
        }
        // 'Friday the 13th of May', 'الجمعة (6 كانون الأول)'
        if matches!(word(tokens, end), Word::The) {
            end += 1;
        }
        let (end, mut written) = calendar_core(tokens, end).or_else(|| super::numeric::date(tokens, end))?;
        written.day?;
        written.weekday = Some(weekday);
        return Some((end, written));
    }
    calendar_core(tokens, i)
}

fn calendar_core(tokens: &[Token], i: usize) -> Parsed<Written> {
    if let Some((end, (month, hijri))) = month_name(tokens, i) {
        return Some(month_first(tokens, i, end, month, hijri));
    }
    if let Some(found) = year_first(tokens, i) {
        return Some(found);
    }
    let (mut end, day) = day(tokens, i)?;
    if glued_number(tokens, i) && word(tokens, i) == Word::Number {
        return None;
    }
    // `6-Dec-2019`, `6 of December`, `6 من شهر كانون الأول`
    match word(tokens, end) {
        Word::Of => end += 1,
        Word::Mark('-' | '/' | ',' | '.') => end += 1,
        _ => {}
    }
    if tokens
        .get(end)
        .is_some_and(|t| t.arabic && t.word == Word::Unit(super::super::lexicon::Unit::Month))
    {
        end += 1;
    }
    let name = end;
    let (end, (month, hijri)) = month_name(tokens, name)?;
    let short = short_year(tokens, name, end);
    if !month_is_meant(tokens, name) {
        return None;
    }
    let mut written = Written {
        month: Some(month),
        day: Some(day),
        hijri,
        ..Written::default()
    };
    let (end, year) = short.unwrap_or_else(|| trailing_year(tokens, end, hijri));
    (written.year, written.bc) = (year.map(|y| y.abs()), year.is_some_and(|y| y < 0));
    if hijri && year.is_none() && month_name(tokens, name).is_some_and(|(_, (m, _))| m == 2) {
        return None; // صفر is also zero
    }
    Some((end, written))
}

/// `2019 Jan 6`, `2019, January 7`: the year comes first. A date with a year of its own behind it is not of this one.
fn year_first(tokens: &[Token], i: usize) -> Parsed<Written> {
    let (end, year) = year(tokens, i)?;
    let name = if is_mark(tokens, end, ',') { end + 1 } else { end };
    let capital = at(tokens, name).is_some_and(|t| t.capital && !t.arabic && !t.glued);
    let (end, (month, hijri)) = month_name(tokens, name).filter(|(_, (_, hijri))| capital && !hijri)?;
    let (end, written) = month_first(tokens, name, end, month, hijri);
    (written.day.is_some() && written.year.is_none()).then_some((
        end,
        Written {
            year: Some(year),
            ..written
        },
    ))
}

/// The two digits of a year behind the same hyphens or slashes as the month at `name`: `6-Jan-19`.
fn short_year(tokens: &[Token], name: usize, end: usize) -> Option<(usize, Option<i64>)> {
    let glued = |k: usize| at(tokens, k).filter(|t| t.glued);
    let mark = name.checked_sub(1).and_then(glued)?.word;
    let year = glued(end + 1).filter(|t| t.word == Word::Number && t.digits == 2)?;
    let same = matches!(mark, Word::Mark('-' | '/')) && glued(end)?.word == mark && glued(name).is_some();
    let goes_on = glued(end + 2).is_some_and(|t| t.word == mark);
    (same && !goes_on).then(|| (end + 2, Some(two_digit_year(year.number))))
}

/// Whether a month word beside a day can be a month: lower-case `may`, `march`, `mar` after a number are words.
fn month_is_meant(tokens: &[Token], i: usize) -> bool {
    at(tokens, i).is_some_and(|t| t.arabic || t.capital || !matches!(t.word, Word::Month(3 | 5 | 8)))
}

/// What may follow a month name: `December 6, 2019`, `December 2019`, `Dec. 6th`, nothing.
fn month_first(tokens: &[Token], start: usize, end: usize, month: u8, hijri: bool) -> (usize, Written) {
    let mut written = Written {
        month: Some(month),
        hijri,
        ..Written::default()
    };
    let arabic = tokens.get(start).is_some_and(|t| t.arabic);
    let the = !arabic && word(tokens, end) == Word::The && at(tokens, end + 1).is_some_and(|t| !t.capital);
    let after_the = if the { end + 1 } else { end };
    if !arabic
        && let Some((after, day)) = day(tokens, after_the)
        && !matches!(word(tokens, after_the), Word::Ordinal(2) if after_the == end)
        && !(word(tokens, after_the) == Word::Number && counts_something(tokens, after))
    {
        written.day = Some(day);
        let (after, year) = trailing_year(tokens, after, hijri);
        (written.year, written.bc) = (year.map(|y| y.abs()), year.is_some_and(|y| y < 0));
        return (after, written);
    }
    let (after, year) = trailing_year(tokens, end, hijri);
    (written.year, written.bc) = (year.map(|y| y.abs()), year.is_some_and(|y| y < 0));
    (after, written)
}

/// Whether the number before `i` is a clock time or a decimal rather than a day.
fn counts_something(tokens: &[Token], i: usize) -> bool {
    match at(tokens, i) {
        Some(t) if t.glued => match t.word {
            Word::Mark(':') => at(tokens, i + 1).is_some_and(|n| n.glued && n.word == Word::Number),
            Word::Mark('.') => at(tokens, i + 1).is_some_and(|n| n.glued && n.word == Word::Number && n.digits < 4),
            Word::Mark('%') => true,
            _ => false,
        },
        _ => false,
    }
}

/// The year after a month: `, 2019`, `of 2019`, `'19`, `عام 2019`, `1440هـ`, `480 BC` (as -480).
fn trailing_year(tokens: &[Token], end: usize, hijri: bool) -> (usize, Option<i64>) {
    let mut i = end;
    if matches!(word(tokens, i), Word::Mark(',' | '-' | '/' | '.') | Word::Of) {
        i += 1;
    }
    let mut named = false;
    if tokens
        .get(i)
        .is_some_and(|t| t.arabic && t.word == Word::Unit(super::super::lexicon::Unit::Year))
    {
        i += 1;
        named = true;
    }
    if let Some((after, written)) = hijri_year(tokens, i, hijri) {
        return (after, Some(written));
    }
    // Ramadan 2019: the year is not of its calendar.
    if hijri {
        return (end, None);
    }
    if let Some(t) = at(tokens, i).filter(|t| t.word == Word::Number && t.digits <= 4)
        && let Some(after) = super::years::bc_mark(tokens, i + 1)
    {
        return (after, Some(-i64::from(t.number)));
    }
    if let Some((after, year)) = year(tokens, i) {
        // `in May, 2010 people`: a number that counts something is no year.
        if named || !counted_noun(tokens, after) || after == i {
            return (after, Some(year));
        }
    }
    if let Some((after, year)) = super::years::spelt(tokens, i) {
        return (after, Some(year));
    }
    // '99
    if is_mark(tokens, i, '\'')
        && let Some(t) = at(tokens, i + 1)
        && t.word == Word::Number
        && t.digits == 2
        && t.glued
    {
        return (i + 2, Some(two_digit_year(t.number)));
    }
    (end, None)
}

/// A Hijri year beside a Hijri month: three or four digits, with or without هـ.
fn hijri_year(tokens: &[Token], i: usize, hijri: bool) -> Parsed<i64> {
    let token = at(tokens, i)?;
    if token.word != Word::Number {
        return None;
    }
    let marked = word(tokens, i + 1) == Word::EraHijri;
    if hijri && (1..=1600).contains(&token.number) && token.digits >= if marked { 1 } else { 4 } {
        return Some((if marked { i + 2 } else { i + 1 }, i64::from(token.number)));
    }
    None
}

/// Two digits of a year: 00-30 are of this century, the others of the last one.
pub(in crate::dates) fn two_digit_year(number: u32) -> i64 {
    i64::from(number) + if number <= 30 { 2000 } else { 1900 }
}

/// Whether a counted noun follows a number: `2006 people`, `2000 percent`.
pub(in crate::dates) fn counted_noun(tokens: &[Token], i: usize) -> bool {
    matches!(
        word(tokens, i),
        Word::Count | Word::Money | Word::Scale(_) | Word::Mark('%')
    )
}
