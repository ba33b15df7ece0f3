//! From what an expression says to what it means: the missing year, `last week`, `two days later`, counted from the
//! publication date or from the dates before it in the text.

mod relative;
mod shift;
mod written;

use jiff::civil::Date;

use crate::types::{Anchor, Calendar, DateOrder, DateRole, TimexType};

use super::calendar::plus_days;
use super::context::Tense;
use super::lexicon::{Turn, Unit};
use super::patterns::{Found, What, When};
use super::rules::Rule;
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
    /// The day on which the quotation was said that the next expression stands in, when that is told behind it.
    pub said: Option<Date>,
    /// The last date with a year that the text named.
    last: Option<Last>,
    /// The last month or day that the text named.
    last_fine: Option<Last>,
    /// The last day that the text named.
    last_day: Option<Last>,
    /// The quarter that the results of the text are of.
    quarter: Option<Quarter>,
    /// The results now told are of six or nine months.
    months: bool,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    point: Point,
    sentence: u32,
    segment: u32,
    explicit: bool,
}

/// For how many sentences the quarter of a report is what `a year earlier` compares with.
const RESULTS: u32 = 5;

/// A quarter and the sentence that named it.
#[derive(Clone, Copy, Debug)]
struct Quarter {
    year: i64,
    quarter: u8,
    sentence: u32,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub sentence: u32,
    pub segment: u32,
    pub tense: Tense,
    /// A weekday here is the next one.
    pub ahead: bool,
    pub role: DateRole,
}

/// The meaning of an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Meaning {
    /// A stretch of the calendar.
    pub point: Option<Point>,
    /// A value without one: a duration, a set, PAST_REF.
    pub fixed: Option<String>,
    /// The TIMEX3 type, where it is not that of the form.
    pub kind: Option<TimexType>,
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
            said: None,
            last: None,
            last_fine: None,
            last_day: None,
            quarter: None,
            months: false,
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
        // Of a day that nothing tells, only its time of day is a value; `today` of a narrative is the day of its reader.
        if meaning.point == Some(Point::SomeDay) && found.clock.is_none() && !matches!(found.when, When::Day(_)) {
            meaning.point = None;
        }
        if let (Some(Point::Day(day)), Rule::WeekOf) = (meaning.point, found.rule) {
            meaning.point = Some(week_of(day));
        }
        if let Some(point) = meaning.point
            && place.role != DateRole::Citation
        {
            self.remember(point, place, meaning.anchor == Some(Anchor::Explicit));
        }
        self.see_results(found, meaning.point, place);
        meaning
    }

    /// Keeps the period that results are told of: `a year earlier` is the same period of the year before.
    ///
    /// A quarter that is still to come has no results; the nine months after a quarter are no quarter.
    fn see_results(&mut self, found: &Found, point: Option<Point>, place: Place) {
        if let (TimexType::Duration, When::Fixed(value)) = (found.kind, &found.when)
            && matches!(value.as_str(), "P6M" | "P9M")
        {
            self.months = true;
        }
        let named = matches!(
            found.when,
            When::Point(_) | When::Bare(_) | When::Within(..) | When::Turned(Turn::Latest, _)
        );
        let (Some(Point::Quarter(year, quarter)), true) = (point, named) else {
            return;
        };
        let over = self
            .published
            .is_none_or(|day| (year, quarter) <= relative::quarter_before(day));
        if !over && place.tense != Tense::Past {
            return;
        }
        self.months = false;
        let here = Quarter {
            year,
            quarter,
            sentence: place.sentence,
        };
        // A look back at the quarter before does not change what is told of.
        match &mut self.quarter {
            Some(q) if place.sentence - q.sentence <= RESULTS && (q.year, q.quarter) > (year, quarter) => {
                q.sentence = place.sentence;
            }
            quarter => *quarter = Some(here),
        }
    }

    /// The part of a year that the results of the text are of: the quarter, else the year.
    fn results_of(&self, year: i64) -> Point {
        match self.quarter.filter(|_| !self.months) {
            Some(q) => Point::Quarter(year, q.quarter),
            None => Point::Year(year),
        }
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
            When::Day(n) => self.day(*n),
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
            When::PeriodOf(year) => Meaning {
                confidence: 0.7,
                ..Meaning::sure(self.results_of(*year))
            },
            When::Bare(what) => self.bare(*what, place),
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

    fn day(&self, n: i8) -> Meaning {
        // `today` of a narrative is no day.
        let Some(day) = self.published.filter(|_| !self.narrative) else {
            return Meaning {
                point: self.narrative.then_some(Point::SomeDay),
                ..Meaning::nothing()
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
