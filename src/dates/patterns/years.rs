//! Years: `2004`, `'99`, `nineteen ninety-six`, `490 BC`, `AD 70`, decades and centuries; and numbers that only look like years
//! (`$2000`, `Resolution 1701`, a telephone number).

use super::super::lexicon::{Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::Point;
use super::absolute::{Parsed, counted_noun, two_digit_year, year};
use super::{Found, When, amounts, at, before, hyphen, is_mark, word};

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
            return (n.number % 10 == 0).then(|| Found::date(i, i + 3, When::Decade(n.number as u8), Rule::Decade));
        }
        return Some(Found::date(
            i,
            i + 2,
            When::Point(Point::Year(two_digit_year(n.number))),
            Rule::Year,
        ));
    }
    if let Some((end, y)) = anno_domini(tokens, i) {
        return Some(Found::date(i, end, When::Point(Point::Year(y)), Rule::Ad));
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
                Rule::Decade,
            )
        });
    }
    // 20th century, 80s
    if let Some(found) = century(tokens, i, i) {
        return Some(found);
    }
    let (end, y) = year(tokens, i)?;
    // the 1988 third quarter, the 1988 first half
    match (word(tokens, end), word(tokens, end + 1)) {
        (Word::Ordinal(q @ 1..=4), Word::Unit(Unit::Quarter)) => {
            return Some(Found::date(
                i,
                end + 2,
                When::Point(Point::Quarter(y, q)),
                Rule::Quarter,
            ));
        }
        (Word::Ordinal(h @ 1..=2), Word::Half) => {
            return Some(Found::date(i, end + 2, When::Point(Point::Half(y, h)), Rule::Half));
        }
        _ => {}
    }
    // the 2019 fiscal year, the 2019 school year
    if word(tokens, end + 1) == Word::Unit(Unit::Year) {
        match word(tokens, end) {
            Word::Fiscal => return Some(Found::date(i, end + 2, When::Point(Point::Fiscal(y)), Rule::Fiscal)),
            Word::Other if !tokens[end].capital && !tokens[end].glued => {
                return Some(Found::date(i, end + 2, When::Point(Point::Year(y)), Rule::Year));
            }
            _ => {}
        }
    }
    // the 1988 quarter
    if before(tokens, i) == Word::The && matches!(word(tokens, end), Word::Period | Word::Unit(Unit::Quarter)) {
        return Some(Found::date(i, end, When::PeriodOf(y), Rule::Period));
    }
    year_is_meant(tokens, i, end, y).then(|| Found::date(i, end, When::Point(Point::Year(y)), Rule::Year))
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
            | Word::Close(_)
            | Word::Month(_)
    );
    // Arabic names a year with في, عام, منذ; another number before an Arabic noun counts it.
    if !cued
        && at(tokens, end)
            .is_some_and(|t| t.arabic && matches!(t.word, Word::Other | Word::Paper(_)) && !t.definite && !t.waw)
        && i > 0
        && tokens[i - 1].arabic
    {
        return false;
    }
    if counted_noun(tokens, end) || matches!(word(tokens, end), Word::Units(_)) && !tokens[end].capital {
        return false;
    }
    // +1 202 555 1999, 2019-555-0101, 1920x1080
    let phone = before == Word::Number
        && i >= 2
        && match word(tokens, i - 2) {
            Word::Number => tokens[i - 2].digits != 4 || tokens[i - 1].digits != 4,
            Word::Mark('+' | ')' | '-') => true,
            _ => false,
        };
    let runs_on = at(tokens, end).is_some_and(|t| t.glued)
        && match word(tokens, end) {
            Word::Mark('-') => at(tokens, end + 1).filter(|t| t.glued).is_some_and(|t| match t.word {
                Word::Number => {
                    !matches!(t.digits, 2 | 4)
                        || counted_noun(tokens, end + 2)
                        || file_name(tokens, end + 2)
                        || is_mark(tokens, end + 2, '-')
                            && at(tokens, end + 3).is_some_and(|t| t.glued && t.word == Word::Number)
                }
                // a 2015-page report, the 2000-strong crowd
                Word::Measured | Word::Count | Word::Money | Word::Code => true,
                _ => false,
            }),
            Word::Mark('.') => file_name(tokens, end),
            Word::Other => !tokens[end].arabic,
            _ => false,
        };
    // أكثر من 1900 أسرة
    if before == Word::Of && i >= 2 && matches!(word(tokens, i - 2), Word::More | Word::Less) {
        return false;
    }
    // 2030 GMT is a time of day.
    let clock = word(tokens, end) == Word::Zone && tokens[end].capital;
    if phone || runs_on || clock || in_a_row(tokens, i, end, cued) {
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
                    Word::Number | Word::Month(_) | Word::Edge(_) | Word::Close(_)
                ) =>
        {
            // `late-2020`, `pre-2003` are dates; `BGM-2010`, `page/2010/x` are not.
            let prefix = at(tokens, i - 2).is_some_and(|t| {
                !t.capital
                    && matches!(before, Word::Mark('-'))
                    && t.end - t.start >= 3
                    && matches!(t.word, Word::Other | Word::Outlet)
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
    let strongly = matches!(
        before,
        Word::EraAd | Word::In | Word::Since | Word::Until | Word::Edge(_) | Word::Month(_)
    );
    (1500..=2099).contains(&y) || strongly && (1000..=2199).contains(&y)
}

/// Whether the ending of a file name stands at `i`: `.pdf`.
fn file_name(tokens: &[Token], i: usize) -> bool {
    let glued = |k: usize| at(tokens, k).filter(|t| t.glued);
    glued(i).is_some_and(|t| t.word == Word::Mark('.'))
        && glued(i + 1).is_some_and(|t| !matches!(t.word, Word::Number | Word::Mark(_)) && !t.capital && !t.arabic)
}

/// Whether the number is one group of a longer one: `(020) 2019 2020`, `07901 2015 2016`. Years in a row are a table's head.
///
/// A preposition of time before it is asked first: `in 2019 500 people`.
fn in_a_row(tokens: &[Token], i: usize, end: usize, cued: bool) -> bool {
    /// Groups that are looked at on either side: a telephone number has few.
    const GROUPS: usize = 4;
    let group = |t: &Token| t.word == Word::Number && !t.glued;
    // No year has three digits here, nor a nought before it.
    let no_year = |t: &Token| t.digits >= 3 && (t.digits != 4 || !(1500..=2099).contains(&t.number));
    let mut first = i;
    while i - first < GROUPS && first > 0 && tokens[first - 1].word == Word::Number {
        first -= 1;
    }
    let nought =
        |t: &Token| t.word == Word::Number && t.digits >= 2 && t.number < 10_u32.pow(u32::from(t.digits.min(9)) - 1);
    let area = first >= 2 && is_mark(tokens, first - 1, ')') && nought(&tokens[first - 2]);
    area || tokens[first..i].iter().any(no_year)
        || !cued && tokens[end..].iter().take(GROUPS).take_while(|t| group(t)).any(no_year)
}

/// A year in words by itself.
fn spelt_year(tokens: &[Token], i: usize) -> Option<Found> {
    spelt(tokens, i).map(|(end, y)| Found::date(i, end, When::Point(Point::Year(y)), Rule::SpeltYear))
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
    Some(Found::date(i, end, When::Point(point), Rule::Bc))
}

/// `AD 70`, `622 AD`, `A.D. 1066`.
fn anno_domini(tokens: &[Token], i: usize) -> Parsed<i64> {
    let number = |k: usize| {
        at(tokens, k).filter(|t| t.word == Word::Number && t.digits <= 4 && (1..2200).contains(&t.number) && !t.glued)
    };
    let mark = |k: usize| match at(tokens, k) {
        Some(t) if t.word == Word::EraAd && t.capital && !t.arabic => Some(k + 1),
        _ => dotted(tokens, k, [b'a', b'd']),
    };
    if let Some(end) = mark(i) {
        return number(end).map(|t| (end + 1, t.number.into()));
    }
    let number = at(tokens, i).filter(|t| t.word == Word::Number && t.digits <= 3 && t.number > 0)?;
    mark(i + 1).map(|end| (end, number.number.into()))
}

/// The token after two letters with stops: `B.C.`.
fn dotted(tokens: &[Token], i: usize, letters: [u8; 2]) -> Option<usize> {
    let letter = |k: usize, c: u8| at(tokens, k).is_some_and(|t| t.capital && t.letter == c);
    let stop = |k: usize| is_mark(tokens, k, '.') && tokens[k].glued;
    if !letter(i, letters[0]) || !stop(i + 1) || !letter(i + 2, letters[1]) || !tokens[i + 2].glued {
        return None;
    }
    Some(if stop(i + 3) { i + 4 } else { i + 3 })
}

/// The token after BC, B.C., BCE.
pub(super) fn bc_mark(tokens: &[Token], i: usize) -> Option<usize> {
    let token = at(tokens, i)?;
    if token.word == Word::EraBc && token.capital {
        return Some(i + 1);
    }
    dotted(tokens, i, [b'b', b'c'])
}

/// `20th century`, `nineteenth-century`, `the 4th century BC`.
pub(super) fn century(tokens: &[Token], from: usize, i: usize) -> Option<Found> {
    let (end, n) = super::absolute::day(tokens, i)?;
    let k = if hyphen(tokens, end) { end + 1 } else { end };
    if word(tokens, k) != Word::Unit(Unit::Century) || n == 0 || k == i + 1 && word(tokens, i) == Word::Number {
        return None;
    }
    // 20th Century Fox
    if tokens[k].capital && at(tokens, k + 1).is_some_and(|t| t.capital && t.word == Word::Other && !t.glued) {
        return None;
    }
    let n = i64::from(n);
    if let Some(end) = bc_mark(tokens, k + 1) {
        return Some(Found::date(
            from,
            end,
            When::Point(Point::BcCentury(n - 1)),
            Rule::Century,
        ));
    }
    Some(Found::date(
        from,
        k + 1,
        When::Point(Point::Century(n - 1)),
        Rule::Century,
    ))
}
