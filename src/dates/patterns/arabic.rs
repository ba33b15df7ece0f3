//! Arabic points of time: `السبت الماضي`, `صيف عام 2014`, `تسعينيات القرن الماضي`, `نهاية الشهر`, `فجر الجمعة`.

mod days;
mod lengths;

pub(super) use days::weekday_turned;
use days::{day_named, night_turned, ordinal_day, part_of_day};

use crate::types::{Modifier, TimexType};

use super::super::lexicon::{Reference, Turn, Unit, Word};
use super::super::rules::Rule;
use super::super::scanner::Token;
use super::super::timex::{Clock, Point};
use super::absolute::{Parsed, Written, calendar, month_name, year};
use super::amounts::{Amount, duration};
use super::{Found, What, When, at, before, word, years};

/// The Arabic time expression that begins at a token.
pub(super) fn expression(tokens: &[Token], i: usize) -> Option<Found> {
    midnight(tokens, i)
        .or_else(|| edged(tokens, i))
        .or_else(|| lengths::shifted(tokens, i))
        .or_else(|| night_turned(tokens, i))
        .or_else(|| part_of_day(tokens, i))
        .or_else(|| point(tokens, i))
        .or_else(|| lengths::set(tokens, i))
        .or_else(|| lengths::length(tokens, i))
}

/// `منتصف الليل`; the middle of last night is none.
fn midnight(tokens: &[Token], i: usize) -> Option<Found> {
    let night = at(tokens, i + 1).is_some_and(|t| t.word == Word::Part("NI") && t.definite && !t.proclitic);
    (word(tokens, i) == Word::Edge(Modifier::Mid) && night && turn_after(tokens, i + 2).is_none()).then(|| {
        let day = When::Bare(What::Unit(Unit::Day));
        Found::new(i, i + 2, TimexType::Time, day, Rule::PartOfDay).at(Clock::At(24, Some(0), None))
    })
}

/// `أوائل عام 2020`, `نهاية العام الجاري`, `منتصف حزيران الماضي`.
fn edged(tokens: &[Token], i: usize) -> Option<Found> {
    let modifier = match word(tokens, i) {
        Word::Edge(m) => m,
        Word::Approx => Modifier::Approx,
        _ => return None,
    };
    let found = point(tokens, i + 1)
        .or_else(|| prepared_month(tokens, i + 1))
        .or_else(|| edged_unit(tokens, i + 1, modifier))
        .or_else(|| years::plain_year(tokens, i + 1).filter(|f| !tokens[i + 1].proclitic && f.rule == Rule::Year))?;
    let fine = found.kind == TimexType::Date && !matches!(found.when, When::Fixed(_) | When::Day(_));
    (fine && (modifier != Modifier::Approx || matches!(found.when, When::Point(_) | When::Written(_)))).then(|| {
        let weekend = found.when == When::Bare(What::Unit(Unit::Weekend));
        found.modified((!weekend).then_some(modifier)).starting(i)
    })
}

/// The unit after an edge: `نهاية الشهر`, `بداية العام`; نهاية الأسبوع is the weekend.
fn edged_unit(tokens: &[Token], i: usize, modifier: Modifier) -> Option<Found> {
    let token = at(tokens, i).filter(|t| t.arabic && t.definite && !t.proclitic)?;
    let when = match token.word {
        _ if ordinal_day(tokens, i + 1) => return None,
        Word::Unit(Unit::Week) if modifier == Modifier::End => When::Bare(What::Unit(Unit::Weekend)),
        Word::Unit(unit @ (Unit::Year | Unit::Month | Unit::Week | Unit::Decade | Unit::Century)) => {
            When::Turned(Turn::This, What::Unit(unit))
        }
        _ => return None,
    };
    Some(Found::date(i, i + 1, when, Rule::TheUnit))
}

/// A date or a stretch of the calendar.
pub(super) fn point(tokens: &[Token], i: usize) -> Option<Found> {
    if let Some((end, when)) = day_named(tokens, i) {
        let rule = match when {
            When::Written(w) if w.hijri => Rule::Hijri,
            When::Written(w) if w.month.is_some() => Rule::Calendar,
            When::Written(_) => Rule::Weekday,
            When::Turned(..) => Rule::Turned,
            _ => Rule::Day,
        };
        return Some(Found::date(i, end, when, rule));
    }
    // [شهر] أيار [المقبل | 2018]
    let month = if word(tokens, i) == Word::Unit(Unit::Month) && !tokens[i].definite {
        i + 1
    } else {
        i
    };
    if let Some((end, written)) = calendar(tokens, month).filter(|(_, w)| w.day.is_none()) {
        if let (Some((to, turn)), None, Some(m), false) =
            (turn_after(tokens, end), written.year, written.month, written.hijri)
        {
            return Some(Found::date(i, to, When::Turned(turn, What::Month(m)), Rule::Turned));
        }
        if written.year.is_some() {
            return Some(Found::date(
                i,
                end,
                When::Written(written),
                if written.hijri { Rule::Hijri } else { Rule::Calendar },
            ));
        }
        // من العام الماضي
        if let Some((to, turn)) = year_turned(tokens, end)
            && let Some(m) = written.month
        {
            return Some(Found::date(i, to, When::Within(turn, What::Month(m)), Rule::Calendar));
        }
        return (month > i || time_preposition(tokens, i))
            .then(|| Found::date(i, end, When::Written(written), Rule::Month))
            .filter(|_| !written.hijri);
    }
    // عام 490 ق.م, سنة 70 م
    if word(tokens, i) == Word::Unit(Unit::Year)
        && let Some(t) = at(tokens, i + 1).filter(|t| t.word == Word::Number && t.digits <= 4 && t.number > 0)
    {
        if let Some(end) = before_christ(tokens, i + 2) {
            return Some(Found::date(
                i,
                end,
                When::Point(Point::Bc(t.number.into(), None)),
                Rule::Bc,
            ));
        }
        if t.digits < 4 && word(tokens, i + 2) == Word::EraHijri {
            let written = Written {
                year: Some(t.number.into()),
                hijri: true,
                ..Written::default()
            };
            return Some(Found::date(i, i + 3, When::Written(written), Rule::Hijri));
        }
        if t.digits < 4 && word(tokens, i + 2) == Word::EraAd {
            return Some(Found::date(
                i,
                i + 3,
                When::Point(Point::Year(t.number.into())),
                Rule::Ad,
            ));
        }
    }
    quarter(tokens, i).or_else(|| year_or_season(tokens, i))
}

/// The token after ق.م or قبل الميلاد.
fn before_christ(tokens: &[Token], i: usize) -> Option<usize> {
    if word(tokens, i) == Word::Before && word(tokens, i + 1) == Word::Birth {
        return Some(i + 2);
    }
    let stop = if word(tokens, i + 1) == Word::Mark('.') {
        i + 2
    } else {
        i + 1
    };
    (word(tokens, i) == Word::EraBc && word(tokens, stop) == Word::EraAd).then_some(stop + 1)
}

/// `الربع الأول من 2019`, `النصف الثاني من العام الماضي`.
fn quarter(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i).filter(|t| t.definite)?;
    let n = match at(tokens, i + 1).filter(|t| t.definite)?.word {
        Word::Ordinal(n @ 1..=4) => n,
        _ => return None,
    };
    let what = match token.word {
        Word::Unit(Unit::Quarter) => What::Quarter(n),
        Word::Half if n <= 2 => What::Half(n),
        _ => return None,
    };
    let rule = if token.word == Word::Half {
        Rule::Half
    } else {
        Rule::Quarter
    };
    let of = if word(tokens, i + 2) == Word::Of { i + 3 } else { i + 2 };
    let named = if word(tokens, of) == Word::Unit(Unit::Year) {
        of + 1
    } else {
        of
    };
    if let Some((end, y)) = year(tokens, named) {
        let point = match what {
            What::Quarter(q) => Point::Quarter(y, q),
            _ => Point::Half(y, n),
        };
        return Some(Found::date(i, end, When::Point(point), rule));
    }
    let (end, turn) = year_turned(tokens, of)?;
    Some(Found::date(i, end, When::Within(turn, what), rule))
}

/// A year by its number, a season, a decade, a century; a unit with the word that says which one.
fn year_or_season(tokens: &[Token], i: usize) -> Option<Found> {
    // عام 2006, سنة 1440 هـ, العام 2006
    if matches!(word(tokens, i), Word::Unit(Unit::Year) | Word::Dual(Unit::Year))
        && let Some((end, y)) = year(tokens, i + 1)
    {
        {
            if word(tokens, end) == Word::EraHijri {
                let written = Written {
                    year: Some(y),
                    hijri: true,
                    ..Written::default()
                };
                return Some(Found::date(i, end + 1, When::Written(written), Rule::Hijri));
            }
            return Some(Found::date(i, end, When::Point(Point::Year(y)), Rule::Year));
        }
    }
    season(tokens, i)
        .or_else(|| long_ago(tokens, i))
        .or_else(|| unit_turned(tokens, i))
        .or_else(|| reference(tokens, i))
}

/// A month name by itself after a word such as أواخر.
fn prepared_month(tokens: &[Token], i: usize) -> Option<Found> {
    let (end, written) = calendar(tokens, i)?;
    (written.day.is_none() && !written.hijri).then(|| Found::date(i, end, When::Written(written), Rule::Month))
}

/// Whether a preposition of time stands before `i`, apart or written onto the word.
fn time_preposition(tokens: &[Token], i: usize) -> bool {
    matches!(
        before(tokens, i),
        Word::In | Word::Since | Word::Until | Word::To | Word::Between | Word::Of | Word::Before | Word::After
    )
}

/// The adjective that says which one: الماضي, المقبل, الجاري.
fn turn_after(tokens: &[Token], i: usize) -> Parsed<Turn> {
    match at(tokens, i)? {
        t if !t.arabic => None,
        t if t.definite || t.word == Word::Turn(Turn::Same) => match t.word {
            Word::Turn(turn) => Some((i + 1, turn)),
            // الحالي is a turn; حاليا is not. الثاني names a month.
            _ => None,
        },
        _ => None,
    }
}

/// `من العام الماضي`, `العام الجاري`.
fn year_turned(tokens: &[Token], i: usize) -> Parsed<Turn> {
    let k = if word(tokens, i) == Word::Of { i + 1 } else { i };
    let unit = at(tokens, k).filter(|t| t.arabic && t.word == Word::Unit(Unit::Year) && t.definite);
    unit.and_then(|_| turn_after(tokens, k + 1))
}

/// `الأسبوع الماضي`, `هذا العام`, `العام نفسه`, `الأشهر الماضية`.
fn unit_turned(tokens: &[Token], i: usize) -> Option<Found> {
    if let Word::Turn(turn @ (Turn::This | Turn::That | Turn::Same)) = word(tokens, i) {
        let unit = at(tokens, i + 1).filter(|t| t.arabic && (t.definite || turn == Turn::Same))?;
        let Word::Unit(unit) = unit.word else { return None };
        // ذلك الأسبوع المقبل: the adjective decides.
        if turn != Turn::Same && turn_after(tokens, i + 2).is_some() {
            return None;
        }
        if matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) {
            return None;
        }
        return Some(Found::date(
            i,
            i + 2,
            When::Turned(turn, What::Unit(unit)),
            Rule::Turned,
        ));
    }
    let token = at(tokens, i).filter(|t| t.definite)?;
    // الأشهر الثلاثة الماضية, الأيام القليلة المقبلة
    if let (Word::Units(unit), Some(count)) = (token.word, at(tokens, i + 1).filter(|t| t.definite)) {
        // الساعات الأربع والعشرين الماضية
        let tens = match word(tokens, i + 2) {
            Word::Cardinal(n) if tokens[i + 2].proclitic => Some(n),
            _ => None,
        };
        let amount = match count.word {
            Word::Cardinal(n) => Some(Amount::Whole(n + tens.unwrap_or(0))),
            Word::Vague => Some(Amount::Vague),
            _ => None,
        };
        let after = if tens.is_some() { i + 3 } else { i + 2 };
        if let (Some(amount), Some((end, _))) = (amount, turn_after(tokens, after)) {
            let value = duration(amount, unit);
            return Some(Found::fixed(i, end, TimexType::Duration, &value, Rule::Amount));
        }
    }
    let (end, turn) = turn_after(tokens, i + 1)?;
    match token.word {
        Word::Unit(unit) if !matches!(unit, Unit::Hour | Unit::Minute | Unit::Second) => {
            Some(Found::date(i, end, When::Turned(turn, What::Unit(unit)), Rule::Turned))
        }
        Word::Units(unit) => Some(Found::fixed(
            i,
            end,
            TimexType::Duration,
            &duration(Amount::Vague, unit),
            Rule::Vague,
        )),
        Word::Dual(unit) => Some(Found::fixed(
            i,
            end,
            TimexType::Duration,
            &duration(Amount::Whole(2), unit),
            Rule::Amount,
        )),
        _ => None,
    }
}

/// `صيف عام 2014`, `ربيع 2018`, `الصيف الماضي`.
fn season(tokens: &[Token], i: usize) -> Option<Found> {
    let token = at(tokens, i)?;
    let season = match token.word {
        Word::Season(s) => s,
        Word::TwinHijri(3) if month_name(tokens, i).is_none() => "SP",
        _ => return None,
    };
    let k = match at(tokens, i + 1) {
        Some(t) if t.word == Word::Unit(Unit::Year) => i + 2,
        Some(t) if t.word == Word::Of && word(tokens, i + 2) == Word::Unit(Unit::Year) => i + 3,
        _ => i + 1,
    };
    if let Some((end, y)) = year(tokens, k) {
        let end = super::next_year(tokens, end, y);
        return Some(Found::date(i, end, When::Point(Point::Season(y, season)), Rule::Season));
    }
    if let Some((end, turn)) = turn_after(tokens, i + 1).filter(|_| token.definite) {
        return Some(Found::date(
            i,
            end,
            When::Turned(turn, What::Season(season)),
            Rule::Turned,
        ));
    }
    if let Some((end, turn)) = year_turned(tokens, i + 1) {
        return Some(Found::date(
            i,
            end,
            When::Within(turn, What::Season(season)),
            Rule::Season,
        ));
    }
    None
}

/// `تسعينيات القرن الماضي`, `التسعينيات`, `القرن العشرين`, `القرن التاسع عشر`.
fn long_ago(tokens: &[Token], i: usize) -> Option<Found> {
    match word(tokens, i) {
        Word::Decade(d) => {
            let century = word(tokens, i + 1) == Word::Unit(Unit::Century) && !tokens[i + 1].proclitic;
            let last = century && turn_after(tokens, i + 2).is_some();
            if last {
                return Some(Found::date(
                    i,
                    i + 3,
                    When::Point(Point::Decade(190 + i64::from(d) / 10)),
                    Rule::Decade,
                ));
            }
            if century && let Some((end, n)) = super::absolute::day(tokens, i + 2) {
                return Some(Found::date(
                    i,
                    end,
                    When::Point(Point::Decade((i64::from(n) - 1) * 10 + i64::from(d) / 10)),
                    Rule::Decade,
                ));
            }
            tokens[i]
                .definite
                .then(|| Found::date(i, i + 1, When::Decade(d), Rule::Decade))
        }
        Word::Unit(Unit::Century) if tokens[i].definite => {
            let (end, n) = super::absolute::day(tokens, i + 1)?;
            // The first century of the Hijra is none of ours.
            if word(tokens, end) == Word::EraHijri {
                return None;
            }
            let end = if word(tokens, end) == Word::EraAd { end + 1 } else { end };
            let n = i64::from(n);
            let (end, point) = match before_christ(tokens, end) {
                Some(end) => (end, Point::BcCentury(n - 1)),
                None => (end, Point::Century(n - 1)),
            };
            (n > 0).then(|| Found::date(i, end, When::Point(point), Rule::Century))
        }
        _ => None,
    }
}

/// `الآن`, `حاليا`, `مؤخرا`.
fn reference(tokens: &[Token], i: usize) -> Option<Found> {
    let value = match word(tokens, i) {
        Word::Now if tokens[i].definite => "PRESENT_REF",
        // في الماضي, في المستقبل
        Word::Turn(Turn::Last) if tokens[i].definite && before(tokens, i) == Word::In => "PAST_REF",
        Word::Adjective(Reference::Future) if tokens[i].definite && before(tokens, i) == Word::In => "FUTURE_REF",
        // الوقت الحالي
        Word::Time if tokens[i].definite && matches!(turn_after(tokens, i + 1), Some((_, Turn::This))) => {
            return Some(Found::fixed(i, i + 2, TimexType::Date, "PRESENT_REF", Rule::Reference));
        }
        Word::Ref(Reference::Present) => "PRESENT_REF",
        Word::Ref(Reference::Past) => "PAST_REF",
        Word::Ref(Reference::Future) => "FUTURE_REF",
        _ => return None,
    };
    Some(Found::fixed(i, i + 1, TimexType::Date, value, Rule::Reference))
}
