//! Points of time by name or by their place beside now: `the summer of 2014`, `the 1990s`, `last week`, `this May`,
//! `the third quarter`, `early next year`, `the end of the month`, `now`.

use crate::types::{Modifier, TimexType};

use super::super::lexicon::{Reference, Turn, Unit, Word};
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, Written, calendar, counted_noun, two_digit_year, weekday, year};
use super::{Found, What, When, amounts, at, before, hyphen, is_mark, numeric, possessive, word};

/// The rule of adjectives such as `former`: time expressions by the TIDES guidelines, marked in narratives only.
pub(in crate::dates) const ADJECTIVE: &str = "reference:adjective";

/// A part of a stretch: `early June`, `the end of the month`, `late last week`, `mid-1996`, `later this year`.
pub(super) fn edged(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, modifier)) = amounts::comparison(tokens, i) {
        // about 1910, around Nov. 1, circa 466 BC
        if modifier != Some(Modifier::Approx) {
            return None;
        }
        let end = if is_mark(tokens, end, '.') { end + 1 } else { end };
        let found = edged(tokens, end).or_else(|| point(tokens, end))?;
        let dated = matches!(found.when, When::Written(_) | When::Point(_));
        return (found.kind == TimexType::Date && dated).then(|| found.modified(modifier).starting(i));
    }
    let the = word(tokens, i) == Word::The;
    let k = if the { i + 1 } else { i };
    let (mut end, modifier) = match word(tokens, k) {
        Word::Edge(m) => (k + 1, Some(m)),
        Word::Earlier if !the => (k + 1, Some(Modifier::Start)),
        Word::Later if !the => (k + 1, Some(Modifier::End)),
        // the latter part of the year, the rest of 1996, the latter half of 2008
        Word::Rest if the => {
            if let Word::Half = word(tokens, k + 1) {
                let (to, when) = half(tokens, k + 2, 2)?;
                return Some(Found::date(i, to, when, "date:half"));
            }
            (if word(tokens, k + 1) == Word::Of { k + 1 } else { k + 2 }, Some(Modifier::End))
        }
        _ => return None,
    };
    if is_mark(tokens, end, '-') && tokens[end].glued {
        end += 1;
    }
    // early part of, early in
    let plain_noun = at(tokens, end).is_some_and(|t| t.word == Word::Other && !t.capital && word(tokens, end + 1) == Word::Of);
    if the && plain_noun {
        end += 1;
    }
    let noun = the || matches!(word(tokens, k), Word::Edge(_)) && word(tokens, end) == Word::Of;
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
    if matches!(found.when, When::Day(0)) && !matches!(word(tokens, k), Word::Edge(_) | Word::Earlier | Word::Later) {
        return None;
    }
    Some(found.modified(modifier).starting(i))
}

/// `of the month`, `in the year`.
fn of_the_unit(tokens: &[Token], i: usize, noun: bool) -> Option<Found> {
    let k = if word(tokens, i) == Word::The { i + 1 } else { return None };
    match word(tokens, k) {
        Word::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Quarter | Unit::Decade | Unit::Century | Unit::Day)) if noun || unit != Unit::Day => {
            Some(Found::date(i, k + 1, When::Turned(Turn::This, What::Unit(unit)), "relative:the_unit"))
        }
        _ => None,
    }
}

/// A date or a stretch of the calendar.
pub(super) fn point(tokens: &[Token], i: usize) -> Option<Found> {
    named(tokens, i).or_else(|| year_earlier(tokens, i, i)).or_else(|| unit_end(tokens, i)).or_else(|| turned(tokens, i)).or_else(|| the_named(tokens, i)).or_else(|| deictic(tokens, i))
}

/// Names of the calendar: dates, years, months, seasons, quarters, decades.
fn named(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, written)) = numeric::date(tokens, i) {
        return Some(Found::date(i, end, When::Written(written), "date:numeric"));
    }
    if let Some((end, written)) = calendar(tokens, i) {
        if let (Some(month), None, false) = (written.month, written.year, written.hijri) {
            // August of that year, June last year
            let of = if word(tokens, end) == Word::Of { end + 1 } else { end };
            if let Some((to, turn)) = turned_year(tokens, of).filter(|(to, _)| tokens[i].capital && (of > end || to - of == 2)) {
                let what = written.day.map_or(What::Month(month), |d| What::MonthDay(month, d));
                return Some(Found::date(i, to, When::Within(turn, what), "date:calendar"));
            }
        }
        if written.day.is_none() && written.year.is_none() {
            return bare_month(tokens, i, end, written);
        }
        return Some(Found::date(i, end, When::Written(written), if written.hijri { "date:hijri" } else { "date:calendar" }));
    }
    if let Some((end, weekday)) = weekday(tokens, i) {
        let token = &tokens[i];
        let short = token.end - token.start <= 5;
        // Sun, Sat, Mon and Wed are also words and names: they need a stop after them.
        if short && !is_mark(tokens, end - 1, '.') {
            return None;
        }
        // The Friday Times
        if before(tokens, i) == Word::The && tokens[i - 1].capital && at(tokens, end).is_some_and(|t| t.capital && !t.glued && t.word == Word::Other) {
            return None;
        }
        if before(tokens, i) == Word::Other && i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && token.glued) {
            return None;
        }
        return Some(Found::date(i, end, When::Written(Written { weekday: Some(weekday), ..Written::default() }), "date:weekday"));
    }
    if let Word::Season(season) = word(tokens, i) {
        return seasonal(tokens, i, i, season);
    }
    if let Some(found) = quarter(tokens, i, i) {
        return Some(found);
    }
    if let Word::Fiscal = word(tokens, i)
        && let Some((end, y)) = year(tokens, i + 1)
    {
        return Some(Found::date(i, end, When::Point(Point::Fiscal(y)), "date:fiscal"));
    }
    plain_year(tokens, i)
}

/// A month by itself, when it cannot be a word or a name.
fn bare_month(tokens: &[Token], i: usize, end: usize, written: Written) -> Option<Found> {
    let token = &tokens[i];
    if written.hijri || !token.capital {
        return None;
    }
    let prepared = matches!(
        before(tokens, i),
        Word::In | Word::Of | Word::Since | Word::To | Word::From | Word::For | Word::Between | Word::And | Word::Turn(_) | Word::Edge(_) | Word::Mark('-' | '/') | Word::Before | Word::After | Word::On | Word::At
            | Word::Every | Word::Each | Word::The | Word::FutureVerb | Word::Approx
    ) || before(tokens, i) == Word::Mark(',') && i >= 2 && matches!(word(tokens, i - 2), Word::Month(_));
    let name_follows = at(tokens, end).is_some_and(|t| t.capital && !t.glued && !matches!(t.word, Word::Weekday(_) | Word::Month(_)));
    let name_before = i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && matches!(t.word, Word::Other) && i > 1);
    let short = token.end - token.start <= 3 && !is_mark(tokens, end.saturating_sub(1), '.');
    let wordlike = matches!(written.month, Some(3 | 5)) || short;
    if wordlike && !prepared {
        return None;
    }
    if matches!(written.month, Some(3 | 5)) && matches!(word(tokens, end), Word::On | Word::For) && before(tokens, i) == Word::The {
        return None;
    }
    if !prepared && (name_follows || name_before) {
        return None;
    }
    Some(Found::date(i, end, When::Written(written), "date:month"))
}

/// A year by itself: `2004`, `'99`, `490 BC`, `AD 70`.
fn plain_year(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i)?;
    // '99
    if token.word == Word::Mark('\'') {
        let n = at(tokens, i + 1).filter(|t| t.glued && t.word == Word::Number && t.digits == 2)?;
        if tokens[i].glued && i > 0 {
            return None;
        }
        if word(tokens, i + 2) == Word::PluralS && tokens[i + 2].glued {
            return (n.number % 10 == 0).then(|| Found::date(i, i + 3, When::Decade(n.number as u8), "date:decade"));
        }
        return Some(Found::date(i, i + 2, When::Point(Point::Year(two_digit_year(n.number))), "date:year"));
    }
    if token.word != Word::Number {
        return spelt_year(tokens, i);
    }
    if let Some(found) = before_christ(tokens, i) {
        return Some(found);
    }
    // 1990s
    if token.digits == 4 && token.number % 10 == 0 && word(tokens, i + 1) == Word::PluralS && tokens[i + 1].glued
        || token.digits == 4 && token.number % 10 == 0 && is_mark(tokens, i + 1, '\'') && word(tokens, i + 2) == Word::PluralS && tokens[i + 1].glued && tokens[i + 2].glued
    {
        let end = if is_mark(tokens, i + 1, '\'') { i + 3 } else { i + 2 };
        let plausible = (1000..=2190).contains(&token.number);
        return plausible.then(|| Found::date(i, end, When::Point(Point::Decade(i64::from(token.number) / 10)), "date:decade"));
    }
    // 20th century, 80s
    if let Some(found) = century(tokens, i, i) {
        return Some(found);
    }
    let (end, y) = year(tokens, i)?;
    year_is_meant(tokens, i, end, y).then(|| Found::date(i, end, When::Point(Point::Year(y)), "date:year"))
}

/// Whether a number that looks like a year is one.
fn year_is_meant(tokens: &[Token], i: usize, end: usize, y: i64) -> bool {
    let before = before(tokens, i);
    let cued = matches!(before, Word::In | Word::Since | Word::Of | Word::From | Word::To | Word::Between | Word::Edge(_) | Word::Month(_));
    // Arabic names a year with في, عام, منذ; another number before an Arabic noun counts it.
    if !cued && at(tokens, end).is_some_and(|t| t.arabic && t.word == Word::Other && !t.definite) && i > 0 && tokens[i - 1].arabic {
        return false;
    }
    if counted_noun(tokens, end) || matches!(word(tokens, end), Word::Units(_)) && !tokens[end].capital {
        return false;
    }
    match before {
        Word::Mark('$' | '£' | '€' | '#' | '§' | '+' | '=' | '@') | Word::Code | Word::More | Word::Less | Word::Than => return false,
        // No. 2004
        Word::Mark('.') if i >= 2 && tokens[i - 1].glued && at(tokens, i - 2).is_some_and(|t| t.end - t.start <= 2 && t.word != Word::Number && t.capital) && !cued => return false,
        Word::Mark('/' | '-' | '_') if tokens[i].glued && tokens[i - 1].glued && i >= 2 && !matches!(word(tokens, i - 2), Word::Number | Word::Month(_) | Word::Edge(_)) => {
            // `late-2020`, `pre-2003` are dates; `BGM-2010`, `page/2010/x` are not.
            let prefix = at(tokens, i - 2).is_some_and(|t| !t.capital && matches!(before, Word::Mark('-')) && t.end - t.start >= 3 && t.word == Word::Other);
            if !prefix {
                return false;
            }
        }
        Word::Mark('/' | '-') if tokens[i].glued && tokens[i - 1].glued && i >= 2 && word(tokens, i - 2) == Word::Number && tokens[i - 2].digits != 4 => return false,
        _ => {}
    }
    // A path: 2019/12 was tried as a date before.
    if matches!(word(tokens, end), Word::Mark('/' | '_')) && tokens[end].glued && at(tokens, end + 1).is_some_and(|t| t.glued && t.word != Word::Number) {
        return false;
    }
    // Hyphenated to letters: 2010-X
    if is_mark(tokens, end, '-') && tokens[end].glued && at(tokens, end + 1).is_some_and(|t| t.glued && t.capital && t.word == Word::Other) && !cued {
        return false;
    }
    // Before 1500 a bare number needs a preposition of time.
    (1500..=2099).contains(&y) || cued && (1000..=2199).contains(&y)
}

/// A year in words by itself.
fn spelt_year(tokens: &[Token], i: usize) -> Option<Found> {
    spelt(tokens, i).map(|(end, y)| Found::date(i, end, When::Point(Point::Year(y)), "date:spelt_year"))
}

/// `nineteen ninety-six`.
pub(super) fn spelt(tokens: &[Token], i: usize) -> Parsed<i64> {
    let Word::Cardinal(century @ (18 | 19 | 20)) = word(tokens, i) else { return None };
    if century == 20 {
        return None;
    }
    let mut rest = i + 1;
    if is_mark(tokens, rest, '-') {
        rest += 1;
    }
    let Word::Cardinal(tens @ 10..=90) = word(tokens, rest) else { return None };
    let (end, n) = amounts::number(tokens, rest)?;
    let valid = tens <= n && n < 100 && !matches!(word(tokens, end), Word::Units(_) | Word::Scale(_) | Word::Count);
    valid.then(|| (end, i64::from(century) * 100 + i64::from(n)))
}

/// `490 BC`, `149 B.C.`, `ca. 466 BC`, `480 BCE`.
fn before_christ(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i)?;
    if token.number == 0 || token.digits > 4 {
        return None;
    }
    let plural = word(tokens, i + 1) == Word::PluralS && at(tokens, i + 1).is_some_and(|t| t.glued);
    let end = bc_mark(tokens, if plural { i + 2 } else { i + 1 })?;
    let y = i64::from(token.number);
    let point = if plural { Point::BcDecade(y / 10) } else { Point::Bc(y, None) };
    Some(Found::date(i, end, When::Point(point), "date:bc"))
}

/// The token after BC, B.C., BCE.
pub(super) fn bc_mark(tokens: &[Token], i: usize) -> Option<usize> {
    let token = at(tokens, i)?;
    if token.word == Word::EraBc && token.capital {
        return Some(i + 1);
    }
    // B . C .
    let letter = |k: usize, c: u8| at(tokens, k).is_some_and(|t| t.capital && t.letter == c);
    if letter(i, b'b') && is_mark(tokens, i + 1, '.') && letter(i + 2, b'c') && tokens[i + 1].glued && tokens[i + 2].glued {
        return Some(if is_mark(tokens, i + 3, '.') && tokens[i + 3].glued { i + 4 } else { i + 3 });
    }
    None
}

/// `20th century`, `nineteenth-century`, `the 4th century BC`.
fn century(tokens: &[Token], from: usize, i: usize) -> Option<Found> {
    let (end, n) = super::absolute::day(tokens, i)?;
    let k = if hyphen(tokens, end) { end + 1 } else { end };
    if word(tokens, k) != Word::Unit(Unit::Century) || n == 0 || k == i + 1 && word(tokens, i) == Word::Number {
        return None;
    }
    let n = i64::from(n);
    if let Some(end) = bc_mark(tokens, k + 1) {
        return Some(Found::date(from, end, When::Point(Point::BcCentury(n - 1)), "date:century"));
    }
    Some(Found::date(from, k + 1, When::Point(Point::Century(n - 1)), "date:century"))
}

/// A season: `summer 2014`, `the summer of 2014`, `spring`.
fn seasonal(tokens: &[Token], from: usize, i: usize, season: &'static str) -> Option<Found> {
    let of = if matches!(word(tokens, i + 1), Word::Of | Word::Mark(',')) { i + 2 } else { i + 1 };
    if let Some((end, y)) = year(tokens, of).or_else(|| spelt(tokens, of)).filter(|(end, _)| !counted_noun(tokens, *end)) {
        if let Some(end) = bc_mark(tokens, end) {
            return Some(Found::date(from, end, When::Point(Point::BcSeason(y, season)), "date:season"));
        }
        return Some(Found::date(from, end, When::Point(Point::Season(y, season)), "date:season"));
    }
    if let Some(token) = at(tokens, of)
        && token.word == Word::Number
        && token.digits == 3
        && let Some(end) = bc_mark(tokens, of + 1)
    {
        return Some(Found::date(from, end, When::Point(Point::BcSeason(token.number.into(), season)), "date:season"));
    }
    // summer of next year, spring of that year
    if word(tokens, i + 1) == Word::Of
        && let Some((end, turn)) = turned_year(tokens, i + 2)
    {
        return Some(Found::date(from, end, When::Within(turn, What::Season(season)), "date:season"));
    }
    // By itself only after a preposition or an article; fall and spring are words too.
    let the = from < i && matches!(word(tokens, from), Word::The);
    let wordlike = matches!(season, "FA" | "SP");
    let prepared = matches!(before(tokens, from), Word::In | Word::Since | Word::Edge(_) | Word::From | Word::Of | Word::Between) || !wordlike && before(tokens, from) == Word::To;
    let ok = if the { prepared || !wordlike && !at(tokens, i + 1).is_some_and(|t| t.word == Word::Other && !t.glued && !t.capital) } else { prepared && before(tokens, from) != Word::Of };
    ok.then(|| Found::date(from, i + 1, When::Bare(What::Season(season)), "date:season"))
}

/// `next year`, `the same year`, `that year`, `the previous year`.
fn turned_year(tokens: &[Token], i: usize) -> Parsed<Turn> {
    let k = if word(tokens, i) == Word::The { i + 1 } else { i };
    match (word(tokens, k), word(tokens, k + 1)) {
        (Word::Turn(turn), Word::Unit(Unit::Year)) => Some((k + 2, turn)),
        (Word::Turn(Turn::That), Word::Turn(Turn::Same)) if word(tokens, k + 2) == Word::Unit(Unit::Year) => Some((k + 3, Turn::That)),
        (Word::Unit(Unit::Year), _) if k > i => Some((k + 1, Turn::That)),
        _ => None,
    }
}

/// `third quarter`, `the third quarter of 1990`, `Q3 2019`, `the first half`.
fn quarter(tokens: &[Token], from: usize, i: usize) -> Option<Found> {
    let fiscal = matches!(word(tokens, i), Word::Fiscal | Word::Turn(Turn::Latest));
    let k = if fiscal { i + 1 } else { i };
    let k = if fiscal && hyphen(tokens, k) { k + 1 } else { k };
    let (n, mut end) = match word(tokens, k) {
        Word::Ordinal(n @ 1..=4) => (n, k + 1),
        Word::Turn(Turn::Last) if from < i => (0, k + 1),
        // Q3
        Word::Other if at(tokens, k).is_some_and(|t| t.capital && t.letter == b'q') => {
            let digit = at(tokens, k + 1).filter(|t| t.glued && t.digits == 1 && (1..=4).contains(&t.number))?;
            if tokens[k].glued {
                return None;
            }
            let (end, y) = year(tokens, k + 2)?;
            return Some(Found::date(from, end, When::Point(Point::Quarter(y, digit.number as u8)), "date:quarter"));
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
            Some(Found::date(from, to, when, "date:half"))
        }
        Word::Unit(Unit::Quarter) => {
            end += 1;
            if n == 0 {
                return None;
            }
            let of = if word(tokens, end) == Word::Of { end + 1 } else { end };
            if let Some((to, y)) = year(tokens, of) {
                return Some(Found::date(from, to, When::Point(Point::Quarter(y, n)), "date:quarter"));
            }
            if of > end && let Some((to, turn)) = turned_year(tokens, of) {
                return Some(Found::date(from, to, When::Within(turn, What::Quarter(n)), "date:quarter"));
            }
            Some(Found::date(from, end, When::Bare(What::Quarter(n)), "date:quarter"))
        }
        _ => None,
    }
}

/// The half of a year named after it.
fn half(tokens: &[Token], i: usize, n: u8) -> Parsed<When> {
    if word(tokens, i) != Word::Of {
        return None;
    }
    if let Some((end, y)) = year(tokens, i + 1) {
        return Some((end, When::Point(Point::Half(y, n))));
    }
    let (end, turn) = turned_year(tokens, i + 1)?;
    Some((end, When::Within(turn, What::Half(n))))
}

/// What an article introduces: `the 1990s`, `the year 1950`, `the summer`, `the 20th`, `the week of March 6`.
fn the_named(tokens: &[Token], i: usize) -> Option<Found> {
    if word(tokens, i) != Word::The {
        return None;
    }
    let k = i + 1;
    match word(tokens, k) {
        Word::Season(season) => return seasonal(tokens, i, k, season),
        Word::Decade(d) => return Some(Found::date(i, k + 1, When::Decade(d), "date:decade")),
        Word::Unit(Unit::Year) if year(tokens, k + 1).is_some() => {
            let (end, y) = year(tokens, k + 1)?;
            return Some(Found::date(i, end, When::Point(Point::Year(y)), "date:year"));
        }
        Word::Unit(Unit::Year) if word(tokens, k + 1) == Word::Cardinal(2) && word(tokens, k + 2) == Word::Scale(1000) => {
            return Some(Found::date(i, k + 3, When::Point(Point::Year(2000)), "date:spelt_year"));
        }
        Word::Unit(Unit::Week) if word(tokens, k + 1) == Word::Of => {
            let (end, written) = calendar(tokens, k + 2)?;
            written.day?;
            let found = Found::date(i, end, When::Written(written), "relative:week_of");
            return Some(found);
        }
        _ => {}
    }
    if let Some(found) = quarter(tokens, i, k).or_else(|| century(tokens, i, k)) {
        return Some(found);
    }
    // the 1988 third quarter
    if let Some((end, y)) = year(tokens, k)
        && let (Word::Ordinal(q @ 1..=4), Word::Unit(Unit::Quarter)) = (word(tokens, end), word(tokens, end + 1))
    {
        return Some(Found::date(i, end + 2, When::Point(Point::Quarter(y, q)), "date:quarter"));
    }
    if let Some((end, written)) = calendar(tokens, k)
        && written.day.is_some()
    {
        return Some(Found::date(i, end, When::Written(written), "date:calendar"));
    }
    if matches!(word(tokens, k), Word::Number | Word::Mark('\'')) && let Some(found) = plain_year(tokens, k) && found.rule == "date:decade" {
        return Some(found.starting(i));
    }
    year_earlier(tokens, i, k).or_else(|| the_unit(tokens, i)).or_else(|| day_of_month(tokens, k).filter(|_| !matches!(before(tokens, i), Word::Of)).map(|(end, when)| Found::date(i, end, when, "date:day_of_month")))
}

/// `year-earlier`, `the year-ago quarter`.
fn year_earlier(tokens: &[Token], from: usize, k: usize) -> Option<Found> {
    if word(tokens, k) != Word::Unit(Unit::Year) || !hyphen(tokens, k + 1) || !matches!(word(tokens, k + 2), Word::Earlier | Word::Ago) {
        return None;
    }
    let mut end = k + 3;
    if matches!(word(tokens, end), Word::Ordinal(1..=4)) && word(tokens, end + 1) == Word::Unit(Unit::Quarter) {
        end += 2;
    } else if matches!(word(tokens, end), Word::Unit(Unit::Quarter) | Word::Period) {
        end += 1;
    }
    Some(Found::date(from, end, When::Turned(Turn::Previous, What::YearEarlier), "relative:year_earlier"))
}

/// A unit with the article, where news means a known one: `the quarter`, `the weekend`, `for the year`.
fn the_unit(tokens: &[Token], i: usize) -> Option<Found> {
    let full = matches!(word(tokens, i + 1), Word::Fiscal) || at(tokens, i + 1).is_some_and(|t| t.word == Word::Other && !t.capital);
    let k = if full && word(tokens, i + 2) == Word::Unit(Unit::Year) { i + 2 } else { i + 1 };
    let prepared = matches!(before(tokens, i), Word::In | Word::For | Word::Since | Word::Of);
    let ends = noun_ends(tokens, k + 1) && !hyphen(tokens, k + 1) && !matches!(word(tokens, k + 1), Word::Of | Word::Before | Word::After | Word::Ago | Word::Earlier | Word::Later);
    match word(tokens, k) {
        // the year ended March 31
        Word::Unit(Unit::Year) if at(tokens, k + 1).is_some_and(|t| t.past || t.word == Word::Other && !t.capital) && prepared && calendar(tokens, k + 2).is_some() => {
            Some(Found::fixed(i, k + 1, TimexType::Duration, "P1Y", "duration:counted"))
        }
        Word::Unit(Unit::Quarter) if prepared || ends => Some(Found::date(i, k + 1, When::Turned(Turn::Latest, What::Unit(Unit::Quarter)), "relative:the_unit")),
        Word::Unit(Unit::Weekend) if !hyphen(tokens, k + 1) => Some(Found::date(i, k + 1, When::Bare(What::Unit(Unit::Weekend)), "relative:the_unit")),
        Word::Unit(Unit::Year) if prepared && ends && before(tokens, i) != Word::Of || k > i + 1 && prepared && ends => {
            Some(Found::date(i, k + 1, When::Turned(Turn::This, What::Unit(Unit::Year)), "relative:the_unit"))
        }
        _ => None,
    }
}

/// `year-end`, `year end`, `year's end`, `month's end`.
fn unit_end(tokens: &[Token], i: usize) -> Option<Found> {
    let Word::Unit(unit @ (Unit::Year | Unit::Month)) = word(tokens, i) else {
        return (word(tokens, i) == Word::YearEnd)
            .then(|| Found::date(i, i + 1, When::Turned(Turn::This, What::Unit(Unit::Year)), "relative:the_unit").modified(Some(Modifier::End)));
    };
    let k = possessive(tokens, i + 1).unwrap_or(if hyphen(tokens, i + 1) { i + 2 } else { i + 1 });
    (word(tokens, k) == Word::Edge(Modifier::End) && matches!(before(tokens, i), Word::Since | Word::Other | Word::Approx | Word::To | Word::At | Word::Of | Word::From | Word::Before))
        .then(|| Found::date(i, k + 1, When::Turned(Turn::This, What::Unit(unit)), "relative:the_unit").modified(Some(Modifier::End)))
}

/// `20th` as a day of the month that was named before.
pub(super) fn day_of_month(tokens: &[Token], i: usize) -> Parsed<When> {
    let token = at(tokens, i)?;
    let suffix = at(tokens, i + 1).is_some_and(|t| t.glued && t.word == Word::Suffix);
    if token.word != Word::Number || !suffix || !(1..=31).contains(&token.number) {
        return None;
    }
    let of_month = word(tokens, i + 2) == Word::Of && matches!(word(tokens, i + 3), Word::Turn(Turn::That | Turn::Same)) && word(tokens, i + 4) == Word::Unit(Unit::Month);
    let ends = match at(tokens, i + 2) {
        None => true,
        Some(t) => matches!(t.word, Word::Mark(',' | '.' | ';' | ')' | ':') | Word::And | Word::PastVerb | Word::To) && !(t.glued && t.word == Word::Mark('-')),
    };
    (of_month || ends).then(|| (if of_month { i + 5 } else { i + 2 }, When::Bare(What::DayOfMonth(token.number as u8))))
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
    let found = |to: usize, what: What| Some(Found::date(i, to, When::Turned(turn, what), "relative:turned"));
    match word(tokens, k) {
        Word::Period if turn == Turn::Latest => found(k + 1, What::Unit(Unit::Quarter)),
        Word::Holiday(h) => found(if word(tokens, k + 1) == Word::Unit(Unit::Day) { k + 2 } else { k + 1 }, What::Holiday(h)),
        // `the last day` of something is no yesterday
        Word::Unit(Unit::Day) if matches!(turn, Turn::Last | Turn::Past | Turn::Coming | Turn::Latest) => None,
        Word::Unit(unit) => {
            if tokens[k].arabic || hyphen(tokens, k + 1) {
                return None;
            }
            if matches!(turn, Turn::Past) && the || matches!((turn, unit), (Turn::Last | Turn::Next, Unit::Decade | Unit::Century)) && the {
                let value = amounts::duration(amounts::Amount::Whole(1), unit);
                return Some(Found::fixed(i, k + 1, TimexType::Duration, &value, "duration:turned"));
            }
            if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) {
                return None;
            }
            // last year's third quarter
            if unit == Unit::Year && let Some(after) = possessive(tokens, k + 1) {
                let after = if word(tokens, after) == Word::Fiscal { after + 1 } else { after };
                match (word(tokens, after), word(tokens, after + 1)) {
                    (Word::Ordinal(n @ 1..=4), Word::Unit(Unit::Quarter)) => {
                        return Some(Found::date(i, after + 2, When::Within(turn, What::Quarter(n)), "date:quarter"));
                    }
                    (Word::Ordinal(n @ 1..=2), Word::Half) => {
                        return Some(Found::date(i, after + 2, When::Within(turn, What::Half(n)), "date:half"));
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
        Word::Weekday(w) if tokens[k].capital => {
            // this coming Sunday, March eighth
            let comma = if is_mark(tokens, k + 1, ',') { k + 2 } else { k + 1 };
            if let Some((end, written)) = calendar(tokens, comma)
                && written.day.is_some()
            {
                return Some(Found::date(i, end, When::Written(Written { weekday: Some(w), ..written }), "date:calendar"));
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
    match token.word {
        Word::Day(n) => {
            let name = token.capital && i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && t.word == Word::Other && !t.arabic) && !is_mark(tokens, i - 1, '.');
            (!name).then(|| Found::date(i, i + 1, When::Day(n), "relative:day"))
        }
        // Thanksgiving Day, Christmas
        Word::Holiday(h) if token.capital => {
            let day = word(tokens, i + 1) == Word::Unit(Unit::Day) && tokens[i + 1].capital;
            (day || matches!(before(tokens, i), Word::Since | Word::On | Word::At | Word::In | Word::Before | Word::After))
                .then(|| Found::date(i, if day { i + 2 } else { i + 1 }, When::Bare(What::Holiday(h)), "date:holiday"))
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
        Some(Found::fixed(i, to, TimexType::Date, value, "reference"))
    };
    match word(tokens, i) {
        Word::Ref(r) => fixed(i + 1, r),
        Word::Adjective(r) if !tokens[i].glued || tokens[i].capital => {
            let noun = at(tokens, i + 1).is_some_and(|t| matches!(t.word, Word::Other | Word::Cardinal(_)) && !(t.glued && !t.capital));
            noun.then(|| Found::fixed(i, i + 1, TimexType::Date, ["PAST_REF", "PRESENT_REF", "FUTURE_REF"][r as usize], ADJECTIVE))
        }
        Word::The => match word(tokens, i + 1) {
            Word::Turn(Turn::Past) if noun_ends(tokens, i + 2) => fixed(i + 2, Reference::Past),
            Word::Adjective(Reference::Future) if noun_ends(tokens, i + 2) => fixed(i + 2, Reference::Future),
            Word::Present if noun_ends(tokens, i + 2) => fixed(i + 2, Reference::Present),
            Word::Other if word(tokens, i + 2) == Word::Adjective(Reference::Future) && !tokens[i + 1].capital && noun_ends(tokens, i + 3) => fixed(i + 3, Reference::Future),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the noun phrase ends before `i`: `the past` alone, not `the past successes`.
fn noun_ends(tokens: &[Token], i: usize) -> bool {
    match at(tokens, i) {
        None => true,
        Some(t) => !matches!(t.word, Word::Other) && !matches!(t.word, Word::Units(_) | Word::Unit(_) | Word::Period | Word::Number | Word::Cardinal(_)) || t.glued && matches!(t.word, Word::Mark(_)),
    }
}
