//! Points of the calendar at every granularity of TIMEX3: their value, their EDTF form, the days they cover.

use jiff::civil::Date;

use crate::types::{Modifier, PartialDate, Precision};

use super::calendar::{bounds, date, iso_week, plus_days, week_bounds};

/// A stretch of the calendar that a value names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Point {
    Day(Date),
    /// Year and month.
    Month(i64, u8),
    Year(i64),
    /// ISO year and week.
    Week(i64, u8),
    Weekend(i64, u8),
    Quarter(i64, u8),
    Half(i64, u8),
    Season(i64, &'static str),
    /// The year without its last digit.
    Decade(i64),
    /// The year without its last two digits.
    Century(i64),
    Fiscal(i64),
    /// Years before Christ, and perhaps a month.
    Bc(i64, Option<u8>),
    BcSeason(i64, &'static str),
    BcDecade(i64),
    BcCentury(i64),
    /// A month and perhaps a day of an unknown year.
    Yearless(u8, Option<u8>),
    /// A weekday of an unknown week.
    SomeWeekday(u8),
    SomeSeason(&'static str),
    SomeDay,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// MO, MI, AF, EV, NI, DT.
    Part(&'static str),
    /// Hours, minutes, seconds.
    At(u8, Option<u8>, Option<u8>),
}

impl Point {
    /// The TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Point::Day(d) => format!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
            Point::Month(y, m) => format!("{y:04}-{m:02}"),
            Point::Year(y) => format!("{y:04}"),
            Point::Week(y, w) => format!("{y:04}-W{w:02}"),
            Point::Weekend(y, w) => format!("{y:04}-W{w:02}-WE"),
            Point::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Point::Half(y, h) => format!("{y:04}-H{h}"),
            Point::Season(y, s) => format!("{y:04}-{s}"),
            Point::Decade(d) => format!("{d:03}"),
            Point::Century(c) => format!("{c:02}"),
            Point::Fiscal(y) => format!("FY{y:04}"),
            Point::Bc(y, None) => format!("BC{y:04}"),
            Point::Bc(y, Some(m)) => format!("BC{y:04}-{m:02}"),
            Point::BcSeason(y, s) => format!("BC{y:04}-{s}"),
            Point::BcDecade(d) => format!("BC{d:03}"),
            Point::BcCentury(c) => format!("BC{c:02}"),
            Point::Yearless(m, None) => format!("XXXX-{m:02}"),
            Point::Yearless(m, Some(d)) => format!("XXXX-{m:02}-{d:02}"),
            Point::SomeWeekday(w) => format!("XXXX-WXX-{w}"),
            Point::SomeSeason(s) => format!("XXXX-{s}"),
            Point::SomeDay => "XXXX-XX-XX".into(),
        }
    }

    /// First and last day covered; `None` outside the years 1-9999 or when the year is unknown.
    pub fn days(self) -> Option<(Date, Date)> {
        let months = |year: i64, first: u8, last: u8| {
            Some((
                date(year, first.into(), 1)?,
                date(year, last.into(), 1)?.last_of_month(),
            ))
        };
        let years = |first: i64, last: i64| Some((date(first.max(1), 1, 1)?, date(last, 12, 31).filter(|_| last > 0)?));
        match self {
            Point::Day(d) => Some((d, d)),
            Point::Month(y, m) => months(y, m, m),
            Point::Year(y) => years(y, y).filter(|_| y > 0),
            Point::Week(y, w) => week_bounds(y, w),
            Point::Weekend(y, w) => {
                week_bounds(y, w).and_then(|(monday, sunday)| Some((plus_days(monday, 5)?, sunday)))
            }
            Point::Quarter(y, q) => months(y, q * 3 - 2, q * 3),
            Point::Half(y, h) => months(y, h * 6 - 5, h * 6),
            Point::Season(y, "SP") => months(y, 3, 5),
            Point::Season(y, "SU") => months(y, 6, 8),
            Point::Season(y, "FA") => months(y, 9, 11),
            // Winter is counted to the year in which it begins, as EDTF does.
            Point::Season(y, _) => Some((date(y, 12, 1)?, date(y + 1, 2, 1)?.last_of_month())),
            Point::Decade(d) => years(d * 10, d * 10 + 9),
            Point::Century(c) => years(c * 100, c * 100 + 99),
            // A fiscal year is some twelve months that the text does not tell.
            _ => None,
        }
    }

    /// How fine it is.
    pub fn precision(self) -> Precision {
        match self {
            Point::Day(_) | Point::Yearless(_, Some(_)) | Point::SomeWeekday(_) | Point::SomeDay => Precision::Day,
            Point::Month(..) | Point::Yearless(_, None) | Point::Bc(_, Some(_)) => Precision::Month,
            Point::Year(_) | Point::Fiscal(_) | Point::Bc(_, None) => Precision::Year,
            Point::Week(..) | Point::Weekend(..) => Precision::Week,
            Point::Quarter(..) => Precision::Quarter,
            Point::Half(..) => Precision::Half,
            Point::Season(..) | Point::BcSeason(..) | Point::SomeSeason(_) => Precision::Season,
            Point::Decade(_) | Point::BcDecade(_) => Precision::Decade,
            Point::Century(_) | Point::BcCentury(_) => Precision::Century,
        }
    }

    /// The same in EDTF (ISO 8601-2, levels 0-2): seasons are 21-24, quarters 33-36, halves 40-41; weeks are intervals.
    pub fn edtf(self, modifier: Option<Modifier>) -> Option<String> {
        let plain = match self {
            Point::Day(_) | Point::Month(..) | Point::Year(_) | Point::Yearless(..) => self.value(),
            Point::Week(..) | Point::Weekend(..) => {
                let (first, last) = self.days()?;
                return Some(format!("{first}/{last}"));
            }
            Point::Quarter(y, q) => format!("{y:04}-{}", 32 + q),
            Point::Half(y, h) => format!("{y:04}-{}", 39 + h),
            Point::Season(y, s) => format!("{y:04}-{}", season_code(s)),
            Point::Decade(d) => format!("{d:03}X"),
            Point::Century(c) => format!("{c:02}XX"),
            // Year 0 of EDTF is 1 BC.
            Point::Bc(y, None) if y > 0 => format!("-{:04}", y - 1),
            Point::Bc(y, Some(m)) if y > 0 => format!("-{:04}-{m:02}", y - 1),
            Point::SomeSeason(s) => format!("XXXX-{}", season_code(s)),
            _ => return None,
        };
        Some(if modifier == Some(Modifier::Approx) {
            plain + "~"
        } else {
            plain
        })
    }

    /// The year that it lies in, when it lies in one.
    pub fn year(self) -> Option<i64> {
        match self {
            Point::Day(d) => Some(d.year().into()),
            Point::Month(y, _) | Point::Year(y) | Point::Week(y, _) | Point::Weekend(y, _) | Point::Quarter(y, _) => {
                Some(y)
            }
            Point::Half(y, _) | Point::Season(y, _) | Point::Fiscal(y) => Some(y),
            _ => None,
        }
    }
}

impl From<PartialDate> for Point {
    fn from(d: PartialDate) -> Point {
        match (d.month, d.day) {
            (Some(_), Some(_)) => Point::Day(bounds(d).0),
            (Some(m), None) => Point::Month(d.year.into(), m as u8),
            _ => Point::Year(d.year.into()),
        }
    }
}

/// The ISO week of a day.
pub(super) fn week_of(day: Date) -> Point {
    let (year, week) = iso_week(day);
    Point::Week(year, week)
}

/// The value of a time of day, as it follows a date.
pub(super) fn clock_value(clock: Clock) -> String {
    match clock {
        Clock::Part(part) => format!("T{part}"),
        Clock::At(h, Some(m), Some(s)) => format!("T{h:02}:{m:02}:{s:02}"),
        Clock::At(h, m, _) => format!("T{h:02}:{:02}", m.unwrap_or(0)),
    }
}

/// How fine a time of day is.
pub(super) fn clock_precision(clock: Clock) -> Precision {
    match clock {
        Clock::Part(_) => Precision::PartOfDay,
        Clock::At(_, None, _) => Precision::Hour,
        Clock::At(_, _, None) => Precision::Minute,
        Clock::At(..) => Precision::Second,
    }
}

fn season_code(season: &str) -> u8 {
    match season {
        "SP" => 21,
        "SU" => 22,
        "FA" => 23,
        _ => 24,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_days_and_edtf() {
        let shown = |p: Point| {
            (
                p.value(),
                p.days().map(|(a, b)| format!("{a} {b}")).unwrap_or_default(),
                p.edtf(None).unwrap_or_default(),
            )
        };
        let row = |v: &str, d: &str, e: &str| (v.to_string(), d.to_string(), e.to_string());
        assert_eq!(shown(Point::Decade(199)), row("199", "1990-01-01 1999-12-31", "199X"));
        assert_eq!(
            shown(Point::Season(2014, "SU")),
            row("2014-SU", "2014-06-01 2014-08-31", "2014-22")
        );
        assert_eq!(
            shown(Point::Week(2017, 50)),
            row("2017-W50", "2017-12-11 2017-12-17", "2017-12-11/2017-12-17")
        );
        assert_eq!(
            shown(Point::Quarter(1989, 3)),
            row("1989-Q3", "1989-07-01 1989-09-30", "1989-35")
        );
        assert_eq!(shown(Point::Bc(490, None)), row("BC0490", "", "-0489"));
        assert_eq!(shown(Point::Yearless(12, Some(6))), row("XXXX-12-06", "", "XXXX-12-06"));
        assert_eq!(shown(Point::Year(0)), row("0000", "", "0000"));
    }
}
