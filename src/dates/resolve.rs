//! From what an expression says to what it means: the missing year, `last week`, `two days later`, counted from the
//! publication date or from the dates before it in the text.

mod relative;

use jiff::civil::Date;

use crate::types::{Anchor, Calendar, DateOrder, DateRole};

use super::calendar::{date, partial_date, plus_days, weekday};
use super::context::Tense;
use super::hijri;
use super::lexicon::{Turn, Unit};
use super::patterns::absolute::Written;
use super::patterns::{Found, What, When};
use super::timex::{Point, week_of};

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
                    point: relative::part_of_year(y, *what),
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
