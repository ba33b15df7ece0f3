//! Dates as written: the missing year of a day or a month, a weekday, the order of digits, the Hijri calendar.

use jiff::civil::Date;

use super::super::calendar::{partial_date, plus_days, weekday};
use super::super::context::Tense;
use super::super::hijri;
use super::super::patterns::absolute::Written;
use super::super::timex::Point;
use super::{From, Last, Meaning, Place, Resolver, distance};
use crate::types::{Anchor, DateOrder, DateRole};

impl Resolver {
    pub(super) fn written(&self, w: Written, place: Place) -> Meaning {
        if w.is_impossible() {
            return Meaning::nothing();
        }
        if w.hijri {
            return match (w.year, w.month, w.day) {
                (None, Some(month), Some(day)) => self.hijri_yearless(month, day, w.weekday, place),
                _ => hijri_date(w),
            };
        }
        if w.bc {
            return w
                .year
                .map_or_else(Meaning::nothing, |y| Meaning::sure(Point::Bc(y, w.month)));
        }
        if let Some(year) = w.year {
            let Some(p) = partial_date(year, w.month, w.day) else {
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

    /// A day of a Hijri month whose year is not told: the one nearest to now.
    pub(super) fn hijri_yearless(&self, month: u8, day: u8, week_day: Option<u8>, place: Place) -> Meaning {
        let Some(from) = self.now(place) else {
            return Meaning::nothing();
        };
        let year = hijri::year_of(from.day);
        let found = (year - 1..=year + 1)
            .filter_map(|y| Some((y, hijri::gregorian(y, month, day)?)))
            .min_by_key(|(_, d)| distance(from.day, *d, *d))
            .map(|(y, d)| (y, on_weekday(d, week_day)));
        match found {
            Some((y, d)) => Meaning {
                hijri: Some(format!("{y:04}-{month:02}-{day:02}")),
                ..self.counted(Some(Point::Day(d)), from, 0.7)
            },
            None => Meaning::nothing(),
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
        if let Some(last) = self.text_anchor(month, place).or_else(|| self.said_anchor(place)) {
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
        // The nearest, but unless the clause is about the future only what is near is still to come: within a hundred days,
        // about a quarter. A bare month of a future clause is to come.
        const NEAR: i64 = 100;
        // Figures for a month are told of for six weeks after it, in clauses about what is to come too.
        const FIGURES: i64 = 45;
        let fits = |p: &&Point| match (place.tense, p.days()) {
            (Tense::Over, Some((first, _))) => first <= published,
            (Tense::Past | Tense::Present | Tense::Unknown, Some((first, _))) => first <= published || near(p) < NEAR,
            (Tense::Future, Some((_, last))) if day.is_none() => last >= published || near(p) < FIGURES,
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
        // In January 2018 it was amended, and in March it was repealed.
        let goes_on = last.sentence == place.sentence && !matches!(last.point, Point::Year(_));
        (near && past && place.tense != Tense::Future && (same_month || goes_on || place.role == DateRole::Quotation))
            .then_some(last)
    }

    /// The day of the attribution that follows a quotation, when it lies in a year before publication.
    fn said_anchor(&self, place: Place) -> Option<Last> {
        let (day, published) = (self.said?, self.published?);
        (day.year() < published.year()).then_some(Last {
            point: Point::Day(day),
            sentence: place.sentence,
            segment: place.segment,
            explicit: true,
        })
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
        // A story goes forward: the candidate from BACK months before to the same time a year later. A later paragraph
        // steps back less far.
        const BACK: i64 = 3;
        const LATER: i64 = 2;
        let back = if place.segment == last.segment { BACK } else { LATER };
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
        let back = if place.ahead {
            -(i64::from(w) - weekday(from.day)).rem_euclid(7)
        } else {
            (weekday(from.day) - i64::from(w)).rem_euclid(7)
        };
        self.counted(plus_days(from.day, -back).map(Point::Day), from, 0.85)
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
        (Some(m), Some(d)) => hijri::gregorian(year, m, d).map(|day| Point::Day(on_weekday(day, w.weekday))),
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

/// A converted day, moved by the one day that the moon may differ from the table when that makes it the named weekday.
fn on_weekday(day: Date, named: Option<u8>) -> Date {
    let fits = |d: &Date| named.is_none_or(|w| weekday(*d) == i64::from(w));
    [0, -1, 1]
        .into_iter()
        .filter_map(|n| plus_days(day, n))
        .find(fits)
        .unwrap_or(day)
}
