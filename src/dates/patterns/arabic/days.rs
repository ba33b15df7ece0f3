//! Arabic days and parts of days: `أول من أمس`, `السبت الماضي`, `اليوم` but not `قناة بغداد اليوم`, `فجر الجمعة`.

use crate::types::TimexType;

use super::super::super::lexicon::{Turn, Unit, Word};
use super::super::super::rules::Rule;
use super::super::super::scanner::Token;
use super::super::super::timex::Clock;
use super::super::absolute::{Parsed, Written, calendar, weekday};
use super::super::{Found, What, When, at, before, numeric, word};
use super::{time_preposition, turn_after, year_turned};

/// A day: `الجمعة 6 كانون الأول 2019`, `السبت الماضي`, `اليوم الاثنين`, `أمس`, `بعد غد`, `أول أمس`.
pub(super) fn day_named(tokens: &[Token], i: usize) -> Parsed<When> {
    // الربع الأول من شهر رمضان, الأسبوع الأول من أيار
    let part = matches!(word(tokens, i), Word::Ordinal(_))
        && matches!(
            before(tokens, i),
            Word::Unit(Unit::Quarter | Unit::Week | Unit::Month | Unit::Year) | Word::Half
        );
    if let Some((end, written)) = calendar(tokens, i).or_else(|| numeric::date(tokens, i))
        && written.day.is_some()
        && !part
    {
        if written.year.is_none()
            && let (Some(month), Some(day), false) = (written.month, written.day, written.hijri)
        {
            if let Some((to, turn)) = turn_after(tokens, end) {
                return Some((to, When::Turned(turn, What::MonthDay(month, day))));
            }
            if let Some((to, turn)) = year_turned(tokens, end) {
                return Some((to, When::Within(turn, What::MonthDay(month, day))));
            }
        }
        return Some((end, When::Written(written)));
    }
    match word(tokens, i) {
        Word::Day(n) => {
            // أمس الأول, أمس الاثنين; غد بلا تعريف is rare.
            if n == -1 && word(tokens, i + 1) == Word::Ordinal(1) && tokens[i + 1].definite {
                return Some((i + 2, When::Day(-2)));
            }
            let end = weekday(tokens, i + 1).map_or(i + 1, |(end, _)| end);
            return Some((end, When::Day(n)));
        }
        Word::Ordinal(1) if matches!(word(tokens, i + 1), Word::Day(-1)) => return Some((i + 2, When::Day(-2))),
        // أول من أمس
        Word::Ordinal(1) if word(tokens, i + 1) == Word::Of && word(tokens, i + 2) == Word::Day(-1) => {
            return Some((i + 3, When::Day(-2)));
        }
        Word::After if matches!(word(tokens, i + 1), Word::Day(1)) => return Some((i + 2, When::Day(2))),
        // اليوم is today unless it belongs to a name (بغداد اليوم) or a date follows.
        Word::Unit(Unit::Day) if tokens[i].definite => {
            if let Word::Day(n) = word(tokens, i + 1) {
                return Some((i + 2, When::Day(n)));
            }
            // The day that; all day; the newspaper of that name.
            let quoted = before(tokens, i) == Word::Mark('"') && word(tokens, i + 1) == Word::Mark('"');
            if turn_after(tokens, i + 1).is_some()
                || ordinal_day(tokens, i + 1)
                || word(tokens, i + 1) == Word::Pronoun
                || before(tokens, i) == Word::AllThrough
                || quoted
            {
                return None;
            }
            if let Some((end, _)) = weekday(tokens, i + 1) {
                return Some((end, When::Day(0)));
            }
            let this = before(tokens, i) == Word::Turn(Turn::This);
            let name = i > 0
                && at(tokens, i - 1).is_some_and(|t| {
                    t.arabic && matches!(t.word, Word::Other | Word::Paper(_)) && outlet(tokens, i - 1)
                });
            return (!this && !name).then_some((i + 1, When::Day(0)));
        }
        // يوم أمس, يوم غد الخميس
        Word::Unit(Unit::Day) => {
            if let Word::Day(n) = word(tokens, i + 1) {
                let end = weekday(tokens, i + 2).map_or(i + 2, |(end, _)| end);
                return Some((end, When::Day(n)));
            }
        }
        Word::Turn(Turn::This) if word(tokens, i + 1) == Word::Unit(Unit::Day) && tokens[i + 1].definite => {
            return Some((i + 2, When::Day(0)));
        }
        _ => {}
    }
    weekday_turned(tokens, i)
}

/// اليوم الأول is a first day, not today.
pub(super) fn ordinal_day(tokens: &[Token], i: usize) -> bool {
    at(tokens, i).is_some_and(|t| matches!(t.word, Word::Ordinal(_) | Word::OtherOfTwo) && t.definite)
}

/// Whether the word before اليوم makes it the name of a newspaper: `قناة بغداد اليوم`, `(مصر اليوم)`, `ونقلت روسيا اليوم`.
///
/// Names of countries and cities carry no sign, so the word before them is asked; a page of the outlet begins with it.
fn outlet(tokens: &[Token], i: usize) -> bool {
    let listed = match word(tokens, i) {
        Word::Paper(place) => {
            before(tokens, i) == Word::Saying
                || i == 0 && matches!(word(tokens, i + 2), Word::Mark('-' | ':' | '/'))
                || !place
                    && tokens[i].definite
                    && (tokens[i].proclitic || matches!(before(tokens, i), Word::In | Word::Of))
        }
        _ => false,
    };
    listed
        || matches!(before(tokens, i), Word::Media)
        || matches!(before(tokens, i), Word::Mark('(' | '"'))
            && matches!(word(tokens, i + 2), Word::Mark(')' | '"' | ',' | '/'))
}

/// A weekday and which one: `السبت الماضي`, `يوم الجمعة المقبل`, `الثلاثاء`.
pub(in super::super) fn weekday_turned(tokens: &[Token], i: usize) -> Parsed<When> {
    let (end, w) = weekday(tokens, i)?;
    if let Some((to, turn)) = turn_after(tokens, end) {
        return Some((to, When::Turned(turn, What::Weekday(w))));
    }
    // السبت والأحد المقبلين
    if let Some(next) = at(tokens, end).filter(|t| t.arabic && t.proclitic && t.definite)
        && let (Word::Weekday(_), Some((_, turn))) = (next.word, turn_after(tokens, end + 1))
    {
        return Some((end, When::Turned(turn, What::Weekday(w))));
    }
    // الأحد is also the One: it needs يوم or a preposition before it.
    if w == 7
        && end == i + 1
        && !time_preposition(tokens, i)
        && !matches!(before(tokens, i), Word::Part(_) | Word::Weekday(_))
    {
        return None;
    }
    Some((
        end,
        When::Written(Written {
            weekday: Some(w),
            ..Written::default()
        }),
    ))
}

/// `الليلة الماضية`, `هذه الليلة`.
pub(super) fn night_turned(tokens: &[Token], i: usize) -> Option<Found> {
    let night = |k: usize| at(tokens, k).is_some_and(|t| t.definite && t.word == Word::Part("NI"));
    let (end, days) = match word(tokens, i) {
        Word::Turn(Turn::This) if night(i + 1) => (i + 2, 0),
        _ if night(i) => match turn_after(tokens, i + 1)? {
            (end, Turn::Last) => (end, -1),
            (end, Turn::This) => (end, 0),
            _ => return None,
        },
        _ => return None,
    };
    Some(Found::new(i, end, TimexType::Time, When::Day(days), Rule::PartOfDay).at(Clock::Part("NI")))
}

/// `فجر الجمعة`, `مساء أمس`, `بعد ظهر الأحد`, `ليلة الثلاثاء`, `صباح اليوم`, `مساء 6 كانون الأول`.
pub(super) fn part_of_day(tokens: &[Token], i: usize) -> Option<Found> {
    let noon = at(tokens, i + 1).is_some_and(|t| t.arabic && t.word == Word::Part("MI") && !t.definite);
    let (day, clock) = match word(tokens, i) {
        Word::Part("MI") => (i + 1, Clock::Part("MI")),
        Word::Part(part) if !tokens[i].definite => (i + 1, Clock::Part(part)),
        Word::After if noon => (i + 2, Clock::Part("AF")),
        _ => return None,
    };
    // ظهر is also `appeared`, عصر `age`: before a day they are times, but ظهر أمس is left to the verb at a sentence's start.
    if clock == Clock::Part("MI") && i == 0 {
        return None;
    }
    let (end, when) = day_named(tokens, day)?;
    Some(Found::new(i, end, TimexType::Time, when, Rule::PartOfDay).at(clock))
}
