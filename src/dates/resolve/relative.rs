//! What is named by its place beside another date: last week, the following year, two days later, the quarter.

use jiff::civil::Date;

use super::super::calendar::{date, plus_days, plus_months, plus_months_day, weekday};
use super::super::context::Tense;
use super::super::lexicon::{Turn, Unit};
use super::super::patterns::What;
use super::super::timex::{Point, week_of};
use super::{From, Last, Meaning, Place, Resolver, distance};
use crate::types::Anchor;

impl Resolver {
    /// Last week, this May, the following day.
    pub(super) fn turned(&self, turn: Turn, what: What, place: Place) -> Meaning {
        let of_text = matches!(turn, Turn::Previous | Turn::Following | Turn::That | Turn::Same);
        if of_text && what == What::Unit(Unit::Day) {
            // The next day counts from the last day, not from the last month; a heading may stand between.
            let Some(last) = self.last_day.filter(|l| place.segment - l.segment <= 2) else {
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
        if let (true, Some(Point::Bc(y, _) | Point::BcSeason(y, _))) =
            (of_text || self.narrative, self.last.map(|l| l.point))
        {
            let step = step(turn);
            // Years before Christ count down.
            let point = match what {
                What::Unit(Unit::Year) => Some(Point::Bc(y - step, None)),
                What::Unit(Unit::Decade) => Some(Point::BcDecade(y / 10 - step)),
                What::Unit(Unit::Century) => Some(Point::BcCentury(y / 100 - step)),
                _ => None,
            };
            return Meaning {
                point,
                anchor: Some(if point.is_some() { Anchor::Text } else { Anchor::None }),
                confidence: 0.7,
                ..Meaning::default()
            };
        }
        // The same week of a year that was named alone is no week.
        let coarse = self.last.is_some_and(|l| matches!(l.point, Point::Year(_)));
        if of_text && coarse && matches!(what, What::Unit(Unit::Week | Unit::Weekend | Unit::Month)) {
            return Meaning::nothing();
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
            What::Holiday(h) => {
                let fits = |d: &Date| match step {
                    -1 => *d < day,
                    1 => *d > day,
                    _ => true,
                };
                let years = if step < 0 { [year, year - 1] } else { [year, year + 1] };
                years.into_iter().filter_map(|y| h.day(y)).find(fits).map(Point::Day)
            }
            What::DayOfMonth(_) | What::YearEarlier => None,
        };
        self.counted(point, from, confidence)
    }

    /// The latest quarter: the one last named, else the last one that was over.
    pub(super) fn latest(&self, what: What, from: From) -> Meaning {
        match what {
            What::Unit(Unit::Quarter) => {
                let (y, q) = self.quarter.map_or(quarter_before(from.day), |q| (q.year, q.quarter));
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
        let year = self
            .quarter
            .filter(|_| !self.months)
            .map_or(i64::from(from.day.year()), |q| q.year);
        let point = self.results_of(year - 1);
        self.counted(Some(point), from, 0.6)
    }

    /// What is named without saying which one: the quarter, spring, the 20th; a clock time of some day.
    pub(super) fn bare(&self, what: What, place: Place) -> Meaning {
        match what {
            What::Unit(Unit::Day) => {
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
                let days = [year, year - 1, year + 1].into_iter().filter_map(|y| h.day(y));
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
                let named = self
                    .last
                    .filter(|l| matches!(l.point, Point::Day(_) | Point::Month(..)));
                let Some(from) = named.and_then(|_| self.text_day()).or(self.now(place)) else {
                    return Meaning::nothing();
                };
                let in_month =
                    |months| plus_months(from.day, months).and_then(|(y, m)| date(y, i64::from(m), i64::from(d)));
                // He left on the 20th: of last month, when this one's is still to come.
                let past = matches!(place.tense, Tense::Past | Tense::Over) && from.anchor == Anchor::Publication;
                let this = in_month(0).filter(|day| !(past && *day > from.day));
                let found = this.or_else(|| in_month(-1).filter(|_| past));
                self.counted(found.map(Point::Day), from, 0.7)
            }
            _ => Meaning::nothing(),
        }
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
pub(super) fn quarter_before(day: Date) -> (i64, u8) {
    match (day.month() as u8).div_ceil(3) {
        1 => (i64::from(day.year()) - 1, 4),
        q => (i64::from(day.year()), q - 1),
    }
}
