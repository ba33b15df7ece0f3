//! Points of time by name: dates, weekdays, months, seasons, quarters, halves; and words that are no name of one (`may`,
//! `March on Washington`, `Friday Times`).

use crate::types::Modifier;

use super::super::lexicon::{Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, Written, calendar, counted_noun, two_digit_year, weekday, year};
use super::years::{bc_mark, plain_year, spelt};
use super::{Found, What, When, at, before, hyphen, is_mark, numeric, word};

/// Names of the calendar: dates, years, months, seasons, quarters, decades.
pub(super) fn named(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, written)) = numeric::date(tokens, i) {
        return Some(Found::date(i, end, When::Written(written), Rule::Numeric));
    }
    if let Some((end, week)) = numeric::week(tokens, i) {
        return Some(Found::date(i, end, When::Point(week), Rule::Numeric));
    }
    if let Some((end, written)) = calendar(tokens, i) {
        if let (Some(month), None, false) = (written.month, written.year, written.hijri) {
            // August of that year, June last year
            let of = if word(tokens, end) == Word::Of { end + 1 } else { end };
            if let Some((to, turn)) =
                turned_year(tokens, of).filter(|(to, _)| tokens[i].capital && (of > end || to - of == 2))
            {
                let what = written.day.map_or(What::Month(month), |d| What::MonthDay(month, d));
                return Some(Found::date(i, to, When::Within(turn, what), Rule::Calendar));
            }
        }
        if written.day.is_none() && written.year.is_none() {
            return bare_month(tokens, i, end, written);
        }
        return Some(Found::date(
            i,
            end,
            When::Written(written),
            if written.hijri { Rule::Hijri } else { Rule::Calendar },
        ));
    }
    if let Some((end, weekday)) = weekday(tokens, i) {
        let token = &tokens[i];
        let short = token.end - token.start <= 5;
        // Sun, Sat, Mon and Wed are also words and names: they need a stop after them.
        if short && !is_mark(tokens, end - 1, '.') || before(tokens, i) == Word::NamedDay && tokens[i - 1].capital {
            return None;
        }
        // The Friday Times
        let name = |word: Word| match word {
            Word::Occasions | Word::Outlet => true,
            Word::Other => before(tokens, i) == Word::The,
            _ => false,
        };
        if at(tokens, end).is_some_and(|t| t.capital && !t.glued && name(t.word)) {
            return None;
        }
        if before(tokens, i) == Word::Other && i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && token.glued) {
            return None;
        }
        return Some(Found::date(i, end, weekday_meant(tokens, i, weekday), Rule::Weekday));
    }
    if let Word::Season(season) = word(tokens, i) {
        return seasonal(tokens, i, i, season);
    }
    if let Some(found) = quarter(tokens, i, i) {
        return Some(found);
    }
    if let Word::Fiscal = word(tokens, i)
        && let Some((end, y)) = fiscal_year(tokens, i + 1)
    {
        return Some(Found::date(i, end, When::Point(Point::Fiscal(y)), Rule::Fiscal));
    }
    plain_year(tokens, i)
}

/// The year after `fiscal`: `fiscal 2019`, `fiscal year 2019`, `FY19`.
fn fiscal_year(tokens: &[Token], i: usize) -> Parsed<i64> {
    let i = if word(tokens, i) == Word::Unit(Unit::Year) {
        i + 1
    } else {
        i
    };
    let short = at(tokens, i).filter(|t| t.glued && t.word == Word::Number && t.digits == 2);
    year(tokens, i).or_else(|| short.map(|t| (i + 1, two_digit_year(t.number))))
}

/// A weekday by itself: the last one, after `until` the next one.
pub(super) fn weekday_meant(tokens: &[Token], i: usize, weekday: u8) -> When {
    // It was not until Tuesday that; Until Thursday, they had not.
    let over = i >= 2 && word(tokens, i - 2) == Word::Not || i <= 2 && is_mark(tokens, i + 1, ',');
    if before(tokens, i) == Word::Until && !over {
        return When::Turned(Turn::Next, What::Weekday(weekday));
    }
    When::Written(Written {
        weekday: Some(weekday),
        ..Written::default()
    })
}

/// A month by itself, when it cannot be a word or a name.
fn bare_month(tokens: &[Token], i: usize, end: usize, written: Written) -> Option<Found> {
    let token = &tokens[i];
    if written.hijri || !token.capital {
        return None;
    }
    let prepared = matches!(
        before(tokens, i),
        Word::In
            | Word::Of
            | Word::Since
            | Word::Until
            | Word::To
            | Word::From
            | Word::For
            | Word::Between
            | Word::And
            | Word::Turn(_)
            | Word::Edge(_)
            | Word::Close(_)
            | Word::Mark('-' | '/')
            | Word::Before
            | Word::After
            | Word::On
            | Word::At
            | Word::Every
            | Word::Each
            | Word::The
            | Word::FutureVerb
            | Word::Approx
    ) || matches!(word(tokens, end), Word::Mark('-' | '/'))
        && matches!(word(tokens, end + 1), Word::Month(_))
        || before(tokens, i) == Word::Mark(',') && i >= 2 && matches!(word(tokens, i - 2), Word::Month(_));
    let name_follows =
        at(tokens, end).is_some_and(|t| t.capital && !t.glued && !matches!(t.word, Word::Weekday(_) | Word::Month(_)));
    let name_before = i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && t.word.is_plain() && i > 1);
    let short =
        token.end - token.start <= 3 && written.month != Some(5) && !is_mark(tokens, end.saturating_sub(1), '.');
    let wordlike = matches!(written.month, Some(3 | 5));
    // Jan and Mar are names: an abbreviation needs its stop.
    if short || wordlike && !prepared {
        return None;
    }
    if matches!(written.month, Some(3 | 5))
        && matches!(word(tokens, end), Word::On | Word::For)
        && before(tokens, i) == Word::The
    {
        return None;
    }
    if (!prepared || before(tokens, i) == Word::And) && (name_follows || name_before) {
        return None;
    }
    Some(Found::date(i, end, When::Written(written), Rule::Month))
}

/// A season: `summer 2014`, `the summer of 2014`, `spring`.
pub(super) fn seasonal(tokens: &[Token], from: usize, i: usize, season: &'static str) -> Option<Found> {
    let of = if matches!(word(tokens, i + 1), Word::Of | Word::Mark(',')) {
        i + 2
    } else {
        i + 1
    };
    if let Some((end, y)) = year(tokens, of)
        .or_else(|| spelt(tokens, of))
        .filter(|(end, _)| !counted_noun(tokens, *end))
    {
        if let Some(end) = bc_mark(tokens, end) {
            return Some(Found::date(
                from,
                end,
                When::Point(Point::BcSeason(y, season)),
                Rule::Season,
            ));
        }
        // the winter of 2013-14
        let end = super::next_year(tokens, end, y);
        return Some(Found::date(
            from,
            end,
            When::Point(Point::Season(y, season)),
            Rule::Season,
        ));
    }
    if let Some(token) = at(tokens, of)
        && token.word == Word::Number
        && token.digits == 3
        && let Some(end) = bc_mark(tokens, of + 1)
    {
        return Some(Found::date(
            from,
            end,
            When::Point(Point::BcSeason(token.number.into(), season)),
            Rule::Season,
        ));
    }
    // summer of next year, spring of that year, spring next year
    let after = if word(tokens, i + 1) == Word::Of { i + 2 } else { i + 1 };
    if let Some((end, turn)) = turned_year(tokens, after)
        && (after > i + 1 || end == i + 3)
    {
        return Some(Found::date(
            from,
            end,
            When::Within(turn, What::Season(season)),
            Rule::Season,
        ));
    }
    // By itself only after a preposition or an article; fall and spring are words too.
    let the = from < i && matches!(word(tokens, from), Word::The);
    let wordlike = matches!(season, "FA" | "SP");
    let prepared = matches!(
        before(tokens, from),
        Word::In | Word::Since | Word::Until | Word::Edge(_) | Word::Close(_) | Word::From | Word::Of | Word::Between
    ) || !wordlike && before(tokens, from) == Word::To;
    // the fall of the city
    if wordlike && word(tokens, i + 1) == Word::Of {
        return None;
    }
    let ok = if the {
        prepared || !wordlike && !at(tokens, i + 1).is_some_and(|t| t.word.is_plain() && !t.glued && !t.capital)
    } else {
        prepared && before(tokens, from) != Word::Of
    };
    ok.then(|| Found::date(from, i + 1, When::Bare(What::Season(season)), Rule::Season))
}

/// `next year`, `the same year`, `that year`, `the previous year`.
pub(super) fn turned_year(tokens: &[Token], i: usize) -> Parsed<Turn> {
    let k = if word(tokens, i) == Word::The { i + 1 } else { i };
    match (word(tokens, k), word(tokens, k + 1)) {
        (Word::Turn(turn), Word::Unit(Unit::Year)) => Some((k + 2, turn)),
        (Word::Turn(Turn::That), Word::Turn(Turn::Same)) if word(tokens, k + 2) == Word::Unit(Unit::Year) => {
            Some((k + 3, Turn::That))
        }
        (Word::Unit(Unit::Year), _) if k > i => Some((k + 1, Turn::That)),
        _ => None,
    }
}

/// `third quarter`, `the third quarter of 1990`, `Q3 2019`, `the first half`.
pub(super) fn quarter(tokens: &[Token], from: usize, i: usize) -> Option<Found> {
    let fiscal = matches!(word(tokens, i), Word::Fiscal | Word::Turn(Turn::Latest));
    let k = if fiscal { i + 1 } else { i };
    let k = if fiscal && hyphen(tokens, k) { k + 1 } else { k };
    let letter = |k: usize, c: u8| at(tokens, k).is_some_and(|t| t.capital && t.glued && t.letter == c);
    let (n, mut end) = match word(tokens, k) {
        Word::Ordinal(n @ 1..=4) => (n, k + 1),
        // 3Q 2022
        Word::Number if tokens[k].digits == 1 && (1..=4).contains(&tokens[k].number) && letter(k + 1, b'q') => {
            let (end, y) = year(tokens, k + 2)?;
            let point = Point::Quarter(y, tokens[k].number as u8);
            return Some(Found::date(from, end, When::Point(point), Rule::Quarter));
        }
        // 2022Q3
        Word::Number if tokens[k].digits == 4 && letter(k + 1, b'q') => {
            let q = at(tokens, k + 2).filter(|t| t.glued && t.digits == 1 && (1..=4).contains(&t.number))?;
            let point = Point::Quarter(tokens[k].number.into(), q.number as u8);
            return Some(Found::date(from, k + 3, When::Point(point), Rule::Quarter));
        }
        Word::Turn(Turn::Last) if from < i => (0, k + 1),
        Word::Final => (0, k + 1),
        // Q3, H1
        Word::Other if at(tokens, k).is_some_and(|t| t.capital && matches!(t.letter, b'q' | b'h')) => {
            return lettered(tokens, from, k);
        }
        _ => return None,
    };
    if hyphen(tokens, end) {
        end += 1;
    }
    match word(tokens, end) {
        Word::Half if n <= 2 => {
            let n = if n == 0 { 2 } else { n };
            let (to, when) = half(tokens, end + 1, n)?;
            Some(Found::date(from, to, when, Rule::Half))
        }
        Word::Unit(Unit::Quarter) => {
            end += 1;
            // The last quarter is the one that is just over, the last quarter of a year is its fourth.
            if n == 0 && word(tokens, end) != Word::Of {
                return None;
            }
            let last = n == 0;
            let n = if last { 4 } else { n };
            let of = if word(tokens, end) == Word::Of { end + 1 } else { end };
            if let Some((to, y)) = year(tokens, of) {
                return Some(Found::date(from, to, When::Point(Point::Quarter(y, n)), Rule::Quarter));
            }
            if of > end
                && let Some((to, turn)) = turned_year(tokens, of)
            {
                return Some(Found::date(
                    from,
                    to,
                    When::Within(turn, What::Quarter(n)),
                    Rule::Quarter,
                ));
            }
            (!last).then(|| Found::date(from, end, When::Bare(What::Quarter(n)), Rule::Quarter))
        }
        _ => None,
    }
}

/// What a word that is in no list can begin: `Q3 2022`, `c. 1850`, `B.C.`.
pub(super) fn unlisted(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i)?;
    if token.letter == b'c' && !token.capital && is_mark(tokens, i + 1, '.') {
        let found = plain_year(tokens, i + 2).filter(|f| !matches!(f.when, When::Decade(_)))?;
        return Some(found.modified(Some(Modifier::Approx)).starting(i));
    }
    lettered(tokens, i, i)
}

/// `Q3 2022`, `H1 of 2023`.
pub(super) fn lettered(tokens: &[Token], from: usize, k: usize) -> Option<Found> {
    let letter = at(tokens, k).filter(|t| t.capital && !t.glued)?.letter;
    let number = at(tokens, k + 1).filter(|t| t.glued && t.digits == 1)?.number as u8;
    let of = matches!(word(tokens, k + 2), Word::Of | Word::Mark(','));
    let (end, y) = year(tokens, if of { k + 3 } else { k + 2 })?;
    let (point, rule) = match (letter, number) {
        (b'q', 1..=4) => (Point::Quarter(y, number), Rule::Quarter),
        (b'h', 1..=2) => (Point::Half(y, number), Rule::Half),
        _ => return None,
    };
    Some(Found::date(from, end, When::Point(point), rule))
}

/// The half of a year named after it.
pub(super) fn half(tokens: &[Token], i: usize, n: u8) -> Parsed<When> {
    let of = if word(tokens, i) == Word::Of { i + 1 } else { i };
    if let Some((end, y)) = year(tokens, of) {
        return Some((end, When::Point(Point::Half(y, n))));
    }
    let (end, turn) = turned_year(tokens, of).filter(|_| of > i)?;
    Some((end, When::Within(turn, What::Half(n))))
}
