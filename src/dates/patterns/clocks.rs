//! Times of day: `10:35 a.m. Tuesday`, `الساعة 8:30 مساء`, `this morning`, `the night of May 13`, `noon`.

use crate::types::TimexType;

use super::super::lexicon::{Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::{Clock, Point};
use super::absolute::{Parsed, Written, calendar};
use super::{Found, What, When, amounts, at, before, is_mark, possessive, word};
use super::{arabic, names, points};

/// A time of day that begins at a token, with its date.
pub(super) fn expression(tokens: &[Token], i: usize) -> Option<Found> {
    let start = match amounts::comparison(tokens, i) {
        Some((end, modifier)) => Some((end, modifier)),
        None => Some((i, None)),
    };
    let (k, modifier) = start?;
    if let Some((end, clock)) = clock(tokens, k) {
        return Some(with_date(tokens, i, end, clock, Rule::Clock).modified(modifier));
    }
    if k > i || tokens[i].arabic {
        return None;
    }
    part_of_day(tokens, i)
}

/// A clock time with its date before it is made by [`points::point`]; here the date may follow: `5 p.m. EST Nov. 9`.
fn with_date(tokens: &[Token], from: usize, end: usize, clock: Clock, rule: Rule) -> Found {
    let mut k = end;
    if is_mark(tokens, k, ',') {
        k += 1;
    }
    if word(tokens, k) == Word::On {
        k += 1;
    }
    if let Some((to, when)) = day_named(tokens, k) {
        let when = match when {
            When::Written(Written {
                weekday: Some(w),
                day: None,
                ..
            }) => names::weekday_meant(tokens, from, w),
            other => other,
        };
        return Found::new(from, to, TimexType::Time, when, rule).at(clock);
    }
    // 10:35 a.m. (0735 GMT) Friday: the day stands behind the same time elsewhere.
    let elsewhere = is_mark(tokens, end, '(') && word(tokens, end + 2) == Word::Zone && is_mark(tokens, end + 3, ')');
    let day = if word(tokens, end + 4) == Word::On {
        end + 5
    } else {
        end + 4
    };
    let when = match day_named(tokens, day) {
        Some((_, when)) if elsewhere => when,
        _ => When::Bare(What::Unit(Unit::Day)),
    };
    Found::new(from, end, TimexType::Time, when, rule).at(clock)
}

/// A named day: a calendar date with its day, a weekday, yesterday.
fn day_named(tokens: &[Token], i: usize) -> Parsed<When> {
    if let Some((end, written)) = calendar(tokens, i)
        && written.day.is_some()
    {
        return Some((end, When::Written(written)));
    }
    if let Word::Day(n) = word(tokens, i) {
        return Some((i + 1, When::Day(n)));
    }
    let (end, turn) = match word(tokens, i) {
        Word::Turn(t) => (i + 1, Some(t)),
        _ => (i, None),
    };
    let (end, weekday) = super::absolute::weekday(tokens, end)?;
    if tokens.get(i).is_some_and(|t| t.arabic) {
        return arabic::weekday_turned(tokens, i);
    }
    Some((
        end,
        match turn {
            Some(t) => When::Turned(t, What::Weekday(weekday)),
            None => names::weekday_meant(tokens, i, weekday),
        },
    ))
}

/// A time on the clock.
fn clock(tokens: &[Token], i: usize) -> Parsed<Clock> {
    // الساعة
    let named = at(tokens, i).is_some_and(|t| t.arabic && t.definite && t.word == Word::Unit(Unit::Hour));
    let k = if named { i + 1 } else { i };
    let hour = at(tokens, k)?;
    // إلى العاشرة مساء; but الفريق الأول مساء أمس is no hour.
    let ordinal = hour.arabic
        && hour.definite
        && matches!(
            before(tokens, i),
            Word::In
                | Word::At
                | Word::Exact
                | Word::Of
                | Word::To
                | Word::Since
                | Word::Approx
                | Word::Then
                | Word::And
        )
        && at(tokens, k + 1).is_some_and(|t| !t.definite)
        && meridiem(tokens, k + 1).is_some();
    if (named || ordinal)
        && let Word::Ordinal(h @ 1..=12) = hour.word
    {
        let (end, pm) = meridiem(tokens, k + 1).unwrap_or((k + 1, None));
        return Some((end, Clock::At(twelve(h, pm)?, None, None)));
    }
    // half past nine
    if hour.word == Word::Half && word(tokens, k + 1) == Word::Turn(Turn::Past) {
        let h = match at(tokens, k + 2)? {
            t if t.word == Word::Number && t.number <= 12 => t.number as u8,
            t => match t.word {
                Word::Cardinal(n @ 1..=12) => n as u8,
                _ => return None,
            },
        };
        let (end, pm) = meridiem(tokens, k + 3).unwrap_or((k + 3, None));
        return Some((end, Clock::At(twelve(h, pm)?, Some(30), None)));
    }
    // 0600 hours
    let hours = matches!(word(tokens, k + 1), Word::Units(Unit::Hour));
    if hours && hour.word == Word::Number && hour.digits == 4 && hour.number < 2400 && hour.number % 100 < 60 {
        let (h, m) = ((hour.number / 100) as u8, (hour.number % 100) as u8);
        return Some((k + 2, Clock::At(h, Some(m), None)));
    }
    // 1400 GMT
    let zoned = at(tokens, k + 1).is_some_and(|t| t.word == Word::Zone && t.capital && !t.glued);
    let alone = !hour.glued || k > 0 && is_mark(tokens, k - 1, '(');
    if zoned && alone && hour.word == Word::Number && hour.digits == 4 && hour.number < 2400 && hour.number % 100 < 60 {
        let (h, m) = ((hour.number / 100) as u8, (hour.number % 100) as u8);
        return Some((k + 2, Clock::At(h, Some(m), None)));
    }
    let spelt = matches!(hour.word, Word::Cardinal(1..=12));
    let h = match hour.word {
        Word::Number if hour.digits <= 2 && hour.number <= 24 => hour.number as u8,
        Word::Cardinal(n @ 1..=12) => n as u8,
        _ => return None,
    };
    if hour.glued
        && k > 0
        && matches!(
            word(tokens, k - 1),
            Word::Mark('.' | ':' | '$' | '/' | '-') | Word::Number | Word::Other
        )
    {
        return None;
    }
    let mut end = k + 1;
    let (mut minute, mut second) = (None, None);
    let two = |j: usize| {
        at(tokens, j)
            .filter(|t| t.glued && t.word == Word::Number && t.digits == 2 && t.number < 60)
            .map(|t| t.number as u8)
    };
    let colon = matches!(word(tokens, end), Word::Mark(':')) && tokens[end].glued;
    // الساعة 17,45 as agencies write it
    let stop = if named { ['.', ','] } else { ['.', '.'] };
    let dot = stop.into_iter().any(|mark| is_mark(tokens, end, mark)) && tokens[end].glued;
    if (colon || dot)
        && !spelt
        && let Some(m) = two(end + 1)
    {
        minute = Some(m);
        end += 2;
        if is_mark(tokens, end, ':')
            && let Some(s) = two(end + 1)
        {
            second = Some(s);
            end += 2;
        }
    }
    let after = meridiem(tokens, end);
    // o'clock, hrs
    if after.is_none() && minute.is_none() && word(tokens, end) == Word::O && is_mark(tokens, end + 1, '\'') {
        let (to, pm) = meridiem(tokens, end + 3).unwrap_or((end + 3, None));
        return Some((zone(tokens, to), Clock::At(twelve(h, pm)?, Some(0), None)));
    }
    if let Some((to, pm)) = after {
        if dot && minute.is_some() && !named && h > 12 {
            return None;
        }
        return Some((zone(tokens, to), Clock::At(twelve(h, pm)?, minute, second)));
    }
    if h > 23 && !(h == 24 && minute == Some(0)) {
        return None;
    }
    if named {
        return Some((zone(tokens, end), Clock::At(h, minute, second)));
    }
    let minute = minute.filter(|_| colon)?;
    let hours = matches!(word(tokens, end), Word::Units(Unit::Hour) | Word::Unit(Unit::Hour));
    let zoned = zone(tokens, end);
    let cued = matches!(
        before(tokens, i),
        Word::At
            | Word::Since
            | Word::Until
            | Word::To
            | Word::From
            | Word::Between
            | Word::And
            | Word::Approx
            | Word::Before
            | Word::After
            | Word::On
    );
    (hours || zoned > end || cued).then_some((if hours { end + 1 } else { zoned }, Clock::At(h, Some(minute), second)))
}

/// `a.m.`, `pm`, `in the morning`, مساء: the token after it, and whether it is past noon.
fn meridiem(tokens: &[Token], i: usize) -> Parsed<Option<bool>> {
    match at(tokens, i)?.word {
        Word::Am => Some((i + 1, Some(false))),
        Word::Pm => Some((i + 1, Some(true))),
        Word::Part(part) if tokens[i].arabic => Some((i + 1, Some(part != "MO"))),
        // من مساء الأحد, من بعد ظهر الأحد
        Word::Of | Word::After | Word::Before if tokens[i].arabic => {
            let k = if word(tokens, i) == Word::Of { i + 1 } else { i };
            match (word(tokens, k), word(tokens, k + 1)) {
                (Word::Part(part), _) => Some((k + 1, Some(part != "MO"))),
                (Word::After, Word::Part("MI")) => Some((k + 2, Some(true))),
                (Word::Before, Word::Part("MI")) => Some((k + 2, Some(false))),
                _ => None,
            }
        }
        Word::In if word(tokens, i + 1) == Word::The => match word(tokens, i + 2) {
            Word::Part("MO") => Some((i + 3, Some(false))),
            Word::Part("AF" | "EV") => Some((i + 3, Some(true))),
            _ => None,
        },
        Word::At if word(tokens, i + 1) == Word::Night => Some((i + 2, Some(true))),
        // a . m .
        Word::A if dotted_m(tokens, i) => Some((after_m(tokens, i), Some(false))),
        Word::Other if tokens[i].letter == b'p' && dotted_m(tokens, i) => Some((after_m(tokens, i), Some(true))),
        _ => None,
    }
}

/// Whether `.m` follows the letter at `i`.
fn dotted_m(tokens: &[Token], i: usize) -> bool {
    is_mark(tokens, i + 1, '.') && tokens[i + 1].glued && at(tokens, i + 2).is_some_and(|t| t.glued && t.letter == b'm')
}

fn after_m(tokens: &[Token], i: usize) -> usize {
    if is_mark(tokens, i + 3, '.') && tokens[i + 3].glued {
        i + 4
    } else {
        i + 3
    }
}

fn zone(tokens: &[Token], i: usize) -> usize {
    match at(tokens, i) {
        Some(t) if t.word == Word::Zone && t.capital => i + 1,
        _ => i,
    }
}

/// The hour of the day of an hour of a half day.
fn twelve(hour: u8, pm: Option<bool>) -> Option<u8> {
    match (hour, pm) {
        (12, Some(false)) => Some(0),
        (1..=11, Some(true)) => Some(hour + 12),
        (0..=24, _) => Some(hour),
        _ => None,
    }
}

/// A part of a day: the token after it. `night` is one; `noon` and `midday` are 12:00.
fn part(tokens: &[Token], i: usize) -> Parsed<Clock> {
    match word(tokens, i) {
        Word::Part("MI") if !tokens[i].arabic => Some((i + 1, Clock::At(12, Some(0), None))),
        Word::Part(part) => Some((i + 1, Clock::Part(part))),
        Word::Night => Some((i + 1, Clock::Part("NI"))),
        Word::Midnight => Some((i + 1, Clock::At(24, Some(0), None))),
        _ => None,
    }
}

/// `this morning`, `last night`, `Tuesday afternoon`, `the morning of 31 January`, `noon Thursday`, `tonight`.
fn part_of_day(tokens: &[Token], i: usize) -> Option<Found> {
    let time = |from: usize, to: usize, when: When, clock: Clock| {
        Found::new(from, to, TimexType::Time, when, Rule::PartOfDay).at(clock)
    };
    let day = When::Bare(What::Unit(Unit::Day));
    match word(tokens, i) {
        Word::Tonight => return Some(time(i, i + 1, When::Day(0), Clock::Part("NI"))),
        // this morning, last night, the next morning
        Word::Turn(turn) => {
            let k = if word(tokens, i + 1) == Word::Turn(Turn::Same) {
                i + 2
            } else {
                i + 1
            };
            if let Some((to, clock)) = part(tokens, k) {
                let when = match turn {
                    Turn::This => When::Day(0),
                    Turn::Last => When::Day(-1),
                    other => When::Turned(other, What::Unit(Unit::Day)),
                };
                return Some(time(i, to, when, clock));
            }
        }
        _ => {}
    }
    // [early] Tuesday morning, yesterday afternoon, May 6 morning
    if let Some((end, when)) = day_named(tokens, i) {
        let k = possessive(tokens, end).unwrap_or(end);
        let k = if matches!(word(tokens, k), Word::Edge(_) | Word::Close(_)) {
            k + 1
        } else {
            k
        };
        let (to, clock) = part(tokens, k)?;
        return Some(time(i, to, when, clock));
    }
    // [the] [early] morning [hours] of DATE, noon Thursday, mid-afternoon yesterday
    let the = word(tokens, i) == Word::The;
    let mut k = if the { i + 1 } else { i };
    let next_day = matches!(
        word(tokens, k),
        Word::Turn(Turn::Next | Turn::Following | Turn::Same | Turn::Previous)
    );
    if the && next_day {
        let Word::Turn(turn) = word(tokens, k) else { return None };
        // The next morning counts from the text, as the following one does.
        let turn = if turn == Turn::Next { Turn::Following } else { turn };
        let (to, clock) = part(tokens, k + 1)?;
        return Some(time(i, to, When::Turned(turn, What::Unit(Unit::Day)), clock));
    }
    let edge = matches!(word(tokens, k), Word::Edge(_) | Word::Close(_));
    if edge {
        k += 1;
        if matches!(word(tokens, k), Word::Mark('-')) {
            k += 1;
        }
        if word(tokens, k) == Word::In && word(tokens, k + 1) == Word::The {
            k += 2;
        } else if word(tokens, k) == Word::The || matches!(word(tokens, k), Word::Turn(Turn::This | Turn::That)) {
            k += 1;
        }
    }
    // early Friday morning, late on Tuesday night
    if edge {
        let day = if word(tokens, k) == Word::On { k + 1 } else { k };
        if let Some((end, when)) = day_named(tokens, day)
            && let Some((to, clock)) = part(tokens, end)
        {
            return Some(time(i, to, when, clock));
        }
    }
    // early the next morning
    if edge
        && let Word::Turn(turn) = word(tokens, k)
        && let Some((to, clock)) = part(tokens, k + 1)
    {
        return Some(time(i, to, When::Turned(turn, What::Unit(Unit::Day)), clock));
    }
    let (mut end, clock) = part(tokens, k)?;
    if matches!(word(tokens, end), Word::Units(Unit::Hour)) {
        end += 1;
    }
    let mut date = end;
    if matches!(word(tokens, date), Word::Of | Word::On) {
        date += 1;
    }
    if matches!(word(tokens, date), Word::The) {
        date += 1;
    }
    if let Some((to, when)) = day_named(tokens, date).or_else(|| points::day_of_month(tokens, date)) {
        return Some(time(i, to, when, clock));
    }
    // By itself: noon, midnight, overnight; `the morning` and `morning` only after a preposition of time.
    match word(tokens, k) {
        Word::Part("MI" | "DT") | Word::Midnight => Some(time(i, end, day, clock)),
        Word::Part("NI") if !tokens[k].capital => Some(time(i, end, When::Day(-1), clock)),
        Word::Night if !the && !edge && before(tokens, i) == Word::At => {
            Some(time(i, end, When::Point(Point::SomeDay), clock))
        }
        Word::Part(_) if the && before(tokens, i) == Word::In => Some(time(i, end, day, clock)),
        Word::Part(_) if edge && !the => Some(time(i, end, day, clock)),
        _ => None,
    }
}
