//! Points of time by name: dates, months, years, seasons, quarters, decades and centuries, and what is no name of one
//! (`may`, `March on Washington`, `$2000`, `Resolution 1701`).

use super::super::lexicon::{Turn, Unit, Word};
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, Written, calendar, counted_noun, two_digit_year, weekday, year};
use super::{Found, What, When, amounts, at, before, hyphen, is_mark, numeric, word};

/// Names of the calendar: dates, years, months, seasons, quarters, decades.
pub(super) fn named(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, written)) = numeric::date(tokens, i) {
        return Some(Found::date(i, end, When::Written(written), "date:numeric"));
    }
    if let Some((end, written)) = calendar(tokens, i) {
        if let (Some(month), None, false) = (written.month, written.year, written.hijri) {
            // August of that year, June last year
            let of = if word(tokens, end) == Word::Of { end + 1 } else { end };
            if let Some((to, turn)) =
                turned_year(tokens, of).filter(|(to, _)| tokens[i].capital && (of > end || to - of == 2))
            {
                let what = written.day.map_or(What::Month(month), |d| What::MonthDay(month, d));
                return Some(Found::date(i, to, When::Within(turn, what), "date:calendar"));
            }
        }
        if written.day.is_none() && written.year.is_none() {
            return bare_month(tokens, i, end, written);
        }
        return Some(Found::date(
            i,
            end,
            When::Written(written),
            if written.hijri { "date:hijri" } else { "date:calendar" },
        ));
    }
    if let Some((end, weekday)) = weekday(tokens, i) {
        let token = &tokens[i];
        let short = token.end - token.start <= 5;
        // Sun, Sat, Mon and Wed are also words and names: they need a stop after them.
        if short && !is_mark(tokens, end - 1, '.') {
            return None;
        }
        // The Friday Times
        if before(tokens, i) == Word::The
            && at(tokens, end).is_some_and(|t| t.capital && !t.glued && matches!(t.word, Word::Other | Word::Occasions))
        {
            return None;
        }
        if before(tokens, i) == Word::Other && i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && token.glued) {
            return None;
        }
        return Some(Found::date(i, end, weekday_meant(tokens, i, weekday), "date:weekday"));
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

/// A weekday by itself: the last one, after `until` the next one.
pub(super) fn weekday_meant(tokens: &[Token], i: usize, weekday: u8) -> When {
    if before(tokens, i) == Word::Until {
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
            | Word::Close
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
    ) || before(tokens, i) == Word::Mark(',') && i >= 2 && matches!(word(tokens, i - 2), Word::Month(_));
    let name_follows =
        at(tokens, end).is_some_and(|t| t.capital && !t.glued && !matches!(t.word, Word::Weekday(_) | Word::Month(_)));
    let name_before = i > 0 && at(tokens, i - 1).is_some_and(|t| t.capital && matches!(t.word, Word::Other) && i > 1);
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
    Some(Found::date(i, end, When::Written(written), "date:month"))
}

/// A year by itself: `2004`, `'99`, `490 BC`, `AD 70`.
pub(super) fn plain_year(tokens: &[Token], i: usize) -> Option<Found> {
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
        return Some(Found::date(
            i,
            i + 2,
            When::Point(Point::Year(two_digit_year(n.number))),
            "date:year",
        ));
    }
    if token.word != Word::Number {
        return spelt_year(tokens, i);
    }
    if let Some(found) = before_christ(tokens, i) {
        return Some(found);
    }
    // 1990s
    if token.digits == 4 && token.number % 10 == 0 && word(tokens, i + 1) == Word::PluralS && tokens[i + 1].glued
        || token.digits == 4
            && token.number % 10 == 0
            && is_mark(tokens, i + 1, '\'')
            && word(tokens, i + 2) == Word::PluralS
            && tokens[i + 1].glued
            && tokens[i + 2].glued
    {
        let end = if is_mark(tokens, i + 1, '\'') { i + 3 } else { i + 2 };
        let plausible = (1000..=2190).contains(&token.number);
        return plausible.then(|| {
            Found::date(
                i,
                end,
                When::Point(Point::Decade(i64::from(token.number) / 10)),
                "date:decade",
            )
        });
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
    let cued = matches!(
        before,
        Word::EraAd
            | Word::In
            | Word::Since
            | Word::Until
            | Word::Of
            | Word::From
            | Word::To
            | Word::Between
            | Word::Edge(_)
            | Word::Close
            | Word::Month(_)
    );
    // Arabic names a year with في, عام, منذ; another number before an Arabic noun counts it.
    if !cued
        && at(tokens, end).is_some_and(|t| t.arabic && t.word == Word::Other && !t.definite)
        && i > 0
        && tokens[i - 1].arabic
    {
        return false;
    }
    if counted_noun(tokens, end) || matches!(word(tokens, end), Word::Units(_)) && !tokens[end].capital {
        return false;
    }
    match before {
        Word::Mark('$' | '£' | '€' | '#' | '§' | '+' | '=' | '@')
        | Word::Code
        | Word::More
        | Word::Less
        | Word::Than => return false,
        // No. 2004
        Word::Mark('.')
            if i >= 2
                && tokens[i - 1].glued
                && at(tokens, i - 2).is_some_and(|t| t.end - t.start <= 2 && t.word != Word::Number && t.capital)
                && !cued =>
        {
            return false;
        }
        Word::Mark('/' | '-' | '_')
            if tokens[i].glued
                && tokens[i - 1].glued
                && i >= 2
                && !matches!(
                    word(tokens, i - 2),
                    Word::Number | Word::Month(_) | Word::Edge(_) | Word::Close
                ) =>
        {
            // `late-2020`, `pre-2003` are dates; `BGM-2010`, `page/2010/x` are not.
            let prefix = at(tokens, i - 2).is_some_and(|t| {
                !t.capital && matches!(before, Word::Mark('-')) && t.end - t.start >= 3 && t.word == Word::Other
            });
            if !prefix {
                return false;
            }
        }
        Word::Mark('/' | '-')
            if tokens[i].glued
                && tokens[i - 1].glued
                && i >= 2
                && word(tokens, i - 2) == Word::Number
                && tokens[i - 2].digits != 4 =>
        {
            return false;
        }
        _ => {}
    }
    // A path: 2019/12 was tried as a date before.
    if matches!(word(tokens, end), Word::Mark('/' | '_'))
        && tokens[end].glued
        && at(tokens, end + 1).is_some_and(|t| t.glued)
    {
        return false;
    }
    // Hyphenated to letters: 2010-X
    if is_mark(tokens, end, '-')
        && tokens[end].glued
        && at(tokens, end + 1).is_some_and(|t| t.glued && t.capital && t.word == Word::Other)
        && !cued
    {
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
    let Word::Cardinal(century @ 18..=20) = word(tokens, i) else {
        return None;
    };
    if century == 20 {
        return None;
    }
    let mut rest = i + 1;
    if is_mark(tokens, rest, '-') {
        rest += 1;
    }
    let Word::Cardinal(tens @ 10..=90) = word(tokens, rest) else {
        return None;
    };
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
    let point = if plural {
        Point::BcDecade(y / 10)
    } else {
        Point::Bc(y, None)
    };
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
    if letter(i, b'b')
        && is_mark(tokens, i + 1, '.')
        && letter(i + 2, b'c')
        && tokens[i + 1].glued
        && tokens[i + 2].glued
    {
        return Some(if is_mark(tokens, i + 3, '.') && tokens[i + 3].glued {
            i + 4
        } else {
            i + 3
        });
    }
    None
}

/// `20th century`, `nineteenth-century`, `the 4th century BC`.
pub(super) fn century(tokens: &[Token], from: usize, i: usize) -> Option<Found> {
    let (end, n) = super::absolute::day(tokens, i)?;
    let k = if hyphen(tokens, end) { end + 1 } else { end };
    if word(tokens, k) != Word::Unit(Unit::Century) || n == 0 || k == i + 1 && word(tokens, i) == Word::Number {
        return None;
    }
    let n = i64::from(n);
    if let Some(end) = bc_mark(tokens, k + 1) {
        return Some(Found::date(
            from,
            end,
            When::Point(Point::BcCentury(n - 1)),
            "date:century",
        ));
    }
    Some(Found::date(
        from,
        k + 1,
        When::Point(Point::Century(n - 1)),
        "date:century",
    ))
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
                "date:season",
            ));
        }
        return Some(Found::date(
            from,
            end,
            When::Point(Point::Season(y, season)),
            "date:season",
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
            "date:season",
        ));
    }
    // summer of next year, spring of that year
    if word(tokens, i + 1) == Word::Of
        && let Some((end, turn)) = turned_year(tokens, i + 2)
    {
        return Some(Found::date(
            from,
            end,
            When::Within(turn, What::Season(season)),
            "date:season",
        ));
    }
    // By itself only after a preposition or an article; fall and spring are words too.
    let the = from < i && matches!(word(tokens, from), Word::The);
    let wordlike = matches!(season, "FA" | "SP");
    let prepared = matches!(
        before(tokens, from),
        Word::In | Word::Since | Word::Until | Word::Edge(_) | Word::Close | Word::From | Word::Of | Word::Between
    ) || !wordlike && before(tokens, from) == Word::To;
    // the fall of the city
    if wordlike && word(tokens, i + 1) == Word::Of {
        return None;
    }
    let ok = if the {
        prepared || !wordlike && !at(tokens, i + 1).is_some_and(|t| t.word == Word::Other && !t.glued && !t.capital)
    } else {
        prepared && before(tokens, from) != Word::Of
    };
    ok.then(|| Found::date(from, i + 1, When::Bare(What::Season(season)), "date:season"))
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
    let (n, mut end) = match word(tokens, k) {
        Word::Ordinal(n @ 1..=4) => (n, k + 1),
        Word::Turn(Turn::Last) if from < i => (0, k + 1),
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
            if of > end
                && let Some((to, turn)) = turned_year(tokens, of)
            {
                return Some(Found::date(
                    from,
                    to,
                    When::Within(turn, What::Quarter(n)),
                    "date:quarter",
                ));
            }
            Some(Found::date(from, end, When::Bare(What::Quarter(n)), "date:quarter"))
        }
        _ => None,
    }
}

/// `Q3 2022`, `H1 of 2023`.
pub(super) fn lettered(tokens: &[Token], from: usize, k: usize) -> Option<Found> {
    let letter = at(tokens, k).filter(|t| t.capital && !t.glued)?.letter;
    let number = at(tokens, k + 1).filter(|t| t.glued && t.digits == 1)?.number as u8;
    let of = matches!(word(tokens, k + 2), Word::Of | Word::Mark(','));
    let (end, y) = year(tokens, if of { k + 3 } else { k + 2 })?;
    let (point, rule) = match (letter, number) {
        (b'q', 1..=4) => (Point::Quarter(y, number), "date:quarter"),
        (b'h', 1..=2) => (Point::Half(y, number), "date:half"),
        _ => return None,
    };
    Some(Found::date(from, end, When::Point(point), rule))
}

/// The half of a year named after it.
pub(super) fn half(tokens: &[Token], i: usize, n: u8) -> Parsed<When> {
    if word(tokens, i) != Word::Of {
        return None;
    }
    if let Some((end, y)) = year(tokens, i + 1) {
        return Some((end, When::Point(Point::Half(y, n))));
    }
    let (end, turn) = turned_year(tokens, i + 1)?;
    Some((end, When::Within(turn, What::Half(n))))
}
