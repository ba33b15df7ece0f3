//! Holidays in text: `Christmas Day 2019`, `New Year's Eve`, `Easter Monday`, `last Thanksgiving`.

use super::super::holidays::Holiday;
use super::super::lexicon::{Follower, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, year};
use super::{Found, What, When, at, before, possessive, word};

/// A holiday with or without its year.
pub(super) fn holiday(tokens: &[Token], i: usize) -> Option<Found> {
    let (end, (holiday, sure)) = name(tokens, i)?;
    let of = if word(tokens, end) == Word::Of { end + 1 } else { end };
    if let Some((to, y)) = year(tokens, of) {
        let point = Point::Day(holiday.day(y)?);
        return Some(Found::date(i, to, When::Point(point), Rule::Holiday));
    }
    // The Christmas season is no day, but at Christmas is one.
    let prepared = matches!(
        before(tokens, i),
        Word::Since | Word::Until | Word::On | Word::At | Word::In | Word::Before | Word::After
    );
    (sure || prepared).then(|| Found::date(i, end, When::Bare(What::Holiday(holiday)), Rule::Holiday))
}

/// The name of a holiday, and whether it names a day beyond doubt: `Christmas` is also a season.
pub(super) fn name(tokens: &[Token], i: usize) -> Parsed<(Holiday, bool)> {
    let token = at(tokens, i).filter(|t| t.capital)?;
    let after = possessive(tokens, i + 1).unwrap_or(i + 1);
    let day = |k: usize| word(tokens, k) == Word::Unit(Unit::Day) && tokens[k].capital;
    match token.word {
        Word::Holiday(holiday) => match word(tokens, after) {
            Word::Eve => Some((after + 1, (holiday.shifted(-1), true))),
            // Easter Monday is the day after, Easter Saturday the day before.
            Word::Weekday(w) if holiday.is_movable() && tokens[after].capital => {
                let days = if w <= 2 { w as i8 } else { w as i8 - 7 };
                Some((after + 1, (holiday.shifted(days), true)))
            }
            _ if day(after) => Some((after + 1, (holiday, true))),
            _ => Some((i + 1, (holiday, false))),
        },
        Word::Feast(holiday, follower) => match (follower, word(tokens, after)) {
            (Follower::Day, _) if day(after) => Some((after + 1, (holiday, true))),
            (Follower::Weekday(w), Word::Weekday(v)) if w == v && tokens[after].capital => {
                Some((after + 1, (holiday, true)))
            }
            (Follower::Year, Word::Unit(Unit::Year)) if tokens[after].capital => {
                let k = possessive(tokens, after + 1)?;
                match word(tokens, k) {
                    Word::Eve => Some((k + 1, (holiday.shifted(-1), true))),
                    _ if day(k) => Some((k + 1, (holiday, true))),
                    _ => None,
                }
            }
            _ => None,
        },
        _ => None,
    }
}
