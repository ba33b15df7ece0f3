//! Calendar arithmetic on partial dates: the days they cover, ISO weeks, steps by days, months and years.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::types::PartialDate;

/// First and last day of a partial date.
///
/// ```
/// use isnad::types::PartialDate;
/// let (first, last) = isnad::dates::bounds(PartialDate { year: 2024, month: Some(2), day: None });
/// assert_eq!((first.to_string(), last.to_string()), ("2024-02-01".into(), "2024-02-29".into()));
/// ```
pub fn bounds(date: PartialDate) -> (Date, Date) {
    let first = Date::new(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)).unwrap_or(Date::MIN);
    let last = match (date.month, date.day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    (first, last)
}

/// A partial date as ISO 8601: `2024`, `2024-06`, `2024-06-20`.
pub fn show(date: PartialDate) -> String {
    match (date.month, date.day) {
        (Some(m), Some(d)) => format!("{:04}-{m:02}-{d:02}", date.year),
        (Some(m), None) => format!("{:04}-{m:02}", date.year),
        _ => format!("{:04}", date.year),
    }
}

/// The partial date with these fields, when there is such a date.
pub(super) fn partial_date(year: i64, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
    let year = i16::try_from(year).ok().filter(|y| (1..=9999).contains(y))?;
    let month = month.map(|m| m as i8);
    let day = day.map(|d| d as i8);
    if month.is_none() && day.is_some() {
        return None;
    }
    Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    Some(PartialDate { year, month, day })
}

/// A civil date from plain numbers, when there is one.
pub(super) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// The day so many days later (or earlier).
pub(super) fn plus_days(day: Date, days: i64) -> Option<Date> {
    // Ten thousand years are under four million days: more cannot be a date.
    if days.abs() > 4_000_000 {
        return None;
    }
    day.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok()
}

/// Year and month so many months later.
pub(super) fn plus_months(day: Date, months: i64) -> Option<(i64, u8)> {
    let n = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + months;
    let year = n.div_euclid(12);
    (1..=9999).contains(&year).then_some((year, n.rem_euclid(12) as u8 + 1))
}

/// The day with the same day of the month so many months later, or the last one of a shorter month.
pub(super) fn plus_months_day(day: Date, months: i64) -> Option<Date> {
    let (year, month) = plus_months(day, months)?;
    let first = date(year, i64::from(month), 1)?;
    date(
        year,
        i64::from(month),
        i64::from(day.day().min(first.last_of_month().day())),
    )
}

/// 1 = Monday ... 7 = Sunday.
pub(super) fn weekday(day: Date) -> i64 {
    i64::from(day.weekday().to_monday_one_offset())
}

/// ISO year and week of a day.
pub(super) fn iso_week(day: Date) -> (i64, u8) {
    let week = day.iso_week_date();
    (i64::from(week.year()), week.week() as u8)
}

/// First and last day of an ISO week.
pub(super) fn week_bounds(year: i64, week: u8) -> Option<(Date, Date)> {
    let monday = ISOWeekDate::new(i16::try_from(year).ok()?, week as i8, Weekday::Monday)
        .ok()?
        .date();
    Some((monday, plus_days(monday, 6)?))
}
