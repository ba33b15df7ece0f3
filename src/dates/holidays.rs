//! Holidays that fix a day: how the word lists write the rule of one, and its day in a year.
//!
//! Only holidays of one date all over the world, or nearly: an Independence Day, a Labour Day or an Eid has a date of
//! its own in every country, and stays unresolved.

use jiff::civil::Date;

use super::calendar::{date, plus_days, weekday};

/// A holiday: its rule, and how many days from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holiday {
    rule: Rule,
    days: i8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Month and day.
    Fixed(u8, u8),
    /// Month, weekday (1 = Monday) and which one of them.
    Nth(u8, u8, u8),
    /// Western Easter Sunday.
    Easter,
}

impl Holiday {
    /// Reads a rule of a word list: `12-25`, `11-w4-4` (the fourth Thursday of November), `easter`, `easter-2`.
    pub fn parse(text: &str) -> Option<Holiday> {
        if let Some(days) = text.strip_prefix("easter") {
            let days = if days.is_empty() { 0 } else { days.parse().ok()? };
            return Some(Holiday {
                rule: Rule::Easter,
                days,
            });
        }
        let (month, rest) = text.split_once('-')?;
        let month = month.parse().ok()?;
        let rule = match rest.strip_prefix('w').and_then(|r| r.split_once('-')) {
            Some((w, nth)) => Rule::Nth(month, w.parse().ok()?, nth.parse().ok()?),
            None => Rule::Fixed(month, rest.parse().ok()?),
        };
        Some(Holiday { rule, days: 0 })
    }

    /// The holiday so many days later: the eve of one is a day before it.
    pub fn shifted(self, days: i8) -> Holiday {
        Holiday {
            days: self.days.saturating_add(days),
            ..self
        }
    }

    /// Whether other days are named after it by their weekday: Easter Monday.
    pub fn is_movable(self) -> bool {
        self.rule == Rule::Easter
    }

    /// Its day in a year.
    pub fn day(self, year: i64) -> Option<Date> {
        let day = self.counted(year)?;
        // New Year's Eve 1999 is the last day of 1999.
        if i64::from(day.year()) < year {
            self.counted(year + 1)
        } else {
            Some(day)
        }
    }

    fn counted(self, year: i64) -> Option<Date> {
        let day = match self.rule {
            Rule::Fixed(month, day) => date(year, month.into(), day.into()),
            Rule::Nth(month, w, nth) => {
                let first = date(year, month.into(), 1)?;
                let to_first = (i64::from(w) - weekday(first)).rem_euclid(7);
                plus_days(first, to_first + 7 * (i64::from(nth) - 1))
            }
            Rule::Easter => easter(year),
        }?;
        plus_days(day, self.days.into())
    }
}

/// Easter Sunday in the Gregorian calendar: the anonymous algorithm that Nature printed in 1876, in the form of Jones
/// and Meeus.
fn easter(year: i64) -> Option<Date> {
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let skipped = century - century / 4 - (8 * century + 13) / 25;
    let epact = (skipped + 19 * golden + 15).rem_euclid(30);
    let epact = epact - (epact / 28) * (1 - (epact / 28) * (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + epact + 2 - century + century / 4).rem_euclid(7);
    let moon = epact - weekday;
    let month = 3 + (moon + 40) / 44;
    date(year, month, moon + 28 - 31 * (month / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(rule: &str, year: i64) -> String {
        let day = Holiday::parse(rule).and_then(|h| h.day(year));
        day.map(|d| d.to_string()).unwrap_or_default()
    }

    #[test]
    fn known_days() {
        assert_eq!(day("12-25", 2019), "2019-12-25");
        assert_eq!(day("11-w4-4", 2019), "2019-11-28");
        assert_eq!(
            [1818, 1943, 2000, 2019, 2024, 2038].map(|y| day("easter", y)),
            [
                "1818-03-22",
                "1943-04-25",
                "2000-04-23",
                "2019-04-21",
                "2024-03-31",
                "2038-04-25"
            ]
        );
        assert_eq!(day("easter-2", 2024), "2024-03-29");
        let eve = Holiday::parse("01-01").and_then(|h| h.shifted(-1).day(1999));
        assert_eq!(eve.map(|d| d.to_string()).as_deref(), Some("1999-12-31"));
        assert_eq!(day("soon", 2024), "");
    }
}
