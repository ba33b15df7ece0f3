//! What is named by its place beside another date: last week, the following year, two days later, the quarter.

use jiff::civil::Date;

use super::super::calendar::{date, plus_days, plus_months, plus_months_day, weekday};
use super::super::context::Tense;
use super::super::lexicon::{Turn, Unit};
use super::super::patterns::amounts::Amount;
use super::super::patterns::{Base, What};
use super::super::timex::{Clock, Point, week_of};
use super::{From, Last, Meaning, Place, Resolver, distance, holiday};
use crate::types::Anchor;

impl Resolver {
    /// Last week, this May, the following day.
    pub(super) fn turned(&self, turn: Turn, what: What, place: Place) -> Meaning {
        let of_text = matches!(turn, Turn::Previous | Turn::Following | Turn::That | Turn::Same);
        if of_text && what == What::Unit(Unit::Day) {
            // The next day counts from the last day, not from the last month.
            let Some(last) = self.last_day.filter(|l| place.segment - l.segment <= 1) else {
                return if self.published.is_some() && !self.narrative && turn == Turn::That {
                    Meaning::nothing()
                } else {
                    Meaning {
                        point: Some(Point::SomeDay),
                        ..Meaning::nothing()
                    }
                };
            };
            let Point::Day(day) = last.point else {
                return Meaning::nothing();
            };
            let step = match turn {
                Turn::Previous => -1,
                Turn::Following => 1,
                _ => 0,
            };
            return self.counted(
                plus_days(day, step).map(Point::Day),
                From {
                    day,
                    anchor: Anchor::Text,
                },
                0.8,
            );
        }
        if what == What::YearEarlier {
            return self.year_earlier(place);
        }
        if let (
            true,
            Some(Last {
                point: Point::Bc(y, _) | Point::BcSeason(y, _),
                ..
            }),
            What::Unit(Unit::Year),
        ) = (of_text || self.narrative, self.last, what)
        {
            let step = step(turn);
            return Meaning {
                point: Some(Point::Bc(y - step, None)),
                anchor: Some(Anchor::Text),
                confidence: 0.7,
                ..Meaning::default()
            };
        }
        let from = if of_text {
            self.text_day().or_else(|| self.now(place))
        } else {
            self.now(place)
        };
        let Some(from) = from else { return Meaning::nothing() };
        if turn == Turn::Latest {
            return self.latest(what, from);
        }
        let confidence = if from.anchor == Anchor::Publication { 0.9 } else { 0.75 };
        let step = step(turn);
        let day = from.day;
        let year = i64::from(day.year());
        let point = match what {
            What::Unit(unit) => unit_turned(unit, step, day),
            What::Quarter(q) => Some(Point::Quarter(year + step, q)),
            What::Half(h) => Some(Point::Half(year + step, h)),
            What::Month(m) => {
                let this = i64::from(day.month());
                let same_year = match turn {
                    Turn::Last | Turn::Past | Turn::Previous => i64::from(m) < this,
                    Turn::Next | Turn::Coming | Turn::Following => i64::from(m) > this,
                    _ => true,
                };
                Some(Point::Month(if same_year { year } else { year + step }, m))
            }
            What::MonthDay(m, d) => {
                let this = date(year, m.into(), d.into());
                let fits = this.is_some_and(|t| match step {
                    -1 => t < day,
                    1 => t > day,
                    _ => true,
                });
                date(if fits { year } else { year + step }, m.into(), d.into()).map(Point::Day)
            }
            What::Weekday(w) => {
                let ahead = (i64::from(w) - weekday(day)).rem_euclid(7);
                let days = match step {
                    -1 if ahead == 0 => -7,
                    -1 => ahead - 7,
                    1 if ahead == 0 => 7,
                    1 => ahead,
                    _ => i64::from(w) - weekday(day),
                };
                plus_days(day, days).map(Point::Day)
            }
            What::Season(s) => {
                let first = match s {
                    "SP" => 3,
                    "SU" => 6,
                    "FA" => 9,
                    _ => 12,
                };
                let this = i64::from(day.month());
                let over = this >= first + 2;
                Some(Point::Season(
                    match step {
                        -1 if over => year,
                        -1 => year - 1,
                        1 if this < first => year,
                        1 => year + 1,
                        _ => year,
                    },
                    s,
                ))
            }
            What::Holiday(h) => holiday(year + step, h)
                .or(holiday(year, h))
                .map(Point::Day)
                .filter(|_| step != -1)
                .or_else(|| {
                    let this = holiday(year, h)?;
                    Some(Point::Day(if this < day { this } else { holiday(year - 1, h)? }))
                }),
            What::DayOfMonth(_) | What::YearEarlier => None,
        };
        self.counted(point, from, confidence)
    }

    /// The latest quarter: the one last named, else the last one that was over.
    pub(super) fn latest(&self, what: What, from: From) -> Meaning {
        match what {
            What::Unit(Unit::Quarter) => {
                let over = quarter_before(from.day);
                let (y, q) = self.last_quarter.map_or(over, |(y, q, _)| (y, q)).min(over);
                self.counted(Some(Point::Quarter(y, q)), from, 0.6)
            }
            What::Quarter(q) => self.counted(Some(Point::Quarter(latest_year(from.day, q), q)), from, 0.6),
            // The latest year with a result is the one before.
            What::Unit(Unit::Year) => self.counted(Some(Point::Year(i64::from(from.day.year()) - 1)), from, 0.5),
            _ => Meaning::nothing(),
        }
    }

    pub(super) fn year_earlier(&self, place: Place) -> Meaning {
        let Some(from) = self.now(place) else {
            return Meaning::nothing();
        };
        let point = match self.last_quarter {
            Some((y, q, _)) => Point::Quarter(y - 1, q),
            None => Point::Year(i64::from(from.day.year()) - 1),
        };
        self.counted(Some(point), from, 0.6)
    }

    /// What is named without saying which one: the quarter, spring, the 20th; a clock time of some day.
    pub(super) fn bare(&self, what: What, clock: Option<Clock>, place: Place) -> Meaning {
        match what {
            What::Unit(Unit::Day) if clock.is_some() => {
                let near = self
                    .last_day
                    .filter(|l| l.sentence == place.sentence || self.narrative && l.segment == place.segment);
                if let Some(Last {
                    point: Point::Day(day), ..
                }) = near
                {
                    return self.counted(
                        Some(Point::Day(day)),
                        From {
                            day,
                            anchor: Anchor::Text,
                        },
                        0.7,
                    );
                }
                match self.published.filter(|_| !self.narrative) {
                    Some(day) => self.counted(
                        Some(Point::Day(day)),
                        From {
                            day,
                            anchor: Anchor::Publication,
                        },
                        0.6,
                    ),
                    None => Meaning {
                        point: Some(Point::SomeDay),
                        ..Meaning::nothing()
                    },
                }
            }
            What::Season(s) => {
                if let Some(last) = self.last.filter(|_| self.narrative) {
                    if let Point::Bc(y, _) | Point::BcSeason(y, _) = last.point {
                        return Meaning {
                            point: Some(Point::BcSeason(y, s)),
                            anchor: Some(Anchor::Text),
                            confidence: 0.6,
                            ..Meaning::default()
                        };
                    }
                    let (Some(from), Some(y)) = (self.text_day(), last.point.year()) else {
                        return Meaning::nothing();
                    };
                    return self.counted(Some(Point::Season(y, s)), from, 0.6);
                }
                let Some(day) = self.published else {
                    return Meaning {
                        point: Some(Point::SomeSeason(s)),
                        ..Meaning::nothing()
                    };
                };
                let from = From {
                    day,
                    anchor: Anchor::Publication,
                };
                let year = i64::from(day.year());
                let near = |p: &Point| p.days().map_or(i64::MAX, |(first, last)| distance(day, first, last));
                let fits = |p: &Point| match (place.tense, p.days()) {
                    (Tense::Past | Tense::Over, Some((first, _))) => first <= day,
                    (Tense::Future, Some((_, last))) => last >= day,
                    _ => true,
                };
                let point = [year, year - 1, year + 1]
                    .into_iter()
                    .map(|y| Point::Season(y, s))
                    .filter(fits)
                    .min_by_key(near);
                self.counted(point, from, 0.7)
            }
            What::Quarter(q) => {
                let Some(from) = self.now(place) else {
                    return Meaning::nothing();
                };
                // A quarter that has been over for half a year is, in a clause about the future, the next one.
                let latest = latest_year(from.day, q);
                let over = (i64::from(from.day.year()) - latest) * 12 + i64::from(from.day.month()) - i64::from(q) * 3;
                let year = if place.tense == Tense::Future && over > 5 {
                    latest + 1
                } else {
                    latest
                };
                self.counted(Some(Point::Quarter(year, q)), from, 0.7)
            }
            What::Holiday(h) => {
                let Some(from) = self.now(place) else {
                    return Meaning::nothing();
                };
                let year = i64::from(from.day.year());
                let days = [year, year - 1, year + 1].into_iter().filter_map(|y| holiday(y, h));
                self.counted(
                    days.min_by_key(|d| distance(from.day, *d, *d)).map(Point::Day),
                    from,
                    0.8,
                )
            }
            // Over the weekend: the last one, before it the next.
            What::Unit(Unit::Weekend) => {
                let Some(from) = self.now(place) else {
                    return Meaning::nothing();
                };
                let ahead = if place.tense == Tense::Future {
                    7 - weekday(from.day)
                } else {
                    -(weekday(from.day) % 7)
                };
                let point = plus_days(from.day, ahead).map(week_of);
                let weekend = if let Some(Point::Week(y, w)) = point {
                    Some(Point::Weekend(y, w))
                } else {
                    None
                };
                self.counted(weekend, from, 0.7)
            }
            What::DayOfMonth(d) => {
                let from = self
                    .last
                    .filter(|l| matches!(l.point, Point::Day(_) | Point::Month(..)))
                    .and_then(|_| self.text_day())
                    .or(self.now(place));
                let Some(from) = from else { return Meaning::nothing() };
                self.counted(
                    date(from.day.year().into(), from.day.month().into(), d.into()).map(Point::Day),
                    from,
                    0.7,
                )
            }
            _ => Meaning::nothing(),
        }
    }

    /// So many units before or after.
    pub(super) fn shift(&self, amount: Amount, unit: Unit, back: bool, base: Base, place: Place) -> Meaning {
        let vague = if back { "PAST_REF" } else { "FUTURE_REF" };
        let sign = if back { -1 } else { 1 };
        let from = match base {
            Base::Now => self.now(place),
            Base::Text => self
                .last
                .filter(|l| place.segment - l.segment <= 1)
                .and(self.text_day())
                .or_else(|| self.now(place)),
        };
        if let (
            Base::Text,
            Some(Last {
                point: Point::Bc(y, _) | Point::BcSeason(y, _),
                ..
            }),
            Unit::Year,
            Amount::Whole(n),
        ) = (base, self.last, unit, amount)
        {
            return Meaning {
                point: Some(Point::Bc(y - sign * i64::from(n), None)),
                anchor: Some(Anchor::Text),
                confidence: 0.7,
                ..Meaning::default()
            };
        }
        let Some(from) = from else { return Meaning::nothing() };
        let n = match amount {
            Amount::Vague => {
                return Meaning {
                    confidence: 0.6,
                    anchor: Some(from.anchor),
                    anchor_date: Some(from.day),
                    ..Meaning::fixed(vague)
                };
            }
            Amount::Whole(n) => i64::from(n),
            Amount::Tenths(n) => {
                // A year and a half ago is eighteen months ago.
                let months = i64::from(n) * if unit == Unit::Year { 12 } else { 1 } / 10;
                let point = match unit {
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
            && let Some((y, q, _)) = self.last_quarter.filter(|l| place.sentence - l.2 <= 5)
        {
            return self.counted(Some(Point::Quarter(y - n, q)), from, 0.6);
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
                let times = match unit {
                    Unit::Decade => 10,
                    Unit::Century => 100,
                    Unit::Millennium => 1000,
                    _ => 1,
                };
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
            Unit::Hour | Unit::Minute | Unit::Second => {
                return Meaning {
                    confidence: 0.5,
                    anchor: Some(from.anchor),
                    anchor_date: Some(from.day),
                    ..Meaning::fixed(vague)
                };
            }
        };
        self.counted(point, from, if from.anchor == Anchor::Publication { 0.9 } else { 0.7 })
    }
}

/// -1 for last, 1 for next, 0 for this.
fn step(turn: Turn) -> i64 {
    match turn {
        Turn::Last | Turn::Past | Turn::Previous => -1,
        Turn::Next | Turn::Coming | Turn::Following => 1,
        _ => 0,
    }
}

/// The unit that holds a day, or the one before or after it.
fn unit_turned(unit: Unit, step: i64, day: Date) -> Option<Point> {
    let year = i64::from(day.year());
    match unit {
        Unit::Year => Some(Point::Year(year + step)),
        Unit::Month => plus_months(day, step).map(|(y, m)| Point::Month(y, m)),
        Unit::Week => plus_days(day, 7 * step).map(week_of),
        Unit::Fortnight => None,
        Unit::Weekend => match plus_days(day, 7 * step).map(week_of) {
            Some(Point::Week(y, w)) => Some(Point::Weekend(y, w)),
            _ => None,
        },
        Unit::Day => plus_days(day, step).map(Point::Day),
        Unit::Quarter => {
            plus_months_day(day, 3 * step).map(|d| Point::Quarter(d.year().into(), (d.month() as u8).div_ceil(3)))
        }
        Unit::Decade => Some(Point::Decade(year / 10 + step)),
        Unit::Century => Some(Point::Century(year / 100 + step)),
        Unit::Millennium | Unit::Hour | Unit::Minute | Unit::Second => None,
    }
}

/// A month, season, quarter or half of a year.
pub(super) fn part_of_year(year: i64, what: What) -> Option<Point> {
    match what {
        What::Month(m) => Some(Point::Month(year, m)),
        What::MonthDay(m, d) => date(year, m.into(), d.into()).map(Point::Day),
        What::Season(s) => Some(Point::Season(year, s)),
        What::Quarter(q) => Some(Point::Quarter(year, q)),
        What::Half(h) => Some(Point::Half(year, h)),
        _ => None,
    }
}

/// The year of the last such quarter that has begun.
fn latest_year(day: Date, quarter: u8) -> i64 {
    let begun = i64::from(day.month()) > i64::from(quarter) * 3 - 3;
    i64::from(day.year()) - i64::from(!begun)
}

/// The quarter before the one of a day.
fn quarter_before(day: Date) -> (i64, u8) {
    match (day.month() as u8).div_ceil(3) {
        1 => (i64::from(day.year()) - 1, 4),
        q => (i64::from(day.year()), q - 1),
    }
}
