//! From what an expression says to what it means: the missing year, `last week`, `two days later`, counted from the
//! publication date or from the dates before it in the text.

use jiff::civil::Date;

use crate::types::{Anchor, Calendar, DateOrder, DateRole};

use super::calendar::{date, partial_date, plus_days, plus_months, plus_months_day, weekday};
use super::context::Tense;
use super::hijri;
use super::lexicon::{Turn, Unit};
use super::patterns::absolute::Written;
use super::patterns::amounts::Amount;
use super::patterns::{Base, Found, What, When};
use super::timex::{Clock, Point, week_of};

/// What a document's expressions are resolved against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver {
    /// The publication date, when it is known to the month at least.
    pub published: Option<Date>,
    /// Yearless dates count from the dates before them.
    pub narrative: bool,
    /// Order of numeric dates.
    pub order: Option<DateOrder>,
    /// The last date with a year that the text named.
    last: Option<Last>,
    /// The last month or day that the text named.
    last_fine: Option<Last>,
    /// The last day that the text named.
    last_day: Option<Last>,
    /// The last quarter that the text named.
    last_quarter: Option<(i64, u8, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    point: Point,
    sentence: u32,
    segment: u32,
    explicit: bool,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub sentence: u32,
    pub segment: u32,
    pub tense: Tense,
    pub role: DateRole,
}

/// The meaning of an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    /// A stretch of the calendar.
    pub point: Option<Point>,
    /// A value without one: a duration, a set, PAST_REF.
    pub fixed: Option<String>,
    /// What it was counted from.
    pub anchor: Option<Anchor>,
    pub anchor_date: Option<Date>,
    /// The other reading.
    pub alt: Option<Point>,
    pub confidence: f32,
    pub hijri: Option<String>,
}

impl Meaning {
    fn sure(point: Point) -> Meaning {
        Meaning {
            point: Some(point),
            anchor: Some(Anchor::Explicit),
            confidence: 0.98,
            ..Meaning::default()
        }
    }
    fn fixed(value: &str) -> Meaning {
        Meaning {
            fixed: Some(value.to_string()),
            anchor: Some(Anchor::Explicit),
            confidence: 0.9,
            ..Meaning::default()
        }
    }
    fn nothing() -> Meaning {
        Meaning {
            anchor: Some(Anchor::None),
            confidence: 0.3,
            ..Meaning::default()
        }
    }
    /// The calendar a date was written in.
    pub fn calendar(&self) -> Calendar {
        if self.hijri.is_some() {
            Calendar::Hijri
        } else {
            Calendar::Gregorian
        }
    }
}

/// A day to count from, and where it comes from.
#[derive(Clone, Copy)]
struct From {
    day: Date,
    anchor: Anchor,
}

impl Resolver {
    /// A resolver at the start of a document.
    pub fn new(published: Option<Date>, narrative: bool, order: Option<DateOrder>) -> Resolver {
        Resolver {
            published,
            narrative,
            order,
            last: None,
            last_fine: None,
            last_day: None,
            last_quarter: None,
        }
    }

    /// Lets a narrative begin at a date: the first one that the text names with its year.
    pub fn begin(&mut self, found: &Found, place: Place) {
        let meaning = self.resolved(found, place);
        if let (Some(point), true) = (meaning.point, meaning.anchor == Some(Anchor::Explicit)) {
            // From the year alone: what stands before the first date need not stand near it.
            let year = point.year().map_or(point, Point::Year);
            self.last = Some(Last {
                point: year,
                sentence: 0,
                segment: 0,
                explicit: true,
            });
        }
    }

    /// The meaning of the next expression of the document.
    pub fn meaning(&mut self, found: &Found, place: Place) -> Meaning {
        let mut meaning = self.resolved(found, place);
        if let (Some(Point::Day(day)), "relative:week_of") = (meaning.point, found.rule) {
            meaning.point = Some(week_of(day));
        }
        if let Some(point) = meaning.point
            && place.role != DateRole::Citation
        {
            self.remember(point, place, meaning.anchor == Some(Anchor::Explicit));
            if let (
                Point::Quarter(y, q),
                When::Point(_) | When::Bare(_) | When::Within(..) | When::Turned(Turn::Latest, _),
            ) = (point, &found.when)
            {
                self.last_quarter = Some((y, q, place.sentence));
            }
        }
        meaning
    }

    fn remember(&mut self, point: Point, place: Place, explicit: bool) {
        let last = Last {
            point,
            sentence: place.sentence,
            segment: place.segment,
            explicit,
        };
        match point {
            Point::Yearless(..) | Point::SomeWeekday(_) | Point::SomeSeason(_) | Point::SomeDay => return,
            Point::Decade(_) | Point::Century(_) | Point::BcCentury(_) | Point::BcDecade(_) => return,
            _ => {}
        }
        // A year far from the story (a forerunner, a book about it) does not move it.
        const FAR: i64 = 20;
        if let (true, Point::Year(y), Some(before)) = (self.narrative, point, self.last.and_then(|l| l.point.year()))
            && (y - before).abs() > FAR
        {
            return;
        }
        self.last = Some(last);
        if let Point::Day(_) | Point::Month(..) = point {
            self.last_fine = Some(last);
        }
        if let Point::Day(_) = point {
            self.last_day = Some(last);
        }
    }

    fn resolved(&self, found: &Found, place: Place) -> Meaning {
        match &found.when {
            When::Fixed(value) => {
                let mut meaning = Meaning::fixed(value);
                if value.ends_with("_REF") {
                    meaning.anchor = Some(if self.published.is_some() {
                        Anchor::Publication
                    } else {
                        Anchor::None
                    });
                    meaning.anchor_date = self.published;
                    meaning.confidence = 0.7;
                }
                meaning
            }
            When::Point(point) => Meaning::sure(*point),
            When::Written(written) => self.written(*written, place),
            When::Day(n) => self.day(*n, found),
            When::Turned(turn, what) => self.turned(*turn, *what, place),
            When::Within(turn, what) => match self.turned(*turn, What::Unit(Unit::Year), place) {
                Meaning {
                    point: Some(Point::Year(y)),
                    anchor,
                    anchor_date,
                    confidence,
                    ..
                } => Meaning {
                    point: part_of_year(y, *what),
                    anchor,
                    anchor_date,
                    confidence,
                    ..Meaning::default()
                },
                other => Meaning { point: None, ..other },
            },
            When::Bare(what) => self.bare(*what, found.clock, place),
            When::Shift {
                amount,
                unit,
                back,
                from,
            } => self.shift(*amount, *unit, *back, *from, place),
            When::Decade(d) => {
                // The last decade of that name: of this century when it has begun, else of the one before.
                let now = self.now(place).map_or(1999, |f| i64::from(f.day.year()));
                let this = now.div_euclid(100) * 100 + i64::from(*d);
                let point = Point::Decade(if this < now { this / 10 } else { this / 10 - 10 });
                Meaning {
                    confidence: 0.8,
                    ..Meaning::sure(point)
                }
            }
        }
    }

    /// The day of speaking: the publication date, in a narrative the last date of the text.
    fn now(&self, _place: Place) -> Option<From> {
        let published = self.published.map(|day| From {
            day,
            anchor: Anchor::Publication,
        });
        if self.narrative {
            self.text_day().or(published)
        } else {
            published
        }
    }

    /// The first day of the last date of the text.
    fn text_day(&self) -> Option<From> {
        let (day, _) = self.last?.point.days()?;
        Some(From {
            day,
            anchor: Anchor::Text,
        })
    }

    fn counted(&self, point: Option<Point>, from: From, confidence: f32) -> Meaning {
        match point {
            Some(point) => Meaning {
                point: Some(point),
                anchor: Some(from.anchor),
                anchor_date: Some(from.day),
                confidence,
                ..Meaning::default()
            },
            None => Meaning::nothing(),
        }
    }

    fn written(&self, w: Written, place: Place) -> Meaning {
        if w.hijri {
            return hijri_date(w);
        }
        if w.bc {
            return w
                .year
                .map_or_else(Meaning::nothing, |y| Meaning::sure(Point::Bc(y, w.month)));
        }
        if let Some(year) = w.year {
            let Some(p) = partial_date(year, w.month, w.day).or_else(|| partial_date(year, w.month, None)) else {
                return Meaning::nothing();
            };
            let Some((month, day)) = w.swapped else {
                return Meaning::sure(p.into());
            };
            // 02.04.2020 can be read both ways.
            let other = partial_date(year, Some(month), Some(day)).map(Point::from);
            let (point, alt) = if self.order == Some(DateOrder::Dmy) {
                (other, Some(p.into()))
            } else {
                (Some(p.into()), other)
            };
            let confidence = if self.order.is_some() { 0.9 } else { 0.6 };
            return Meaning {
                point,
                alt,
                anchor: Some(Anchor::Explicit),
                confidence,
                ..Meaning::default()
            };
        }
        match (w.month, w.day, w.weekday) {
            (Some(month), day, weekday) => self.yearless(month, day, weekday, place),
            (None, None, Some(weekday)) => self.weekday(weekday, place),
            _ => Meaning::nothing(),
        }
    }

    /// A month, or a day of a month, whose year is not told.
    fn yearless(&self, month: u8, day: Option<u8>, week_day: Option<u8>, place: Place) -> Meaning {
        let point = |year: i64| partial_date(year, Some(month), day).map(Point::from);
        let matching = |year: i64| {
            point(year).filter(|p| week_day.is_none_or(|w| p.days().is_some_and(|(d, _)| weekday(d) == i64::from(w))))
        };
        // A citation is never younger than the page.
        if let Some(published) = self.published
            && place.role == DateRole::Citation
        {
            let from = From {
                day: published,
                anchor: Anchor::Publication,
            };
            let year = i64::from(published.year());
            let found = [year, year - 1]
                .into_iter()
                .filter_map(matching)
                .find(|p| p.days().is_some_and(|(d, _)| d <= published));
            return self.counted(found.or_else(|| point(year)), from, 0.9);
        }
        if let Some(last) = self.text_anchor(month, place) {
            let found = self.after_text(&last, month, day, week_day, place);
            let from = last.point.days().map(|(day, _)| From {
                day,
                anchor: Anchor::Text,
            });
            if let (Some(found), Some(from)) = (found, from) {
                return self.counted(Some(found), from, 0.75);
            }
            if let (Point::Bc(y, _) | Point::BcSeason(y, _), None) = (last.point, day) {
                return Meaning {
                    point: Some(Point::Bc(y, Some(month))),
                    anchor: Some(Anchor::Text),
                    confidence: 0.6,
                    ..Meaning::default()
                };
            }
        }
        let Some(published) = self.published else {
            return Meaning {
                point: Some(Point::Yearless(month, day)),
                ..Meaning::nothing()
            };
        };
        let from = From {
            day: published,
            anchor: Anchor::Publication,
        };
        let year = i64::from(published.year());
        // Nearest to publication, the past one when two are as near; 136 of 145 in TimeBank and AQUAINT.
        let near = |p: &Point| {
            p.days()
                .map_or(i64::MAX, |(first, last)| distance(published, first, last))
        };
        let years = [year, year - 1, year + 1, year - 2, year + 2, year - 3];
        let candidates: Vec<Point> = years
            .iter()
            .take(if week_day.is_some() { 6 } else { 3 })
            .filter_map(|y| matching(*y))
            .collect();
        let candidates = if candidates.is_empty() {
            years.iter().take(3).filter_map(|y| point(*y)).collect()
        } else {
            candidates
        };
        // With its day, nearest is best. A bare month of a past clause is over unless it is near; of a future clause to come.
        const NEAR: i64 = 100;
        let fits = |p: &&Point| match (place.tense, p.days()) {
            (Tense::Over, Some((first, _))) => first <= published,
            (Tense::Past, Some((first, _))) if day.is_none() => first <= published || near(p) < NEAR,
            (Tense::Future, Some((_, last))) if day.is_none() => last >= published,
            _ => true,
        };
        let best = candidates
            .iter()
            .filter(fits)
            .min_by_key(|p| near(p))
            .or_else(|| candidates.iter().min_by_key(|p| near(p)));
        let confidence = if place.tense == Tense::Unknown { 0.8 } else { 0.85 };
        self.counted(best.copied(), from, confidence)
    }

    /// The date of the text that a yearless month counts from, when it counts from the text.
    ///
    /// In a narrative always the last one. In news only an explicit past one of the same paragraph, at most one sentence
    /// before, when the clause is not about the future.
    fn text_anchor(&self, month: u8, place: Place) -> Option<Last> {
        let last = self.last?;
        if self.narrative || self.published.is_none() {
            // A year named in passing moves the story less than the month before it in the same paragraph.
            let fine = self.last_fine.filter(|l| {
                matches!(last.point, Point::Year(_)) && l.segment == place.segment && last.sentence != place.sentence
            });
            return fine.or(Some(last));
        }
        let published = self.published?;
        let near = last.segment == place.segment && place.sentence - last.sentence <= 1 && last.explicit;
        let past = last
            .point
            .days()
            .is_some_and(|(_, end)| i64::from(end.year()) < i64::from(published.year()));
        let same_month = matches!(last.point, Point::Month(_, m) if m == month)
            || matches!(last.point, Point::Day(d) if d.month() as u8 == month);
        (near && past && place.tense != Tense::Future && (same_month || place.role == DateRole::Quotation))
            .then_some(last)
    }

    /// A yearless date counted from a date before it: stories go forward, and step back a few months at most.
    fn after_text(&self, last: &Last, month: u8, day: Option<u8>, week_day: Option<u8>, place: Place) -> Option<Point> {
        let year = last.point.year()?;
        let point = |year: i64| partial_date(year, Some(month), day).map(Point::from);
        if let Some(w) = week_day {
            let found = [year, year + 1, year - 1]
                .into_iter()
                .filter_map(point)
                .find(|p| p.days().is_some_and(|(d, _)| weekday(d) == i64::from(w)));
            if found.is_some() {
                return found;
            }
        }
        let here = match last.point {
            Point::Year(_) | Point::Fiscal(_) => return point(year),
            Point::Season(y, "WI") => y * 12 + 1,
            _ => last
                .point
                .days()
                .map(|(d, _)| i64::from(d.year()) * 12 + i64::from(d.month()))?,
        };
        // A story goes forward: the candidate from BACK months before to the same time a year later. In a later
        // paragraph the year rather stays the same.
        const BACK: i64 = 3;
        const OTHER: i64 = 2;
        let back = if place.segment == last.segment { BACK } else { OTHER };
        let found = (year - 1..=year + 1).find(|y| {
            let ahead = y * 12 + i64::from(month) - here;
            (-back..12 - back).contains(&ahead)
        })?;
        point(found)
    }

    /// A weekday: the most recent one on or before the day of speaking (269 of 297 in TimeBank and AQUAINT).
    fn weekday(&self, w: u8, place: Place) -> Meaning {
        let Some(from) = self.now(place) else {
            return Meaning {
                point: Some(Point::SomeWeekday(w)),
                ..Meaning::nothing()
            };
        };
        let back = (weekday(from.day) - i64::from(w)).rem_euclid(7);
        self.counted(plus_days(from.day, -back).map(Point::Day), from, 0.85)
    }

    fn day(&self, n: i8, found: &Found) -> Meaning {
        // `today` of a narrative is no day.
        let Some(day) = self.published.filter(|_| !self.narrative) else {
            return if n == 0 && found.clock.is_none() {
                Meaning {
                    confidence: 0.5,
                    ..Meaning::fixed("PRESENT_REF")
                }
            } else {
                Meaning::nothing()
            };
        };
        self.counted(
            plus_days(day, n.into()).map(Point::Day),
            From {
                day,
                anchor: Anchor::Publication,
            },
            0.95,
        )
    }

    /// Last week, this May, the following day.
    fn turned(&self, turn: Turn, what: What, place: Place) -> Meaning {
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
    fn latest(&self, what: What, from: From) -> Meaning {
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

    fn year_earlier(&self, place: Place) -> Meaning {
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
    fn bare(&self, what: What, clock: Option<Clock>, place: Place) -> Meaning {
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
    fn shift(&self, amount: Amount, unit: Unit, back: bool, base: Base, place: Place) -> Meaning {
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

/// The day of a holiday of the word list: Christmas, Thanksgiving (fourth Thursday of November), Halloween.
pub(super) fn holiday(year: i64, which: u8) -> Option<Date> {
    match which {
        1 => date(year, 12, 25),
        2 => {
            let first = date(year, 11, 1)?;
            plus_days(first, (4 - weekday(first)).rem_euclid(7) + 21)
        }
        3 => date(year, 10, 31),
        _ => None,
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

/// How far a stretch lies from a day; 0 when it holds it.
fn distance(day: Date, first: Date, last: Date) -> i64 {
    let days = |a: Date, b: Date| i64::from((b - a).get_days());
    if last < day {
        days(last, day)
    } else if first > day {
        days(day, first)
    } else {
        0
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
            plus_months_day(day, 3 * step).map(|d| Point::Quarter(d.year().into(), (d.month() as u8 + 2) / 3))
        }
        Unit::Decade => Some(Point::Decade(year / 10 + step)),
        Unit::Century => Some(Point::Century(year / 100 + step)),
        Unit::Millennium | Unit::Hour | Unit::Minute | Unit::Second => None,
    }
}

/// A month, season, quarter or half of a year.
fn part_of_year(year: i64, what: What) -> Option<Point> {
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
    match (day.month() as u8 + 2) / 3 {
        1 => (i64::from(day.year()) - 1, 4),
        q => (i64::from(day.year()), q - 1),
    }
}

/// A Hijri date in the Gregorian calendar: a day is a day; a month or a year is the month or year in which it begins.
fn hijri_date(w: Written) -> Meaning {
    let shown = |year: i64| match (w.month, w.day) {
        (Some(m), Some(d)) => format!("{year:04}-{m:02}-{d:02}"),
        (Some(m), None) => format!("{year:04}-{m:02}"),
        _ => format!("{year:04}"),
    };
    let Some(year) = w.year else { return Meaning::nothing() };
    let point = match (w.month, w.day) {
        (Some(m), Some(d)) => hijri::gregorian(year, m, d).map(Point::Day),
        (month, _) => hijri::bounds(year, month).map(|(first, _)| match month {
            Some(_) => Point::Month(first.year().into(), first.month() as u8),
            None => Point::Year(first.year().into()),
        }),
    };
    Meaning {
        point,
        hijri: Some(shown(year)),
        anchor: Some(Anchor::Explicit),
        confidence: 0.85,
        ..Meaning::default()
    }
}
