//! Points of time with their article and edges, and by their place beside now: `the 1990s`, `early next year`,
//! `the end of the month`, `last week`, `this May`, `the quarter`, `now`.

use crate::types::{Modifier, TimexType};

use super::super::lexicon::{Reference, Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, Written, calendar, year};
use super::names::{half, named, quarter, seasonal};
use super::units::{of_the_unit, the_unit, unit_end, year_earlier};
use super::years::{century, plain_year};
use super::{Found, What, When, amounts, at, before, holidays, hyphen, is_mark, possessive, word};

/// A part of a stretch, or one that is only nearly told: `early June`, `the end of the month`, `mid-1996`, `about early June`.
pub(super) fn edged(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, modifier)) = amounts::comparison(tokens, i) {
        // about 1910, around Nov. 1, circa 466 BC
        if modifier != Some(Modifier::Approx) {
            return None;
        }
        let end = if is_mark(tokens, end, '.') { end + 1 } else { end };
        let found = part(tokens, end).or_else(|| point(tokens, end))?;
        let dated = matches!(found.when, When::Written(_) | When::Point(_));
        return (found.kind == TimexType::Date && dated).then(|| found.modified(modifier).starting(i));
    }
    part(tokens, i)
}

/// The same without a comparison before it.
fn part(tokens: &[Token], i: usize) -> Option<Found> {
    let the = word(tokens, i) == Word::The;
    let k = if the { i + 1 } else { i };
    let (mut end, modifier) = match word(tokens, k) {
        // "will close in spring": the verb is no edge.
        Word::Close(_) if !the && word(tokens, k + 1) != Word::Of => return None,
        Word::Close(m) => (k + 1, Some(m)),
        Word::Edge(m) => (k + 1, Some(m)),
        Word::Earlier if !the => (k + 1, Some(Modifier::Start)),
        Word::Later if !the => (k + 1, Some(Modifier::End)),
        // the latter part of the year, the rest of 1996, the latter half of 2008
        Word::Rest if the => {
            if let Word::Half = word(tokens, k + 1) {
                let (to, when) = half(tokens, k + 2, 2)?;
                return Some(Found::date(i, to, when, Rule::Half));
            }
            (
                if word(tokens, k + 1) == Word::Of { k + 1 } else { k + 2 },
                Some(Modifier::End),
            )
        }
        _ => return None,
    };
    if is_mark(tokens, end, '-') && tokens[end].glued {
        end += 1;
    }
    // early part of, early in
    let plain_noun =
        at(tokens, end).is_some_and(|t| t.word.is_plain() && !t.capital && word(tokens, end + 1) == Word::Of);
    if the && plain_noun {
        end += 1;
    }
    let noun = the || matches!(word(tokens, k), Word::Edge(_) | Word::Close(_)) && word(tokens, end) == Word::Of;
    match word(tokens, end) {
        Word::Of if noun => end += 1,
        Word::In | Word::On if !the => end += 1,
        Word::Of => return None,
        // the end of the month, but the end 2019 is none; the early 1980s is one
        _ => {}
    }
    let found = point(tokens, end).or_else(|| of_the_unit(tokens, end, noun))?;
    if found.kind != TimexType::Date || matches!(found.when, When::Fixed(_)) || found.modifier.is_some() {
        return None;
    }
    if matches!(found.when, When::Day(0))
        && !matches!(
            word(tokens, k),
            Word::Edge(_) | Word::Close(_) | Word::Earlier | Word::Later
        )
    {
        return None;
    }
    Some(found.modified(modifier).starting(i))
}

/// A date or a stretch of the calendar.
pub(super) fn point(tokens: &[Token], i: usize) -> Option<Found> {
    holidays::holiday(tokens, i)
        .or_else(|| named(tokens, i))
        .or_else(|| year_earlier(tokens, i, i))
        .or_else(|| unit_end(tokens, i))
        .or_else(|| turned(tokens, i))
        .or_else(|| the_named(tokens, i))
        .or_else(|| deictic(tokens, i))
}

/// What an article introduces: `the 1990s`, `the year 1950`, `the summer`, `the 20th`, `the week of March 6`.
fn the_named(tokens: &[Token], i: usize) -> Option<Found> {
    if word(tokens, i) != Word::The {
        return None;
    }
    let k = i + 1;
    match word(tokens, k) {
        Word::Season(season) => return seasonal(tokens, i, k, season),
        Word::Decade(d) => return Some(Found::date(i, k + 1, When::Decade(d), Rule::Decade)),
        Word::Unit(Unit::Year) if year(tokens, k + 1).is_some() => {
            let (end, y) = year(tokens, k + 1)?;
            return Some(Found::date(i, end, When::Point(Point::Year(y)), Rule::Year));
        }
        Word::Unit(Unit::Year)
            if word(tokens, k + 1) == Word::Cardinal(2) && word(tokens, k + 2) == Word::Scale(1000) =>
        {
            return Some(Found::date(i, k + 3, When::Point(Point::Year(2000)), Rule::SpeltYear));
        }
        Word::Unit(Unit::Week) if word(tokens, k + 1) == Word::Of => {
            let (end, written) = calendar(tokens, k + 2)?;
            written.day?;
            let found = Found::date(i, end, When::Written(written), Rule::WeekOf);
            return Some(found);
        }
        _ => {}
    }
    if let Some(found) = quarter(tokens, i, k).or_else(|| century(tokens, i, k)) {
        return Some(found);
    }
    if let Some((end, written)) = calendar(tokens, k)
        && written.day.is_some()
    {
        return Some(Found::date(i, end, When::Written(written), Rule::Calendar));
    }
    if matches!(word(tokens, k), Word::Number | Word::Mark('\''))
        && let Some(found) = plain_year(tokens, k)
        && (found.rule == Rule::Decade || found.to > k + 1)
    {
        return Some(found.starting(i));
    }
    year_earlier(tokens, i, k).or_else(|| the_unit(tokens, i)).or_else(|| {
        day_of_month(tokens, k)
            .filter(|_| !matches!(before(tokens, i), Word::Of))
            .map(|(end, when)| Found::date(i, end, when, Rule::DayOfMonth))
    })
}

/// `20th` as a day of the month that was named before.
pub(super) fn day_of_month(tokens: &[Token], i: usize) -> Parsed<When> {
    let token = at(tokens, i)?;
    let suffix = at(tokens, i + 1).is_some_and(|t| t.glued && t.word == Word::Suffix);
    if token.word != Word::Number || !suffix || !(1..=31).contains(&token.number) {
        return None;
    }
    let of_month = word(tokens, i + 2) == Word::Of
        && matches!(word(tokens, i + 3), Word::Turn(Turn::That | Turn::Same))
        && word(tokens, i + 4) == Word::Unit(Unit::Month);
    let ends = match at(tokens, i + 2) {
        None => true,
        Some(t) => {
            matches!(
                t.word,
                Word::Mark(',' | '.' | ';' | ')' | ':') | Word::And | Word::PastVerb | Word::To
            ) && !(t.glued && t.word == Word::Mark('-'))
        }
    };
    (of_month || ends).then(|| {
        (
            if of_month { i + 5 } else { i + 2 },
            When::Bare(What::DayOfMonth(token.number as u8)),
        )
    })
}

/// `last week`, `the following year`, `this past spring`, `last year's third quarter`, `that same day`.
fn turned(tokens: &[Token], i: usize) -> Option<Found> {
    let the = word(tokens, i) == Word::The;
    let mut k = if the { i + 1 } else { i };
    let mut turn = match word(tokens, k) {
        Word::Turn(turn) => turn,
        // the current year
        Word::Adjective(Reference::Present) if the => Turn::This,
        _ => return None,
    };
    k += 1;
    // this past spring, this coming Sunday, that same day
    if let Word::Turn(second) = word(tokens, k) {
        turn = match (turn, second) {
            (Turn::This, Turn::Past | Turn::Last) => Turn::Last,
            (Turn::This, Turn::Coming | Turn::Next) => Turn::Next,
            (Turn::That | Turn::This, Turn::Same) => Turn::Same,
            _ => return None,
        };
        k += 1;
    }
    if word(tokens, k) == Word::Fiscal {
        k += 1;
    }
    // the next day counts from the text, as the following day does
    if the && turn == Turn::Next {
        turn = Turn::Following;
    }
    let found = |to: usize, what: What| Some(Found::date(i, to, When::Turned(turn, what), Rule::Turned));
    if let Some((to, (holiday, _))) = holidays::name(tokens, k) {
        return found(to, What::Holiday(holiday));
    }
    match word(tokens, k) {
        Word::Period if turn == Turn::Latest => found(k + 1, What::Unit(Unit::Quarter)),
        // `the last day` of something is no yesterday
        Word::Unit(Unit::Day) if matches!(turn, Turn::Last | Turn::Past | Turn::Coming | Turn::Latest) => None,
        Word::Unit(unit) => {
            // "This Week" is the title of a programme.
            let title = tokens[k].capital && i > 0 && matches!(before(tokens, i), Word::Mark('"' | '\''));
            if tokens[k].arabic || hyphen(tokens, k + 1) || title {
                return None;
            }
            let long = matches!((turn, unit), (Turn::Last | Turn::Next, Unit::Decade | Unit::Century));
            let of_another = matches!(turn, Turn::Last) && word(tokens, k + 1) == Word::Of;
            if the
                && of_another
                && unit == Unit::Quarter
                && let Some(found) = quarter(tokens, i, i + 1)
            {
                return Some(found);
            }
            if the && (turn == Turn::Past || long || of_another) {
                let value = amounts::duration(amounts::Amount::Whole(1), unit);
                return Some(Found::fixed(i, k + 1, TimexType::Duration, &value, Rule::Amount));
            }
            if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) {
                return None;
            }
            // last year's third quarter
            if unit == Unit::Year
                && let Some(after) = possessive(tokens, k + 1)
            {
                let after = if word(tokens, after) == Word::Fiscal {
                    after + 1
                } else {
                    after
                };
                match (word(tokens, after), word(tokens, after + 1)) {
                    (Word::Ordinal(n @ 1..=4), Word::Unit(Unit::Quarter)) => {
                        return Some(Found::date(
                            i,
                            after + 2,
                            When::Within(turn, What::Quarter(n)),
                            Rule::Quarter,
                        ));
                    }
                    (Word::Ordinal(n @ 1..=2), Word::Half) => {
                        return Some(Found::date(i, after + 2, When::Within(turn, What::Half(n)), Rule::Half));
                    }
                    _ => {}
                }
            }
            found(k + 1, What::Unit(unit))
        }
        Word::Ordinal(n @ 1..=4) if word(tokens, k + 1) == Word::Unit(Unit::Quarter) => found(k + 2, What::Quarter(n)),
        Word::Month(m) if tokens[k].capital => {
            let to = super::absolute::month_name(tokens, k)?.0;
            match super::absolute::day(tokens, to) {
                Some((end, d)) if word(tokens, to) == Word::Number => found(end, What::MonthDay(m, d)),
                _ => found(to, What::Month(m)),
            }
        }
        Word::Weekday(w)
            if tokens[k].capital && (tokens[k].end - tokens[k].start > 5 || is_mark(tokens, k + 1, '.')) =>
        {
            // this coming Sunday, March eighth
            let comma = if is_mark(tokens, k + 1, ',') { k + 2 } else { k + 1 };
            if let Some((end, written)) = calendar(tokens, comma)
                && written.day.is_some()
            {
                return Some(Found::date(
                    i,
                    end,
                    When::Written(Written {
                        weekday: Some(w),
                        ..written
                    }),
                    Rule::Calendar,
                ));
            }
            found(k + 1, What::Weekday(w))
        }
        Word::Season(s) => found(k + 1, What::Season(s)),
        _ => None,
    }
}

/// Today, yesterday; May of that year, June last year.
fn deictic(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i)?;
    // the day before yesterday
    let k = if token.word == Word::The { i + 1 } else { i };
    if word(tokens, k) == Word::Unit(Unit::Day)
        && let (Word::Before, Word::Day(n @ -1)) | (Word::After, Word::Day(n @ 1)) =
            (word(tokens, k + 1), word(tokens, k + 2))
    {
        return Some(Found::date(i, k + 3, When::Day(2 * n), Rule::Day));
    }
    match token.word {
        Word::Day(n) => {
            let name = token.capital
                && i > 0
                && at(tokens, i - 1).is_some_and(|t| t.capital && t.word == Word::Other && !t.arabic)
                && !is_mark(tokens, i - 1, '.');
            (!name).then(|| Found::date(i, i + 1, When::Day(n), Rule::Day))
        }
        _ => None,
    }
}

/// `now`, `recently`, `the future`, `at the time`: points that are only before, at or after the time of speaking.
pub(super) fn reference(tokens: &[Token], i: usize) -> Option<Found> {
    let fixed = |to: usize, r: Reference| {
        let value = match r {
            Reference::Past => "PAST_REF",
            Reference::Present => "PRESENT_REF",
            Reference::Future => "FUTURE_REF",
        };
        Some(Found::fixed(i, to, TimexType::Date, value, Rule::Reference))
    };
    match word(tokens, i) {
        Word::Ref(r) => fixed(i + 1, r),
        Word::Adjective(_) if word(tokens, i + 1) == Word::Affairs => None,
        Word::Adjective(r) if !tokens[i].glued || tokens[i].capital => {
            let noun = at(tokens, i + 1)
                .is_some_and(|t| (t.word.is_plain() || matches!(t.word, Word::Cardinal(_))) && (!t.glued || t.capital));
            noun.then(|| {
                Found::fixed(
                    i,
                    i + 1,
                    TimexType::Date,
                    ["PAST_REF", "PRESENT_REF", "FUTURE_REF"][r as usize],
                    Rule::Adjective,
                )
            })
        }
        Word::The => match word(tokens, i + 1) {
            Word::Turn(Turn::Past) if noun_ends(tokens, i + 2) => fixed(i + 2, Reference::Past),
            Word::Adjective(Reference::Future) if noun_ends(tokens, i + 2) => fixed(i + 2, Reference::Future),
            Word::Present if noun_ends(tokens, i + 2) => fixed(i + 2, Reference::Present),
            Word::Other
                if word(tokens, i + 2) == Word::Adjective(Reference::Future)
                    && !tokens[i + 1].capital
                    && noun_ends(tokens, i + 3) =>
            {
                fixed(i + 3, Reference::Future)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether the noun phrase ends before `i`: `the past` alone, not `the past successes`.
pub(super) fn noun_ends(tokens: &[Token], i: usize) -> bool {
    match at(tokens, i) {
        None => true,
        Some(t) => {
            !t.word.is_plain()
                && !matches!(
                    t.word,
                    Word::Units(_) | Word::Unit(_) | Word::Period | Word::Number | Word::Cardinal(_)
                )
                || t.glued && matches!(t.word, Word::Mark(_))
        }
    }
}
