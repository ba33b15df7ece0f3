//! Dates and time expressions: found in English and Arabic text, and normalised to TIMEX3 values and plain days.
//!
//! A text is cut into tokens once ([`scanner`]); patterns are tried at the tokens that can begin a time
//! expression ([`patterns`]); what they say is resolved in document order against the publication date and the dates
//! before it ([`resolve`]). Words are data (`lexicon_*.tsv`), looked for whatever the language of the page is.

mod calendar;
mod context;
mod hijri;
mod holidays;
mod lexicon;
mod notes;
mod patterns;
mod printed;
mod resolve;
mod rules;
mod scanner;
mod timex;

pub use calendar::{bounds, show};
pub use notes::{IMPOSSIBLE_DATE, notes};
pub use printed::{Printed, latest_full_date, partial, printed};
pub use rules::RULES;

use jiff::civil::Date;

use crate::types::{Anchor, DateOrder, DateRole, Published, Sentence, Span, TimeExpression, TimexType};
use context::Style;
use lexicon::{Turn, Unit};
use patterns::{Found, What, When};
use resolve::{Meaning, Place, Resolver};
use rules::Rule;
use timex::Point;

/// An expression found in a text, waiting for what the rest of the document says.
struct Pending {
    found: Found,
    span: Span,
    place: Place,
    /// In a sentence of Arabic.
    arabic: bool,
    /// A Hijri date whose Gregorian twin is the next expression.
    twin: bool,
}

/// All time expressions of a clean text, in order, never overlapping, each inside one sentence.
///
/// `published` is what relative expressions count from; without it they have no value. `order` is the publisher's
/// order of numeric dates; without it they are read month first unless the text shows otherwise.
pub fn expressions(
    text: &str,
    sentences: &[Sentence],
    published: Option<&Published>,
    order: Option<DateOrder>,
) -> Vec<TimeExpression> {
    // A publication date of which only the year is known is no day to count from.
    let day = published.filter(|p| p.value.len() >= 7).map(|p| p.start);
    let mut pending = found(text, sentences);
    borrow_years(&mut pending);
    let mut style = Style::default();
    for p in pending.iter().filter(|p| p.place.role == DateRole::Text) {
        style.see(&p.found, day.map(|d| d.year().into()));
    }
    let arabic = pending.iter().filter(|p| p.arabic).count() * 2 > pending.len();
    // The Arab world writes the day first.
    let order = order
        .or_else(|| order_shown(&pending))
        .or(arabic.then_some(DateOrder::Dmy));
    let narrative = style.narrative(text.len());
    // `former` and `future` place what a history tells in its time; in news they are adjectives like others. As rows of all
    // pages they cost .8 of TimeBank's value and .9 of AQUAINT's, as rows of none .7 of that of WikiWars.
    if !(narrative && style.historical()) {
        pending.retain(|p| p.found.rule != Rule::Adjective || p.found.when == When::Fixed("PRESENT_REF".into()));
    }
    // An age tells when in a life story; in news it describes a person (.2 of TimeBank's value, none of WikiWars').
    if !narrative {
        pending.retain(|p| p.found.rule != Rule::Age);
    }
    let mut resolver = Resolver::new(day, narrative, order);
    if narrative && let Some(first) = pending.iter().find(|p| dated(&p.found)) {
        resolver.begin(&first.found, first.place);
    }
    let mut rows: Vec<TimeExpression> = Vec::with_capacity(pending.len());
    let mut range: Option<u32> = None;
    let mut resolved = None;
    for (k, p) in pending.iter().enumerate() {
        resolver.said = attributed(&pending, k);
        let mut meaning = resolver.meaning(&p.found, p.place);
        if p.found.joined
            && let Some((left, first)) = k.checked_sub(1).and_then(|k| Some((&pending.get(k)?.found, resolved?)))
        {
            meaning.point = same_year(left, first, &p.found, meaning.point);
        }
        resolved = meaning.point;
        if p.twin
            && let Some(twin) = pending.get(k + 1)
        {
            meaning.point = resolver.clone().meaning(&twin.found, twin.place).point;
        }
        if unanchored(p, &meaning) && day.is_some() {
            continue;
        }
        let joined_next = pending.get(k + 1).is_some_and(|n| n.found.joined);
        let first = rows.len() as u32;
        range = match (p.found.joined, joined_next) {
            (true, _) => range,
            (false, true) => Some(first),
            (false, false) => None,
        };
        rows.push(row(p, meaning, range));
    }
    rows
}

/// The expressions of all sentences, not yet resolved.
fn found(text: &str, sentences: &[Sentence]) -> Vec<Pending> {
    let (mut tokens, mut in_sentence, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let (mut segment, mut marks) = (None, 0);
    for (index, sentence) in sentences.iter().enumerate() {
        let Some(piece) = text.get(sentence.span.range()) else {
            continue;
        };
        if segment != Some(sentence.segment) {
            segment = Some(sentence.segment);
            marks = 0;
        }
        scanner::tokens(piece, sentence.span.start, &mut tokens);
        in_sentence.clear();
        let words = tokens.iter().filter(|t| t.arabic).count();
        let arabic = words * 4 > tokens.len();
        patterns::find(&tokens, &mut in_sentence);
        patterns::join(&tokens, &mut in_sentence);
        let mut seen = 0;
        for (k, found) in in_sentence.iter().enumerate() {
            marks += context::quotation_marks(&tokens[seen..found.from]);
            seen = found.from;
            let place = Place {
                sentence: index as u32,
                segment: sentence.segment,
                tense: context::tense(&tokens, found),
                ahead: context::ahead(&tokens, found),
                role: context::role(&tokens, found, marks),
            };
            let hijri = matches!(found.when, When::Written(w) if w.hijri);
            let twin = hijri
                && in_sentence
                    .get(k + 1)
                    .is_some_and(|next| context::corresponds(&tokens, found, next) && is_full(next));
            let span = Span::new(tokens[found.from].start, tokens[found.to - 1].end);
            all.push(Pending {
                found: found.clone(),
                span,
                place,
                arabic,
                twin,
            });
        }
        marks += context::quotation_marks(&tokens[seen..]);
    }
    all
}

/// Whether an expression is `that day` of nothing in particular: `losses on trades made that day`.
fn unanchored(p: &Pending, meaning: &Meaning) -> bool {
    p.found.when == When::Turned(Turn::That, What::Unit(Unit::Day)) && meaning.point.is_none()
}

/// Whether an expression names its year.
fn dated(found: &Found) -> bool {
    match found.when {
        When::Written(w) => w.year.is_some(),
        When::Point(p) => p.year().is_some(),
        _ => false,
    }
}

/// Whether an expression is a Gregorian date with all its parts.
fn is_full(found: &Found) -> bool {
    matches!(found.when, When::Written(w) if !w.hijri && w.year.is_some() && w.day.is_some())
}

/// The day on which a quotation was said, when its sentence tells it after the quotation: `"We met on March 3," he said on
/// April 2, 2018`.
fn attributed(pending: &[Pending], k: usize) -> Option<Date> {
    /// A quotation of one sentence names fewer dates.
    const REACH: usize = 8;
    let p = pending.get(k).filter(|p| p.place.role == DateRole::Quotation)?;
    let after = pending.get(k + 1..)?.iter().take(REACH);
    let said = after
        .take_while(|next| next.place.sentence == p.place.sentence)
        .find(|next| next.place.role == DateRole::Text && is_full(&next.found))?;
    match said.found.when {
        When::Written(w) if !w.bc => calendar::partial_date(w.year?, w.month, w.day)
            .and_then(|date| Point::from(date).days())
            .map(|(day, _)| day),
        _ => None,
    }
}

/// Gives the yearless members of a range or list the year of the member after them: `21 March - 21 June 1952`.
fn borrow_years(pending: &mut [Pending]) {
    for k in (1..pending.len()).rev() {
        let (left, right) = pending.split_at_mut(k);
        let (left, right) = (&mut left[k - 1].found, &right[0].found);
        if let (When::Written(from), When::Written(to), true) = (&mut left.when, right.when.clone(), right.joined)
            && from.year.is_none()
            && from.month.is_some()
            && !from.hijri
            && !to.bc
            && !to.hijri
        {
            // `December 30 to January 2, 1953` begins the year before.
            from.year = to.year.map(|year| {
                if from.month > to.month && to.month.is_some() {
                    year - 1
                } else {
                    year
                }
            });
        }
    }
}

/// The weekday that an expression names and nothing more.
fn weekday_of(found: &Found) -> Option<u8> {
    match found.when {
        When::Written(w) if w.day.is_none() && w.month.is_none() => w.weekday,
        When::Turned(_, What::Weekday(w)) => Some(w),
        _ => None,
    }
}

/// Where a yearless date that goes on a range lies: after the date before it, in the same year or the next.
fn same_year(left: &Found, first: Point, right: &Found, found: Option<Point>) -> Option<Point> {
    // From Tuesday until Friday: the Friday after.
    if let (Some(_), Some(weekday), Point::Day(day), Some(Point::Day(next))) =
        (weekday_of(left), weekday_of(right), first, found)
    {
        let ahead = (i64::from(weekday) - calendar::weekday(day)).rem_euclid(7);
        // Nor does it end before it begins: from Monday to Wednesday, told on Monday.
        let after = calendar::plus_days(day, ahead).filter(|after| *after < next || next < day && !right.listed);
        return after.map(Point::Day).or(found);
    }
    let (When::Written(from), When::Written(to)) = (&left.when, &right.when) else {
        return found;
    };
    let yearless = from.year.is_none() && to.year.is_none() && !to.hijri && !to.is_impossible();
    let (Some(year), Some(from), Some(month), true) = (first.year(), from.month, to.month, yearless) else {
        return found;
    };
    let year = if month < from { year + 1 } else { year };
    calendar::partial_date(year, Some(month), to.day)
        .map(Point::from)
        .or(found)
}

/// The order of numeric dates that the text's own unambiguous ones show, when they agree.
fn order_shown(pending: &[Pending]) -> Option<DateOrder> {
    let sure = |order: DateOrder| {
        pending
            .iter()
            .any(|p| matches!(p.found.when, When::Written(w) if w.sure == Some(order)))
    };
    match (sure(DateOrder::Mdy), sure(DateOrder::Dmy)) {
        (true, false) => Some(DateOrder::Mdy),
        (false, true) => Some(DateOrder::Dmy),
        _ => None,
    }
}

/// The row of a resolved expression.
fn row(p: &Pending, meaning: Meaning, range: Option<u32>) -> TimeExpression {
    let found = &p.found;
    let impossible = matches!(found.when, When::Written(w) if w.is_impossible());
    let clock = found.clock;
    let value = match (meaning.point, &meaning.fixed) {
        (Some(point), _) => Some(point.value() + &clock.map(timex::clock_value).unwrap_or_default()),
        (None, fixed) => fixed.clone(),
    };
    let kind = meaning.kind.unwrap_or(found.kind);
    let calendar_like = matches!(kind, TimexType::Date | TimexType::Time);
    let days: Option<(Date, Date)> = meaning.point.filter(|_| calendar_like).and_then(|point| point.days());
    TimeExpression {
        span: p.span,
        sentence: p.place.sentence,
        kind,
        modifier: found.modifier,
        quant: found.quant,
        freq: found.freq.clone(),
        edtf: meaning
            .point
            .filter(|_| calendar_like)
            .and_then(|point| point.edtf(found.modifier)),
        start: days.map(|d| d.0),
        end: days.map(|d| d.1),
        precision: meaning
            .point
            .filter(|_| calendar_like)
            .map(|point| clock.map_or(point.precision(), timex::clock_precision)),
        calendar: meaning.calendar(),
        anchor: meaning.anchor.unwrap_or(Anchor::None),
        anchor_date: meaning.anchor_date,
        alt_value: meaning.alt.map(timex::Point::value),
        confidence: meaning.confidence,
        role: p.place.role,
        range,
        rule: if impossible { Rule::Impossible } else { found.rule }.label().into(),
        hijri_value: meaning.hijri,
        value,
    }
}

#[cfg(test)]
mod tests;
