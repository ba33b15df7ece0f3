//! Ranges and lists whose members share a month or a year: `2006-2011`, `2018-19`, `August 29 and 30, 2022`,
//! `between 5 and 7 December`, `29 و30 آب 2022`. Every member is a time expression of its own.

use crate::types::TimexType;

use super::super::lexicon::{Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Written, calendar, counted_noun, day, glued_number, month_name, year};
use super::{Found, When, at, is_mark, word};

/// A list longer than this is a table.
const MOST: usize = 8;

/// Puts the members of a list that begins at a token into `out`; nothing when there is none.
pub(super) fn list(tokens: &[Token], i: usize, out: &mut Vec<Found>) {
    match word(tokens, i) {
        Word::Number if super::numeric::date(tokens, i).is_some() || years(tokens, i, out) => {}
        Word::Number => days_before_month(tokens, i, out),
        Word::Month(_) | Word::TwinMonth(_) => days_after_month(tokens, i, out),
        Word::Dual(Unit::Year) if tokens[i].arabic => two_years(tokens, i, out),
        _ => {}
    }
}

/// What stands between two members: the token after it.
fn between(tokens: &[Token], i: usize) -> Option<usize> {
    match at(tokens, i)?.word {
        Word::And | Word::To | Word::Mark('-' | '/' | '&') => Some(i + 1),
        Word::Mark(',') => Some(if word(tokens, i + 1) == Word::And { i + 2 } else { i + 1 }),
        _ => None,
    }
}

/// Whether و is written onto the number at `i`, as in `29 و30`.
fn joined_by_waw(tokens: &[Token], i: usize) -> bool {
    at(tokens, i).is_some_and(|t| t.arabic && t.word == Word::And)
        && at(tokens, i + 1).is_some_and(|t| t.glued && t.word == Word::Number)
}

/// `2006-2011`, `2018-19`, `1957–60`.
fn years(tokens: &[Token], i: usize, out: &mut Vec<Found>) -> bool {
    let Some((end, first)) = year(tokens, i) else {
        return false;
    };
    let dash = is_mark(tokens, end, '-') && tokens[end].glued;
    let slash = is_mark(tokens, end, '/') && tokens[end].glued;
    if !(dash || slash)
        || tokens[i].glued && i > 0 && !matches!(word(tokens, i - 1), Word::Mark('(' | '"' | '\'' | '['))
    {
        return false;
    }
    let Some(second) = at(tokens, end + 1).filter(|t| t.word == Word::Number && t.glued) else {
        return false;
    };
    let last = match second.digits {
        4 => i64::from(second.number),
        2 => first / 100 * 100 + i64::from(second.number),
        // 2006-7
        1 if dash => first / 10 * 10 + i64::from(second.number),
        _ => return false,
    };
    // `2019-12` is a month, `1234-1250` hardly years: a range goes forward and is not long.
    let month = second.digits == 2 && (1..=12).contains(&second.number) && last != first + 1;
    let runs_on = at(tokens, end + 2).is_some_and(|t| t.glued && matches!(t.word, Word::Mark('-' | '/' | '%')));
    if last <= first
        || last - first > 300
        || month
        || runs_on
        || glued_number(tokens, end + 1)
        || counted_noun(tokens, end + 2)
        || !(1500..=2099).contains(&first)
    {
        return false;
    }
    out.push(Found::date(i, end, When::Point(Point::Year(first)), Rule::Years));
    out.push(Found {
        joined: true,
        ..Found::date(end + 1, end + 2, When::Point(Point::Year(last)), Rule::Years)
    });
    true
}

/// `عامي 2005 و2006`.
fn two_years(tokens: &[Token], i: usize, out: &mut Vec<Found>) {
    let Some((end, first)) = year(tokens, i + 1) else {
        return;
    };
    let Some(next) = between(tokens, end).filter(|k| year(tokens, *k).is_some()) else {
        return;
    };
    let Some((to, second)) = year(tokens, next) else { return };
    out.push(Found::date(i, end, When::Point(Point::Year(first)), Rule::Years));
    out.push(Found {
        joined: true,
        ..Found::date(next, to, When::Point(Point::Year(second)), Rule::Years)
    });
}

/// `29 and 30 August 2022`, `5-7 December`, `12, 13 and 14 May`: the month and year come last.
fn days_before_month(tokens: &[Token], i: usize, out: &mut Vec<Found>) {
    let named = i > 0 && tokens[i - 1].capital && tokens[i - 1].word == Word::Other; // Dawn 5, and 22 February
    let runs_on = tokens[i].glued && i > 0 && matches!(tokens[i - 1].word, Word::Mark('-' | '/' | '.'));
    if glued_number(tokens, i) || tokens[i].digits > 2 || named || runs_on {
        return;
    }
    let mut members = Vec::new();
    let mut k = i;
    while members.len() < MOST {
        if let Some((to, written)) = calendar(tokens, k).filter(|(_, w)| w.day.is_some() && w.weekday.is_none()) {
            if members.is_empty() {
                return;
            }
            let whole: Written = written;
            for (n, &(from, to, d)) in members.iter().enumerate() {
                out.push(Found {
                    joined: n > 0,
                    ..Found::date(from, to, When::Written(Written { day: Some(d), ..whole }), Rule::Days)
                });
            }
            out.push(Found {
                joined: true,
                ..Found::date(k, to, When::Written(whole), Rule::Days)
            });
            return;
        }
        if word(tokens, k) != Word::Number
            || tokens[k].digits > 2
            || k > i && tokens[k].glued && is_mark(tokens, k - 1, '/')
        {
            return;
        }
        // A dash joins two days, not three: 1-1-1.
        if members.len() > 1 && is_mark(tokens, k - 1, '-') {
            return;
        }
        let Some((end, d)) = day(tokens, k) else { return };
        members.push((k, end, d));
        let Some(next) = between(tokens, end).or(joined_by_waw(tokens, end).then_some(end + 1)) else {
            return;
        };
        k = next;
    }
}

/// `August 29 and 30, 2022`, `March 3-5`: the month comes first, the year last.
fn days_after_month(tokens: &[Token], i: usize, out: &mut Vec<Found>) {
    let Some((name, (month, hijri))) = month_name(tokens, i) else {
        return;
    };
    if tokens[i].arabic || !tokens[i].capital {
        return;
    }
    let mut members = Vec::new();
    let mut k = name;
    while members.len() < MOST {
        let Some((end, d)) = day(tokens, k).filter(|_| word(tokens, k) == Word::Number && !glued_number(tokens, k))
        else {
            break;
        };
        members.push((if members.is_empty() { i } else { k }, end, d));
        // `July 4, 1943` has its year where another day might stand.
        match between(tokens, end) {
            Some(next)
                if day_follows(tokens, next)
                    && (!is_mark(tokens, end, ',') || word(tokens, next - 1) == Word::And || listed(tokens, next)) =>
            {
                k = next
            }
            _ => break,
        }
    }
    if members.len() < 2 {
        return;
    }
    let last = members.len() - 1;
    let mut to = members[last].1;
    let comma = if is_mark(tokens, to, ',') { to + 1 } else { to };
    let y = year(tokens, comma);
    if let Some((end, _)) = y {
        to = end;
    }
    for (n, &(from, end, d)) in members.iter().enumerate() {
        let written = Written {
            month: Some(month),
            day: Some(d),
            year: y.map(|(_, y)| y),
            hijri,
            ..Written::default()
        };
        let end = if n == last { to } else { end };
        out.push(Found {
            joined: n > 0,
            ..Found::date(from, end, When::Written(written), Rule::Days)
        });
    }
}

/// Whether a day of the month, and not a clock time, an amount or the day of another month, stands at `i`.
fn day_follows(tokens: &[Token], i: usize) -> bool {
    let Some((end, _)) = day(tokens, i).filter(|_| word(tokens, i) == Word::Number) else {
        return false;
    };
    month_name(tokens, end).is_none()
        && match at(tokens, end) {
            None => true,
            Some(t) => {
                matches!(t.word, Word::Mark(',' | ';' | ')' | '-' | '.') | Word::And | Word::To)
                    && !(t.glued && at(tokens, end + 1).is_some_and(|n| n.glued && n.word == Word::Number))
                    || !t.glued && year(tokens, end).is_some()
                    || !t.glued
                        && matches!(
                            t.word,
                            Word::PastVerb | Word::PresentVerb | Word::FutureVerb | Word::In | Word::At | Word::For
                        )
                        && i > 0
                        && is_mark(tokens, i - 1, '-')
            }
        }
}

/// Whether the list goes on after a bare comma: `May 12, 13 and 14`.
fn listed(tokens: &[Token], i: usize) -> bool {
    day(tokens, i)
        .and_then(|(end, _)| between(tokens, end).map(|next| (end, next)))
        .is_some_and(|(end, next)| !is_mark(tokens, end, ',') && day(tokens, next).is_some())
}

/// Marks expressions that a dash, `to` or `and` joins as one range.
pub(in crate::dates) fn join(tokens: &[Token], found: &mut [Found]) {
    for k in 1..found.len() {
        let (left, right) = found.split_at_mut(k);
        let (left, right) = (&left[k - 1], &mut right[0]);
        if right.joined || left.kind != TimexType::Date || right.kind != TimexType::Date || right.from != left.to + 1 {
            continue;
        }
        let opener = if left.from > 0 {
            word(tokens, left.from - 1)
        } else {
            Word::Other
        };
        let linked = match word(tokens, left.to) {
            Word::To | Word::Mark('-') => true,
            // May/June 2018
            Word::Mark('/') => month_named(left) && month_named(right),
            Word::And => opener == Word::Between || dated(left) && dated(right),
            Word::Since | Word::Until => {
                matches!(opener, Word::From | Word::Since | Word::Until) || opener == Word::Of && tokens[left.to].arabic
            }
            _ => false,
        };
        right.joined = linked;
        right.listed =
            linked && matches!(word(tokens, left.to), Word::And | Word::Mark('/')) && opener != Word::Between;
    }
}

fn dated(found: &Found) -> bool {
    matches!(found.when, When::Written(_) | When::Point(_))
}

/// Whether the expression is a month of no told day.
fn month_named(found: &Found) -> bool {
    matches!(found.when, When::Written(w) if w.month.is_some() && w.day.is_none() && !w.hijri)
}
