//! So much before or after: `two days ago`, `a year earlier`, `three weeks later`.

use super::super::calendar::{plus_days, plus_months};
use super::super::lexicon::Unit;
use super::super::patterns::Base;
use super::super::patterns::amounts::{Amount, duration};
use super::super::timex::{Point, week_of};
use super::{From, Last, Meaning, Place, RESULTS, Resolver};
use crate::types::{Anchor, TimexType};

impl Resolver {
    /// Some time before or after.
    fn vaguely(&self, back: bool, from: From) -> Meaning {
        Meaning {
            confidence: 0.6,
            anchor: Some(from.anchor),
            anchor_date: Some(from.day),
            ..Meaning::fixed(if back { "PAST_REF" } else { "FUTURE_REF" })
        }
    }

    /// So many units before or after.
    pub(super) fn shift(&self, amount: Amount, unit: Unit, back: bool, base: Base, place: Place) -> Meaning {
        let sign = if back { -1 } else { 1 };
        let text = self.last.filter(|l| place.segment - l.segment <= 2);
        let from = match base {
            Base::Now => self.now(place),
            // `A year earlier` in news is a year before now unless the text names the year.
            Base::Text if unit == Unit::Year => text
                .filter(|l| l.explicit || self.narrative)
                .and(self.text_day())
                .or_else(|| self.now(place)),
            Base::Text if back => text.and(self.text_day()).or_else(|| self.now(place)),
            Base::Text => text.and(self.text_day()),
        };
        if let (Base::Text, Some(Point::Bc(y, _) | Point::BcSeason(y, _)), Amount::Whole(n)) =
            (base, self.last.map(|l| l.point), amount)
            && let Some(times) = years_in(unit)
        {
            return Meaning {
                point: Some(Point::Bc(y - sign * i64::from(n) * times, None)),
                anchor: Some(Anchor::Text),
                confidence: 0.7,
                ..Meaning::default()
            };
        }
        let fine_unit = matches!(unit, Unit::Hour | Unit::Minute | Unit::Second);
        // After what, only the story tells: what is sure is how long.
        let later = base == Base::Text && !back && amount != Amount::Vague;
        let length = || Meaning {
            kind: Some(TimexType::Duration),
            ..Meaning::fixed(&duration(amount, unit))
        };
        if later && (fine_unit || from.is_none() && self.published.is_some()) {
            return length();
        }
        let Some(from) = from else { return Meaning::nothing() };
        let n = match amount {
            Amount::Vague => return self.vaguely(back, from),
            Amount::Whole(n) => i64::from(n),
            Amount::Tenths(n) => {
                // A year and a half ago is eighteen months ago.
                let months = i64::from(n) * if unit == Unit::Year { 12 } else { 1 } / 10;
                let years = years_in(unit).map_or(0, |times| i64::from(n) * times / 10);
                let point = match unit {
                    // Half a century ago.
                    Unit::Hour | Unit::Minute | Unit::Second => return self.vaguely(back, from),
                    Unit::Decade | Unit::Century | Unit::Millennium => {
                        Some(Point::Year(i64::from(from.day.year()) + sign * years)).filter(|p| p.days().is_some())
                    }
                    Unit::Year | Unit::Month => plus_months(from.day, sign * months).map(|(y, m)| Point::Month(y, m)),
                    _ => None,
                };
                return self.counted(point, from, 0.6);
            }
        };
        // A quarter stays one: third-quarter profit rose from a year earlier.
        if unit == Unit::Year
            && n == 1
            && back
            && !self.narrative
            && let Some(q) = self
                .quarter
                .filter(|q| !self.months && place.sentence - q.sentence <= RESULTS)
        {
            return self.counted(Some(Point::Quarter(q.year - n, q.quarter)), from, 0.6);
        }
        let fine = from.anchor == Anchor::Publication
            || matches!(
                self.last,
                Some(Last {
                    point: Point::Day(_),
                    ..
                })
            );
        let monthly = fine
            || matches!(
                self.last,
                Some(Last {
                    point: Point::Month(..),
                    ..
                })
            );
        let point = match unit {
            Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
                let times = years_in(unit).unwrap_or(1);
                let year = i64::from(from.day.year()) + sign * n * times;
                if year > 0 {
                    Some(Point::Year(year))
                } else {
                    Some(Point::Bc(1 - year, None))
                }
            }
            Unit::Month | Unit::Quarter => {
                let months = if unit == Unit::Quarter { 3 * n } else { n };
                plus_months(from.day, sign * months)
                    .filter(|_| monthly)
                    .map(|(y, m)| Point::Month(y, m))
            }
            Unit::Week | Unit::Fortnight | Unit::Weekend => {
                let weeks = if unit == Unit::Fortnight { 2 * n } else { n };
                plus_days(from.day, sign * 7 * weeks).filter(|_| fine).map(week_of)
            }
            Unit::Day => plus_days(from.day, sign * n).filter(|_| fine).map(Point::Day),
            Unit::Hour | Unit::Minute | Unit::Second => return self.vaguely(back, from),
        };
        if later && point.is_none() {
            return length();
        }
        self.counted(point, from, if from.anchor == Anchor::Publication { 0.9 } else { 0.7 })
    }
}

/// How many years a unit has.
fn years_in(unit: Unit) -> Option<i64> {
    match unit {
        Unit::Year => Some(1),
        Unit::Decade => Some(10),
        Unit::Century => Some(100),
        Unit::Millennium => Some(1000),
        _ => None,
    }
}
