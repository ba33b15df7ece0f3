//! The tabular Islamic calendar (civil epoch): what a Hijri date is in the Gregorian calendar, within a day of
//! what was announced from the sighting of the moon.

use jiff::civil::Date;

use super::calendar::{date, plus_days};

/// The Gregorian day of a Hijri one.
///
/// Julian day = d + ceil(29.5 (m - 1)) + 354 (y - 1) + floor((3 + 11 y) / 30) + 1948439 (the civil epoch,
/// 16 July 622 Julian); 1970-01-01 is Julian day 2440588 at midnight.
pub(super) fn gregorian(year: i64, month: u8, day: u8) -> Option<Date> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let m = i64::from(month);
    let julian = i64::from(day) + (59 * (m - 1) + 1) / 2 + 354 * (year - 1) + (3 + 11 * year) / 30 + 1_948_439;
    plus_days(date(1970, 1, 1)?, julian - 2_440_588)
}

/// First and last Gregorian day of a Hijri month, or of a Hijri year.
pub(super) fn bounds(year: i64, month: Option<u8>) -> Option<(Date, Date)> {
    match month {
        Some(12) => Some((gregorian(year, 12, 1)?, plus_days(gregorian(year + 1, 1, 1)?, -1)?)),
        Some(m) => Some((gregorian(year, m, 1)?, plus_days(gregorian(year, m + 1, 1)?, -1)?)),
        None => Some((gregorian(year, 1, 1)?, plus_days(gregorian(year + 1, 1, 1)?, -1)?)),
    }
}

/// The Hijri year that a Gregorian day lies in, or the one beside it: 33 of its years are 32 of ours, from 622 on.
pub(super) fn year_of(day: Date) -> i64 {
    (i64::from(day.year()) - 622) * 33 / 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(gregorian(1440, 9, 15), date(2019, 5, 20));
        assert_eq!(gregorian(1442, 1, 10), date(2020, 8, 29));
        assert_eq!(bounds(1440, None), date(2018, 9, 12).zip(date(2019, 8, 31)));
        assert_eq!(gregorian(1440, 13, 1), None);
        assert_eq!(date(2019, 5, 20).map(year_of), Some(1440));
        assert_eq!(date(2015, 7, 21).map(year_of), Some(1436));
    }
}
