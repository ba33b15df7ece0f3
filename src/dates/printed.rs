//! Absolute dates printed in a line of a page's head, for its metadata.

use jiff::civil::Date;

use crate::types::{DateOrder, PartialDate, Span};

use super::calendar::{bounds, partial_date};
use super::patterns::absolute::{Written, calendar};
use super::patterns::numeric;
use super::{hijri, scanner};

/// An absolute date printed in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Where in the line, in bytes.
    pub span: Span,
    /// The date; month first when a numeric date can be read both ways.
    pub date: PartialDate,
    /// The day-first reading of a numeric date that can be read both ways.
    pub day_first: Option<PartialDate>,
    /// The order of a numeric date that can be read one way only.
    pub sure: Option<DateOrder>,
}

/// The dates with a year and at least a month that a line names, in order.
///
/// ```
/// use isnad::dates::{printed, show};
/// let dates = printed("By Adam Hussein | 20 Jun 2024 | updated 02.04.2024");
/// assert_eq!(show(dates[0].date), "2024-06-20");
/// assert_eq!(show(dates[1].date), "2024-02-04");
/// assert_eq!(dates[1].day_first.map(show).as_deref(), Some("2024-04-02"));
/// ```
pub fn printed(line: &str) -> Vec<Printed> {
    let mut tokens = Vec::new();
    scanner::tokens(line, 0, &mut tokens);
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let numeric = numeric::date(&tokens, i);
        let is_numeric = numeric.is_some();
        let parsed = numeric
            .or_else(|| calendar(&tokens, i))
            .and_then(|(end, written)| Some((end, written, gregorian(&written)?)));
        let Some((end, written, date)) = parsed else {
            i += 1;
            continue;
        };
        let year_first = is_numeric && tokens[i].digits == 4;
        let day_first = written
            .swapped
            .and_then(|(m, d)| partial_date(i64::from(date.year), Some(m), Some(d)));
        let sure = if year_first { Some(DateOrder::Ymd) } else { written.sure };
        found.push(Printed {
            span: Span::new(tokens[i].start, tokens[end - 1].end),
            date,
            day_first,
            sure,
        });
        i = end;
    }
    found
}

/// What a written date with year and month is in the Gregorian calendar.
fn gregorian(written: &Written) -> Option<PartialDate> {
    let (year, month) = (written.year?, written.month?);
    if written.hijri {
        let day = hijri::gregorian(year, month, written.day?)?;
        return partial_date(i64::from(day.year()), Some(day.month() as u8), Some(day.day() as u8));
    }
    partial_date(year, Some(month), written.day)
}

/// A date as records give it: an ISO 8601 date or date and time (`2024`, `2024-06`, `2024-06-20T10:00:00Z`,
/// `20240620`), an RFC 2822 date, or any date that [`printed`] reads.
///
/// ```
/// use isnad::dates::{partial, show};
/// assert_eq!(partial("2024-06-20T10:00:00Z").map(show).as_deref(), Some("2024-06-20"));
/// assert_eq!(partial("Tue, 03 Oct 2023 10:00:00 GMT").map(show).as_deref(), Some("2023-10-03"));
/// assert_eq!(partial("soon"), None);
/// ```
pub fn partial(iso: &str) -> Option<PartialDate> {
    let text = iso.trim();
    iso_date(text).or_else(|| printed(text).first().map(|p| p.date))
}

/// The date at the start of an ISO 8601 text.
fn iso_date(text: &str) -> Option<PartialDate> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, |n, b| n * 10 + i64::from(b - b'0')))
    };
    let ends = |at: usize| !bytes.get(at).is_some_and(u8::is_ascii_digit);
    let year = number(0, 4)?;
    let rest = text.get(4..)?;
    if rest.is_empty() {
        return partial_date(year, None, None);
    }
    if !rest.starts_with('-') {
        let (month, day) = (number(4, 6)? as u8, number(6, 8)? as u8);
        return if ends(8) {
            partial_date(year, Some(month), Some(day))
        } else {
            None
        };
    }
    let month = number(5, 7)? as u8;
    match bytes.get(7) {
        None => partial_date(year, Some(month), None),
        Some(b'-') if ends(10) => partial_date(year, Some(month), Some(number(8, 10)? as u8)),
        _ => None,
    }
}

/// The latest full date that a text names in so many words. Ambiguous numeric dates are left out.
pub fn latest_full_date(text: &str) -> Option<Date> {
    text.split('\n')
        .flat_map(printed)
        .filter(|p| p.date.day.is_some() && p.day_first.is_none())
        .map(|p| bounds(p.date).0)
        .max()
}
